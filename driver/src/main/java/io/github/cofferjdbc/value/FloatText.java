package io.github.cofferjdbc.value;

import java.sql.SQLException;

/**
 * Text form of {@code float4} and {@code float8}: reads what C's strtod reads (hexadecimal too, as
 * servers on glibc do), rounds once and correctly, prints the shortest decimal that reads back.
 */
final class FloatText {

  private FloatText() {}

  static byte[] parse(BaseType type, String text) throws SQLException {
    if (type == BaseType.FLOAT4) {
      return Binary.int4(Float.floatToRawIntBits(parseFloat(text)));
    }
    return Binary.int8(Double.doubleToRawLongBits(parseDouble(text)));
  }

  static double parseDouble(String text) throws SQLException {
    int from = Blanks.skip(text, 0);
    int to = end(text, from);
    if (to == from) {
      return word(BaseType.FLOAT8, text, from);
    }
    String number = number(text, from, to);
    double value = Double.parseDouble(number);
    if (Double.isInfinite(value) || (value == 0 && hasNonZeroDigit(number))) {
      throw DataError.outOfRange(BaseType.FLOAT8);
    }
    checkEnd(BaseType.FLOAT8, text, to);
    return value;
  }

  static float parseFloat(String text) throws SQLException {
    int from = Blanks.skip(text, 0);
    int to = end(text, from);
    if (to == from) {
      return (float) word(BaseType.FLOAT4, text, from);
    }
    String number = number(text, from, to);
    float value = Float.parseFloat(number);
    if (Float.isInfinite(value) || (value == 0 && hasNonZeroDigit(number))) {
      throw DataError.outOfRange(BaseType.FLOAT4);
    }
    checkEnd(BaseType.FLOAT4, text, to);
    return value;
  }

  private static void checkEnd(BaseType type, String text, int at) throws SQLException {
    if (Blanks.skip(text, at) != text.length()) {
      throw DataError.invalidText(type);
    }
  }

  /** Reads NaN and the infinities. */
  private static double word(BaseType type, String text, int from) throws SQLException {
    String word = text.substring(from, Blanks.end(text, from));
    boolean negative = word.startsWith("-");
    String magnitude = negative || word.startsWith("+") ? word.substring(1) : word;
    if (NumericText.isWord(magnitude, "infinity") || NumericText.isWord(magnitude, "inf")) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (NumericText.isWord(magnitude, "nan")) {
      // The sign of a NaN means nothing, but servers keep it.
      return negative ? Double.longBitsToDouble(0xFFF8_0000_0000_0000L) : Double.NaN;
    }
    if (magnitude.length() > 3 && NumericText.isWord(magnitude.substring(0, 4), "nan(")) {
      throw DataError.refused(type, "write NaN");
    }
    throw DataError.invalidText(type);
  }

  /**
   * Returns the index after the longest number that starts at {@code from}, or {@code from}. As in
   * C, the range of that number is checked before what follows it is.
   */
  private static int end(String text, int from) {
    int at = from;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int end = 0;
    if (isHex(text, at)) {
      end = endOfNumber(text, at + 2, 16, 'p');
    }
    if (end == 0) {
      end = endOfNumber(text, at, 10, 'e');
    }
    return end == 0 ? from : end;
  }

  private static boolean isHex(String text, int at) {
    return at + 1 < text.length()
        && text.charAt(at) == '0'
        && Blanks.lower(text.charAt(at + 1)) == 'x';
  }

  /** Returns the index after digits, a point and an exponent, or 0 if there is no digit. */
  private static int endOfNumber(String text, int from, int base, char exponentMark) {
    int at = from;
    int digits = 0;
    boolean point = false;
    while (at < text.length()) {
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
      return 0;
    }
    int end = at;
    if (at < text.length() && Blanks.lower(text.charAt(at)) == exponentMark) {
      at++;
      if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      while (at < text.length() && Blanks.isDigit(text.charAt(at))) {
        at++;
        end = at;
      }
    }
    return end;
  }

  /** Returns the number as Java reads it, which wants an exponent behind hexadecimal digits. */
  private static String number(String text, int from, int to) {
    String number = text.substring(from, to);
    boolean hex = number.indexOf('x') >= 0 || number.indexOf('X') >= 0;
    return hex && number.indexOf('p') < 0 && number.indexOf('P') < 0 ? number + "p0" : number;
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
