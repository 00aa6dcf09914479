package io.github.cofferjdbc.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.Locale;

/**
 * The conversions of {@code setObject} with a type, as pgjdbc makes them, of values that pgjdbc has
 * accepted already.
 */
@SuppressWarnings("JavaUtilDate") // an application may still have one
final class JavaCasts {

  private JavaCasts() {}

  static int toInt(Object value) throws SQLException {
    return value instanceof Number number
        ? number.intValue()
        : value instanceof java.util.Date date
            ? (int) date.getTime()
            : value instanceof Boolean flag ? (flag ? 1 : 0) : Integer.parseInt(toText(value));
  }

  static short toShort(Object value) throws SQLException {
    return value instanceof Number number
        ? number.shortValue()
        : value instanceof java.util.Date date
            ? (short) date.getTime()
            : value instanceof Boolean flag
                ? (short) (flag ? 1 : 0)
                : Short.parseShort(toText(value));
  }

  static long toLong(Object value) throws SQLException {
    return value instanceof Number number
        ? number.longValue()
        : value instanceof java.util.Date date
            ? date.getTime()
            : value instanceof Boolean flag ? (flag ? 1L : 0L) : Long.parseLong(toText(value));
  }

  static float toFloat(Object value) throws SQLException {
    return value instanceof Number number
        ? number.floatValue()
        : value instanceof java.util.Date date
            ? date.getTime()
            : value instanceof Boolean flag ? (flag ? 1f : 0f) : Float.parseFloat(toText(value));
  }

  static double toDouble(Object value) throws SQLException {
    return value instanceof Number number
        ? number.doubleValue()
        : value instanceof java.util.Date date
            ? date.getTime()
            : value instanceof Boolean flag ? (flag ? 1d : 0d) : Double.parseDouble(toText(value));
  }

  static BigDecimal toBigDecimal(Object value, int scale) throws SQLException {
    BigDecimal number =
        value instanceof BigDecimal exact
            ? exact
            : value instanceof BigInteger integer
                ? new BigDecimal(integer)
                : value instanceof Double || value instanceof Float
                    ? BigDecimal.valueOf(((Number) value).doubleValue())
                    : value instanceof Number whole
                        ? BigDecimal.valueOf(whole.longValue())
                        : value instanceof java.util.Date date
                            ? BigDecimal.valueOf(date.getTime())
                            : value instanceof Boolean flag
                                ? (flag ? BigDecimal.ONE : BigDecimal.ZERO)
                                : new BigDecimal(toText(value));
    return scale < 0 ? number : number.setScale(scale, RoundingMode.HALF_UP);
  }

  static String toText(Object value) throws SQLException {
    return value instanceof Clob clob
        ? clob.getSubString(1, (int) clob.length())
        : value.toString();
  }

  static boolean toBoolean(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Number number) {
      return number.doubleValue() == 1.0;
    }
    return switch (value.toString().trim().toLowerCase(Locale.ROOT)) {
      case "1", "true", "t", "yes", "y", "on" -> true;
      default -> false;
    };
  }
}
