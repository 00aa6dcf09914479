package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code setMaxFieldSize} on a table whose last three columns are encrypted, through Coffer, and on
 * one whose columns are all plain, through pgjdbc: every getter of every column.
 */
class MaxFieldSizeIT {

  private static final String CLEAR =
      "id int PRIMARY KEY, t text, v varchar(20), c char(12), b bytea, j json, n numeric,"
          + " d date, a text[], u uuid, x name";

  private static final String VALUES =
      "'é-text-value', 'v-text-value', 'c-text', '\\x00112233445566', '{\"key\": \"value\"}',"
          + " 1234567.125, '2024-02-29', '{abcdef,ghijkl}',"
          + " '8c1f8e0c-7a64-4c5a-9a30-3a5a7c2b1d10', 'x-text-value'";

  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            "CREATE TABLE bare (%s, st text, sb bytea, sn numeric);".formatted(CLEAR)
                + "CREATE TABLE sealed (%s, st encrypted.text_eq, sb encrypted.bytea_random, sn encrypted.numeric_random);"
                    .formatted(CLEAR)
                + """
                CREATE FUNCTION bare_f(s text, OUT o text, OUT p text) LANGUAGE sql
                  AS 'SELECT $1, ''plain result''::text';
                CREATE FUNCTION sealed_f(s encrypted.text_eq, OUT o encrypted.text_eq, OUT p text)
                  LANGUAGE sql AS 'SELECT $1, ''plain result''::text';
                """);
    try (Connection plain = database.plain();
        Connection coffer = database.coffer()) {
      fill(plain, "bare");
      fill(coffer, "sealed");
    }
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  private static void fill(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO %1$s VALUES (1, %2$s, 's-text-value', '\\x8899aabbccddee', 7654321.5), (3, %2$s, 'other-text', '\\x01', 1)"
              .formatted(table, VALUES));
      statement.execute("INSERT INTO %s (id) VALUES (2)".formatted(table));
    }
  }

  /** Something to do on a connection with the table of this name; returns what it saw. */
  private interface Scenario {
    List<String> on(Connection connection, String table) throws SQLException;
  }

  /** Compares the two ways; returns what both saw. */
  private static List<String> same(Scenario scenario) throws SQLException {
    try (Connection plain = database.plain();
        Connection coffer = database.coffer()) {
      List<String> wanted = scenario.on(plain, "bare");
      List<String> found = scenario.on(coffer, "sealed");
      List<String> differences = new ArrayList<>();
      for (int i = 0; i < Math.min(wanted.size(), found.size()); i++) {
        if (!wanted.get(i).equals(found.get(i))) {
          differences.add(wanted.get(i) + " but " + found.get(i));
        }
      }
      assertThat(differences).isEmpty();
      assertThat(found).hasSameSizeAs(wanted).isNotEmpty();
      return wanted;
    }
  }

  private static List<String> read(ResultSet rows) throws SQLException {
    List<String> seen = new ArrayList<>();
    ResultSetMetaData metaData = rows.getMetaData();
    while (rows.next()) {
      for (int i = 1; i <= metaData.getColumnCount(); i++) {
        String label = rows.getRow() + " " + metaData.getColumnLabel(i) + " ";
        Getters.transcript(rows, i).forEach((getter, value) -> seen.add(label + getter + value));
      }
      seen.add("first " + rows.isFirst() + " last " + rows.isLast());
    }
    seen.add("after " + rows.isAfterLast() + " " + failure(() -> rows.getString(2)));
    rows.close();
    seen.add("closed " + failure(() -> rows.getString(2)));
    return seen;
  }

  private interface Call {
    void make() throws SQLException;
  }

  private static String failure(Call call) {
    try {
      call.make();
      return "none";
    } catch (SQLException e) {
      return e.getClass().getName() + " " + e.getSQLState();
    }
  }

  @Test
  void cutsEveryColumnOfAStatementAsPgjdbcDoes() throws Exception {
    List<String> seen =
        same(
            (connection, table) -> {
              try (Statement statement = connection.createStatement()) {
                statement.setMaxFieldSize(5);
                return read(statement.executeQuery("SELECT * FROM " + table + " ORDER BY id"));
              }
            });

    assertThat(seen)
        .contains("1 t getStringString é-tex")
        .anyMatch(line -> line.startsWith("1 st getString") && line.contains("s-tex"))
        .anyMatch(line -> line.startsWith("1 v getString") && line.contains("v-tex"));
  }

  @Test
  void cutsEveryColumnOfAPreparedStatementHoweverItComes() throws Exception {
    same(
        (connection, table) -> {
          List<String> seen = new ArrayList<>();
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT t, v, c, b, x, j, st, sb, sn FROM %s WHERE st = ? OR id = 2"
                      .formatted(table))) {
            statement.setMaxFieldSize(5);
            statement.setString(1, "s-text-value");
            for (int i = 0; i < 4; i++) { // in the fifth pgjdbc gets a bytea in binary, uncut
              seen.addAll(read(statement.executeQuery()));
            }
          }
          return seen;
        });
  }

  @Test
  void cutsRowsOfACursorAndScrollableRows() throws Exception {
    same(
        (connection, table) -> {
          List<String> seen = new ArrayList<>();
          connection.setAutoCommit(false);
          try (PreparedStatement statement =
              connection.prepareStatement("SELECT t, b, st FROM " + table + " ORDER BY id")) {
            statement.setMaxFieldSize(3);
            statement.setFetchSize(1);
            seen.addAll(read(statement.executeQuery()));
          }
          try (Statement statement =
              connection.createStatement(
                  ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            statement.setMaxFieldSize(3);
            try (ResultSet rows =
                statement.executeQuery("SELECT t, b, st FROM " + table + " ORDER BY id")) {
              rows.absolute(3);
              seen.add(rows.getString(1) + rows.getString(3) + rows.isLast());
              rows.first();
              seen.add(rows.getString(1) + rows.getString(3) + rows.isFirst());
              rows.beforeFirst();
              seen.add(rows.isBeforeFirst() + failure(() -> rows.getString(1)));
            }
          }
          connection.rollback();
          return seen;
        });
  }

  @Test
  void cutsRowsThatAreChanged() throws Exception {
    same(
        (connection, table) -> {
          List<String> seen = new ArrayList<>();
          connection.setAutoCommit(false);
          try (Statement statement =
              connection.createStatement(
                  ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            statement.setMaxFieldSize(4);
            try (ResultSet rows =
                statement.executeQuery("SELECT id, t, st FROM " + table + " ORDER BY id")) {
              rows.first();
              seen.add(rows.getString("t"));
              rows.updateString("t", "changed plain");
              rows.updateString("st", "changed sealed");
              rows.updateRow();
              rows.refreshRow();
              seen.add(rows.getString("t") + rows.getString("st"));
            }
            try (ResultSet rows =
                statement.executeQuery("SELECT t, st FROM " + table + " WHERE id = 1")) {
              seen.addAll(read(rows));
            }
          }
          connection.rollback();
          return seen;
        });
  }

  @Test
  void cutsReturnedRowsWithoutAProtectedColumnAndGeneratedKeysWithOne() throws Exception {
    same(
        (connection, table) -> {
          List<String> seen = new ArrayList<>();
          connection.setAutoCommit(false);
          try (PreparedStatement statement =
                  connection.prepareStatement(
                      "UPDATE " + table + " SET st = 'other' WHERE id = 1 RETURNING t, v");
              PreparedStatement keyed =
                  connection.prepareStatement(
                      "UPDATE " + table + " SET st = 'other' WHERE id = 1",
                      new String[] {"t", "st"})) {
            statement.setMaxFieldSize(6);
            seen.addAll(read(statement.executeQuery()));
            keyed.setMaxFieldSize(6);
            keyed.executeUpdate();
            seen.addAll(read(keyed.getGeneratedKeys()));
          }
          connection.rollback();
          return seen;
        });
  }

  @Test
  void cutsOutParametersOfCalls() throws Exception {
    same(
        (connection, table) -> {
          try (CallableStatement call = connection.prepareCall("{call " + table + "_f(?, ?, ?)}")) {
            call.setMaxFieldSize(4);
            call.setString(1, "argument");
            call.registerOutParameter(2, Types.VARCHAR);
            call.registerOutParameter(3, Types.VARCHAR);
            call.execute();
            return List.of(call.getString(2), call.getString(3));
          }
        });
  }
}
