package io.github.cofferjdbc.value;

/** Characters as C's {@code isspace} and friends see them, which PostgreSQL's parsers use. */
final class Blanks {

  private Blanks() {}

  static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Returns the index of the first character from {@code at} on that is no blank. */
  static int skip(String text, int at) {
    int i = at;
    while (i < text.length() && isBlank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Returns the index after the last character that is no blank, or {@code from}. */
  static int end(String text, int from) {
    int i = text.length();
    while (i > from && isBlank(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Returns the value of a digit in the base, or -1. */
  static int digit(char c, int base) {
    int value;
    if (c >= '0' && c <= '9') {
      value = c - '0';
    } else if (c >= 'a' && c <= 'f') {
      value = c - 'a' + 10;
    } else if (c >= 'A' && c <= 'F') {
      value = c - 'A' + 10;
    } else {
      return -1;
    }
    return value < base ? value : -1;
  }

  /** Returns the character in lower case if it is an ASCII letter. */
  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}
