package io.github.cofferjdbc.admin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * For as long as it is open, row security that would hide rows is an error (42501), so that what
 * was counted is all there is. Used by one thread.
 */
final class RowSecurityOff implements AutoCloseable {

  private final Connection connection;
  private final String before;

  private RowSecurityOff(Connection connection, String before) {
    this.connection = connection;
    this.before = before;
  }

  static RowSecurityOff of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_catalog.current_setting('row_security')")) {
      row.next();
      RowSecurityOff off = new RowSecurityOff(connection, row.getString(1));
      off.set("off");
      return off;
    }
  }

  /** Returns a new statement of the connection. */
  Statement statement() throws SQLException {
    return connection.createStatement();
  }

  private void set(String value) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_catalog.set_config('row_security', ?, false)")) {
      statement.setString(1, value);
      statement.execute();
    }
  }

  @Override
  public void close() throws SQLException {
    set(before);
  }
}
