package io.github.cofferjdbc.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** PostgreSQL's casts between its number types. */
final class NumberCast {

  /** How many digits PostgreSQL keeps of a float that becomes numeric: C's FLT_DIG, DBL_DIG. */
  private static final MathContext FLOAT_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

  private static final MathContext DOUBLE_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

  /** From this power of 10000 on, a numeric is beyond every integer type. */
  private static final int WEIGHT_BEYOND_LONG = 5;

  private NumberCast() {}

  static boolean isNumber(BaseType type) {
    return switch (type) {
      case INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC -> true;
      default -> false;
    };
  }

  static byte[] convert(BaseType from, BaseType to, byte[] binary)
      throws SQLException, MalformedValueException {
    return switch (to) {
      case FLOAT4 -> Binary.int4(Float.floatToRawIntBits(toFloat(from, binary)));
      case FLOAT8 -> Binary.int8(Double.doubleToRawLongBits(toDouble(from, binary)));
      case NUMERIC -> toNumeric(from, binary);
      default -> toInteger(from, to, binary);
    };
  }

  private static byte[] toInteger(BaseType from, BaseType to, byte[] binary)
      throws SQLException, MalformedValueException {
    long value =
        switch (from) {
          case FLOAT4, FLOAT8 -> {
            // Half to even, and what is no number or does not fit even a long is refused.
            double rounded = Math.rint(toDouble(from, binary));
            if (!(rounded >= -0x1p63 && rounded < 0x1p63)) {
              throw outOfRange(to);
            }
            yield (long) rounded;
          }
          case NUMERIC -> numericToLong(to, binary);
          default -> IntegerText.decode(from, binary);
        };
    boolean fits =
        switch (to) {
          case INT2 -> value == (short) value;
          case INT4 -> value == (int) value;
          default -> true;
        };
    if (!fits) {
      throw outOfRange(to);
    }
    return IntegerText.encode(to, value);
  }

  private static long numericToLong(BaseType to, byte[] binary)
      throws SQLException, MalformedValueException {
    if (!NumericBinary.isFinite(binary)) {
      String what = NumericBinary.sign(binary) == NumericBinary.NAN ? "NaN" : "infinity";
      throw DataError.of("0A000", "cannot convert " + what + " to " + DataError.displayName(to));
    }
    if (NumericBinary.weight(binary) >= WEIGHT_BEYOND_LONG) {
      throw outOfRange(to);
    }
    try {
      return decimal(binary).setScale(0, RoundingMode.HALF_UP).longValueExact();
    } catch (ArithmeticException e) {
      throw outOfRange(to);
    }
  }

  /** Returns a finite numeric; only for small ones, or its digits may take a while. */
  static BigDecimal decimal(byte[] binary) throws MalformedValueException {
    return new BigDecimal(text(binary));
  }

  static double toDouble(BaseType from, byte[] binary)
      throws SQLException, MalformedValueException {
    return switch (from) {
      case FLOAT4 -> Float.intBitsToFloat(Binary.getInt(binary, 0));
      case FLOAT8 -> Double.longBitsToDouble(Binary.getLong(binary, 0));
      case NUMERIC -> FloatText.parseDouble(text(binary));
      default -> (double) IntegerText.decode(from, binary);
    };
  }

  private static float toFloat(BaseType from, byte[] binary)
      throws SQLException, MalformedValueException {
    return switch (from) {
      case FLOAT8 -> {
        double value = Double.longBitsToDouble(Binary.getLong(binary, 0));
        float narrow = (float) value;
        if ((Float.isInfinite(narrow) && !Double.isInfinite(value))
            || (narrow == 0 && value != 0)) {
          throw outOfRange(BaseType.FLOAT4);
        }
        yield narrow;
      }
      case NUMERIC -> FloatText.parseFloat(text(binary));
      default -> (float) IntegerText.decode(from, binary);
    };
  }

  private static byte[] toNumeric(BaseType from, byte[] binary)
      throws SQLException, MalformedValueException {
    if (from != BaseType.FLOAT4 && from != BaseType.FLOAT8) {
      return NumericText.of(IntegerText.decode(from, binary));
    }
    double value = toDouble(from, binary);
    if (Double.isNaN(value)) {
      return NumericBinary.special(NumericBinary.NAN);
    }
    if (Double.isInfinite(value)) {
      return NumericBinary.special(
          value > 0 ? NumericBinary.INFINITY : NumericBinary.MINUS_INFINITY);
    }
    MathContext digits = from == BaseType.FLOAT4 ? FLOAT_DIGITS : DOUBLE_DIGITS;
    return NumericText.of(new BigDecimal(value).round(digits).stripTrailingZeros());
  }

  private static String text(byte[] binary) throws MalformedValueException {
    return new String(NumericText.print(binary), StandardCharsets.US_ASCII);
  }

  private static SQLException outOfRange(BaseType type) {
    return DataError.of(DataError.OUT_OF_RANGE, DataError.displayName(type) + " out of range");
  }
}
