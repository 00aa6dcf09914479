package io.github.cofferjdbc.value;

import java.util.Arrays;

/**
 * PostgreSQL's numeric send format.
 *
 * <pre>
 *   2 bytes  number of digit groups
 *   2 bytes  weight: the first group counts 10000^weight, signed
 *   2 bytes  sign: 0000, 4000 minus, C000 NaN, D000 Infinity, F000 -Infinity
 *   2 bytes  dscale: decimal places shown, 0 to 16383
 *   2 bytes  each group, 0 to 9999
 * </pre>
 *
 * A number has neither leading nor trailing zero groups; zero has no group and weight 0.
 */
final class NumericBinary {

  static final int HEADER = 8;

  static final int POSITIVE = 0;
  static final int NEGATIVE = 0x4000;
  static final int NAN = 0xC000;
  static final int INFINITY = 0xD000;
  static final int MINUS_INFINITY = 0xF000;

  static final int MAX_DSCALE = 0x3FFF;
  static final int MAX_WEIGHT = 0x7FFF;

  /** What PostgreSQL sends as the dscale of the infinities; it means nothing. */
  private static final int INFINITY_DSCALE = 0x20;

  private NumericBinary() {}

  static int groups(byte[] binary) {
    return Binary.getShort(binary, 0) & 0xFFFF;
  }

  static int weight(byte[] binary) {
    return Binary.getShort(binary, 2);
  }

  static int sign(byte[] binary) {
    return Binary.getShort(binary, 4) & 0xFFFF;
  }

  static int dscale(byte[] binary) {
    return Binary.getShort(binary, 6) & 0xFFFF;
  }

  static int group(byte[] binary, int index) {
    return Binary.getShort(binary, HEADER + 2 * index);
  }

  static boolean isFinite(byte[] binary) {
    return sign(binary) <= NEGATIVE;
  }

  static byte[] header(int groups, int weight, int sign, int dscale) {
    byte[] binary = new byte[HEADER + 2 * groups];
    Binary.putShort(binary, 0, groups);
    Binary.putShort(binary, 2, weight);
    Binary.putShort(binary, 4, sign);
    Binary.putShort(binary, 6, dscale);
    return binary;
  }

  /** Returns NaN or an infinity as PostgreSQL sends it. */
  static byte[] special(int sign) {
    return header(0, 0, sign, sign == NAN ? 0 : INFINITY_DSCALE);
  }

  /** Checks what every valid value fulfils; the other methods here rely on it. */
  static void check(byte[] binary) throws MalformedValueException {
    if (binary.length < HEADER || binary.length != HEADER + 2 * groups(binary)) {
      throw malformed("length");
    }
    int sign = sign(binary);
    int groups = groups(binary);
    if (sign == NAN || sign == INFINITY || sign == MINUS_INFINITY) {
      if (groups != 0) {
        throw malformed("digits in a special value");
      }
      return;
    }
    if ((sign != POSITIVE && sign != NEGATIVE) || dscale(binary) > MAX_DSCALE) {
      throw malformed("sign or scale");
    }
    for (int i = 0; i < groups; i++) {
      int group = group(binary, i);
      if (group < 0 || group > 9999) {
        throw malformed("digit group");
      }
    }
    if (groups > 0 && (group(binary, 0) == 0 || group(binary, groups - 1) == 0)) {
      throw malformed("zero at an end");
    }
    if (groups == 0 && (sign != POSITIVE || weight(binary) != 0)) {
      throw malformed("zero with a sign or weight");
    }
    if ((groups - weight(binary) - 1) * 4 - trailingZeros(binary) > dscale(binary)) {
      throw malformed("digits beyond the scale");
    }
  }

  private static int trailingZeros(byte[] binary) {
    int groups = groups(binary);
    if (groups == 0) {
      return 0;
    }
    int last = group(binary, groups - 1);
    return last % 1000 == 0 ? 3 : last % 100 == 0 ? 2 : last % 10 == 0 ? 1 : 0;
  }

  /** Returns how many decimal places show the finite value exactly. */
  static int leastDscale(byte[] binary) {
    int groups = groups(binary);
    if (groups == 0) {
      return 0;
    }
    return Math.max(0, (groups - weight(binary) - 1) * 4 - trailingZeros(binary));
  }

  /** Returns the value with its least dscale: one form for all equal values. */
  static byte[] canonical(byte[] binary) {
    int sign = sign(binary);
    if (sign > NEGATIVE) {
      return header(0, 0, sign, 0);
    }
    int dscale = leastDscale(binary);
    if (dscale == dscale(binary)) {
      return binary;
    }
    byte[] canonical = Arrays.copyOf(binary, binary.length);
    Binary.putShort(canonical, 6, dscale);
    return canonical;
  }

  private static MalformedValueException malformed(String what) {
    return new MalformedValueException(BaseType.NUMERIC, what);
  }
}
