package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/**
 * Long scans, which are read ahead, beside the same scans of a plain table through plain pgjdbc:
 * what the program sees is compared row by row.
 */
@Timeout(120)
class LookAheadIT {

  private static final int ROWS = 9_000;
  private static final String COLUMNS =
      "id, name, number, amount, born, seen, picture, price, note, place, marks";

  private static final int PICTURE = 7;
  private static final Map<String, String> OFF = Map.of("coffer.lookAhead", "false");

  private static ProtectedDatabase database;

  @BeforeAll
  static void fill() throws SQLException {
    String ddl =
        """
        CREATE TABLE %s (id int PRIMARY KEY, name %s, number %s, amount %s, born %s, seen %s,
          picture %s, price numeric(9,2), note text, place uuid, marks int[]);
        """;
    database =
        ProtectedDatabase.with(
            ddl.formatted(
                    "person",
                    "encrypted.text_random",
                    "encrypted.int8_eq",
                    "encrypted.numeric_random",
                    "encrypted.date_random",
                    "encrypted.timestamptz_random",
                    "encrypted.bytea_random")
                + ddl.formatted(
                    "plain_person", "text", "int8", "numeric", "date", "timestamptz", "bytea"));
    database
        .database()
        .execute(
            """
            INSERT INTO plain_person
              SELECT id, CASE WHEN id %% 7 > 0 THEN 'name ' || id END, id * 1000003::int8,
                CASE WHEN id %% 5 > 0 THEN id / 3.0 END, date '1950-01-01' + id,
                timestamptz '2001-01-01 00:00Z' + id * interval '77 minutes',
                decode(md5(id::text), 'hex'), id / 7.0, CASE WHEN id %% 3 > 0 THEN 'note ' || id END,
                md5(id::text)::uuid, ARRAY[id, id + 1]
              FROM generate_series(1, %d) id
            """
                .formatted(ROWS));
    try (Connection plain = database.plain();
        Connection coffer = database.coffer();
        Statement select = plain.createStatement();
        ResultSet rows = select.executeQuery("SELECT * FROM plain_person ORDER BY id");
        var insert = coffer.prepareStatement("INSERT INTO person VALUES (?,?,?,?,?,?,?,?,?,?,?)")) {
      coffer.setAutoCommit(false);
      while (rows.next()) {
        for (int i = 1; i <= 11; i++) {
          insert.setObject(i, rows.getObject(i));
        }
        insert.addBatch();
      }
      insert.executeBatch();
      coffer.commit();
    }
  }

  @AfterAll
  static void close() throws SQLException {
    database.close();
  }

  /** What a program does with a scan, writing down all that it sees. */
  private interface Program {
    void run(Connection connection, Statement statement, ResultSet rows, List<String> seen)
        throws SQLException;
  }

  private static List<String> plain(int fetchSize, String sql, Program program)
      throws SQLException {
    // As Coffer does for protected columns, results are asked for in binary form at once.
    Properties binary = new Properties();
    binary.setProperty("user", database.database().user());
    binary.setProperty("password", database.database().password());
    binary.setProperty("prepareThreshold", "-1");
    try (Connection connection =
        DriverManager.getConnection(database.database().jdbcUrl(), binary)) {
      return seen(connection, fetchSize, sql.replace("person", "plain_person"), program);
    }
  }

  private static List<String> coffer(int fetchSize, String sql, Program program)
      throws SQLException {
    try (Connection connection = database.coffer()) {
      return seen(connection, fetchSize, sql, program);
    }
  }

