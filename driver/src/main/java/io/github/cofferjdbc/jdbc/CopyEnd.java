package io.github.cofferjdbc.jdbc;

import java.sql.SQLException;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;

/** How a COPY ends that Coffer cannot go on with. */
final class CopyEnd {

  private CopyEnd() {}

  /** Ends a copy so that the connection is free again; the server undoes what was copied in. */
  static void abandon(CopyOperation operation, Session session) {
    if (!operation.isActive()) {
      return;
    }
    try {
      if (operation instanceof CopyIn in) {
        in.cancelCopy();
      } else if (operation instanceof CopyOut out) {
        // pgjdbc's cancelCopy would leave unread rows for the next statement.
        session.pg().cancelQuery();
        while (out.readFromCopy() != null) {
          // Read up to the server's answer to the cancel, or to the end if it came too late.
        }
      }
    } catch (SQLException e) {
      // The server's answer to the end, which was asked for.
    }
  }

  /**
   * Returns an error about the rows that the server would have found as pgjdbc's own, as if the
   * server had sent it; Coffer's own errors stay as they are.
   */
  static SQLException failed(SQLException error) {
    String state = error.getSQLState();
    String message = error.getMessage();
    boolean ofCoffer = state != null && state.startsWith("KE");
    return error.getClass() == SQLException.class && state != null && message != null && !ofCoffer
        ? Pgjdbc.serverError(message, state)
        : error;
  }

  /** Returns pgjdbc's error of a {@code ByteStreamWriter} that failed. */
  static SQLException ofWriter() {
    return Pgjdbc.clientError("Provided ByteStreamWriter failed.", "99999");
  }
}
