package io.github.cofferjdbc.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGStatement;

/** What an application has set on a statement, carried over to another that takes its place. */
final class StatementState {

  private StatementState() {}

  static void copy(Statement from, Statement to) throws SQLException {
    to.setMaxFieldSize(from.getMaxFieldSize());
    to.setMaxRows(from.getMaxRows());
    to.setQueryTimeout(from.getQueryTimeout());
    to.setFetchDirection(from.getFetchDirection());
    to.setFetchSize(from.getFetchSize());
    to.setPoolable(from.isPoolable());
    if (from.isCloseOnCompletion()) {
      to.closeOnCompletion();
    }
    if (from instanceof PGStatement own && to instanceof PGStatement other) {
      other.setAdaptiveFetch(own.getAdaptiveFetch());
    }
  }
}
