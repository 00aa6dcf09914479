package io.github.cofferjdbc.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** Values of parameters as they were when they were set. */
final class Snapshot {

  private Snapshot() {}

  /** Returns a copy of what the application may change, else the object itself. */
  @SuppressWarnings("JavaUtilDate") // an application may still have one
  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof java.util.Date date) {
      return date.clone();
    }
    if (value instanceof PGobject object) {
      try {
        return object.clone();
      } catch (CloneNotSupportedException e) {
        return object;
      }
    }
    return value instanceof Object[] array ? array.clone() : value;
  }

  /** Returns a copy of a calendar. */
  static @Nullable Calendar of(@Nullable Calendar calendar) {
    return calendar == null ? null : (Calendar) calendar.clone();
  }

  /** Keeps what is read from a stream. */
  static final class Bytes extends FilterInputStream {
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();

    Bytes(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      if (next >= 0) {
        read.write(next);
      }
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (count > 0) {
        read.write(into, offset, count);
      }
      return count;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    byte[] bytes() {
      return read.toByteArray();
    }
  }

  /** Keeps what is read from a reader. */
  static final class Characters extends FilterReader {
    private final StringWriter read = new StringWriter();

    Characters(Reader in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      if (next >= 0) {
        read.write(next);
      }
      return next;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (count > 0) {
        read.write(into, offset, count);
      }
      return count;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    String text() {
      return read.toString();
    }
  }

  /**
   * A stream that the delegate would read when it executes. Whoever comes first reads it; it is
   * kept for further executions.
   */
  static final class LazyBytes {
    private final InputStream in;
    private final long length;
    private byte @Nullable [] read;

    /**
     * @param length how many bytes the application announced
     */
    LazyBytes(InputStream in, long length) {
      this.in = in;
      this.length = length;
    }

    byte[] bytes() throws SQLException {
      byte[] known = read;
      if (known == null) {
        try {
          known = in.readNBytes((int) Math.min(length, Integer.MAX_VALUE));
        } catch (IOException e) {
          throw Pgjdbc.clientError("Provided InputStream failed.", "99999");
        }
        if (known.length < length) {
          throw Pgjdbc.clientError(
              "Premature end of input stream, expected "
                  + length
                  + " bytes, but only read "
                  + known.length
                  + ".",
              "22023");
        }
        read = known;
      }
      return known;
    }

    /** Returns a stream of the same bytes, the original one until it was read. */
    InputStream stream() {
      byte[] known = read;
      return known == null ? in : new ByteArrayInputStream(known);
    }
  }
}
