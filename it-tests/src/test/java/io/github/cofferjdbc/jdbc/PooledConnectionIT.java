package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.CofferConnectionPoolDataSource;
import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** Pooled connections: several handles, one after the other, over one physical connection. */
class PooledConnectionIT {

  private static ProtectedDatabase database;
  private final List<String> events = new ArrayList<>();
  private PooledConnection pooled;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with("CREATE TABLE patient (id int PRIMARY KEY, ssn encrypted.text_eq)");
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @BeforeEach
  void connect() throws Exception {
    database.database().execute("TRUNCATE patient");
    CofferConnectionPoolDataSource source = new CofferConnectionPoolDataSource();
    source.setUrl(database.database().cofferUrl());
    source.setUser(database.database().user());
    source.setPassword(database.database().password());
    database.given(source);
    pooled = source.getPooledConnection();
    pooled.addConnectionEventListener(
        new ConnectionEventListener() {
          @Override
          public void connectionClosed(ConnectionEvent event) {
            events.add(event.getSource() == pooled ? "closed" : "closed another");
          }

          @Override
          public void connectionErrorOccurred(ConnectionEvent event) {
            events.add("error " + event.getSQLException().getSQLState());
          }
        });
  }

  @AfterEach
  void disconnect() throws Exception {
    pooled.close();
  }

  private static void insert(Connection connection, int id, String ssn) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO patient VALUES (?, ?)")) {
      insert.setInt(1, id);
      insert.setString(2, ssn);
      insert.executeUpdate();
    }
  }

  private static List<String> ssns(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement select = connection.createStatement();
        ResultSet rows = select.executeQuery("SELECT ssn FROM patient ORDER BY id")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static int backend(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  @Test
  void aClosedHandleGivesTheConnectionBack() throws Exception {
    Connection first = pooled.getConnection();
    insert(first, 1, "one");
    int backend = backend(first);
    first.close();
    assertThat(events).containsExactly("closed");
    assertThat(first.isClosed()).isTrue();
    assertThatThrownBy(first::createStatement).isInstanceOf(SQLException.class);
    first.close();
    assertThat(events).containsExactly("closed");

    try (Connection second = pooled.getConnection()) {
      assertThat(second).isNotSameAs(first);
      assertThat(backend(second)).isEqualTo(backend);
      assertThat(ssns(second)).containsExactly("one");
    }
    assertThat(events).containsExactly("closed", "closed");
  }

  @Test
  void nothingIsSentInClear() throws Exception {
    int before = TestPostgres.shared().logLength();
    try (Connection connection = pooled.getConnection();
        Statement statement = connection.createStatement()) {
      insert(connection, 1, "a canary of the pool");
      statement.execute("INSERT INTO patient VALUES (2, 'a canary in a text')");
      assertThat(ssns(connection)).containsExactly("a canary of the pool", "a canary in a text");
    }
    assertThat(TestPostgres.shared().logSince(before)).doesNotContain("canary");
  }

  @Test
  void statementsEndWithTheirHandle() throws Exception {
    Connection handle = pooled.getConnection();
    insert(handle, 1, "one");
    Statement plain = handle.createStatement();
    PreparedStatement prepared = handle.prepareStatement("SELECT ssn FROM patient");
    CallableStatement call = handle.prepareCall("SELECT ssn FROM patient");
    ResultSet rows = prepared.executeQuery();
    assertThat(plain.unwrap(PGStatement.class)).isNotNull();
    handle.close();

    assertThat(plain.isClosed()).isTrue();
    assertThat(prepared.isClosed()).isTrue();
    assertThat(call.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    assertThatThrownBy(() -> plain.execute("SELECT 1")).isInstanceOf(SQLException.class);
    assertThatThrownBy(prepared::executeQuery).isInstanceOf(SQLException.class);
    assertThatThrownBy(call::execute).isInstanceOf(SQLException.class);
    assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
  }

  @Test
  void aNewHandleTakesTheConnectionFromTheOldOne() throws Exception {
    Connection old = pooled.getConnection();
    old.setAutoCommit(false);
    insert(old, 1, "undone");
    Statement left = old.createStatement();
    try (Connection next = pooled.getConnection()) {
      assertThat(old.isClosed()).isTrue();
      assertThat(left.isClosed()).isTrue();
      assertThat(events).isEmpty();
      assertThat(next.getAutoCommit()).isTrue();
      assertThat(ssns(next)).isEmpty();
    }
  }

  @Test
  void aHandleThatEndsUndoesWhatItHasNotCommitted() throws Exception {
    try (Connection handle = pooled.getConnection();
        Statement statement = handle.createStatement()) {
      handle.setAutoCommit(false);
      statement.execute("CREATE TABLE undone (ssn encrypted.text_eq)");
      statement.execute("INSERT INTO undone VALUES ('x')");
    }
    try (Connection handle = pooled.getConnection();
        Statement statement = handle.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT * FROM undone"))
          .hasFieldOrPropertyWithValue("SQLState", "42P01");
      statement.execute("CREATE TABLE undone (ssn text)");
      statement.execute("INSERT INTO undone VALUES ('plain')");
      try (ResultSet rows = statement.executeQuery("SELECT ssn FROM undone")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("plain");
      }
      statement.execute("DROP TABLE undone");
    }
  }

  @Test
  void leadsBackToTheHandle() throws Exception {
    try (Connection handle = pooled.getConnection();
        PreparedStatement select = handle.prepareStatement("SELECT ssn FROM patient")) {
      assertThat(select.getConnection()).isSameAs(handle);
      assertThat(handle).isInstanceOf(PGConnection.class);
      assertThat(handle.getMetaData().getURL()).startsWith("jdbc:coffer:");
    }
  }

  @Test
  void manyForgottenStatementsAreNotKept() throws Exception {
    try (Connection handle = pooled.getConnection()) {
      List<Statement> open = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        Statement statement = handle.createStatement();
        if (i % 5 == 0) {
          open.add(statement);
        } else {
          statement.close();
        }
      }
      handle.close();
      assertThat(open).allMatch(PooledConnectionIT::isClosed);
    }
  }

  private static boolean isClosed(Statement statement) {
    try {
      return statement.isClosed();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void tellsThePoolOfABrokenConnectionAndEndsWithIt() throws Exception {
    try (Connection handle = pooled.getConnection();
        Statement statement = handle.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT upper(ssn) FROM patient"))
          .hasFieldOrPropertyWithValue("SQLState", "KE003");
      assertThat(events).isEmpty();
      database.database().execute("SELECT pg_terminate_backend(" + backend(handle) + ")");
      assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThat(events).isNotEmpty().anyMatch(event -> event.startsWith("error "));
    pooled.close();
    assertThatThrownBy(pooled::getConnection).isInstanceOf(SQLException.class);
  }
}
