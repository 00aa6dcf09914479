package io.github.cofferjdbc.value;

import java.sql.SQLException;

/**
 * Text form of {@code float4} and {@code float8}: reads what C's strtod reads (hexadecimal too, as
 * servers on glibc do), rounds once and correctly, prints the shortest decimal that reads back.
 */
final class FloatText {

  private FloatText() {}

  static byte[] parse(BaseType type, String text) throws SQLException {
    return type == BaseType.FLOAT4
        ? Binary.int4(Float.floatToRawIntBits(parseFloat(text)))
        : Binary.int8(Double.doubleToRawLongBits(parseDouble(text)));
  }

  static double parseDouble(String text) throws SQLException {
    String number = number(BaseType.FLOAT8, text);
    double value = Double.parseDouble(number);
    if (Double.isInfinite(value) && isDigits(number) || value == 0 && hasNonZeroDigit(number)) {
      throw DataError.outOfRange(BaseType.FLOAT8);
    }
    return value;
  }

  static float parseFloat(String text) throws SQLException {
    String number = number(BaseType.FLOAT4, text);
    float value = Float.parseFloat(number);
    if (Float.isInfinite(value) && isDigits(number) || value == 0 && hasNonZeroDigit(number)) {
      throw DataError.outOfRange(BaseType.FLOAT4);
    }
    return value;
  }

  /** Returns the number as Java reads it: {@code NaN}, {@code -Infinity} or digits. */
  private static String number(BaseType type, String text) throws SQLException {
    int from = Blanks.skip(text, 0);
    int to = Blanks.end(text, from);
    int at = from;
    boolean negative = at < to && text.charAt(at) == '-';
    if (negative || (at < to && text.charAt(at) == '+')) {
      at++;
    }
    if (at < to) {
      char c = text.charAt(at);
      if (Blanks.isDigit(c) || c == '.') {
        boolean hex = c == '0' && at + 1 < to && Blanks.lower(text.charAt(at + 1)) == 'x';
        String number = text.substring(from, to);
        if (hex ? isHex(text, at + 2, to) : isDecimal(text, at, to)) {
          boolean exponent = !hex || number.indexOf('p') >= 0 || number.indexOf('P') >= 0;
          return exponent ? number : number + "p0";
        }
      } else {
        String word = text.substring(at, to);
        if (NumericText.isWord(word, "infinity") || NumericText.isWord(word, "inf")) {
          return negative ? "-Infinity" : "Infinity";
        }
        if (isNan(word)) {
          return "NaN";
        }
      }
    }
    throw DataError.invalidText(type);
  }

  /** Accepts {@code nan} and C's {@code nan(letters, digits, underscores)}. */
  private static boolean isNan(String word) {
    if (word.length() < 3 || !NumericText.isWord(word.substring(0, 3), "nan")) {
      return false;
    }
    if (word.length() == 3) {
      return true;
    }
    if (word.charAt(3) != '(' || word.charAt(word.length() - 1) != ')') {
      return false;
    }
    for (int i = 4; i < word.length() - 1; i++) {
      char c = Blanks.lower(word.charAt(i));
      if (!Blanks.isDigit(c) && (c < 'a' || c > 'z') && c != '_') {
        return false;
      }
    }
    return word.length() > 4;
  }

  private static boolean isDecimal(String text, int from, int to) {
    return isNumber(text, from, to, 10, 'e');
  }

  private static boolean isHex(String text, int from, int to) {
    return isNumber(text, from, to, 16, 'p');
  }

  private static boolean isNumber(String text, int from, int to, int base, char exponentMark) {
    int at = from;
    int digits = 0;
    boolean point = false;
    while (at < to) {
      char c = text.charAt(at);
      if (c == '.' && !point) {
        point = true;
      } else if (Blanks.digit(c, base) >= 0) {
        digits++;
      } else {
        break;
      }
      at++;
    }
    if (digits == 0) {
      return false;
    }
    if (at == to) {
      return true;
    }
    if (Blanks.lower(text.charAt(at)) != exponentMark) {
      return false;
    }
    at++;
    if (at < to && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int first = at;
    while (at < to && Blanks.isDigit(text.charAt(at))) {
      at++;
    }
    return at == to && at > first;
  }

  private static boolean isDigits(String number) {
    return number.charAt(number.length() - 1) != 'y';
  }

  private static boolean hasNonZeroDigit(String number) {
    boolean hex = number.indexOf('x') >= 0 || number.indexOf('X') >= 0;
    for (int i = 0; i < number.length(); i++) {
      char c = Blanks.lower(number.charAt(i));
      if (c == 'p' || (c == 'e' && !hex)) {
        return false;
      }
      if (c != '0' && Blanks.digit(c, hex ? 16 : 10) > 0) {
        return true;
      }
    }
    return false;
  }

  static byte[] print(BaseType type, byte[] binary) throws MalformedValueException {
    if (type == BaseType.FLOAT4) {
      Binary.checkLength(type, binary, 4);
      return print(Float.intBitsToFloat(Binary.getInt(binary, 0)));
    }
    Binary.checkLength(type, binary, 8);
    return print(Double.longBitsToDouble(Binary.getLong(binary, 0)));
  }

  static byte[] print(double value) {
    Ascii out = new Ascii(24);
    if (appendSpecial(out, value)) {
      return out.toBytes();
    }
    append(out, ShortestDecimal.of(Math.abs(value)), 15);
    return out.toBytes();
  }

  static byte[] print(float value) {
    Ascii out = new Ascii(16);
    if (appendSpecial(out, value)) {
      return out.toBytes();
    }
    append(out, ShortestDecimal.of(Math.abs(value)), 6);
    return out.toBytes();
  }

  /** Appends a sign if there is one, and the value if it has no decimal digits but 0. */
  private static boolean appendSpecial(Ascii out, double value) {
    if (Double.isNaN(value)) {
      out.append("NaN");
      return true;
    }
    if (Math.copySign(1.0, value) < 0) {
      out.append('-');
    }
    if (Double.isInfinite(value)) {
      out.append("Infinity");
      return true;
    }
    if (value == 0) {
      out.append('0');
      return true;
    }
    return false;
  }

  /** Appends in PostgreSQL's layout: an exponent below 1e-4 and from this many digits on. */
  private static void append(Ascii out, ShortestDecimal decimal, int fixedDigits) {
    String digits = Long.toString(decimal.digits());
    int exponent = decimal.exponent() + digits.length() - 1;
    if (exponent < -4 || exponent >= fixedDigits) {
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits.substring(1));
      }
      out.append('e').append(exponent < 0 ? '-' : '+').padded(exponent, 2);
    } else if (exponent < 0) {
      out.append("0.");
      for (int i = -1; i > exponent; i--) {
        out.append('0');
      }
      out.append(digits);
    } else {
      for (int i = 0; i < Math.max(digits.length(), exponent + 1); i++) {
        if (i == exponent + 1) {
          out.append('.');
        }
        out.append(i < digits.length() ? digits.charAt(i) : '0');
      }
    }
  }
}
