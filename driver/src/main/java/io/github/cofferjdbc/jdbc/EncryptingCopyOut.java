package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.copy.RowStream;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;

/**
 * COPY TO STDOUT: each row that the server sends comes out opened. Not thread safe.
 *
 * <p>A row that does not open ends the copy; the rows before it were given out.
 */
final class EncryptingCopyOut extends EncryptingCopy<CopyOut> implements CopyOut {

  EncryptingCopyOut(CopyOut delegate, Session session, @Nullable RowStream rows) {
    super(delegate, session, rows);
  }

  @Override
  @SuppressWarnings("NullAway") // null at the end, as pgjdbc's
  public byte[] readFromCopy() throws SQLException {
    return readFromCopy(true);
  }

  @Override
  @SuppressWarnings("NullAway") // as above
  public byte[] readFromCopy(boolean block) throws SQLException {
    while (true) {
      byte[] piece = delegate.readFromCopy(block);
      if (piece == null && rows != null && rows.cutOff() && !delegate.isActive()) {
        throw Pgjdbc.serverError("the server ended COPY within a row", "08P01");
      }
      if (rows == null || piece == null) {
        return piece;
      }
      convert(() -> rows.add(piece, 0, piece.length));
      if (rows.output().size() > 0) {
        return rows.output().take();
      }
    }
  }

  /** Unlike pgjdbc's, leaves no rows behind that the next statement would trip over. */
  @Override
  public void cancelCopy() throws SQLException {
    if (rows == null || !delegate.isActive()) {
      delegate.cancelCopy();
    } else {
      CopyEnd.abandon(delegate, session);
    }
  }
}
