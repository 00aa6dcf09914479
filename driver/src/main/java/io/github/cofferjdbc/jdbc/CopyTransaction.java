package io.github.cofferjdbc.jdbc;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * The transaction around a COPY that may become two statements: the application's own, or in
 * autocommit one that ends with the copy. Not thread safe.
 */
final class CopyTransaction {

  private final Session session;

  /** Whether it began with the copy and has not ended. */
  private boolean open;

  private CopyTransaction(Session session) {
    this.session = session;
  }

  /** Begins one if it is needed, none is under way, and the connection will not do so itself. */
  static CopyTransaction of(BinaryCopyIn how, Session session) throws SQLException {
    CopyTransaction transaction = new CopyTransaction(session);
    if (how == BinaryCopyIn.UNTIL_UNCERTAIN
        && !session.inTransaction()
        && session.delegate().getAutoCommit()) {
      transaction.send("BEGIN");
      transaction.open = true;
    }
    return transaction;
  }

  /** Ends it well, if it began with the copy. */
  void commit() throws SQLException {
    if (open) {
      open = false;
      send("COMMIT");
    }
  }

  /** Undoes everything, if it began with the copy. */
  void rollback() {
    if (open) {
      open = false;
      try {
        send("ROLLBACK");
      } catch (SQLException e) {
        // The connection is lost, and the transaction with it; what led here is told.
      }
    }
  }

  private void send(String command) throws SQLException {
    try (Statement statement = session.delegate().createStatement()) {
      statement.execute(command);
    }
  }
}
