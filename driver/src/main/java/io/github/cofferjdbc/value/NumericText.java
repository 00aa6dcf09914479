package io.github.cofferjdbc.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Text form of {@code numeric} as PostgreSQL 16 and later read it: decimals with an exponent,
 * single underscores between digits, 0x, 0o, 0b integers, NaN and the infinities. The scale that
 * the text shows is kept.
 */
final class NumericText {

  /** More digits than this in another base than ten are too many for any numeric. */
  private static final int MAX_OTHER_BASE_DIGITS = 500_000;

  private final String text;
  private int at;

  private NumericText(String text) {
    this.text = text;
  }

  static byte[] parse(String text) throws SQLException {
    return new NumericText(text).parse();
  }

  static byte[] of(BigDecimal value) throws SQLException {
    // With an exponent if there is one: 1E+999999999 in full would not fit into memory.
    return parse(value.toString());
  }

  static byte[] of(long value) {
    try {
      return parse(Long.toString(value));
    } catch (SQLException e) {
      throw new IllegalStateException("a long is a numeric", e);
    }
  }

  private byte[] parse() throws SQLException {
    at = Blanks.skip(text, 0);
    boolean negative = peek() == '-';
    boolean signed = negative || peek() == '+';
    if (signed) {
      at++;
    }
    char c = peek();
    if (!Blanks.isDigit(c) && c != '.') {
      return special(signed, negative);
    }
    if (c == '0' && at + 1 < text.length()) {
      int base =
          switch (text.charAt(at + 1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
          };
      if (base != 10) {
        at += 2;
        return otherBase(base, negative);
      }
    }
    return decimal(negative);
  }

  private byte[] special(boolean signed, boolean negative) throws SQLException {
    int end = Blanks.end(text, at);
    String word = text.substring(at, end);
    if (!signed && isWord(word, "nan")) {
      return NumericBinary.special(NumericBinary.NAN);
    }
    if (isWord(word, "infinity") || isWord(word, "inf")) {
      return NumericBinary.special(
          negative ? NumericBinary.MINUS_INFINITY : NumericBinary.INFINITY);
    }
    throw DataError.invalidText(BaseType.NUMERIC);
  }

  static boolean isWord(String text, String word) {
    if (text.length() != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Blanks.lower(text.charAt(i)) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private byte[] decimal(boolean negative) throws SQLException {
    byte[] digits = new byte[text.length() - at];
    int count = 0;
    long beforePoint = 0;
    long scale = 0;
    boolean point = false;
    if (peek() == '.') {
      point = true;
      at++;
    }
    if (!Blanks.isDigit(peek())) {
      throw DataError.invalidText(BaseType.NUMERIC);
    }
    for (char c = peek(); ; c = peek()) {
      if (Blanks.isDigit(c)) {
        digits[count++] = (byte) (c - '0');
        if (point) {
          scale++;
        } else {
          beforePoint++;
        }
        at++;
      } else if (c == '.' && !point) {
        point = true;
        at++;
        if (peek() == '_') {
          throw DataError.invalidText(BaseType.NUMERIC);
        }
      } else if (c == '_') {
        digitAfterUnderscore();
      } else {
        break;
      }
    }
    if (peek() == 'e' || peek() == 'E') {
      long exponent = exponent();
      beforePoint += exponent;
      scale = Math.max(0, scale - exponent);
    }
    end();
    return encode(digits, count, beforePoint, scale, negative);
  }

  private long exponent() throws SQLException {
    at++;
    boolean negative = peek() == '-';
    if (negative || peek() == '+') {
      at++;
    }
    if (!Blanks.isDigit(peek())) {
      throw DataError.invalidText(BaseType.NUMERIC);
    }
    long exponent = 0;
    while (Blanks.isDigit(peek())) {
      exponent = exponent * 10 + (peek() - '0');
      if (exponent > Integer.MAX_VALUE / 2) {
        throw DataError.outOfRange(BaseType.NUMERIC);
      }
      at++;
      if (peek() == '_') {
        digitAfterUnderscore();
      }
    }
    return negative ? -exponent : exponent;
  }

  private void digitAfterUnderscore() throws SQLException {
    at++;
    if (!Blanks.isDigit(peek())) {
      throw DataError.invalidText(BaseType.NUMERIC);
    }
  }

  private void end() throws SQLException {
    if (Blanks.skip(text, at) != text.length()) {
      throw DataError.invalidText(BaseType.NUMERIC);
    }
  }

  private byte[] otherBase(int base, boolean negative) throws SQLException {
    StringBuilder digits = new StringBuilder();
    while (true) {
      char c = peek();
      if (c == '_') {
        at++;
        c = peek();
        if (Blanks.digit(c, base) < 0) {
          throw DataError.invalidText(BaseType.NUMERIC);
        }
      }
      if (Blanks.digit(c, base) < 0) {
        break;
      }
      digits.append(c);
      at++;
    }
    if (digits.isEmpty()) {
      throw DataError.invalidText(BaseType.NUMERIC);
    }
    end();
    if (digits.length() > MAX_OTHER_BASE_DIGITS) {
      throw DataError.outOfRange(BaseType.NUMERIC);
    }
    byte[] decimal =
        new BigInteger(digits.toString(), base).toString().getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < decimal.length; i++) {
      decimal[i] -= (byte) '0';
    }
    return encode(decimal, decimal.length, decimal.length, 0, negative);
  }

  /**
   * Encodes digits as groups of four around the decimal point.
   *
   * @param beforePoint how many of the digits stand before the point; below 0 or beyond the count
   *     if there are zeros between the digits and the point
   */
  private static byte[] encode(
      byte[] digits, int count, long beforePoint, long scale, boolean negative)
      throws SQLException {
    if (scale > NumericBinary.MAX_DSCALE) {
      throw DataError.outOfRange(BaseType.NUMERIC);
    }
    int first = 0;
    while (first < count && digits[first] == 0) {
      first++;
    }
    int last = count;
    while (last > first && digits[last - 1] == 0) {
      last--;
    }
    if (first == last) {
      return NumericBinary.header(0, 0, NumericBinary.POSITIVE, (int) scale);
    }
    long position = beforePoint - first - 1;
    long weight = Math.floorDiv(position, 4);
    if (weight > NumericBinary.MAX_WEIGHT) {
      throw DataError.outOfRange(BaseType.NUMERIC);
    }
    int lead = 3 - (int) (position - weight * 4);
    int groups = (last - first + lead + 3) / 4;
    byte[] binary =
        NumericBinary.header(
            groups,
            (int) weight,
            negative ? NumericBinary.NEGATIVE : NumericBinary.POSITIVE,
            (int) scale);
    int digit = first - lead;
    for (int g = 0; g < groups; g++) {
      int group = 0;
      for (int i = 0; i < 4; i++, digit++) {
        group = group * 10 + (digit >= first && digit < last ? digits[digit] : 0);
      }
      Binary.putShort(binary, NumericBinary.HEADER + 2 * g, group);
    }
    return binary;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  static byte[] print(byte[] binary) throws MalformedValueException {
    NumericBinary.check(binary);
    switch (NumericBinary.sign(binary)) {
      case NumericBinary.NAN -> {
        return new byte[] {'N', 'a', 'N'};
      }
      case NumericBinary.INFINITY -> {
        return "Infinity".getBytes(StandardCharsets.US_ASCII);
      }
      case NumericBinary.MINUS_INFINITY -> {
        return "-Infinity".getBytes(StandardCharsets.US_ASCII);
      }
      default -> {
        return printFinite(binary);
      }
    }
  }

  private static byte[] printFinite(byte[] binary) {
    int groups = NumericBinary.groups(binary);
    int weight = NumericBinary.weight(binary);
    int dscale = NumericBinary.dscale(binary);
    byte[] out = new byte[2 + 4 * (Math.max(weight, 0) + 1) + dscale + 4];
    int at = 0;
    if (NumericBinary.sign(binary) == NumericBinary.NEGATIVE) {
      out[at++] = '-';
    }
    if (weight < 0 || groups == 0) {
      out[at++] = '0';
    } else {
      at = firstGroup(out, at, NumericBinary.group(binary, 0));
      for (int g = 1; g <= weight; g++) {
        at = fullGroup(out, at, g < groups ? NumericBinary.group(binary, g) : 0);
      }
    }
    if (dscale > 0) {
      out[at++] = '.';
      int end = at + dscale;
      for (int g = weight + 1; at < end; g++) {
        at = fullGroup(out, at, g >= 0 && g < groups ? NumericBinary.group(binary, g) : 0);
      }
      at = end;
    }
    return at == out.length ? out : Arrays.copyOf(out, at);
  }

  private static int firstGroup(byte[] out, int at, int group) {
    int divisor = group >= 1000 ? 1000 : group >= 100 ? 100 : group >= 10 ? 10 : 1;
    int next = at;
    for (int d = divisor; d > 0; d /= 10) {
      out[next++] = (byte) ('0' + group / d % 10);
    }
    return next;
  }

  private static int fullGroup(byte[] out, int at, int group) {
    out[at] = (byte) ('0' + group / 1000);
    out[at + 1] = (byte) ('0' + group / 100 % 10);
    out[at + 2] = (byte) ('0' + group / 10 % 10);
    out[at + 3] = (byte) ('0' + group % 10);
    return at + 4;
  }
}
