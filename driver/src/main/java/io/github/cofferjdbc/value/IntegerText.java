package io.github.cofferjdbc.value;

import java.sql.SQLException;

/**
 * Text form of {@code int2}, {@code int4} and {@code int8}, as PostgreSQL 16 and later read it:
 * blanks around, a sign, decimal digits or 0x, 0o, 0b, single underscores between digits.
 */
final class IntegerText {

  private IntegerText() {}

  static byte[] parse(BaseType type, String text) throws SQLException {
    long least =
        switch (type) {
          case INT2 -> Short.MIN_VALUE;
          case INT4 -> Integer.MIN_VALUE;
          default -> Long.MIN_VALUE;
        };
    return encode(type, parseLong(type, text, least));
  }

  /** Returns the send format of a value known to be in the type's range. */
  static byte[] encode(BaseType type, long value) {
    return switch (type) {
      case INT2 -> Binary.int2((int) value);
      case INT4 -> Binary.int4((int) value);
      default -> Binary.int8(value);
    };
  }

  /** Returns the number in a value of an integer type. */
  static long decode(BaseType type, byte[] binary) throws MalformedValueException {
    return switch (type) {
      case INT2 -> {
        Binary.checkLength(type, binary, 2);
        yield Binary.getShort(binary, 0);
      }
      case INT4 -> {
        Binary.checkLength(type, binary, 4);
        yield Binary.getInt(binary, 0);
      }
      default -> {
        Binary.checkLength(type, binary, 8);
        yield Binary.getLong(binary, 0);
      }
    };
  }

  private static long parseLong(BaseType type, String text, long least) throws SQLException {
    int i = Blanks.skip(text, 0);
    int end = text.length();
    boolean negative = false;
    if (i < end && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
      negative = text.charAt(i) == '-';
      i++;
    }
    int base = base(text, i);
    boolean any = false;
    if (base != 10) {
      i += 2;
    }
    // Unsigned, so that the magnitude of the least value fits.
    long magnitude = 0;
    long bound = -(least / base);
    while (i < end) {
      char c = text.charAt(i);
      int digit = Blanks.digit(c, base);
      if (digit >= 0) {
        if (Long.compareUnsigned(magnitude, bound) > 0) {
          throw DataError.outOfRange(type);
        }
        magnitude = magnitude * base + digit;
        any = true;
      } else if (c == '_' && (any || base != 10)) {
        if (i + 1 >= end || Blanks.digit(text.charAt(i + 1), base) < 0) {
          throw DataError.invalidText(type);
        }
      } else {
        break;
      }
      i++;
    }
    if (!any || Blanks.skip(text, i) != end) {
      throw DataError.invalidText(type);
    }
    // As unsigned numbers, -least is one more than the greatest value.
    if (Long.compareUnsigned(magnitude, negative ? -least : -(least + 1)) > 0) {
      throw DataError.outOfRange(type);
    }
    return negative ? -magnitude : magnitude;
  }

  private static int base(String text, int at) {
    if (at + 1 < text.length() && text.charAt(at) == '0') {
      return switch (text.charAt(at + 1)) {
        case 'x', 'X' -> 16;
        case 'o', 'O' -> 8;
        case 'b', 'B' -> 2;
        default -> 10;
      };
    }
    return 10;
  }

  static byte[] print(BaseType type, byte[] binary) throws MalformedValueException {
    return print(decode(type, binary));
  }

  static byte[] print(long value) {
    Ascii out = new Ascii(20);
    out.append(value);
    return out.toBytes();
  }
}
