package io.github.cofferjdbc.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database of a test class, empty when it is made, dropped when it is closed. Thread safe.
 *
 * @param jdbcUrl {@code jdbc:postgresql://…/name}, without user and password
 * @param user a superuser, unless the server was given by URL
 * @param password the user's password
 * @param name the database's name
 */
public record TestDatabase(String jdbcUrl, String user, String password, String name)
    implements AutoCloseable {

  /** Opens a connection through plain pgjdbc. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, user, password);
  }

  /** Runs one text of SQL through plain pgjdbc. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the URL through Coffer: {@code jdbc:coffer:postgresql://…/name}. */
  public String cofferUrl() {
    return "jdbc:coffer:" + jdbcUrl.substring("jdbc:".length());
  }

  /** Drops the database, whoever is connected to it. */
  @Override
  public void close() throws SQLException {
    TestPostgres.shared().drop(this);
  }
}
