package io.github.cofferjdbc.value;

import java.math.BigInteger;

/**
 * The shortest decimal that reads back as a given binary floating-point number, and of those the
 * closest.
 *
 * <p>The JDK's own {@code Double.toString} gives that only from Java 19 on, and accepts a decimal
 * on the very edge of the rounding interval where PostgreSQL does not (1e23 prints as
 * 9.999999999999999e+22). This is the Schubfach algorithm (Raffaello Giulietti, "The Schubfach way
 * to render doubles", 2020) with the interval always open.
 *
 * @param digits the decimal digits as a number, without trailing zeros, above 0
 * @param exponent the power of ten to multiply with
 */
record ShortestDecimal(long digits, int exponent) {

  private static final long MASK_63 = (1L << 63) - 1;
  private static final int K_MIN = -324;
  private static final int K_MAX = 292;

  private static final int DOUBLE_Q_MIN = -1074;
  private static final long DOUBLE_C_MIN = 1L << 52;
  private static final int FLOAT_Q_MIN = -149;
  private static final long FLOAT_C_MIN = 1L << 23;

  /** Powers of ten as 126-bit numbers, high and low 63 bits; made on first use, about 10 KB. */
  private static final class Powers {
    static final long[] HIGH = new long[K_MAX - K_MIN + 1];
    static final long[] LOW = new long[K_MAX - K_MIN + 1];

    static {
      for (int k = K_MIN; k <= K_MAX; k++) {
        // g = floor(10^-k * 2^-r) + 1 with 2^125 <= g < 2^126.
        int r = flog2pow10(-k) - 125;
        BigInteger numerator = k <= 0 ? BigInteger.TEN.pow(-k) : BigInteger.ONE;
        BigInteger denominator = k > 0 ? BigInteger.TEN.pow(k) : BigInteger.ONE;
        if (r > 0) {
          denominator = denominator.shiftLeft(r);
        } else {
          numerator = numerator.shiftLeft(-r);
        }
        BigInteger g = numerator.divide(denominator).add(BigInteger.ONE);
        HIGH[k - K_MIN] = g.shiftRight(63).longValueExact();
        LOW[k - K_MIN] = g.longValue() & MASK_63;
      }
    }
  }

  /** Returns the decimal of a finite number above 0. */
  static ShortestDecimal of(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52);
    long fraction = bits & (DOUBLE_C_MIN - 1);
    return exponent == 0
        ? of(DOUBLE_Q_MIN, fraction, DOUBLE_Q_MIN, DOUBLE_C_MIN)
        : of(DOUBLE_Q_MIN + exponent - 1, fraction | DOUBLE_C_MIN, DOUBLE_Q_MIN, DOUBLE_C_MIN);
  }

  /** Returns the decimal of a finite number above 0. */
  static ShortestDecimal of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = bits >>> 23;
    long fraction = bits & (FLOAT_C_MIN - 1);
    return exponent == 0
        ? of(FLOAT_Q_MIN, fraction, FLOAT_Q_MIN, FLOAT_C_MIN)
        : of(FLOAT_Q_MIN + exponent - 1, fraction | FLOAT_C_MIN, FLOAT_Q_MIN, FLOAT_C_MIN);
  }

  /** Computes the decimal of {@code c * 2^q}. */
  private static ShortestDecimal of(int q, long c, int qMin, long cMin) {
    long middle = c << 2;
    long upper = middle + 2;
    long lower;
    int k;
    if (c != cMin || q == qMin) {
      lower = middle - 2;
      k = flog10pow2(q);
    } else {
      // Below a power of two the next number is only half as far away.
      lower = middle - 1;
      k = flog10threeQuartersPow2(q);
    }
    int h = q + flog2pow10(-k) + 2;
    long high = Powers.HIGH[k - K_MIN];
    long low = Powers.LOW[k - K_MIN];
    long v = roundToOdd(high, low, middle << h);
    long vLower = roundToOdd(high, low, lower << h) + 1;
    long vUpper = roundToOdd(high, low, upper << h) - 1;
    long s = v >> 2;
    if (s >= 10) {
      long shorter = s / 10 * 10;
      boolean below = vLower <= (shorter << 2);
      boolean above = ((shorter + 10) << 2) <= vUpper;
      if (below != above) {
        return stripped(below ? shorter : shorter + 10, k);
      }
    }
    boolean below = vLower <= (s << 2);
    boolean above = ((s + 1) << 2) <= vUpper;
    if (below != above) {
      return stripped(below ? s : s + 1, k);
    }
    long side = v - ((s + s + 1) << 1);
    return stripped(side < 0 || (side == 0 && (s & 1) == 0) ? s : s + 1, k);
  }

  private static ShortestDecimal stripped(long digits, int exponent) {
    long shorter = digits;
    int e = exponent;
    while (shorter % 10 == 0) {
      shorter /= 10;
      e++;
    }
    return new ShortestDecimal(shorter, e);
  }

  /** Multiplies by 126 bits and rounds to an odd number, so that no comparison is misled. */
  private static long roundToOdd(long high, long low, long factor) {
    long x1 = Math.multiplyHigh(low, factor);
    long y0 = high * factor;
    long y1 = Math.multiplyHigh(high, factor);
    long z = (y0 >>> 1) + x1;
    long w = y1 + (z >>> 63);
    return w | (((z & MASK_63) + MASK_63) >>> 63);
  }

  /** floor(log10(2^e)) for the exponents of doubles. */
  private static int flog10pow2(int e) {
    return (int) ((e * 661_971_961_083L) >> 41);
  }

  /** floor(log10(3/4 * 2^e)) for the exponents of doubles. */
  private static int flog10threeQuartersPow2(int e) {
    return (int) ((e * 661_971_961_083L - 274_743_187_321L) >> 41);
  }

  /** floor(log2(10^e)) for the exponents of doubles. */
  private static int flog2pow10(int e) {
    return (int) ((e * 913_124_641_741L) >> 38);
  }
}
