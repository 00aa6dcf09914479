package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.testing.TestPostgres;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Writes canaries, then looks for them in the server's log and in every exception. */
class LeakIT {

  private static final String CANARY = "canary4711";
  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE patient (id int, ssn encrypted.text_eq UNIQUE, note encrypted.text_random,
              born encrypted.date_random, pay encrypted.int4_eq, flag encrypted.bool_random,
              tags encrypted.text_eq[], doc encrypted.json_random);
            """);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  private interface Step {
    void run() throws Exception;
  }

  private final List<String> texts = new ArrayList<>();

  private void expectFailure(Step step) {
    try {
      step.run();
    } catch (Exception e) {
      StringWriter out = new StringWriter();
      e.printStackTrace(new PrintWriter(out));
      for (SQLException next = e instanceof SQLException sql ? sql.getNextException() : null;
          next != null;
          next = next.getNextException()) {
        next.printStackTrace(new PrintWriter(out));
      }
      texts.add(out.toString());
      return;
    }
    throw new AssertionError("no exception");
  }

  @Test
  void noPlaintextReachesTheServerOrAnException() throws Exception {
    int before = TestPostgres.shared().logLength();
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO patient (id, ssn) VALUES (1, '" + CANARY + "')");
      statement.execute("SELECT id FROM patient WHERE ssn = '" + CANARY + "'");
      statement.addBatch("UPDATE patient SET note = '" + CANARY + "' WHERE id = 1");
      statement.executeBatch();
      write(connection);
      read(connection);
      for (String refused :
          List.of(
              "SELECT * FROM patient WHERE note = '" + CANARY + "'",
              "SELECT * FROM patient WHERE ssn > '" + CANARY + "'",
              "INSERT INTO patient (born) VALUES ('" + CANARY + "')",
              "INSERT INTO patient (pay) VALUES ('" + CANARY + "')",
              "INSERT INTO patient (doc) VALUES ('{" + CANARY + "')",
              "INSERT INTO patient (id, ssn) VALUES (2, '" + CANARY + "')",
              "INSERT INTO patient (ssn) VALUES ('" + CANARY + "' || 'x')",
              "UPDATE patient SET ssn = '" + CANARY + "' WHERE nothing = 1",
              "INSERT INTO patient (ssn) VALUES ('" + CANARY + "', 1)",
              "SELECT '" + CANARY + "', ssn FROM patient GROUP BY",
              "DO $$ BEGIN INSERT INTO patient (ssn) VALUES ('" + CANARY + "'); END $$",
              "CREATE TABLE copy (v encrypted.text_eq DEFAULT '" + CANARY + "' || 'x')")) {
        expectFailure(() -> statement.execute(refused));
      }
    }

    assertThat(texts).isNotEmpty().noneMatch(text -> text.contains(CANARY));
    assertThat(TestPostgres.shared().logSince(before)).contains("patient").doesNotContain(CANARY);
  }

  private void write(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO patient (id, note, tags) VALUES (?, ?, ?)")) {
      insert.setInt(1, 3);
      insert.setString(2, CANARY);
      insert.setArray(3, connection.createArrayOf("text", new String[] {CANARY}));
      insert.executeUpdate();
      insert.setCharacterStream(2, new StringReader(CANARY));
      insert.addBatch();
      insert.setObject(2, CANARY, Types.VARCHAR);
      insert.addBatch();
      insert.executeBatch();
      texts.add(insert.toString());
    }
    for (String column : List.of("born", "pay", "flag", "doc")) {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO patient (" + column + ") VALUES (?)")) {
        insert.setString(1, "{" + CANARY);
        expectFailure(insert::executeUpdate);
        insert.setObject(1, "{" + CANARY, Types.OTHER);
        insert.addBatch();
        expectFailure(insert::executeBatch);
        expectFailure(() -> insert.setObject(1, CANARY, Types.BOOLEAN));
        expectFailure(() -> insert.setObject(1, CANARY, Types.TIMESTAMP));
        expectFailure(() -> insert.setObject(1, CANARY, Types.NUMERIC));
      }
    }
    // The first statement of a connection, when nothing is known of the catalog yet.
    try (Connection fresh = database.coffer();
        PreparedStatement insert = fresh.prepareStatement("INSERT INTO patient (pay) VALUES (?)")) {
      expectFailure(() -> insert.setObject(1, CANARY, Types.INTEGER));
      expectFailure(() -> insert.setObject(1, CANARY, Types.BOOLEAN));
    }
  }

  private void read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT note FROM patient WHERE id = 3")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo(CANARY);
      expectFailure(() -> rows.getInt(1));
      expectFailure(() -> rows.getBigDecimal(1));
      expectFailure(() -> rows.getTimestamp(1));
      expectFailure(() -> rows.getBoolean(1));
      expectFailure(() -> rows.getObject(1, LocalDate.class));
      expectFailure(() -> rows.getObject(1, UUID.class));
      expectFailure(() -> rows.getArray(1).getArray());
    }
  }
}
