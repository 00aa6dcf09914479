package io.github.cofferjdbc.copy;

import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Format CSV: quotes, in which a field may go on over lines. Not thread safe. */
final class CsvRows extends LineRows {

  private final byte quote;
  private final byte escape;
  private final boolean markerEnds;
  private final boolean[] quoted;
  private boolean inQuotes;
  private boolean afterEscape;

  CsvRows(
      CopyFormat format,
      Direction direction,
      FieldRule[] rules,
      boolean markerEnds,
      boolean toBinary,
      Conversion conversion) {
    super(format, direction, rules, toBinary, conversion);
    this.quote = (byte) format.quote();
    this.escape = (byte) format.escape();
    this.markerEnds = markerEnds && direction == Direction.FROM;
    this.quoted = new boolean[rules.length];
  }

  @Override
  boolean scanLine(int start, boolean last) throws SQLException {
    byte[] bytes = input.array();
    int limit = input.size();
    int at = scan;
    if (at == start) {
      inQuotes = false;
      afterEscape = false;
    }
    while (at < limit) {
      byte b = bytes[at];
      if ((b == '\n' || b == '\r') && !inQuotes) {
        scan = at;
        return isLineEnd(at, last);
      }
      if (b == escape && inQuotes && escape != quote) {
        afterEscape = !afterEscape;
      } else {
        if (b == quote && !afterEscape) {
          inQuotes = !inQuotes;
        }
        afterEscape = false;
      }
      at++;
    }
    scan = at;
    return false;
  }

  @Override
  boolean isEndMarker(int start, int end) {
    return markerEnds && end == start + 2 && input.at(start) == '\\' && input.at(start + 1) == '.';
  }

  @Override
  byte @Nullable [] text(int field) throws SQLException {
    if (isKept(field)) {
      return null;
    }
    byte[] text = unquoted(decoded(starts[field], ends[field]), quoted[field]);
    return quoted[field] && rules[field].forceNull() && Arrays.equals(encoded(text), nullText)
        ? null // NULL to the server too, for the same reason
        : text;
  }

  /** Tells whether the field is NULL or stands for the column's default. */
  private boolean isKept(int field) {
    if (quoted[field]) {
      return false;
    }
    return isNull(starts[field], ends[field])
        ? !rules[field].forceNotNull()
        : isDefault(starts[field], ends[field]);
  }

  @Override
  int endOfField(int field, int start, int end) throws SQLException {
    byte[] bytes = input.array();
    int at = start;
    quoted[field] = false;
    while (at < end && bytes[at] != delimiter) {
      if (bytes[at] == quote) {
        quoted[field] = true;
        at = afterQuotes(bytes, at + 1, end);
      } else {
        at++;
      }
    }
    return at;
  }

  /** Returns where quotes that were opened before an offset are closed, after the quote. */
  private int afterQuotes(byte[] bytes, int from, int end) throws SQLException {
    int at = from;
    while (at < end) {
      byte b = bytes[at++];
      if (b == escape && at < end && (bytes[at] == escape || bytes[at] == quote)) {
        at++;
      } else if (b == quote) {
        return at;
      }
    }
    throw CopyErrors.format("unterminated CSV quoted field");
  }

  private byte[] unquoted(byte[] text, boolean hasQuotes) throws SQLException {
    if (!hasQuotes) {
      return text;
    }
    CopyBytes plain = scratch();
    boolean inside = false;
    int at = 0;
    while (at < text.length) {
      byte b = text[at++];
      if (inside && b == escape && at < text.length && (text[at] == escape || text[at] == quote)) {
        plain.add(text[at++]);
      } else if (b == quote) {
        inside = !inside;
      } else {
        plain.add(b);
      }
    }
    return plain.take();
  }

  @Override
  void write(byte[] value, FieldRule rule) throws SQLException {
    if (!rule.forceQuote() && !needsQuotes(value)) {
      output.add(value, 0, value.length);
      return;
    }
    output.add(quote);
    for (byte b : value) {
      if (b == quote || b == escape) {
        output.add(escape);
      }
      output.add(b);
    }
    output.add(quote);
  }

  private boolean needsQuotes(byte[] value) {
    if (Arrays.equals(value, nullText)) {
      return true;
    }
    if (rules.length == 1 && value.length == 2 && value[0] == '\\' && value[1] == '.') {
      return true;
    }
    for (byte b : value) {
      if (b == delimiter || b == quote || b == '\n' || b == '\r') {
        return true;
      }
    }
    return false;
  }
}
