package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Calls of functions and procedures that exist twice, with plain types and with encrypted ones.
 * What a program sees of the first through pgjdbc and of the second through Coffer is the same.
 */
class CallIT {

  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            routines("plain", "text", "text", "int")
                + routines(
                    "sealed", "encrypted.text_eq", "encrypted.text_random", "encrypted.int4_eq")
                + """
                CREATE FUNCTION sealed.twice(encrypted.text_eq) RETURNS int
                  LANGUAGE sql AS 'SELECT 1';
                CREATE FUNCTION sealed.twice(encrypted.int4_eq) RETURNS int
                  LANGUAGE sql AS 'SELECT 2';
                """);
  }

  private static String routines(String schema, String ssn, String note, String weight) {
    return """
        CREATE SCHEMA %1$s;
        CREATE TABLE %1$s.person (id int PRIMARY KEY, ssn %2$s, note %3$s, weight %4$s);
        CREATE PROCEDURE %1$s.add(id int, ssn %2$s, note %3$s DEFAULT NULL)
          LANGUAGE sql AS 'INSERT INTO %1$s.person VALUES ($1, $2, $3)';
        CREATE PROCEDURE %1$s.keep(INOUT ssn %2$s, OUT note %3$s, OUT n int)
          LANGUAGE sql AS 'SELECT $1, NULL::%3$s, 7';
        CREATE PROCEDURE %1$s.wipe() LANGUAGE sql AS 'DELETE FROM %1$s.person';
        CREATE FUNCTION %1$s.echo(ssn %2$s) RETURNS %2$s LANGUAGE sql AS 'SELECT $1';
        CREATE FUNCTION %1$s.hidden(note %3$s) RETURNS %3$s LANGUAGE sql AS 'SELECT $1';
        CREATE FUNCTION %1$s.heavy(weight %4$s) RETURNS %4$s LANGUAGE sql AS 'SELECT $1';
        CREATE FUNCTION %1$s.id_of(ssn %2$s) RETURNS int
          LANGUAGE sql AS 'SELECT id FROM %1$s.person WHERE person.ssn = $1';
        CREATE FUNCTION %1$s.card(id int, OUT ssn %2$s, OUT note %3$s, OUT weight %4$s)
          LANGUAGE sql AS 'SELECT ssn, note, weight FROM %1$s.person p WHERE p.id = $1';
        CREATE FUNCTION %1$s.swap(INOUT a %2$s, INOUT b %2$s)
          LANGUAGE sql AS 'SELECT $2, $1';
        CREATE FUNCTION %1$s.everybody() RETURNS SETOF %2$s
          LANGUAGE sql AS 'SELECT ssn FROM %1$s.person ORDER BY id';
        CREATE FUNCTION %1$s.cards(id int) RETURNS TABLE (id int, ssn %2$s, weight %4$s)
          LANGUAGE sql AS 'SELECT id, ssn, weight FROM %1$s.person p WHERE p.id >= $1 ORDER BY 1';
        CREATE FUNCTION %1$s.tags(ssn %2$s) RETURNS %2$s[] LANGUAGE sql AS 'SELECT ARRAY[$1, $1]';
        CREATE FUNCTION %1$s.last_of(label text, VARIADIC ssns %2$s[]) RETURNS %2$s
          LANGUAGE sql AS 'SELECT $2[array_upper($2, 1)]';
        CREATE FUNCTION %1$s.cursor_of(id int) RETURNS refcursor LANGUAGE plpgsql AS $$
          DECLARE c refcursor;
          BEGIN OPEN c FOR SELECT p.id, p.ssn FROM %1$s.person p WHERE p.id >= $1 ORDER BY 1;
          RETURN c; END $$;
        CREATE FUNCTION %1$s.broken(ssn %2$s) RETURNS %2$s LANGUAGE plpgsql AS $$
          BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'AB123'; END $$;
        """
        .formatted(schema, ssn, note, weight);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @TestFactory
  Stream<DynamicTest> looksLikeACallOfThePlainTwin() {
    return CallScenarios.all().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> compare(entry.getValue(), "")));
  }

  @TestFactory
  Stream<DynamicTest> looksLikeThePlainTwinInEachModeOfEscapes() {
    return Stream.of("call", "callIfNoReturn", "select")
        .map(mode -> DynamicTest.dynamicTest(mode, () -> compareEscapes(mode)));
  }

  private static void compareEscapes(String mode) throws SQLException {
    compare(CallScenarios::escapes, mode);
    compare(CallScenarios::resultOfFunction, mode);
  }

  private static void compare(CallScenarios.Scenario scenario, String escapeMode)
      throws SQLException {
    List<String> expected = seen(scenario, "plain", escapeMode);
    List<String> found = new ArrayList<>(seen(scenario, "sealed", escapeMode));
    assertThat(expected).isNotEmpty();
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      // What the server would not take for a call, Coffer does not take either.
      if (expected.get(i).matches("PSQLException (42883|42809)")
          && found.get(i).equals("SQLFeatureNotSupportedException KE003")) {
        found.set(i, expected.get(i));
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  private static List<String> seen(
      CallScenarios.Scenario scenario, String schema, String escapeMode) throws SQLException {
    Properties properties = database.properties();
    properties.setProperty("currentSchema", schema);
    if (!escapeMode.isEmpty()) {
      properties.setProperty("escapeSyntaxCallMode", escapeMode);
    }
    String url =
        schema.equals("plain") ? database.database().jdbcUrl() : database.database().cofferUrl();
    if (schema.equals("plain")) {
      properties.keySet().removeIf(key -> String.valueOf(key).startsWith("coffer."));
    }
    List<String> seen = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      try (Statement wipe = connection.createStatement()) {
        wipe.execute("DELETE FROM person");
      }
      scenario.play(connection, seen);
    }
    return seen;
  }

  private static Connection sealed() throws SQLException {
    return database.coffer(Map.of("currentSchema", "sealed"));
  }

  @Test
  void refusesWhatItCannotTellAndSendsNothing() throws Exception {
    int before = TestPostgres.shared().logLength();
    try (Connection connection = sealed()) {
      for (String text :
          List.of(
              "{? = call twice(?)}", // one of two functions
              "{? = call echo(name => ?)}",
              "{? = call upper(echo(?))}",
              "CALL add(?, note => ?)", // the second has no default
              "{? = call echo(?) || 'x'}")) {
        try (CallableStatement call = connection.prepareCall(text)) {
          if (text.startsWith("{?")) {
            call.registerOutParameter(1, Types.VARCHAR);
          }
          call.setString(2, "a secret of the argument");
          if (text.startsWith("CALL")) {
            call.setInt(1, 1);
          }
          assertThatThrownBy(call::execute)
              .isInstanceOf(SQLFeatureNotSupportedException.class)
              .hasMessageNotContaining("a secret of the argument")
              .extracting(e -> ((SQLException) e).getSQLState())
              .isEqualTo("KE003");
        }
      }
      try (Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute("{call echo('a secret of the argument')}"))
            .isInstanceOf(SQLFeatureNotSupportedException.class);
      }
    }
    assertThat(TestPostgres.shared().logSince(before)).doesNotContain("a secret of the argument");
  }

  @Test
  void refusesBatchesAndDescriptionsOfCallsWithOutParameters() throws Exception {
    try (Connection connection = sealed();
        CallableStatement call = connection.prepareCall("{? = call echo(?)}")) {
      call.registerOutParameter(1, Types.VARCHAR);
      call.setString(2, "secret");
      call.addBatch();
      assertThatThrownBy(call::executeBatch).hasFieldOrPropertyWithValue("SQLState", "KE007");
      assertThatThrownBy(call::getParameterMetaData)
          .hasFieldOrPropertyWithValue("SQLState", "KE007");
      call.clearBatch();
      assertThat(call.execute()).isFalse();
      assertThat(call.getString(1)).isEqualTo("secret");
    }
  }

  @Test
  void sendsNoArgumentInClear() throws Exception {
    int before = TestPostgres.shared().logLength();
    try (Connection connection = sealed()) {
      try (CallableStatement call = connection.prepareCall("{? = call echo(?)}")) {
        call.registerOutParameter(1, Types.VARCHAR);
        call.setString(2, "a canary among arguments");
        call.execute();
        assertThat(call.getString(1)).isEqualTo("a canary among arguments");
        assertThat(call.toString()).doesNotContain("canary");
      }
      try (CallableStatement call =
          connection.prepareCall("{? = call echo('a canary among arguments')}")) {
        call.registerOutParameter(1, Types.VARCHAR);
        call.execute();
        assertThat(call.getString(1)).isEqualTo("a canary among arguments");
        assertThat(call.toString()).doesNotContain("canary");
      }
    }
    assertThat(TestPostgres.shared().logSince(before)).doesNotContain("canary");
  }
}
