package io.github.cofferjdbc.value;

import java.sql.SQLException;

/**
 * Text form of {@code uuid}: 32 hexadecimal digits, a hyphen allowed after any group of four,
 * braces allowed around; printed as 8-4-4-4-12.
 */
final class UuidText {

  private UuidText() {}

  static byte[] parse(String text) throws SQLException {
    byte[] out = new byte[16];
    int end = text.length();
    int i = 0;
    boolean braces = end > 0 && text.charAt(0) == '{';
    if (braces) {
      i++;
    }
    for (int n = 0; n < 16; n++) {
      if (i + 1 >= end) {
        throw DataError.invalidText(BaseType.UUID);
      }
      int high = Blanks.digit(text.charAt(i), 16);
      int low = Blanks.digit(text.charAt(i + 1), 16);
      if (high < 0 || low < 0) {
        throw DataError.invalidText(BaseType.UUID);
      }
      out[n] = (byte) (high << 4 | low);
      i += 2;
      if (n % 2 == 1 && n < 15 && i < end && text.charAt(i) == '-') {
        i++;
      }
    }
    if (braces) {
      if (i >= end || text.charAt(i) != '}') {
        throw DataError.invalidText(BaseType.UUID);
      }
      i++;
    }
    if (i != end) {
      throw DataError.invalidText(BaseType.UUID);
    }
    return out;
  }

  static byte[] print(byte[] binary) throws MalformedValueException {
    Binary.checkLength(BaseType.UUID, binary, 16);
    byte[] out = new byte[36];
    int at = 0;
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        out[at++] = '-';
      }
      out[at++] = (byte) Character.forDigit((binary[i] >> 4) & 15, 16);
      out[at++] = (byte) Character.forDigit(binary[i] & 15, 16);
    }
    return out;
  }
}
