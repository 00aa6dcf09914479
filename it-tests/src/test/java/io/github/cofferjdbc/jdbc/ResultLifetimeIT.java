package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * How long results live, several at once, timeouts and the settings of a connection: the same on a
 * protected table through Coffer and on its plain twin through pgjdbc.
 */
class ResultLifetimeIT {

  /** Does something with a connection whose schema has the table, and notes what is seen. */
  private interface Scenario {
    void run(Connection connection, List<String> seen) throws SQLException;
  }

  private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();
  private static final String NOT_EXPECTED = "not expected: ";
  private static final String ALL = "SELECT id, ssn, note FROM person ORDER BY id";
  private static final String ASLEEP = "SELECT pg_sleep(3), ssn FROM person WHERE ssn = 'a'";

  static {
    SCENARIOS.put("a holdable result outlives its transaction", ResultLifetimeIT::holdable);
    SCENARIOS.put("another does not", ResultLifetimeIT::notHoldable);
    SCENARIOS.put("several results are open at once", ResultLifetimeIT::interleaved);
    SCENARIOS.put("a second execution ends the first result", ResultLifetimeIT::executedAgain);
    SCENARIOS.put("more results, the current one kept", ResultLifetimeIT::moreResults);
    SCENARIOS.put("a statement closes with its result", ResultLifetimeIT::closeOnCompletion);
    SCENARIOS.put("generated keys by number", ResultLifetimeIT::keysByNumber);
    SCENARIOS.put("keys that nobody asked for", ResultLifetimeIT::noKeys);
    SCENARIOS.put("most rows", ResultLifetimeIT::maxRows);
    SCENARIOS.put("a savepoint", ResultLifetimeIT::savepoint);
    SCENARIOS.put("read-only", ResultLifetimeIT::readOnly);
    SCENARIOS.put("client info", ResultLifetimeIT::clientInfo);
    SCENARIOS.put("a query's timeout", ResultLifetimeIT::queryTimeout);
    SCENARIOS.put("the network's timeout", ResultLifetimeIT::networkTimeout);
    SCENARIOS.put("abort", ResultLifetimeIT::abort);
  }

  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            table("plain", "text", "text")
                + table("sealed", "encrypted.text_eq", "encrypted.text_random"));
  }

  private static String table(String schema, String ssn, String note) {
    return "CREATE SCHEMA "
        + schema
        + "; CREATE TABLE "
        + schema
        + ".person (id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY, ssn "
        + ssn
        + ", note "
        + note
        + ");";
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @TestFactory
  Stream<DynamicTest> looksLikeThePlainTwin() {
    return SCENARIOS.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> compare(entry.getValue())));
  }

  private static void compare(Scenario scenario) throws SQLException {
    List<String> expected = seen(scenario, "plain", database.database().jdbcUrl());
    assertThat(expected).isNotEmpty().noneMatch(line -> line.startsWith(NOT_EXPECTED));
    assertThat(seen(scenario, "sealed", database.database().cofferUrl())).isEqualTo(expected);
  }

  private static List<String> seen(Scenario scenario, String schema, String url)
      throws SQLException {
    Properties properties = database.properties();
    if (schema.equals("plain")) {
      properties.keySet().removeIf(key -> String.valueOf(key).startsWith("coffer."));
    }
    properties.setProperty("currentSchema", schema);
    List<String> seen = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("TRUNCATE person RESTART IDENTITY");
        statement.execute(
            "INSERT INTO person (ssn, note)"
                + " VALUES ('a', 'n1'), ('b', NULL), (NULL, 'n3'), ('d', 'n4'), ('e', 'n5')");
      }
      try {
        scenario.run(connection, seen);
      } catch (SQLException e) {
        seen.add(NOT_EXPECTED + state(e));
      }
    }
    return seen;
  }

  private static String state(SQLException e) {
    return e.getClass().getSimpleName() + " " + e.getSQLState();
  }

  /** Something of which the outcome is noted. */
  private interface Step {
    Object run() throws SQLException;
  }

  private static void note(List<String> seen, Step step) {
    try {
      seen.add(String.valueOf(step.run()));
    } catch (SQLException e) {
      seen.add(state(e));
    }
  }

  private static String next(ResultSet rows) throws SQLException {
    return rows.next()
        ? rows.getInt("id") + " " + rows.getString("ssn") + " " + rows.getString("note")
        : "end";
  }

  private static Statement holding(Connection connection, int holdability) throws SQLException {
    Statement statement =
        connection.createStatement(
            ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
    statement.setFetchSize(2);
    return statement;
  }

  private static void holdable(Connection connection, List<String> seen) throws SQLException {
    outlives(connection, ResultSet.HOLD_CURSORS_OVER_COMMIT, seen);
  }

  private static void notHoldable(Connection connection, List<String> seen) throws SQLException {
    outlives(connection, ResultSet.CLOSE_CURSORS_AT_COMMIT, seen);
  }

  private static void outlives(Connection connection, int holdability, List<String> seen)
      throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = holding(connection, holdability);
        ResultSet rows = statement.executeQuery(ALL)) {
      note(seen, rows::getHoldability);
      note(seen, statement::getResultSetHoldability);
      note(seen, () -> next(rows));
      connection.commit();
      for (int i = 0; i < 5; i++) {
        note(seen, () -> next(rows));
      }
    }
    connection.rollback();
  }

  private static void interleaved(Connection connection, List<String> seen) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement streamed = holding(connection, ResultSet.CLOSE_CURSORS_AT_COMMIT);
        PreparedStatement prepared = connection.prepareStatement(ALL);
        Statement scrolled =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
        ResultSet one = streamed.executeQuery(ALL);
        ResultSet two = prepared.executeQuery();
        ResultSet three = scrolled.executeQuery(ALL + " DESC")) {
      for (int i = 0; i < 6; i++) {
        note(seen, () -> next(one));
        note(seen, () -> next(two));
        note(seen, () -> next(three));
      }
      seen.add(three.first() + " " + three.getString(2));
    }
    connection.commit();
  }

  private static void executedAgain(Connection connection, List<String> seen) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id, ssn, note FROM person WHERE ssn = ?")) {
      select.setString(1, "a");
      ResultSet first = select.executeQuery();
      select.setString(1, "b");
      ResultSet second = select.executeQuery();
      note(seen, first::isClosed);
      note(seen, () -> next(first));
      note(seen, () -> next(second));
      select.close();
      note(seen, second::isClosed);
      note(seen, select::executeQuery);
    }
  }

  private static void moreResults(Connection connection, List<String> seen) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(ALL + "; UPDATE person SET note = 'x' WHERE ssn = 'a'; " + ALL);
      ResultSet first = statement.getResultSet();
      note(seen, () -> next(first));
      note(seen, () -> statement.getMoreResults(Statement.KEEP_CURRENT_RESULT));
      note(seen, statement::getLargeUpdateCount);
      note(seen, () -> next(first));
      note(seen, () -> statement.getMoreResults(Statement.KEEP_CURRENT_RESULT));
      ResultSet last = statement.getResultSet();
      note(seen, () -> next(last));
      note(seen, () -> statement.getMoreResults(Statement.CLOSE_ALL_RESULTS));
      note(seen, first::isClosed);
      note(seen, last::isClosed);
      note(seen, statement::getUpdateCount);
    }
  }

  private static void closeOnCompletion(Connection connection, List<String> seen)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.closeOnCompletion();
      ResultSet rows = statement.executeQuery(ALL);
      note(seen, () -> next(rows));
      note(seen, statement::isCloseOnCompletion);
      rows.close();
      note(seen, statement::isClosed);
    }
  }

  private static void keysByNumber(Connection connection, List<String> seen) throws SQLException {
    String insert = "INSERT INTO person (ssn) VALUES ('k')";
    try (Statement statement = connection.createStatement()) {
      note(seen, () -> statement.executeUpdate(insert, new int[] {1, 2}));
      note(seen, () -> statement.execute(insert, new int[] {2}));
      note(seen, () -> statement.executeUpdate(insert, new int[0]));
    }
    note(seen, () -> connection.prepareStatement(insert, new int[] {2}).executeUpdate());
  }

  private static void noKeys(Connection connection, List<String> seen) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      note(seen, () -> statement.executeUpdate("INSERT INTO person (ssn) VALUES ('k')"));
      note(seen, () -> statement.getGeneratedKeys().next());
      note(seen, () -> statement.getGeneratedKeys().getMetaData().getColumnCount());
    }
  }

  private static void maxRows(Connection connection, List<String> seen) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ALL)) {
      select.setMaxRows(2);
      ResultSet rows = select.executeQuery();
      for (int i = 0; i < 3; i++) {
        note(seen, () -> next(rows));
      }
      note(seen, () -> setLargeMaxRows(select));
      note(seen, select::getMaxRows);
    }
  }

  private static String setLargeMaxRows(Statement statement) throws SQLException {
    statement.setLargeMaxRows(1);
    return "set";
  }

  private static void savepoint(Connection connection, List<String> seen) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      Savepoint savepoint = connection.setSavepoint("before");
      note(seen, () -> statement.executeUpdate("UPDATE person SET ssn = 'z' WHERE ssn = 'a'"));
      note(seen, () -> statement.execute("SELECT 1 / 0"));
      note(seen, () -> statement.executeQuery(ALL));
      connection.rollback(savepoint);
      note(seen, () -> next(statement.executeQuery(ALL)));
      connection.releaseSavepoint(savepoint);
      note(seen, savepoint::getSavepointName);
    }
    connection.rollback();
  }

  private static void readOnly(Connection connection, List<String> seen) throws SQLException {
    connection.setReadOnly(true);
    try (Statement statement = connection.createStatement()) {
      note(seen, () -> next(statement.executeQuery(ALL)));
      note(seen, () -> statement.executeUpdate("INSERT INTO person (ssn) VALUES ('k')"));
      connection.setReadOnly(false);
      note(seen, () -> statement.executeUpdate("INSERT INTO person (ssn) VALUES ('k')"));
    }
  }

  private static void clientInfo(Connection connection, List<String> seen) throws SQLException {
    connection.setClientInfo("ApplicationName", "lifetimes");
    note(seen, () -> connection.getClientInfo("ApplicationName"));
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW application_name")) {
      rows.next();
      seen.add(rows.getString(1));
    }
    connection.setClientInfo("Nothing", "x");
    note(seen, connection::getWarnings);
  }

  private static void queryTimeout(Connection connection, List<String> seen) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      note(seen, () -> statement.executeQuery(ASLEEP));
      note(seen, () -> next(statement.executeQuery(ALL)));
    }
    note(seen, () -> connection.isValid(5));
  }

  private static void networkTimeout(Connection connection, List<String> seen) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, 500);
    note(seen, connection::getNetworkTimeout);
    try (Statement statement = connection.createStatement()) {
      note(seen, () -> statement.executeQuery(ASLEEP));
      note(seen, connection::isClosed);
      note(seen, () -> connection.isValid(5));
      note(seen, () -> statement.executeQuery(ALL));
    }
  }

  private static void abort(Connection connection, List<String> seen) throws SQLException {
    connection.setAutoCommit(false);
    Statement statement = holding(connection, ResultSet.CLOSE_CURSORS_AT_COMMIT);
    ResultSet rows = statement.executeQuery(ALL);
    note(seen, () -> next(rows));
    connection.abort(Runnable::run);
    note(seen, connection::isClosed);
    note(seen, () -> connection.isValid(1));
    note(seen, connection::createStatement);
    note(seen, () -> statement.executeQuery(ALL));
  }
}
