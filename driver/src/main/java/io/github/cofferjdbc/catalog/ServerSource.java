package io.github.cofferjdbc.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.BaseStatement;
import org.postgresql.core.QueryExecutor;

/**
 * Asks the server over the user's own connection. Over pgjdbc the query is sent without the BEGIN
 * that autocommit off would put before it, so that no transaction begins on Coffer's account. Over
 * another driver an open transaction cannot be told from none, and the query is sent as it is.
 */
final class ServerSource implements CatalogSource {

  private final Connection connection;
  private final @Nullable BaseConnection pgjdbc;

  ServerSource(Connection connection) throws SQLException {
    this.connection = connection;
    this.pgjdbc =
        connection.isWrapperFor(BaseConnection.class)
            ? connection.unwrap(BaseConnection.class)
            : null;
  }

  /** Returns what names the server and database, the same for all connections to them. */
  String place() throws SQLException {
    BaseConnection base = pgjdbc;
    if (base != null) {
      QueryExecutor executor = base.getQueryExecutor();
      return executor.getHostSpec().getHost()
          + ":"
          + executor.getHostSpec().getPort()
          + "/"
          + executor.getDatabase();
    }
    String url = String.valueOf(connection.getMetaData().getURL());
    return url.indexOf('?') < 0 ? url : url.substring(0, url.indexOf('?'));
  }

  @Override
  public Transaction transaction() {
    if (pgjdbc == null) {
      return Transaction.OPEN;
    }
    return switch (pgjdbc.getTransactionState()) {
      case IDLE -> Transaction.NONE;
      case OPEN -> Transaction.OPEN;
      case FAILED -> Transaction.FAILED;
    };
  }

  @Override
  public List<CatalogRow> query(String sql) throws SQLException {
    Connection open = pgjdbc == null ? connection : pgjdbc;
    try (Statement statement = open.createStatement()) {
      statement.setFetchSize(0); // a portal would not outlive the missing transaction
      if (statement instanceof BaseStatement base) {
        base.executeWithFlags(sql, QueryExecutor.QUERY_SUPPRESS_BEGIN);
      } else {
        statement.execute(sql);
      }
      List<CatalogRow> rows = new ArrayList<>();
      try (ResultSet result = statement.getResultSet()) {
        while (result.next()) {
          rows.add(
              new CatalogRow(
                  result.getString(1),
                  (int) result.getLong(2),
                  result.getString(3),
                  result.getString(4),
                  result.getString(5),
                  (int) result.getLong(6),
                  result.getString(7),
                  (int) result.getLong(8),
                  result.getString(9)));
        }
      }
      return rows;
    }
  }
}
