package io.github.cofferjdbc.jdbc;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteStreamWriter;

/** Hands what a writer writes to a copy. Not thread safe. */
final class CopyTarget extends OutputStream {

  private final CopyIn copy;
  private @Nullable SQLException failure;

  private CopyTarget(CopyIn copy) {
    this.copy = copy;
  }

  /**
   * Lets the writer write.
   *
   * @throws IOException if the writer itself fails
   */
  static void write(ByteStreamWriter from, CopyIn to) throws SQLException, IOException {
    CopyTarget target = new CopyTarget(to);
    try {
      from.writeTo(() -> target);
    } catch (IOException e) {
      if (target.failure != null) {
        throw target.failure;
      }
      throw e;
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      copy.writeToCopy(bytes, offset, length);
    } catch (SQLException e) {
      failure = e;
      throw new IOException("Write to copy failed.", e);
    }
  }
}
