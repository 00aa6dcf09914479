package io.github.cofferjdbc.jdbc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Rows of oid, tid and a value in COPY's binary format (PostgreSQL's manual, COPY, "Binary
 * Format"). Used by one thread.
 *
 * <pre>
 * PGCOPY\n 0xFF \r \n 0 | int32 flags 0 | int32 extension 0
 * a row: int16 3 | int32 4, oid | int32 6, int32 block, int16 offset | int32 length, value
 * int16 -1
 * </pre>
 */
final class CopyRows {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final byte[] TRAILER = {-1, -1};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  CopyRows() {
    out.writeBytes(HEADER);
  }

  /**
   * @param place a tid as PostgreSQL prints it: {@code (block,offset)}
   */
  void add(long oid, String place, byte[] value) {
    int comma = place.indexOf(',');
    ByteBuffer row = ByteBuffer.allocate(24);
    row.putShort((short) 3);
    row.putInt(4).putInt((int) oid);
    row.putInt(6).putInt(Integer.parseUnsignedInt(place.substring(1, comma)));
    row.putShort((short) Integer.parseInt(place.substring(comma + 1, place.length() - 1)));
    row.putInt(value.length);
    out.writeBytes(row.array());
    out.writeBytes(value);
  }

  /** Returns all of it. */
  byte[] finished() {
    out.writeBytes(TRAILER);
    return out.toByteArray();
  }
}
