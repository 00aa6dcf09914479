package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.copy.CopyBytes;
import io.github.cofferjdbc.copy.RowStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteStreamWriter;

/**
 * COPY FROM STDIN: rows of the application come in pieces of any size, are sealed as soon as they
 * are complete, and go on to the server in pieces of about {@value #PIECE} bytes. Not thread safe.
 */
final class EncryptingCopyIn extends EncryptingCopy<CopyIn> implements CopyIn {

  private static final int PIECE = 65_536;

  EncryptingCopyIn(CopyIn delegate, Session session, @Nullable RowStream rows) {
    super(delegate, session, rows);
  }

  /** A step that the server may refuse. */
  private interface Sending<T> {
    T run() throws SQLException;
  }

  private <T> T noting(Sending<T> step) throws SQLException {
    try {
      return step.run();
    } catch (SQLException e) {
      session.noteFailure(e);
      throw e;
    }
  }

  @Override
  public void writeToCopy(byte[] data, int offset, int size) throws SQLException {
    RowStream stream = rows;
    if (stream == null || !delegate.isActive()) {
      // An inactive one complains, of no bytes too.
      int sent = stream == null ? size : 0;
      noting(
          () -> {
            delegate.writeToCopy(data, offset, sent);
            return true;
          });
      return;
    }
    convert(() -> stream.add(data, offset, size));
    if (stream.output().size() >= PIECE) {
      send(stream);
    }
  }

  @Override
  public void writeToCopy(ByteStreamWriter from) throws SQLException {
    if (rows == null) {
      noting(
          () -> {
            delegate.writeToCopy(from);
            return true;
          });
      return;
    }
    try {
      CopyTarget.write(from, this);
    } catch (IOException e) {
      CopyEnd.abandon(delegate, session);
      throw CopyEnd.ofWriter();
    }
  }

  /** Ends the rows of a copy that met a value it cannot read, and returns them. */
  RowStream stopped() throws SQLException {
    RowStream stream = Objects.requireNonNull(rows, "only a stream of rows meets such a value");
    convert(stream::stop);
    return stream;
  }

  /** Ends the copy after {@link #stopped}, and returns how many rows it was. */
  long endStopped() throws SQLException {
    send(Objects.requireNonNull(rows, "as above"));
    return noting(delegate::endCopy);
  }

  /** Begins with the rows that another stream has left. */
  void resume(RowStream left) throws SQLException {
    RowStream stream = Objects.requireNonNull(rows, "this one converts, as the other did");
    convert(() -> stream.resume(left));
  }

  private void send(RowStream stream) throws SQLException {
    CopyBytes ready = stream.output();
    if (ready.size() > 0) {
      noting(
          () -> {
            delegate.writeToCopy(ready.array(), 0, ready.size());
            return true;
          });
      ready.clear();
    }
  }

  @Override
  public void flushCopy() throws SQLException {
    if (rows != null && delegate.isActive()) {
      send(rows);
    }
    delegate.flushCopy();
  }

  @Override
  public long endCopy() throws SQLException {
    if (rows != null && delegate.isActive()) {
      convert(rows::end);
      send(rows);
    }
    return noting(delegate::endCopy);
  }
}
