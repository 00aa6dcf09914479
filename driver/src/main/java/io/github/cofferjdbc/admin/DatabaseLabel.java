package io.github.cofferjdbc.admin;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Names a database for people, and so exactly that {@code init}, run again after a crash, finds the
 * keys that it made for this very database: a dropped and recreated one has another oid, another
 * server of the same address another system identifier. No secret. No state.
 */
final class DatabaseLabel {

  private DatabaseLabel() {}

  static String of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT d.datname, d.oid::pg_catalog.int8,"
                    + " CASE WHEN pg_catalog.has_function_privilege('pg_catalog.pg_control_system()',"
                    + " 'EXECUTE') THEN (SELECT s.system_identifier FROM"
                    + " pg_catalog.pg_control_system() AS s) END"
                    + " FROM pg_catalog.pg_database AS d"
                    + " WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()")) {
      result.next();
      String system = result.getString(3);
      return result.getString(1)
          + " at "
          + host(connection)
          + " (oid "
          + result.getLong(2)
          + (system == null ? "" : ", system " + system)
          + ")";
    }
  }

  /** Returns host and port from the URL that the driver answers, which holds no password here. */
  private static String host(Connection connection) throws SQLException {
    String url = String.valueOf(connection.getMetaData().getURL());
    int start = url.indexOf("//");
    int end = start < 0 ? -1 : url.indexOf('/', start + 2);
    return end < 0 ? "localhost" : url.substring(start + 2, end);
  }
}
