package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.value.BaseType;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every setter of an argument, and every getter of an OUT parameter under every type that it may be
 * registered as: a routine with plain types through pgjdbc and its twin with encrypted ones through
 * Coffer give the same value, class, {@code wasNull}, exception class and SQLState.
 */
class CallMatrixIT {

  private static final List<Integer> REGISTERED =
      List.of(
          Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DECIMAL,
          Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.BIT,
          Types.BOOLEAN,
          Types.BINARY,
          Types.LONGVARBINARY,
          Types.DATE,
          Types.TIME,
          Types.TIMESTAMP,
          Types.TIMESTAMP_WITH_TIMEZONE,
          Types.OTHER,
          Types.ARRAY,
          Types.SQLXML,
          Types.REF_CURSOR);

  private static final TimeZone BEFORE = TimeZone.getDefault();
  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    StringBuilder ddl = new StringBuilder("CREATE SCHEMA plain; CREATE SCHEMA sealed;");
    for (BaseType type : BaseType.all()) {
      for (Mode mode : List.of(Mode.RANDOM, Mode.EQ)) {
        if (mode.supports(type)) {
          String name = type.typeName() + "_" + mode.suffix();
          ddl.append(routines("plain", name, type.typeName()));
          ddl.append(routines("sealed", name, "encrypted." + name));
        }
      }
    }
    database = ProtectedDatabase.with(ddl.toString());
  }

  private static String routines(String schema, String name, String type) {
    return """
        CREATE FUNCTION %1$s.echo_%2$s(v %3$s) RETURNS %3$s LANGUAGE sql AS 'SELECT $1';
        CREATE PROCEDURE %1$s.both_%2$s(INOUT v %3$s, OUT w %3$s, OUT n int)
          LANGUAGE sql AS 'SELECT $1, NULL::%3$s, 7';
        """
        .formatted(schema, name, type);
  }

  @AfterAll
  static void close() throws Exception {
    TimeZone.setDefault(BEFORE);
    database.close();
  }

  private static Connection plain() throws SQLException {
    Connection connection = database.plain();
    connection.setSchema("plain");
    return connection;
  }

  private static Connection coffer() throws SQLException {
    Connection connection = database.coffer();
    connection.setSchema("sealed");
    return connection;
  }

  /** Returns a test for each base type, with the wanted mode if it has that. */
  private static Stream<DynamicTest> each(Mode wanted, SealedTypes.Test test) {
    return BaseType.all().stream()
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.typeName(),
                    () -> test.of(type, wanted.supports(type) ? wanted : Mode.RANDOM)));
  }

  @TestFactory
  Stream<DynamicTest> takesArgumentsAsAPlainFunction() {
    return each(Mode.EQ, CallMatrixIT::compareSetters);
  }

  private static void compareSetters(BaseType type, Mode mode) throws SQLException {
    String text = "{? = call echo_%s_%s(?)}".formatted(type.typeName(), mode.suffix());
    Map<String, String> differences = new LinkedHashMap<>();
    try (Connection plain = plain();
        Connection coffer = coffer()) {
      int registered = naturalType(plain, text);
      Setters.all(type)
          .forEach(
              (name, setter) -> {
                String expected = echoed(plain, text, registered, setter);
                String found = echoed(coffer, text, registered, setter);
                if (!expected.equals(found) && !isListed(type, mode, name, expected, found)) {
                  differences.put(name, expected + " but " + found);
                }
              });
    }
    assertThat(differences).isEmpty();
  }

  /** Returns the type that must be registered for what a function returns. */
  private static int naturalType(Connection plain, String text) throws SQLException {
    try (CallableStatement call = plain.prepareCall(text.replace("? =", ""))) {
      call.setNull(1, Types.OTHER);
      return call.executeQuery().getMetaData().getColumnType(1);
    }
  }

  private static String echoed(
      Connection connection, String text, int registered, Setters.Setter setter) {
    try (CallableStatement call = connection.prepareCall(text)) {
      call.registerOutParameter(1, registered);
      setter.set(call, 2);
      call.execute();
      return CallGetters.outcome(call, 1, CallableStatement::getObject);
    } catch (SQLException e) {
      return e.getClass().getSimpleName() + " " + e.getSQLState();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  /** What docs/jdbc.md lists: the one form that _eq keeps, and values of types without columns. */
  private static boolean isListed(
      BaseType type, Mode mode, String setter, String expected, String found) {
    return SealedTypes.isNotCanonical(type, mode, expected)
        || (setter.matches("Blob .*|Clob .*|.* as [BC]LOB") && found.equals("SQLException KE007"))
        || ((setter.endsWith("SQLXML")
                || setter.equals("PGobject interval")
                || setter.startsWith("null "))
            && expected.equals("PSQLException 42883")
            && found.equals("SQLFeatureNotSupportedException KE003"));
  }

  @TestFactory
  Stream<DynamicTest> returnsValuesAsAPlainProcedure() {
    return each(Mode.RANDOM, CallMatrixIT::compareGetters);
  }

  private static void compareGetters(BaseType type, Mode mode) throws SQLException {
    String text = "CALL both_%s_%s(?, ?, ?)".formatted(type.typeName(), mode.suffix());
    List<@Nullable String> values = new ArrayList<>(Setters.texts(type).subList(0, 1));
    values.add(null);
    int cells = 0;
    Map<String, String> differences = new LinkedHashMap<>();
    try (Connection plain = plain();
        Connection coffer = coffer()) {
      for (int registered : REGISTERED) {
        for (String value : values) {
          Map<String, String> expected = returned(plain, text, registered, value);
          if (value == null && String.valueOf(expected.get("execute")).contains("42821")) {
            break; // The type does not match, which the other value has shown.
          }
          Map<String, String> found = returned(coffer, text, registered, value);
          cells += expected.size();
          expected.forEach(
              (getter, outcome) -> {
                if (!outcome.equals(found.get(getter))
                    && !SealedTypes.isNotCanonical(type, mode, outcome)) {
                  differences.put(
                      registered + " " + value + " " + getter,
                      outcome + " but " + found.get(getter));
                }
              });
        }
      }
    }
    System.out.println(text + ": " + cells + " cells");
    assertThat(differences).isEmpty();
  }

  private static Map<String, String> returned(
      Connection connection, String text, int registered, @Nullable String value)
      throws SQLException {
    Map<String, String> transcript = new LinkedHashMap<>();
    try (CallableStatement call = connection.prepareCall(text)) {
      call.registerOutParameter(1, registered);
      call.registerOutParameter(2, registered);
      call.registerOutParameter(3, Types.INTEGER);
      call.setObject(1, value, Types.OTHER);
      try {
        transcript.put("execute", "" + call.execute());
      } catch (SQLException e) {
        transcript.put("execute", e.getClass().getSimpleName() + " " + e.getSQLState());
      }
      CallGetters.transcript(call, 1).forEach((getter, is) -> transcript.put("1 " + getter, is));
      CallGetters.transcript(call, 2).forEach((getter, is) -> transcript.put("2 " + getter, is));
      transcript.put("3", CallGetters.outcome(call, 3, CallableStatement::getInt));
    }
    return transcript;
  }
}
