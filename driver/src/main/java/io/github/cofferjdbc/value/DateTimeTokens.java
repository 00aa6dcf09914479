package io.github.cofferjdbc.value;

import java.sql.SQLException;

/**
 * The parts of a date or time literal, split as PostgreSQL splits it: by what a part starts with,
 * not by what it means. Letters are in lower case. For one use.
 */
final class DateTimeTokens {

  /** What a part looks like. */
  enum Kind {
    /** Digits, perhaps with one point. */
    NUMBER,
    /** Digits with hyphens, slashes or points, or a name with punctuation. */
    DATE,
    /** Digits with colons. */
    TIME,
    /** A sign and digits. */
    ZONE,
    /** Letters. */
    WORD,
    /** A sign and letters. */
    SIGNED_WORD
  }

  private static final int MAX_TOKENS = 25;

  /** The room that PostgreSQL has for the parts of a literal, each with one byte at its end. */
  private static final int DATE_ROOM = 129;

  private static final int TIMESTAMP_ROOM = 153;

  private final BaseType type;
  private final String text;
  private final int room;
  private final char[] chars;
  private final int[] starts = new int[MAX_TOKENS];
  private final int[] ends = new int[MAX_TOKENS];
  private final Kind[] kinds = new Kind[MAX_TOKENS];
  private int count;
  private int length;
  private int at;

  DateTimeTokens(BaseType type, String text) throws SQLException {
    this.type = type;
    this.text = text;
    this.room = type == BaseType.DATE || type == BaseType.TIME ? DATE_ROOM : TIMESTAMP_ROOM;
    this.chars = new char[Math.min(text.length(), room) + MAX_TOKENS];
    split();
  }

  int count() {
    return count;
  }

  Kind kind(int token) {
    return kinds[token];
  }

  int start(int token) {
    return starts[token];
  }

  int end(int token) {
    return ends[token];
  }

  char charAt(int index) {
    return chars[index];
  }

  String word(int token) {
    return new String(chars, starts[token], ends[token] - starts[token]);
  }

  /** Returns the first index of the character in the token, or -1. */
  int indexOf(int token, char c) {
    for (int i = starts[token]; i < ends[token]; i++) {
      if (chars[i] == c) {
        return i;
      }
    }
    return -1;
  }

  private void split() throws SQLException {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Blanks.isBlank(c)) {
        at++;
        continue;
      }
      boolean known = Blanks.isDigit(c) || isLetter(c) || c == '.' || c == '+' || c == '-';
      if (!known) {
        if (c <= ' ' || c > '~') {
          throw malformed();
        }
        // Other punctuation only separates.
        at++;
        continue;
      }
      if (count == MAX_TOKENS) {
        throw malformed();
      }
      starts[count] = length;
      kinds[count] = token(c);
      ends[count] = length;
      length++;
      count++;
    }
  }

  private Kind token(char first) throws SQLException {
    if (Blanks.isDigit(first)) {
      digits();
      return afterDigits();
    }
    if (first == '.') {
      take();
      digits();
      return Kind.NUMBER;
    }
    if (isLetter(first)) {
      letters();
      return afterLetters();
    }
    take();
    at = Blanks.skip(text, at);
    if (Blanks.isDigit(peek())) {
      while (Blanks.isDigit(peek()) || peek() == ':' || peek() == '.' || peek() == '-') {
        take();
      }
      return Kind.ZONE;
    }
    if (!isLetter(peek())) {
      throw malformed();
    }
    letters();
    return Kind.SIGNED_WORD;
  }

  private Kind afterDigits() throws SQLException {
    char delimiter = peek();
    if (delimiter == ':') {
      while (Blanks.isDigit(peek()) || peek() == ':' || peek() == '.') {
        take();
      }
      return Kind.TIME;
    }
    if (delimiter != '-' && delimiter != '/' && delimiter != '.') {
      return Kind.NUMBER;
    }
    take();
    if (!Blanks.isDigit(peek())) {
      while (Blanks.isDigit(peek()) || isLetter(peek()) || peek() == delimiter) {
        take();
      }
      return Kind.DATE;
    }
    digits();
    if (peek() != delimiter) {
      return delimiter == '.' ? Kind.NUMBER : Kind.DATE;
    }
    while (Blanks.isDigit(peek()) || peek() == delimiter) {
      take();
    }
    return Kind.DATE;
  }

  private Kind afterLetters() throws SQLException {
    char c = peek();
    boolean named =
        c == '-'
            || c == '/'
            || c == '.'
            || ((c == '+' || Blanks.isDigit(c))
                && !DateTimeWords.isKnown(
                    new String(chars, starts[count], length - starts[count])));
    if (!named) {
      return Kind.WORD;
    }
    do {
      take();
      c = peek();
    } while (c == '+'
        || c == '-'
        || c == '/'
        || c == '_'
        || c == '.'
        || c == ':'
        || Blanks.isDigit(c)
        || isLetter(c));
    return Kind.DATE;
  }

  private void digits() throws SQLException {
    while (Blanks.isDigit(peek())) {
      take();
    }
  }

  private void letters() throws SQLException {
    while (isLetter(peek())) {
      take();
    }
  }

  private void take() throws SQLException {
    if (length + 1 >= room) {
      throw malformed();
    }
    chars[length++] = Blanks.lower(text.charAt(at));
    at++;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private static boolean isLetter(char c) {
    char lower = Blanks.lower(c);
    return lower >= 'a' && lower <= 'z';
  }

  private SQLException malformed() {
    return DataError.invalidDateTime(type);
  }
}
