package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.core.BaseConnection;

/** Identity, transactions and what is refused. */
class TransparencyIT {

  private static ProtectedDatabase database;
  private Connection connection;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE patient (id int PRIMARY KEY, name text, ssn encrypted.text_random);
            CREATE TABLE plain (id int PRIMARY KEY, name text);
            INSERT INTO plain VALUES (1, 'one');
            CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
            """);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @BeforeEach
  void connect() throws Exception {
    connection = database.coffer();
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
  }

  private static void hasState(
      String state, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  @Test
  void leadsBackToItsOwnObjects() throws Exception {
    try (PreparedStatement select = connection.prepareStatement("SELECT * FROM plain");
        ResultSet rows = select.executeQuery()) {
      assertThat(rows.getStatement()).isSameAs(select);
      assertThat(select.getResultSet()).isSameAs(rows);
      assertThat(select.getConnection()).isSameAs(connection);
      assertThat(rows.unwrap(ResultSet.class)).isSameAs(rows);
      assertThat(select.unwrap(PGStatement.class)).isSameAs(select);
    }
    assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
    try (ResultSet tables = connection.getMetaData().getTables(null, "public", "plain", null)) {
      assertThat(tables.next()).isTrue();
      assertThat(tables.getStatement().getConnection()).isSameAs(connection);
    }
    assertThat(connection.unwrap(PGConnection.class)).isSameAs(connection);
    assertThat(connection.isWrapperFor(BaseConnection.class)).isTrue();
    assertThat(connection.unwrap(BaseConnection.class)).isNotSameAs(connection);
    assertThat(connection.getMetaData().getURL()).startsWith("jdbc:coffer:postgresql:");
    assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
    assertThat(connection.createStatement()).isNotEqualTo(connection.createStatement());
  }

  @Test
  void keepsTransactionsAsTheyAre() throws Exception {
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO patient VALUES (?, 'n', ?)")) {
      // Preparing and setting has sent nothing, so this is still allowed.
      insert.setInt(1, 1);
      insert.setString(2, "s");
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setReadOnly(false);
      insert.executeUpdate();
      Savepoint savepoint = connection.setSavepoint("here");
      insert.setInt(1, 2);
      insert.executeUpdate();
      connection.rollback(savepoint);
      insert.setInt(1, 3);
      insert.executeUpdate();
    }
    connection.commit();
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM patient ORDER BY id")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(1);
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(3);
      assertThat(rows.next()).isFalse();
    }
    database.database().execute("DELETE FROM patient");
  }

  @Test
  void setsTheTransactionByTextBeforeAnythingElse() throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE");
      statement.execute("/* first */ SELECT count(*) FROM plain");
    }
    connection.rollback();
  }

  @Test
  void tellsAFailedTransactionAsTheServerDoes() throws Exception {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      hasState("22012", () -> statement.execute("SELECT 1 / 0"));
      hasState("25P02", () -> statement.execute("INSERT INTO patient VALUES (9, 'n', 's')"));
      connection.rollback();
      statement.execute("INSERT INTO patient VALUES (9, 'n', 's')");
    }
    connection.rollback();
  }

  @Test
  void seesAColumnThatSomebodyElseEncryptedMeanwhile() throws Exception {
    database.database().execute("CREATE TABLE later (v text)");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO later VALUES (?)")) {
      insert.setString(1, "plain");
      insert.executeUpdate();
      database.database().execute("DROP TABLE later; CREATE TABLE later (v encrypted.text_random)");
      insert.setString(1, "sealed");
      assertThat(insert.executeUpdate()).isEqualTo(1);
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT v FROM later")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("sealed");
    }
    database.database().execute("DROP TABLE later");
  }

  @Test
  void refusesWithoutSending() throws Exception {
    try (Statement statement = connection.createStatement()) {
      hasState("KE003", () -> statement.execute("SELECT * FROM patient WHERE ssn = 'x'"));
      hasState("KE003", () -> statement.execute("SELECT upper(ssn) FROM patient"));
      hasState("KE003", () -> statement.execute("SELECT id FROM patient ORDER BY ssn"));
      statement.execute("SET standard_conforming_strings = off");
      hasState("KE003", () -> statement.execute("INSERT INTO patient VALUES (4, 'n', 's')"));
      statement.execute("SET standard_conforming_strings = on");
    }
    hasState(
        "KE003",
        () -> {
          try (CallableStatement call =
              connection.prepareCall("INSERT INTO patient VALUES (5, 'n', upper('s'))")) {
            call.execute();
          }
        });
    try (CallableStatement call = connection.prepareCall("{? = call twice(?)}")) {
      call.registerOutParameter(1, java.sql.Types.INTEGER);
      call.setInt(2, 21);
      call.execute();
      assertThat(call.getInt(1)).isEqualTo(42);
    }
  }

  @Test
  void refusesWhatWouldPassTheCiphers() throws Exception {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO patient VALUES (6, 'n', ?)")) {
      hasState("KE007", () -> insert.setBlob(1, new ByteArrayInputStream(new byte[] {1})));
      hasState("KE007", () -> insert.setObject(1, "x", java.sql.Types.CLOB));
    }
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_largeobject_metadata")) {
      rows.next();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  void hidesValuesInItsOwnTexts() throws Exception {
    try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO patient VALUES (?, 'literal', ?)");
        PreparedStatement plain =
            connection.prepareStatement("SELECT name FROM plain WHERE id = ?")) {
      insert.setInt(1, 1);
      insert.setString(2, "canary");
      assertThat(insert.toString()).doesNotContain("canary").doesNotContain("literal");
      plain.setInt(1, 1);
      plain.executeQuery().close();
      assertThat(plain.toString()).contains("SELECT name FROM plain WHERE id = ").contains("1");
      assertThat(insert.toString()).doesNotContain("canary");
    }
  }

  @Test
  void canBeCancelledByAnotherThread() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Statement statement = connection.createStatement()) {
      CountDownLatch started = new CountDownLatch(1);
      Future<String> state =
          executor.submit(
              () -> {
                started.countDown();
                try {
                  statement.execute("SELECT pg_sleep(60), count(ssn) FROM patient");
                  return "no error";
                } catch (SQLException e) {
                  return e.getSQLState();
                }
              });
      started.await();
      while (!state.isDone()) {
        statement.cancel();
        assertThat((Object) statement.getWarnings()).isNull();
        try {
          state.get(50, TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException goOn) {
          // asked for again
        }
      }
      assertThat(state.get()).isEqualTo("57014");
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void behavesAsPgjdbcWhereNothingIsProtected() throws Exception {
    for (String sql :
        List.of(
            "SELECT * FROM plain",
            "SELECT 1 / 0",
            "SELECT nothing",
            "INSERT INTO plain VALUES (1, 'again')",
            "SELECT '{\"a\": 1}'::jsonb ? 'a'",
            "DO $$ BEGIN RAISE WARNING 'careful'; END $$")) {
      try (Connection plain = database.plain()) {
        assertThat(outcome(connection, sql)).isEqualTo(outcome(plain, sql));
      }
    }
  }

  private static String outcome(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      StringBuilder out = new StringBuilder();
      if (statement.execute(sql)) {
        ResultSet rows = statement.getResultSet();
        while (rows.next()) {
          out.append(rows.getObject(1)).append(' ').append(rows.getMetaData().getColumnTypeName(1));
        }
      }
      return out.append(statement.getUpdateCount()).append(statement.getWarnings()).toString();
    } catch (SQLException e) {
      return e.getClass() + e.getSQLState() + e.getMessage();
    }
  }
}
