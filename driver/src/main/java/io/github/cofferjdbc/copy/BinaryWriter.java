package io.github.cofferjdbc.copy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows in format binary (the layout is at {@link BinaryRows}): the header when it is made, a
 * row a call, the trailer in the end. Not thread safe.
 */
final class BinaryWriter {

  static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

  private static final int NULL = -1;
  private static final int TRAILER = -1;

  /** Gives the values of a row, one after another. */
  interface Values {
    /** Returns the value of a field in the type's send format, or null for NULL. */
    byte @Nullable [] value(int field) throws SQLException;
  }

  private final CopyBytes output;

  BinaryWriter(CopyBytes output) {
    this.output = output;
    output.put(SIGNATURE);
    output.put(new byte[Integer.BYTES + Integer.BYTES]);
  }

  /** Writes a row; nothing of it if one of its values fails. */
  void row(int fields, Values values) throws SQLException {
    int mark = output.size();
    boolean whole = false;
    try {
      output.addInt2(fields);
      for (int i = 0; i < fields; i++) {
        byte[] value = values.value(i);
        if (value == null) {
          output.addInt4(NULL);
        } else {
          output.addInt4(value.length);
          output.add(value, 0, value.length);
        }
      }
      whole = true;
    } finally {
      if (!whole) {
        output.truncate(mark);
      }
    }
  }

  void end() throws SQLException {
    output.addInt2(TRAILER);
  }
}
