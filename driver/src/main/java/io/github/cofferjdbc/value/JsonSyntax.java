package io.github.cofferjdbc.value;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * Reads JSON text as PostgreSQL does, and tells a subclass what it sees. Iterative, so that deep
 * nesting costs no stack; at most {@value #MAX_DEPTH} levels, where a server ends at about 10,000
 * too (54001). For one use.
 */
abstract class JsonSyntax {

  static final int MAX_DEPTH = 10_000;

  private final BaseType type;
  private final String text;
  private int at;

  /** For each open container, whether it is an object. */
  private boolean[] objects = new boolean[16];

  private int depth;

  JsonSyntax(BaseType type, String text) {
    this.type = type;
    this.text = text;
  }

  abstract void startArray();

  abstract void endArray();

  abstract void startObject();

  abstract void endObject();

  /** Called before each element of an array, with its index. */
  abstract void element(int index);

  /** Called with the place of a key, quotes included; the index counts the object's members. */
  abstract void key(int index, int start, int end) throws SQLException;

  /** Called with the place of a string, quotes included. */
  abstract void string(int start, int end) throws SQLException;

  abstract void number(int start, int end) throws SQLException;

  /** Called with {@code true}, {@code false} or {@code null}. */
  abstract void literal(String word);

  /** Tells whether escapes must stand for characters of text, as in jsonb. */
  abstract boolean resolvesEscapes();

  final String text() {
    return text;
  }

  final void read() throws SQLException {
    int[] counts = new int[16];
    skipBlanks();
    boolean valueExpected = true;
    while (true) {
      if (valueExpected) {
        char c = peek();
        if (c == '[' || c == '{') {
          open(c == '{');
          if (depth >= counts.length) {
            counts = Arrays.copyOf(counts, counts.length * 2);
          }
          counts[depth] = 0;
          at++;
          skipBlanks();
          if (peek() == (c == '{' ? '}' : ']')) {
            valueExpected = false;
          } else if (c == '{') {
            member(0);
          } else {
            element(0);
          }
        } else {
          scalar(c);
          skipBlanks();
          valueExpected = false;
        }
      } else if (depth == 0) {
        if (at != text.length()) {
          throw misplaced();
        }
        return;
      } else {
        boolean object = objects[depth - 1];
        char c = peek();
        if (c == ',' && !isEmptyContainer()) {
          at++;
          skipBlanks();
          counts[depth]++;
          if (object) {
            member(counts[depth]);
          } else {
            element(counts[depth]);
          }
          valueExpected = true;
        } else if (c == (object ? '}' : ']')) {
          close(object);
          at++;
          skipBlanks();
        } else {
          throw misplaced();
        }
      }
    }
  }

  /**
   * Returns the error of a token that may not stand here. PostgreSQL reads a string wholly before
   * it looks where it stands, so what is wrong inside of it is told first.
   */
  private SQLException misplaced() throws SQLException {
    if (peek() == '"') {
      skipString();
    }
    return malformed();
  }

  /** Tells whether what was just read is an opening bracket: then a comma is wrong. */
  private boolean isEmptyContainer() {
    int i = at - 1;
    while (i >= 0 && isBlank(text.charAt(i))) {
      i--;
    }
    return i >= 0 && (text.charAt(i) == '[' || text.charAt(i) == '{');
  }

  private void open(boolean object) throws SQLException {
    if (depth == MAX_DEPTH) {
      throw DataError.of("54001", "JSON value is nested too deeply");
    }
    if (depth == objects.length) {
      objects = Arrays.copyOf(objects, depth * 2);
    }
    objects[depth++] = object;
    if (object) {
      startObject();
    } else {
      startArray();
    }
  }

  private void close(boolean object) {
    depth--;
    if (object) {
      endObject();
    } else {
      endArray();
    }
  }

  private void member(int index) throws SQLException {
    if (peek() != '"') {
      throw malformed();
    }
    int start = at;
    skipString();
    key(index, start, at);
    skipBlanks();
    if (peek() != ':') {
      throw misplaced();
    }
    at++;
    skipBlanks();
  }

  private void scalar(char c) throws SQLException {
    int start = at;
    switch (c) {
      case '"' -> {
        skipString();
        string(start, at);
      }
      case 't' -> literal(start, "true");
      case 'f' -> literal(start, "false");
      case 'n' -> literal(start, "null");
      default -> {
        skipNumber();
        int end = at;
        requireToken();
        at = end;
        number(start, end);
      }
    }
  }

  /**
   * Reads the next token and forgets it: PostgreSQL has read it when it converts the number before
   * it, so what is wrong inside of it is told first.
   */
  private void requireToken() throws SQLException {
    skipBlanks();
    char c = peek();
    if (at == text.length() || ",:{}[]".indexOf(c) >= 0) {
      return;
    }
    if (c == '"') {
      skipString();
    } else if (c == '-' || Blanks.isDigit(c)) {
      skipNumber();
    } else {
      for (String word : List.of("true", "false", "null")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          endOfWord();
          return;
        }
      }
      throw malformed();
    }
  }

  private void literal(int start, String word) throws SQLException {
    if (!text.startsWith(word, start)) {
      throw malformed();
    }
    at = start + word.length();
    endOfWord();
    literal(word);
  }

  private void skipNumber() throws SQLException {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    endOfWord();
  }

  private void digits() throws SQLException {
    if (!Blanks.isDigit(peek())) {
      throw malformed();
    }
    while (Blanks.isDigit(peek())) {
      at++;
    }
  }

  private void endOfWord() throws SQLException {
    char c = Blanks.lower(peek());
    if (Blanks.isDigit(c) || (c >= 'a' && c <= 'z') || c == '_' || c > 0x7F) {
      throw malformed();
    }
  }

  private void skipString() throws SQLException {
    at++;
    int high = 0;
    while (true) {
      if (at >= text.length()) {
        throw malformed();
      }
      char c = text.charAt(at++);
      if (c < ' ') {
        throw malformed();
      }
      if (c != '\\') {
        if (high != 0) {
          throw malformed();
        }
        if (c == '"') {
          return;
        }
        continue;
      }
      high = escape(high);
    }
  }

  /** Checks an escape; returns it if it is the first half of a surrogate pair, else 0. */
  private int escape(int high) throws SQLException {
    char kind = peek();
    at++;
    if (kind != 'u') {
      if (high != 0 || "\"\\/bfnrt".indexOf(kind) < 0) {
        throw malformed();
      }
      return 0;
    }
    int code = hex(text, at);
    if (code < 0) {
      throw malformed();
    }
    at += 4;
    if (!resolvesEscapes()) {
      return 0;
    }
    if (Character.isHighSurrogate((char) code)) {
      if (high != 0) {
        throw malformed();
      }
      return code;
    }
    if (Character.isLowSurrogate((char) code) != (high != 0)) {
      throw malformed();
    }
    if (code == 0) {
      throw DataError.of("22P05", "unsupported Unicode escape sequence: \\u0000 has no text");
    }
    return 0;
  }

  /** Returns the number that four hexadecimal digits are, or -1. */
  static int hex(String text, int from) {
    if (from + 4 > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = Blanks.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private void skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private SQLException malformed() {
    return DataError.invalidText(type);
  }
}
