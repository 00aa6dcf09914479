package io.github.cofferjdbc.copy;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Format text: backslash escapes, and NULL as a text of its own. Not thread safe. */
final class TextRows extends LineRows {

  private boolean marked;

  TextRows(
      CopyFormat format,
      Direction direction,
      FieldRule[] rules,
      boolean toBinary,
      Conversion conversion) {
    super(format, direction, rules, toBinary, conversion);
  }

  @Override
  boolean scanLine(int start, boolean last) throws SQLException {
    byte[] bytes = input.array();
    int limit = input.size();
    int at = scan;
    if (at == start) {
      marked = false;
    }
    while (at < limit) {
      byte b = bytes[at];
      if (b == '\n' || b == '\r') {
        scan = at;
        return isLineEnd(at, last);
      }
      if (b != '\\') {
        at++;
      } else if (at + 1 < limit) {
        if (bytes[at + 1] == '.' && direction == Direction.FROM) {
          if (at != start) {
            throw CopyErrors.format("end-of-copy marker is not alone on its line");
          }
          marked = true;
        }
        at += 2;
      } else {
        break; // what is escaped comes with the next piece
      }
    }
    scan = at;
    return false;
  }

  @Override
  boolean isEndMarker(int start, int end) throws SQLException {
    if (marked && end != start + 2) {
      throw CopyErrors.format("end-of-copy marker is not alone on its line");
    }
    return marked;
  }

  @Override
  int endOfField(int field, int start, int end) {
    byte[] bytes = input.array();
    int at = start;
    while (at < end && bytes[at] != delimiter) {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  @Override
  byte @Nullable [] text(int field) throws SQLException {
    int start = starts[field];
    int end = ends[field];
    return isNull(start, end) || isDefault(start, end) ? null : unescaped(decoded(start, end));
  }

  private byte[] unescaped(byte[] text) throws SQLException {
    int at = 0;
    while (at < text.length && text[at] != '\\') {
      at++;
    }
    if (at == text.length) {
      return text;
    }
    CopyBytes plain = scratch();
    plain.add(text, 0, at);
    while (at < text.length) {
      byte b = text[at++];
      if (b != '\\') {
        plain.add(b);
      } else if (at < text.length) {
        at = unescape(text, at, plain);
      }
    }
    return plain.take();
  }

  /** Reads what follows a backslash. */
  private static int unescape(byte[] text, int from, CopyBytes plain) throws SQLException {
    int at = from;
    byte b = text[at++];
    if (b >= '0' && b <= '7') {
      int value = b - '0';
      for (int i = 0; i < 2 && at < text.length && text[at] >= '0' && text[at] <= '7'; i++) {
        value = (value << 3) | (text[at++] - '0');
      }
      plain.add(value);
      return at;
    }
    if (b == 'x' && at < text.length && Character.digit(text[at], 16) >= 0) {
      int value = Character.digit(text[at++], 16);
      if (at < text.length && Character.digit(text[at], 16) >= 0) {
        value = (value << 4) | Character.digit(text[at++], 16);
      }
      plain.add(value);
      return at;
    }
    plain.add(
        switch (b) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'v' -> '\u000b';
          default -> b;
        });
    return at;
  }

  @Override
  void write(byte[] value, FieldRule rule) throws SQLException {
    int done = 0;
    for (int i = 0; i < value.length; i++) {
      int escape = escape(value[i]);
      if (escape != 0) {
        output.add(value, done, i);
        output.add('\\');
        output.add(escape);
        done = i + 1;
      }
    }
    output.add(value, done, value.length);
  }

  /** Returns what is written after a backslash for a byte, or 0 if it is written as it is. */
  private int escape(byte b) {
    return switch (b) {
      case '\\' -> '\\';
      case '\b' -> 'b';
      case '\f' -> 'f';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      case '\u000b' -> 'v';
      default -> b == delimiter ? b : 0;
    };
  }
}
