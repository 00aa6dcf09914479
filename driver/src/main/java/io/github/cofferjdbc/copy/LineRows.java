package io.github.cofferjdbc.copy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What text and CSV have in common: lines of fields. The end of the first line says how lines end.
 * Not thread safe.
 */
abstract class LineRows extends RowStream {

  private enum EndOfLine {
    UNKNOWN,
    LF,
    CR,
    CR_LF
  }

  final Direction direction;
  final FieldRule[] rules;
  private final Conversion conversion;
  final byte delimiter;
  final byte[] nullText;
  private final byte @Nullable [] defaultText;
  private final @Nullable Charset charset;

  /** Where the fields of the present row start and end. */
  final int[] starts;

  final int[] ends;
  private int count;

  private final CopyBytes scratch = new CopyBytes(256);
  private EndOfLine endOfLine = EndOfLine.UNKNOWN;
  private boolean header;

  /** Null if the rows go out in the format in which they come in. */
  private final @Nullable BinaryWriter binary;

  /** The line of the header, if the rows go out in binary format, which has none. */
  private byte[] headerLine = new byte[0];

  LineRows(
      CopyFormat format,
      Direction direction,
      FieldRule[] rules,
      boolean toBinary,
      Conversion conversion) {
    this.binary = toBinary ? new BinaryWriter(output) : null;
    this.direction = direction;
    this.rules = rules;
    this.conversion = conversion;
    this.delimiter = (byte) format.delimiter();
    this.charset = format.charset();
    this.nullText = stored(format.nullText());
    String marker = format.defaultText();
    this.defaultText = marker == null ? null : stored(marker);
    this.header = format.header();
    this.starts = new int[rules.length];
    this.ends = new int[rules.length];
  }

  private byte[] stored(String text) {
    return text.getBytes(charset == null ? StandardCharsets.UTF_8 : charset);
  }

  @Override
  final int row(int start, boolean last) throws SQLException {
    if (!scanLine(start, last)) {
      if (!last || start == input.size()) {
        return -1;
      }
      scan = input.size(); // the last line, without its end
    }
    int content = scan;
    int next = last && content == input.size() ? content : afterLine(content);
    if (isEndMarker(start, content)) {
      asItIs(start, next);
      ended = true;
    } else if (header) {
      header = false;
      headerLine = binary == null ? headerLine : slice(start, next);
      asItIs(start, next);
    } else if (binary == null) {
      fields(start, content);
      output.add(input.array(), content, next);
    } else {
      split(start, content);
      binary.row(rules.length, this::value);
    }
    return next;
  }

  /** Passes on what is no row; in binary format there is no such thing. */
  private void asItIs(int start, int end) throws SQLException {
    if (binary == null) {
      output.add(input.array(), start, end);
    }
  }

  private byte @Nullable [] value(int field) throws SQLException {
    if (field >= count) {
      throw CopyErrors.missingData(field);
    }
    byte[] text = text(field);
    return text == null ? null : conversion.convert(field, text);
  }

  @Override
  final void finish() throws SQLException {
    if (binary != null) {
      binary.end();
    }
  }

  @Override
  final void takeOver(RowStream before) throws SQLException {
    if (before instanceof LineRows lines) {
      // The server skips a header in this stream too.
      add(lines.headerLine, 0, lines.headerLine.length);
      endOfLine = lines.endOfLine;
    }
  }

  /**
   * Goes on from {@link #scan} to the end of the line that starts there, and leaves it on the first
   * byte of the end of line.
   *
   * @return whether the end of line is there wholly
   */
  abstract boolean scanLine(int start, boolean last) throws SQLException;

  /** Tells whether the line is what ends the data before the stream does. */
  abstract boolean isEndMarker(int start, int end) throws SQLException;

  /** Converts the fields of a line; between them the bytes stay as they are. */
  private void fields(int start, int end) throws SQLException {
    split(start, end);
    int done = start;
    for (int i = 0; i < rules.length; i++) {
      if (i >= count) {
        throw CopyErrors.missingData(i);
      }
      byte[] text = rules[i].converted() ? text(i) : null;
      if (text != null) {
        byte[] value = conversion.convert(i, text);
        output.add(input.array(), done, starts[i]);
        write(encoded(value), rules[i]);
        done = ends[i];
      }
    }
    output.add(input.array(), done, end);
  }

  private void split(int start, int end) throws SQLException {
    int at = start;
    count = 0;
    while (true) {
      if (count == rules.length) {
        throw CopyErrors.extraData();
      }
      starts[count] = at;
      at = endOfField(count, at, end);
      ends[count] = Math.min(at, end);
      count++;
      if (at >= end) {
        return;
      }
      at++;
    }
  }

  /**
   * Returns where a field ends that starts at an offset: on its delimiter, or at the line's end.
   */
  abstract int endOfField(int field, int start, int end) throws SQLException;

  /** Returns the text of a field, or null if it stays as it is: NULL, or the column's default. */
  abstract byte @Nullable [] text(int field) throws SQLException;

  /** Writes a value as a field. */
  abstract void write(byte[] value, FieldRule rule) throws SQLException;

  /** Tells whether an end of line at an offset is there wholly; refuses another than the first. */
  final boolean isLineEnd(int at, boolean last) throws SQLException {
    if (input.at(at) == '\n') {
      if (endOfLine == EndOfLine.CR || endOfLine == EndOfLine.CR_LF) {
        throw CopyErrors.format("literal newline found in data");
      }
      endOfLine = EndOfLine.LF;
      return true;
    }
    switch (endOfLine) {
      case LF -> throw CopyErrors.format("literal carriage return found in data");
      case CR -> {
        return true;
      }
      case UNKNOWN, CR_LF -> {
        if (at + 1 == input.size() && !last) {
          return false;
        }
        if (at + 1 < input.size() && input.at(at + 1) == '\n') {
          endOfLine = EndOfLine.CR_LF;
        } else if (endOfLine == EndOfLine.CR_LF) {
          throw CopyErrors.format("literal carriage return found in data");
        } else {
          endOfLine = EndOfLine.CR;
        }
        return true;
      }
    }
    throw new IllegalStateException();
  }

  private int afterLine(int content) {
    return content + (endOfLine == EndOfLine.CR_LF ? 2 : 1);
  }

  @Override
  final void afterEnd(int length) {
    // As the server does, once it has seen the mark.
  }

  /** Returns the text of a field in UTF-8, with its escapes and quotes still in it. */
  final byte[] decoded(int start, int end) throws SQLException {
    return charset == null
        ? slice(start, end)
        : Charsets.decode(charset, input.array(), start, end);
  }

  final byte[] slice(int start, int end) {
    return Arrays.copyOfRange(input.array(), start, end);
  }

  /** Returns a text as the stream holds it. */
  final byte[] encoded(byte[] utf8) throws SQLException {
    return charset == null ? utf8 : Charsets.encode(charset, utf8);
  }

  /** Returns a buffer for the text of one field. */
  final CopyBytes scratch() {
    scratch.clear();
    return scratch;
  }

  final boolean isNull(int start, int end) {
    return is(start, end, nullText);
  }

  final boolean isDefault(int start, int end) {
    byte[] marker = defaultText;
    return marker != null && is(start, end, marker);
  }

  private boolean is(int start, int end, byte[] text) {
    return Arrays.equals(input.array(), start, end, text, 0, text.length);
  }
}
