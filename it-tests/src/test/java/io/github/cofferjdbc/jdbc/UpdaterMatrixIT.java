package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.value.BaseType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every updater of an updatable result set, by index and label, in {@code updateRow} and {@code
 * insertRow}, on a plain column through plain pgjdbc and on an encrypted one through Coffer.
 */
class UpdaterMatrixIT {

  private static final TimeZone BEFORE = TimeZone.getDefault();
  private static final AtomicInteger CELLS = new AtomicInteger();
  private static final AtomicInteger LISTED = new AtomicInteger();
  private static final AtomicInteger FAILING = new AtomicInteger();
  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    StringBuilder ddl = new StringBuilder();
    for (BaseType type : BaseType.all()) {
      String base = type.typeName();
      ddl.append("CREATE TABLE plain_%1$s (id int PRIMARY KEY, v %1$s);".formatted(base));
      ddl.append(SealedTypes.tables(type, "id int PRIMARY KEY"));
    }
    database = ProtectedDatabase.with(ddl.toString());
  }

  @AfterAll
  static void close() throws Exception {
    TimeZone.setDefault(BEFORE);
    database.close();
    System.out.println(
        "updaters: " + CELLS + " cells equal, " + LISTED + " listed, " + FAILING + " failing");
  }

  @TestFactory
  Stream<DynamicTest> changesRowsAsOnAPlainColumn() {
    return SealedTypes.each(UpdaterMatrixIT::compare);
  }

  private static void compare(BaseType type, Mode mode) throws SQLException {
    String sealedTable = "sealed_" + type.typeName() + "_" + mode.suffix();
    Map<String, Updaters.Updater> updaters = Updaters.all(type);
    List<String> differences = new ArrayList<>();
    try (Connection plain = database.plain();
        Connection coffer = database.coffer()) {
      Map<String, Row> wanted = changed(plain, "plain_" + type.typeName(), updaters);
      Map<String, Row> found = changed(coffer, sealedTable, updaters);
      wanted.forEach(
          (name, row) -> {
            Row other = Objects.requireNonNull(found.get(name));
            if (row.equals(other)) {
              CELLS.incrementAndGet();
            } else if (isListed(name, type, mode, row, other)) {
              LISTED.incrementAndGet();
            } else {
              FAILING.incrementAndGet();
              differences.add(name + ": " + row + "\n  but " + other);
            }
          });
    }
    assertThat(differences).isEmpty();
  }

  /** What docs/jdbc.md lists. */
  private static boolean isListed(String name, BaseType type, Mode mode, Row plain, Row sealed) {
    boolean refused = sealed.outcome().matches("SQL\\w*Exception KE00[37]");
    if (name.contains("SQLXML") || name.contains("interval") || name.endsWith(" Array")) {
      return refused;
    }
    if (name.contains("Blob")) {
      return refused && plain.outcome().startsWith("PSQLException");
    }
    boolean thrownAfterwards = plain.outcome().equals("ClassCastException");
    boolean sameOutcome = plain.outcome().equals(sealed.outcome());
    if (!sameOutcome && !(thrownAfterwards && sealed.outcome().equals("done"))) {
      return false;
    }
    boolean sameStored =
        plain.stored().equals(sealed.stored())
            || SealedTypes.isNotCanonical(
                type, mode, String.valueOf(plain.stored().get("getString")));
    // pgjdbc shows the text of the object that it was given, until the row is refreshed.
    return sameStored && sealed.shown().equals(sealed.stored());
  }

  /**
   * What becomes of a changed row.
   *
   * @param shown what getters answer after the change
   * @param stored what they answer when the row was read again
   */
  private record Row(String outcome, Map<String, String> shown, Map<String, String> stored) {}

  private static Map<String, Row> changed(
      Connection connection, String table, Map<String, Updaters.Updater> updaters)
      throws SQLException {
    Map<String, Row> rows = new TreeMap<>();
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      statement.executeUpdate("DELETE FROM " + table);
      statement.executeUpdate(
          "INSERT INTO %s (id) SELECT i FROM generate_series(1, %d) i"
              .formatted(table, 2 * updaters.size()));
      try (ResultSet all = statement.executeQuery("SELECT id, v FROM " + table + " ORDER BY id")) {
        ResultSet byLabel = Updaters.byLabel(all, "v");
        int position = 0;
        for (Map.Entry<String, Updaters.Updater> entry : updaters.entrySet()) {
          all.absolute(++position);
          rows.put("update " + entry.getKey(), updated(all, all, entry.getValue()));
          if (table.contains("int4")) {
            all.absolute(++position);
            rows.put("update by label " + entry.getKey(), updated(all, byLabel, entry.getValue()));
          }
        }
        rows.putAll(inserted(connection, table, all, updaters));
      }
    }
    return rows;
  }

  private static Row updated(ResultSet all, ResultSet target, Updaters.Updater updater)
      throws SQLException {
    String outcome = "done";
    try {
      updater.update(target, 2);
      all.updateRow();
      if (all.getWarnings() != null) {
        outcome = "warned";
      }
    } catch (SQLException e) {
      outcome = e.getClass().getSimpleName() + " " + e.getSQLState();
    } catch (RuntimeException e) {
      outcome = e.getClass().getSimpleName();
    }
    all.cancelRowUpdates();
    Map<String, String> shown = transcript(all);
    all.refreshRow();
    return new Row(outcome, shown, transcript(all));
  }

  private static Map<String, String> transcript(ResultSet rows) {
    Map<String, String> all = Getters.transcript(rows, 2);
    all.keySet().retainAll(List.of("getString", "getObject", "getBytes", "getObject String"));
    return all;
  }

  private static Map<String, Row> inserted(
      Connection connection, String table, ResultSet all, Map<String, Updaters.Updater> updaters)
      throws SQLException {
    Map<String, Row> rows = new TreeMap<>();
    int id = 100_000;
    for (Map.Entry<String, Updaters.Updater> entry : updaters.entrySet()) {
      String outcome = "done";
      all.moveToInsertRow();
      try {
        all.updateInt(1, ++id);
        entry.getValue().update(all, 2);
        all.insertRow();
      } catch (SQLException e) {
        outcome = e.getClass().getSimpleName() + " " + e.getSQLState();
      } catch (RuntimeException e) {
        outcome = e.getClass().getSimpleName();
      }
      all.moveToCurrentRow();
      Map<String, String> stored = stored(connection, table, id);
      rows.put("insert " + entry.getKey(), new Row(outcome, stored, stored));
    }
    return rows;
  }

  private static Map<String, String> stored(Connection connection, String table, int id)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT id, v FROM " + table + " WHERE id = " + id)) {
      return row.next() ? transcript(row) : Map.of();
    }
  }
}