  private static List<String> seen(
      Connection connection, int fetchSize, String sql, Program program) throws SQLException {
    List<String> seen = new ArrayList<>();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET enable_sort = off"); // what is computed is computed row by row
      statement.setFetchSize(fetchSize);
      program.run(connection, statement, statement.executeQuery(sql), seen);
    } catch (SQLException e) {
      seen.add("failed: " + e.getClass().getSimpleName() + " " + e.getSQLState());
    }
    return seen;
  }

  private static void assertSeenAlike(int fetchSize, String sql, Program program)
      throws SQLException {
    List<String> seen = coffer(fetchSize, sql, program);
    List<String> expected = plain(fetchSize, sql, program);
    assertThat(seen).hasSizeGreaterThan(5_000).hasSameSizeAs(expected);
    for (int i = 0; i < seen.size(); i++) {
      assertThat(seen.get(i)).as("line " + i).isEqualTo(expected.get(i));
    }
  }

  private static boolean threadsLookedAhead() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(LookAhead.THREAD));
  }

  /** The string of a bytea in binary form is an object's name in pgjdbc. */
  private static String hex(byte[] bytes) {
    return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
  }

  private static String row(ResultSet rows) throws SQLException {
    return rows.getInt(1) + " " + rows.getString("name") + " " + rows.wasNull();
  }

  private static String position(ResultSet rows) throws SQLException {
    return rows.getRow()
        + (rows.isBeforeFirst() ? " before first" : "")
        + (rows.isFirst() ? " first" : "")
        + (rows.isLast() ? " last" : "")
        + (rows.isAfterLast() ? " after last" : "");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 1_000, 4_500, 20_000})
  void everyRowAndPositionIsAsInAPlainScan(int fetchSize) throws SQLException {
    long seed = Long.getLong("coffer.test.seed", System.nanoTime());
    System.out.println("LookAheadIT: -Dcoffer.test.seed=" + seed);
    Program reads =
        (connection, statement, rows, seen) -> {
          Random random = new Random(seed);
          int column = 1;
          while (rows.next()) {
            if (random.nextInt(1_000) == 0) {
              column = 1 + random.nextInt(11); // the program loses interest in some columns
            }
            StringBuilder row = new StringBuilder();
            for (int i = column; i <= 11; i++) {
              row.append(i == PICTURE ? hex(rows.getBytes(i)) : rows.getString(i));
              row.append(rows.wasNull() ? " null, " : ", ");
            }
            if (random.nextInt(50) == 0) {
              row.append(position(rows));
              for (int i = 1; i <= 10; i++) {
                Object value = rows.getObject(i);
                row.append(value instanceof byte[] bytes ? bytes.length : value).append(' ');
              }
            }
            seen.add(row.toString());
          }
          seen.add(rows.next() + position(rows));
        };
    assertSeenAlike(fetchSize, "SELECT " + COLUMNS + " FROM person ORDER BY id", reads);
  }

  @Test
  void anotherThreadOpensTheValuesOfALongScan() throws SQLException {
    Program reads =
        (connection, statement, rows, seen) -> {
          while (rows.next()) {
            seen.add(row(rows));
          }
        };
    coffer(500, "SELECT id, name FROM person ORDER BY id", reads);
    assertThat(threadsLookedAhead()).isTrue();
  }

  @Test
  void anErrorOfTheServerIsThrownAtItsRow() throws SQLException {
    Program reads =
        (connection, statement, rows, seen) -> {
          while (rows.next()) {
            seen.add(row(rows));
          }
        };
    assertSeenAlike(500, "SELECT id, name, 1 / (id - 7321) FROM person ORDER BY id", reads);
  }

  @Test
  void aValueThatDoesNotOpenFailsAtItsRowAlone() throws SQLException {
    try (ProtectedDatabase tampered =
            copyWith(
                "UPDATE person SET name = set_byte(name::bytea, length(name::bytea) - 1,"
                    + " get_byte(name::bytea, length(name::bytea) - 1) # 1)"
                    + " WHERE id = 7321");
        Connection connection = tampered.coffer()) {
      List<String> seen =
          seen(
              connection,
              500,
              "SELECT id, name FROM person ORDER BY id",
              (same, statement, rows, list) -> {
                while (rows.next()) {
                  if (rows.getInt(1) == 7_321) {
                    assertThatThrownBy(() -> rows.getString(2))
                        .extracting(error -> ((SQLException) error).getSQLState())
                        .isEqualTo("KE001");
                    list.add("7321 null false");
                  } else {
                    list.add(row(rows));
                  }
                }
              });
      assertThat(seen).hasSize(ROWS);
    }
  }

  @Test
  void theTimeZoneMayChangeOnTheWay() throws SQLException {
    Program reads =
        (connection, statement, rows, seen) -> {
          while (rows.next()) {
            if (rows.getInt(1) == 6_321) {
              try (Statement other = connection.createStatement()) {
                other.execute("SET TimeZone = 'Asia/Kathmandu'");
              }
            }
            seen.add(rows.getString(2) + rows.getTimestamp(2) + rows.getString(3));
          }
        };
    String sql = "SELECT id, seen, number FROM person ORDER BY id";
    try (Connection connection = database.coffer(OFF)) {
      assertThat(coffer(500, sql, reads)).isEqualTo(seen(connection, 500, sql, reads));
    }
  }

  @Test
  void otherStatementsMayBeExecutedAndTheTransactionMayFailOnTheWay() throws SQLException {
    Program reads =
        (connection, statement, rows, seen) -> {
          while (rows.next()) {
            seen.add(row(rows));
            if (rows.getInt(1) == 3_000) {
              try (Statement other = connection.createStatement();
                  ResultSet count = other.executeQuery("SELECT count(*) FROM person")) {
                count.next();
                seen.add(count.getString(1));
              }
            }
          }
        };
    assertSeenAlike(500, "SELECT id, name, 1 / (id - 7321) FROM person ORDER BY id", reads);
  }

  @Test
  void noRowIsLockedAFetchTooEarly() throws SQLException {
    try (Connection connection = database.coffer();
        Connection other = database.plain();
        Statement skips = other.createStatement()) {
      seen(
          connection,
          500,
          "SELECT id, name FROM person ORDER BY id FOR UPDATE",
          (same, statement, rows, list) -> {
            while (rows.next() && rows.getInt(1) < 6_100) {
              rows.getString(2);
            }
            try (ResultSet free =
                skips.executeQuery(
                    "SELECT id FROM person WHERE id > 6100 ORDER BY id LIMIT 1"
                        + " FOR UPDATE SKIP LOCKED")) {
              assertThat(free.next()).isTrue();
              assertThat(free.getInt(1)).isEqualTo(6_501);
            }
          });
    }
  }

  @Test
  void theFetchSizeMayChangeOnTheWay() throws SQLException {
    Program reads =
        (connection, statement, rows, seen) -> {
          while (rows.next()) {
            int id = rows.getInt(1);
            if (id == 5_100) {
              rows.setFetchSize(7);
            } else if (id == 7_000) {
              rows.setFetchSize(0);
            }
            seen.add(row(rows) + position(rows));
          }
        };
    assertSeenAlike(500, "SELECT id, name FROM person ORDER BY id", reads);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsClosedAnswersNothing(boolean statementToo) throws SQLException {
    Program reads =
        (connection, statement, rows, seen) -> {
          while (rows.next() && rows.getInt(1) < 6_000) {
            seen.add(row(rows));
          }
          if (statementToo) {
            statement.close();
          } else {
            rows.close();
          }
          seen.add(String.valueOf(rows.isClosed()));
          for (Attempt attempt :
              List.<Attempt>of(
                  () -> rows.getInt(1), () -> rows.getString(2), rows::next, rows::isLast)) {
            try {
              seen.add(String.valueOf(attempt.run()));
            } catch (SQLException e) {
              seen.add(String.valueOf(e.getSQLState()));
            }
          }
        };
    assertSeenAlike(500, "SELECT id, name FROM person ORDER BY id", reads);
  }

  /** Does something that may have to do with the rows, or with the connection. */
  private interface Interruption {
    Object between(Connection connection, Statement statement, ResultSet rows) throws SQLException;
  }

  private static final List<Interruption> INTERRUPTIONS =
      List.of(
          (connection, statement, rows) -> rows.getWarnings(),
          (connection, statement, rows) -> rows.getFetchSize(),
          (connection, statement, rows) -> rows.getMetaData().getColumnLabel(2),
          (connection, statement, rows) -> rows.findColumn("name"),
          (connection, statement, rows) -> rows.isClosed(),
          (connection, statement, rows) -> rows.getStatement() == statement,
          (connection, statement, rows) -> statement.getWarnings(),
          (connection, statement, rows) -> statement.getUpdateCount(),
          (connection, statement, rows) -> connection.isValid(10),
          (connection, statement, rows) -> connection.getTransactionIsolation(),
          (connection, statement, rows) -> connection.isClosed(),
          (connection, statement, rows) -> connection.getMetaData().getDatabaseMajorVersion(),
          (connection, statement, rows) -> {
            connection.releaseSavepoint(connection.setSavepoint());
            return "released";
          });

  @Test
  void whateverIsDoneBetweenTheRowsTheyAreTheSame() throws SQLException {
    long seed = Long.getLong("coffer.test.seed", System.nanoTime());
    System.out.println("LookAheadIT: -Dcoffer.test.seed=" + seed);
    Program reads =
        (connection, statement, rows, seen) -> {
          Random random = new Random(seed);
          while (rows.next()) {
            seen.add(row(rows));
            if (random.nextInt(20) == 0) {
              Interruption next = INTERRUPTIONS.get(random.nextInt(INTERRUPTIONS.size()));
              seen.add(String.valueOf(next.between(connection, statement, rows)));
            }
          }
        };
    assertSeenAlike(200, "SELECT id, name FROM person ORDER BY id", reads);
  }

  @Test
  void twoScansOfOneConnectionMayTakeTurns() throws SQLException {
    String sql = "SELECT id, name FROM person ORDER BY id";
    Program reads =
        (connection, statement, rows, seen) -> {
          try (Statement second = connection.createStatement()) {
            second.setFetchSize(300);
            ResultSet others = second.executeQuery(sql(statement, sql));
            while (rows.next()) {
              seen.add(row(rows));
              for (int i = 0; i < 2 && others.next(); i++) {
                seen.add(row(others));
              }
            }
          }
        };
    assertSeenAlike(500, sql, reads);
  }

  private static String sql(Statement statement, String sql) throws SQLException {
    return statement.getConnection().getMetaData().getURL().startsWith("jdbc:coffer:")
        ? sql
        : sql.replace("person", "plain_person");
  }

  /** From the fetch of row 6,001 on, which is under way from row 5,501 on, each takes minutes. */
  private static final String SLOW_AT_6001 =
      "SELECT id, name, CASE WHEN id > 6000 THEN pg_sleep(1) END FROM person ORDER BY id";

  /** Does something with a connection. */
  private interface Action {
    void on(Connection connection) throws SQLException;
  }

  /** Scans with a fetch size of 500, and does something at row 5,600. */
  private static List<String> scannedWhile(String sql, Action action) throws SQLException {
    return coffer(
        500,
        sql,
        (connection, statement, rows, seen) -> {
          while (rows.next()) {
            seen.add(row(rows));
            if (rows.getInt(1) == 5_600) {
              action.on(connection);
            }
          }
        });
  }

  @Test
  void cancellingWaitsForNoFetch() throws SQLException {
    List<String> seen =
        scannedWhile(
            SLOW_AT_6001,
            connection -> {
              awaitSleep();
              // pgjdbc's Statement.cancel does nothing while a fetch is made.
              connection.unwrap(PGConnection.class).cancelQuery();
            });
    assertThat(seen).hasSize(6_001).last().isEqualTo("failed: PSQLException 57014");
  }

  @Test
  void aConnectionIsAbortedWhateverFetchIsUnderWay() throws SQLException {
    List<String> seen =
        scannedWhile(
            SLOW_AT_6001,
            connection -> {
              awaitSleep();
              connection.abort(Runnable::run);
              assertThat(connection.isClosed()).isTrue();
              // The server would notice only when it sends.
              database
                  .database()
                  .execute(
                      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          + " WHERE wait_event = 'PgSleep'");
            });
    // No value is opened any more, so it fails at the next one that was not, or at the fetch.
    assertThat(seen).hasSizeBetween(5_601, 6_001).last().asString().contains("Exception 08");
  }

  /** Waits until a backend is in pg_sleep. */
  private static void awaitSleep() throws SQLException {
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement()) {
      boolean sleeps = false;
      while (!sleeps) {
        try (ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")) {
          rows.next();
          sleeps = rows.getInt(1) > 0;
        }
      }
    }
  }

  @Test
  void afterACommitNoFetchIsMade() throws SQLException {
    List<String> seen = scannedWhile("SELECT id, name FROM person ORDER BY id", Connection::commit);
    // The fetch that was under way at the commit came before it, each time.
    assertThat(seen).hasSize(6_501).last().isEqualTo("failed: PSQLException 34000");
  }

  private interface Attempt {
    Object run() throws SQLException;
  }

  @Test
  void aSettingTurnsItOff() throws SQLException {
    try (Connection connection = database.coffer(OFF)) {
      long before = threads();
      seen(
          connection,
          500,
          "SELECT id, name, number FROM person ORDER BY id",
          (same, statement, rows, list) -> {
            while (rows.next()) {
              list.add(row(rows));
            }
          });
      assertThat(threads()).isLessThanOrEqualTo(before);
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(LookAhead.THREAD))
        .count();
  }

  private static ProtectedDatabase copyWith(String sql) throws SQLException {
    ProtectedDatabase copy = database.copy();
    copy.database().execute(sql);
    return copy;
  }
}
