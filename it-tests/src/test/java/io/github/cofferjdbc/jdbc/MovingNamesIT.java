package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One name means a plain table now and a protected one after the next statement. */
class MovingNamesIT {

  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE person (ssn text);
            CREATE SCHEMA safe;
            CREATE TABLE safe.person (ssn encrypted.text_eq);
            CREATE TABLE visitor (ssn encrypted.text_eq);
            """);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @Test
  void aBatchThatSetsTheSearchPathIsPlannedAnewBehindIt() throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.addBatch("INSERT INTO person VALUES ('plain')");
      statement.addBatch("SET search_path = safe");
      statement.addBatch("INSERT INTO person VALUES ('123-45-6789')");

      assertThat(statement.executeBatch()).containsExactly(1, 0, 1);
      assertThat(only(connection, "SELECT ssn FROM safe.person")).isEqualTo("123-45-6789");
      assertThat(only(connection, "SELECT ssn FROM public.person")).isEqualTo("plain");
    }
  }

  @Test
  void aTemporaryTableThatWasDiscardedHidesNothingAnyMore() throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      statement.execute("CREATE TEMP TABLE visitor (ssn text)");
      statement.execute("INSERT INTO visitor VALUES ('plain')");
      statement.execute("DISCARD ALL");
      connection.setAutoCommit(false); // where a refused plaintext would not be tried again

      statement.execute("INSERT INTO visitor VALUES ('123-45-6789')");
      connection.commit();

      assertThat(only(connection, "SELECT ssn FROM visitor")).isEqualTo("123-45-6789");
    }
  }

  @Test
  void aSettingThatIsUpdatedInItsViewCountsAsSet() throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM person");
      statement.execute("UPDATE pg_settings SET setting = 'safe' WHERE name = 'search_path'");
      connection.setAutoCommit(false);

      assertThat(statement.executeUpdate("DELETE FROM person WHERE ssn = 'nobody'")).isZero();
      assertThat(statement.executeUpdate("INSERT INTO person VALUES ('987-65-4321')")).isOne();
      connection.rollback();
    }
  }

  private static String only(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
