package io.github.cofferjdbc.value;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one array literal, iteratively, with PostgreSQL 17's checks. For one use. */
final class ArrayReader {

  private static final int UNKNOWN_LENGTH = -1;

  private final String text;
  private int at;

  private final int[] lengths = new int[ArrayText.MAX_DIMENSIONS];
  private final int[] lowerBounds = new int[ArrayText.MAX_DIMENSIONS];
  private int dimensions;

  /** True once the number of dimensions is known: from a prefix, or from the first element. */
  private boolean frozen;

  private final List<@Nullable String> elements = new ArrayList<>();

  ArrayReader(String text) {
    this.text = text;
    Arrays.fill(lengths, UNKNOWN_LENGTH);
    Arrays.fill(lowerBounds, 1);
  }

  ArrayText read() throws SQLException {
    readBounds();
    if (peek() != '{') {
      throw malformed();
    }
    readBody();
    at = Blanks.skip(text, at);
    if (at != text.length()) {
      throw malformed();
    }
    if (elements.isEmpty()) {
      return new ArrayText(List.of(), List.of(), List.of());
    }
    return new ArrayText(
        ArrayText.listOf(lengths, dimensions), ArrayText.listOf(lowerBounds, dimensions), elements);
  }

  /** Reads {@code [1:2][0:3]=}, if there. */
  private void readBounds() throws SQLException {
    at = Blanks.skip(text, 0);
    while (peek() == '[') {
      if (dimensions == ArrayText.MAX_DIMENSIONS) {
        throw tooManyDimensions();
      }
      at++;
      int first = bound();
      int upper = first;
      int lower = 1;
      if (peek() == ':') {
        at++;
        lower = first;
        upper = bound();
      }
      if (peek() != ']') {
        throw malformed();
      }
      at = Blanks.skip(text, at + 1);
      setBounds(lower, upper);
    }
    if (dimensions > 0) {
      if (peek() != '=') {
        throw malformed();
      }
      at = Blanks.skip(text, at + 1);
      frozen = true;
    }
  }

  private void setBounds(int lower, int upper) throws SQLException {
    if (upper == Integer.MAX_VALUE) {
      throw DataError.of("54000", "array upper bound is too large");
    }
    if (upper < lower) {
      throw DataError.of("2202E", "upper bound cannot be less than lower bound");
    }
    long length = (long) upper - lower + 1;
    if (length > Integer.MAX_VALUE) {
      throw DataError.of("54000", "array size exceeds the maximum allowed");
    }
    lengths[dimensions] = (int) length;
    lowerBounds[dimensions] = lower;
    dimensions++;
  }

  private int bound() throws SQLException {
    int start = at;
    if (peek() == '-' || peek() == '+') {
      at++;
    }
    long value = 0;
    int digits = at;
    while (Blanks.isDigit(peek())) {
      value = Math.min(value * 10 + (peek() - '0'), 1L << 40);
      at++;
    }
    if (at == digits) {
      throw malformed();
    }
    long signed = text.charAt(start) == '-' ? -value : value;
    if (signed != (int) signed) {
      throw DataError.of("54000", "array bound is out of integer range");
    }
    return (int) signed;
  }

  private void readBody() throws SQLException {
    int[] counts = new int[ArrayText.MAX_DIMENSIONS];
    int level = 0;
    boolean expectDelimiter = false;
    do {
      at = Blanks.skip(text, at);
      char c = peek();
      if (c == '{') {
        if (expectDelimiter) {
          throw malformed();
        }
        if (level == ArrayText.MAX_DIMENSIONS) {
          throw tooManyDimensions();
        }
        counts[level++] = 0;
        if (level > dimensions) {
          if (frozen) {
            throw malformed();
          }
          dimensions = level;
        }
        at++;
      } else if (c == '}') {
        // Refuses {a,} and, through the lengths, rows of unequal length.
        if (counts[level - 1] > 0 && !expectDelimiter) {
          throw malformed();
        }
        level--;
        if (lengths[level] == UNKNOWN_LENGTH) {
          lengths[level] = counts[level];
        } else if (lengths[level] != counts[level]) {
          throw malformed();
        }
        if (level > 0) {
          counts[level - 1]++;
        }
        expectDelimiter = true;
        at++;
      } else if (c == ',') {
        if (!expectDelimiter) {
          throw malformed();
        }
        expectDelimiter = false;
        at++;
      } else {
        if (expectDelimiter || level < dimensions) {
          throw malformed();
        }
        frozen = true;
        elements.add(c == '"' ? quoted() : unquoted());
        counts[level - 1]++;
        expectDelimiter = true;
      }
    } while (level > 0);
  }

  private String quoted() throws SQLException {
    StringBuilder out = new StringBuilder();
    at++;
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
      }
      out.append(required());
      at++;
    }
    at++;
    return out.toString();
  }

  private @Nullable String unquoted() throws SQLException {
    StringBuilder out = new StringBuilder();
    boolean escaped = false;
    int kept = 0;
    while (true) {
      char c = required();
      if (c == ',' || c == '}') {
        break;
      }
      if (c == '"' || c == '{') {
        throw malformed();
      }
      if (c == '\\') {
        at++;
        out.append(required());
        escaped = true;
        kept = out.length();
      } else {
        out.append(c);
        if (!Blanks.isBlank(c)) {
          kept = out.length();
        }
      }
      at++;
    }
    // Blanks at the end do not belong to the element, unless escaped.
    out.setLength(kept);
    String element = out.toString();
    return !escaped && ArrayText.isNull(element) ? null : element;
  }

  /** Returns the character here, or 0 at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private char required() throws SQLException {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at);
  }

  private static SQLException malformed() {
    return DataError.of(DataError.INVALID_TEXT, "malformed array literal");
  }

  private static SQLException tooManyDimensions() {
    return DataError.of(
        "54000",
        "number of array dimensions exceeds the maximum allowed ("
            + ArrayText.MAX_DIMENSIONS
            + ")");
  }
}
