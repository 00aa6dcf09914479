package io.github.cofferjdbc.admin.bulk;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Connections of the long commands: what they are set to, and small questions. No state. */
final class Session {

  /** What the server answers when a lock cannot be had in time, or not without a deadlock. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String DEADLOCK = "40P01";

  private Session() {}

  /**
   * Sets a connection up: names mean what they say whatever the user's search path is, no row is
   * hidden, no time ends a long statement, and rows are joined by their place.
   */
  static void prepare(Connection connection) throws SQLException {
    execute(
        connection,
        "SELECT set_config(name, value, false) FROM (VALUES ('search_path', 'pg_catalog, pg_temp'),"
            + " ('row_security', 'off'), ('statement_timeout', '0'),"
            + " ('standard_conforming_strings', 'on'),"
            + " ('idle_in_transaction_session_timeout', '0'), ('TimeZone', 'UTC'),"
            + " ('DateStyle', 'ISO'), ('bytea_output', 'hex'), ('extra_float_digits', '3'),"
            + " ('enable_hashjoin', 'off'), ('enable_mergejoin', 'off'))"
            + " AS settings(name, value)");
  }

  /**
   * Sets a connection up as {@link #prepare} does, but with the user's search path behind
   * pg_catalog: what users wrote for triggers and constraints is run under it. Statements must name
   * their functions' schema.
   */
  static void prepareToWrite(Connection connection) throws SQLException {
    String path = text(connection, "SELECT pg_catalog.current_setting('search_path')");
    prepare(connection);
    if (path != null && !path.isBlank()) {
      execute(
          connection,
          "SELECT set_config('search_path', " + Sql.literal("pg_catalog, " + path) + ", false)");
    }
  }

  /**
   * Lets the session's changes fire no triggers of the users, if the role may.
   *
   * @return whether it may
   */
  static boolean withoutTriggers(Connection connection) throws SQLException {
    try {
      execute(connection, "SET session_replication_role = replica");
      return true;
    } catch (SQLException e) {
      if ("42501".equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** Tells whether the role may do {@link #withoutTriggers}; changes nothing. */
  static boolean mayGoRoundTriggers(Connection connection) throws SQLException {
    boolean may = withoutTriggers(connection);
    if (may) {
      execute(connection, "RESET session_replication_role");
    }
    return may;
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the first column of the first row as text, null for NULL or no row. */
  static @Nullable String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getString(1) : null;
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    String text = text(connection, sql);
    return text == null ? 0 : Long.parseLong(text);
  }

  static boolean yes(Connection connection, String sql) throws SQLException {
    return "t".equals(text(connection, sql));
  }

  /** Tells whether another try may succeed, because somebody else held a lock. */
  static boolean isOfLock(SQLException e) {
    return LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || DEADLOCK.equals(e.getSQLState());
  }

  /** Waits; an interrupt ends the command. */
  static void pause(long millis) throws SQLException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Threads.interrupted();
    }
  }
}
