package io.github.cofferjdbc.value;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;

/** Text form of {@code bytea}: reads the hex and the escape format, prints hex. */
final class ByteaText {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private ByteaText() {}

  static byte[] parse(String text) throws SQLException {
    return text.startsWith("\\x") ? parseHex(text) : parseEscape(Utf8.encode(text));
  }

  private static byte[] parseHex(String text) throws SQLException {
    byte[] out = new byte[(text.length() - 2) / 2];
    int length = 0;
    int i = 2;
    while (i < text.length()) {
      char c = text.charAt(i);
      // Blanks may stand between bytes, not inside one.
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        i++;
        continue;
      }
      int high = hexDigit(c);
      if (i + 1 == text.length()) {
        throw DataError.of("22023", "invalid hexadecimal data: odd number of digits");
      }
      int low = hexDigit(text.charAt(i + 1));
      out[length++] = (byte) (high << 4 | low);
      i += 2;
    }
    return length == out.length ? out : java.util.Arrays.copyOf(out, length);
  }

  private static int hexDigit(char c) throws SQLException {
    int digit = Blanks.digit(c, 16);
    if (digit < 0) {
      if (c == 0 || Character.isSurrogate(c)) {
        throw Utf8.notText();
      }
      throw DataError.of("22023", "invalid hexadecimal digit in a value of type bytea");
    }
    return digit;
  }

  private static byte[] parseEscape(byte[] text) throws SQLException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
    int i = 0;
    while (i < text.length) {
      if (text[i] != '\\') {
        out.write(text[i]);
        i++;
      } else if (i + 1 < text.length && text[i + 1] == '\\') {
        out.write('\\');
        i += 2;
      } else if (i + 3 < text.length
          && isOctal(text[i + 1], '3')
          && isOctal(text[i + 2], '7')
          && isOctal(text[i + 3], '7')) {
        out.write((text[i + 1] - '0') << 6 | (text[i + 2] - '0') << 3 | (text[i + 3] - '0'));
        i += 4;
      } else {
        throw DataError.invalidText(BaseType.BYTEA);
      }
    }
    return out.toByteArray();
  }

  private static boolean isOctal(byte c, char most) {
    return c >= '0' && c <= most;
  }

  static byte[] print(byte[] binary) {
    byte[] out = new byte[2 + 2 * binary.length];
    out[0] = '\\';
    out[1] = 'x';
    for (int i = 0; i < binary.length; i++) {
      out[2 + 2 * i] = HEX[(binary[i] >> 4) & 15];
      out[3 + 2 * i] = HEX[binary[i] & 15];
    }
    return out;
  }
}
