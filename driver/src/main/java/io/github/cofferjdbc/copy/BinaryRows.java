package io.github.cofferjdbc.copy;

import java.sql.SQLException;
import java.util.Arrays;

/**
 * Format binary (PostgreSQL manual, COPY, "Binary Format"). Not thread safe.
 *
 * <table>
 *   <caption>the stream</caption>
 *   <tr><td>11 bytes<td>{@code PGCOPY\n 0xFF \r\n 0x00}
 *   <tr><td>4<td>flags; none is known
 *   <tr><td>4, n<td>length of an extension, the extension
 *   <tr><td>rows<td>2 bytes number of fields; for each 4 bytes length, -1 for NULL, and the value
 *   <tr><td>2<td>-1, the trailer
 * </table>
 */
final class BinaryRows extends RowStream {

  private static final byte[] SIGNATURE = BinaryWriter.SIGNATURE;
  private static final int HEADER = SIGNATURE.length + 8;

  private final Direction direction;
  private final FieldRule[] rules;
  private final Conversion conversion;
  private boolean begun;
  private int field;

  BinaryRows(Direction direction, FieldRule[] rules, Conversion conversion) {
    this.direction = direction;
    this.rules = rules;
    this.conversion = conversion;
  }

  @Override
  int row(int start, boolean last) throws SQLException {
    int next = begun ? tuple(start) : header(start);
    if (next < 0 && last && (!begun || input.size() > start)) {
      throw CopyErrors.format(
          begun ? "unexpected EOF in COPY data" : "COPY file signature not recognized");
    }
    return next;
  }

  private int header(int start) throws SQLException {
    int known = Math.min(input.size() - start, SIGNATURE.length);
    if (!Arrays.equals(input.array(), start, start + known, SIGNATURE, 0, known)) {
      throw CopyErrors.format("COPY file signature not recognized");
    }
    if (input.size() - start < HEADER) {
      return -1;
    }
    if (input.int4(start + SIGNATURE.length) >>> 16 != 0) {
      throw CopyErrors.format("unrecognized critical flags in COPY file header");
    }
    int extension = input.int4(start + SIGNATURE.length + 4);
    if (extension < 0) {
      throw CopyErrors.format("invalid COPY file header (wrong length)");
    }
    if (input.size() - start - HEADER < extension) {
      return -1;
    }
    begun = true;
    int next = start + HEADER + extension;
    output.add(input.array(), start, next);
    return next;
  }

  private int tuple(int start) throws SQLException {
    if (input.size() - start < 2) {
      return -1;
    }
    int count = (short) ((input.at(start) << 8) | (input.at(start + 1) & 0xFF));
    if (count == -1) {
      output.add(input.array(), start, start + 2);
      ended = true;
      if (input.size() > start + 2) {
        afterEnd(1);
      }
      return start + 2;
    }
    if (count != rules.length) {
      throw CopyErrors.format("row field count is " + count + ", expected " + rules.length);
    }
    if (!isWhole(start)) {
      return -1;
    }
    int next = scan;
    convert(start);
    return next;
  }

  /** Goes on with {@link #scan} to the end of the tuple; tells whether it is there. */
  private boolean isWhole(int start) throws SQLException {
    if (scan == start) {
      field = 0;
      scan = start + 2;
    }
    while (field < rules.length) {
      if (input.size() - scan < 4) {
        return false;
      }
      int length = input.int4(scan);
      if (length < -1) {
        throw CopyErrors.format("invalid field size");
      }
      if (input.size() - scan - 4 < length) {
        return false;
      }
      scan += 4 + Math.max(length, 0);
      field++;
    }
    return true;
  }

  private void convert(int start) throws SQLException {
    int at = start + 2;
    int done = start;
    for (int i = 0; i < rules.length; i++) {
      int length = input.int4(at);
      int end = at + 4 + Math.max(length, 0);
      if (length >= 0 && rules[i].converted()) {
        byte[] value = conversion.convert(i, Arrays.copyOfRange(input.array(), at + 4, end));
        output.add(input.array(), done, at);
        output.addInt4(value.length);
        output.add(value, 0, value.length);
        done = end;
      }
      at = end;
    }
    output.add(input.array(), done, at);
  }

  @Override
  void afterEnd(int length) throws SQLException {
    if (length > 0 && direction == Direction.FROM) {
      throw CopyErrors.format("received copy data after EOF marker");
    }
  }
}
