package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.value.BaseType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every setter and getter on a plain column through plain pgjdbc and on an encrypted one through
 * Coffer: the same value, class, {@code wasNull}, exception class and SQLState.
 */
class MatrixIT {

  private static final TimeZone BEFORE = TimeZone.getDefault();
  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    StringBuilder ddl = new StringBuilder();
    for (BaseType type : BaseType.all()) {
      ddl.append("CREATE TABLE plain_%1$s (id int, v %1$s);".formatted(type.typeName()));
      ddl.append(SealedTypes.tables(type, "id int"));
    }
    database = ProtectedDatabase.with(ddl.toString());
  }

  @AfterAll
  static void close() throws Exception {
    TimeZone.setDefault(BEFORE);
    database.close();
  }

  @TestFactory
  Stream<DynamicTest> behavesAsAPlainColumn() {
    return SealedTypes.each(MatrixIT::compare);
  }

  private static void compare(BaseType type, Mode mode) throws SQLException {
    List<String> differences = new ArrayList<>();
    int cells = 0;
    String plainTable = "plain_" + type.typeName();
    String sealedTable = "sealed_" + type.typeName() + "_" + mode.suffix();
    try (Connection plain = database.plain();
        Connection coffer = database.coffer()) {
      try (Statement statement = plain.createStatement()) {
        statement.execute("TRUNCATE " + plainTable);
      }
      List<String> names = new ArrayList<>();
      for (Map.Entry<String, Setters.Setter> entry : Setters.all(type).entrySet()) {
        int id = names.size();
        String expected = insert(plain, plainTable, id, entry.getValue());
        String found = insert(coffer, sealedTable, id, entry.getValue());
        names.add(entry.getKey());
        cells++;
        if (!expected.equals(found) && !listedAsRefused(entry.getKey(), expected, found)) {
          differences.add("set " + entry.getKey() + ": " + expected + " but " + found);
        }
      }
      String select = " SELECT id, v FROM %s ORDER BY id";
      try (Statement one = plain.createStatement();
          Statement two = coffer.createStatement();
          PreparedStatement three = coffer.prepareStatement(select.formatted(sealedTable));
          ResultSet expected = one.executeQuery(select.formatted(plainTable));
          ResultSet text = two.executeQuery(select.formatted(sealedTable))) {
        differences.addAll(differences(metaData(expected), metaData(text), "metadata"));
        differences.addAll(
            differences(metaData(expected), metaData(three.getMetaData()), "prepared metadata"));
        Map<Integer, Map<String, String>> wanted = transcripts(expected);
        wanted
            .values()
            .removeIf(
                row ->
                    SealedTypes.isNotCanonical(type, mode, String.valueOf(row.get("getString"))));
        shortenRepeated(wanted);
        cells += compare(wanted, transcripts(text, wanted), names, differences);
        try (ResultSet binary = three.executeQuery()) {
          cells += compare(wanted, transcripts(binary, wanted), names, differences);
        }
        try (ResultSet labelled = three.executeQuery()) {
          ResultSet rows = Labelled.of(labelled);
          cells += compare(wanted, transcripts(rows, wanted), names, differences);
        }
      }
    }
    System.out.println(sealedTable + ": " + cells + " cells");
    assertThat(differences).isEmpty();
  }

  /** Values of other types that PostgreSQL casts to text or time, and Coffer does not. */
  private static boolean listedAsRefused(String setter, String expected, String found) {
    if (setter.matches("Blob .*|Clob .*|.* as [BC]LOB")) {
      return found.equals("SQLException KE007");
    }
    return (setter.endsWith("as SQLXML") || setter.equals("PGobject interval"))
        && expected.equals("1")
        && found.equals("SQLFeatureNotSupportedException KE003");
  }

  /** Leaves of a row only its text if a row before has the same. */
  private static void shortenRepeated(Map<Integer, Map<String, String>> rows) {
    Set<String> seen = new HashSet<>();
    rows.replaceAll(
        (id, row) -> {
          String text = String.valueOf(row.get("getString"));
          return seen.add(text) ? row : Map.of("getString", text);
        });
  }

  /** Calls for each row the getters that are wanted of it. */
  private static Map<Integer, Map<String, String>> transcripts(
      ResultSet rows, Map<Integer, Map<String, String>> wanted) throws SQLException {
    Map<Integer, Map<String, String>> transcripts = new TreeMap<>();
    while (rows.next()) {
      int id = rows.getInt(1);
      Map<String, String> row = wanted.get(id);
      if (row != null) {
        transcripts.put(id, Getters.transcript(rows, 2, row.keySet()));
      }
    }
    return transcripts;
  }

  private static Map<Integer, Map<String, String>> transcripts(ResultSet rows) throws SQLException {
    Map<Integer, Map<String, String>> transcripts = new TreeMap<>();
    while (rows.next()) {
      transcripts.put(rows.getInt(1), Getters.transcript(rows, 2));
    }
    return transcripts;
  }

  private static int compare(
      Map<Integer, Map<String, String>> wanted,
      Map<Integer, Map<String, String>> found,
      List<String> names,
      List<String> differences) {
    int cells = 0;
    for (Map.Entry<Integer, Map<String, String>> entry : wanted.entrySet()) {
      Map<String, String> row = found.get(entry.getKey());
      if (row != null) {
        cells += row.size();
        differences.addAll(differences(entry.getValue(), row, names.get(entry.getKey())));
      }
    }
    return cells;
  }

  private static String insert(Connection connection, String table, int id, Setters.Setter setter) {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " (id, v) VALUES (?, ?)")) {
      insert.setInt(1, id);
      setter.set(insert, 2);
      return String.valueOf(insert.executeUpdate());
    } catch (SQLException e) {
      return e.getClass().getSimpleName() + " " + e.getSQLState();
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  private static Map<String, String> metaData(ResultSet rows) throws SQLException {
    return metaData(rows.getMetaData());
  }

  private static Map<String, String> metaData(ResultSetMetaData data) throws SQLException {
    return Map.ofEntries(
        Map.entry("label", data.getColumnLabel(2)),
        Map.entry("name", data.getColumnName(2)),
        Map.entry("type", "" + data.getColumnType(2)),
        Map.entry("type name", data.getColumnTypeName(2)),
        Map.entry("class", data.getColumnClassName(2)),
        Map.entry("precision", "" + data.getPrecision(2)),
        Map.entry("scale", "" + data.getScale(2)),
        Map.entry("display size", "" + data.getColumnDisplaySize(2)),
        Map.entry("signed", "" + data.isSigned(2)),
        Map.entry("case sensitive", "" + data.isCaseSensitive(2)),
        Map.entry("currency", "" + data.isCurrency(2)),
        Map.entry("nullable", "" + data.isNullable(2)),
        Map.entry("searchable", "" + data.isSearchable(2)),
        Map.entry("writable", "" + data.isWritable(2)));
  }

  private static List<String> differences(
      Map<String, String> expected, Map<String, String> found, String where) {
    List<String> differences = new ArrayList<>();
    expected.forEach(
        (name, value) -> {
          if (!value.equals(found.get(name))) {
            differences.add(where + ", " + name + ": " + value + " but " + found.get(name));
          }
        });
    return differences;
  }
}
