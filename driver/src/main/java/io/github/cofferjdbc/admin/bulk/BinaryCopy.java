package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * The rows of a query in PostgreSQL's binary COPY format ("File Formats" of COPY in PostgreSQL's
 * manual): the fastest way out of a server, and values in their send format. A row is read at a
 * time. Not thread safe.
 */
final class BinaryCopy implements AutoCloseable {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int END = -1;

  private final CopyOut copy;
  private final int[] starts;
  private final int[] lengths;
  private byte[] buffer = new byte[0];

  /** Where the current row begins; its values are found from there. */
  private int row;

  private int at;
  private boolean ended;

  private BinaryCopy(CopyOut copy, int columns) {
    this.copy = copy;
    this.starts = new int[columns];
    this.lengths = new int[columns];
  }

  /**
   * Sends a query.
   *
   * @param query with exactly so many columns
   */
  static BinaryCopy of(Connection connection, String query, int columns) throws SQLException {
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
    BinaryCopy rows = new BinaryCopy(copy, columns);
    boolean begun = false;
    try {
      rows.readHeader();
      begun = true;
      return rows;
    } finally {
      if (!begun) {
        rows.close();
      }
    }
  }

  private void readHeader() throws SQLException {
    require(SIGNATURE.length + 8);
    if (!Arrays.equals(buffer, at, at + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw malformed();
    }
    at += SIGNATURE.length + 4;
    int extension = readInt();
    if (extension < 0) {
      throw malformed();
    }
    require(extension);
    at += extension;
  }

  /** Goes to the next row; false after the last. */
  boolean next() throws SQLException {
    if (ended) {
      return false;
    }
    row = at;
    require(2);
    int fields = (short) ((buffer[at] & 0xFF) << 8 | (buffer[at + 1] & 0xFF));
    at += 2;
    if (fields == END) {
      ended = true;
      while (copy.readFromCopy() != null) {
        // Only the command's end is left.
      }
      return false;
    }
    if (fields != starts.length) {
      throw malformed();
    }
    for (int i = 0; i < fields; i++) {
      int length = readInt();
      if (length < -1) {
        throw malformed();
      }
      require(Math.max(0, length));
      starts[i] = at - row;
      lengths[i] = length;
      at += Math.max(0, length);
    }
    return true;
  }

  /** Returns a value of the current row, a copy, or null for NULL. Columns count from 0. */
  byte @Nullable [] value(int column) {
    int start = row + starts[column];
    return lengths[column] < 0 ? null : Arrays.copyOfRange(buffer, start, start + lengths[column]);
  }

  /** Returns the ctid in a column of the current row. */
  Ctid ctid(int column) throws SQLException {
    byte[] bytes = value(column);
    if (bytes == null || bytes.length != 6) {
      throw malformed();
    }
    return Ctid.of(bytes);
  }

  /** Returns the transaction id in a column of the current row. */
  long transaction(int column) throws SQLException {
    byte[] bytes = value(column);
    if (bytes == null || bytes.length != 4) {
      throw malformed();
    }
    return (bytes[0] & 0xFFL) << 24
        | (bytes[1] & 0xFF) << 16
        | (bytes[2] & 0xFF) << 8
        | (bytes[3] & 0xFF);
  }

  private int readInt() throws SQLException {
    require(4);
    int value =
        (buffer[at] & 0xFF) << 24
            | (buffer[at + 1] & 0xFF) << 16
            | (buffer[at + 2] & 0xFF) << 8
            | (buffer[at + 3] & 0xFF);
    at += 4;
    return value;
  }

  /** Sees to it that so many bytes are there; the server sends a row a message, but need not. */
  private void require(int length) throws SQLException {
    while (buffer.length - at < length) {
      byte[] more = copy.readFromCopy();
      if (more == null) {
        throw malformed();
      }
      int kept = buffer.length - row;
      if (kept == 0) {
        buffer = more;
      } else {
        byte[] joined = Arrays.copyOfRange(buffer, row, buffer.length + more.length);
        System.arraycopy(more, 0, joined, kept, more.length);
        buffer = joined;
      }
      at -= row;
      row = 0;
    }
  }

  private static SQLException malformed() {
    return CofferState.NOT_TRUSTWORTHY.exception(
        "The server's answer to COPY is not in PostgreSQL's binary format.");
  }

  /** Ends the copying, also in the middle. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
