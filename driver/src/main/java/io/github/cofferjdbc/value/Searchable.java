package io.github.cofferjdbc.value;

import java.util.Arrays;

/**
 * The plaintext of searchable values: one byte string for all values that are equal in PostgreSQL.
 * Thread safe; holds no state.
 *
 * <table>
 * <caption>Form by type</caption>
 * <tr><td>int2, int4, int8</td><td>int8 send format: 8 bytes, big-endian</td></tr>
 * <tr><td>float4, float8</td><td>float8 send format: 8 bytes; -0 as 0, every NaN as
 * 7FF8000000000000</td></tr>
 * <tr><td>numeric</td><td>numeric send format with the least dscale that shows the value, so its
 * last decimal digit is not 0; zero, NaN and the infinities have dscale 0</td></tr>
 * <tr><td>bpchar</td><td>UTF-8 without trailing blanks (U+0020)</td></tr>
 * <tr><td>all others</td><td>as in random mode: PostgreSQL's send format</td></tr>
 * </table>
 */
public final class Searchable {

  private Searchable() {}

  /**
   * Returns the searchable form of a value.
   *
   * @param type a type that has searchable modes; json and jsonb are a bug
   * @param binary a valid value in PostgreSQL's send format; not changed, may be returned itself
   */
  public static byte[] encode(BaseType type, byte[] binary) {
    return switch (type) {
      case INT2 -> Binary.int8(Binary.getShort(binary, 0));
      case INT4 -> Binary.int8(Binary.getInt(binary, 0));
      case FLOAT4 -> encode(Float.intBitsToFloat(Binary.getInt(binary, 0)));
      case FLOAT8 -> encode(Double.longBitsToDouble(Binary.getLong(binary, 0)));
      case NUMERIC -> NumericBinary.canonical(binary);
      case BPCHAR -> withoutTrailingBlanks(binary);
      case INT8, BOOL, TEXT, BYTEA, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID -> binary;
      case JSON, JSONB -> throw notSearchable(type);
    };
  }

  /** Returns the searchable form of a floating-point number. */
  static byte[] encode(double value) {
    // Adding 0 turns -0 into 0; doubleToLongBits knows one NaN only.
    return Binary.int8(Double.doubleToLongBits(value + 0.0));
  }

  /**
   * Returns the value, in PostgreSQL's send format of the column's type, that a searchable form
   * stands for.
   *
   * @param canonical the searchable form; not changed, may be returned itself
   * @throws MalformedValueException if it is none, or its value is outside the column's type
   */
  public static byte[] decode(BaseType column, byte[] canonical) throws MalformedValueException {
    return switch (column) {
      case INT2, INT4, INT8 -> integer(column, canonical);
      case FLOAT4, FLOAT8 -> floating(column, canonical);
      case NUMERIC -> {
        NumericBinary.check(canonical);
        int sign = NumericBinary.sign(canonical);
        yield sign == NumericBinary.INFINITY || sign == NumericBinary.MINUS_INFINITY
            ? NumericBinary.special(sign)
            : canonical;
      }
      case BPCHAR, BOOL, TEXT, BYTEA, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID -> canonical;
      case JSON, JSONB -> throw notSearchable(column);
    };
  }

  private static byte[] integer(BaseType column, byte[] canonical) throws MalformedValueException {
    long value = IntegerText.decode(BaseType.INT8, canonical);
    boolean fits =
        switch (column) {
          case INT2 -> value == (short) value;
          case INT4 -> value == (int) value;
          default -> true;
        };
    if (!fits) {
      throw new MalformedValueException(column, "out of range");
    }
    return column == BaseType.INT8 ? canonical : IntegerText.encode(column, value);
  }

  private static byte[] floating(BaseType column, byte[] canonical) throws MalformedValueException {
    Binary.checkLength(BaseType.FLOAT8, canonical, 8);
    if (column == BaseType.FLOAT8) {
      return canonical;
    }
    double value = Double.longBitsToDouble(Binary.getLong(canonical, 0));
    float narrow = (float) value;
    if (narrow != value && !Double.isNaN(value)) {
      throw new MalformedValueException(column, "not representable");
    }
    return Binary.int4(Float.floatToIntBits(narrow));
  }

  static byte[] withoutTrailingBlanks(byte[] text) {
    int length = text.length;
    while (length > 0 && text[length - 1] == ' ') {
      length--;
    }
    return length == text.length ? text : Arrays.copyOf(text, length);
  }

  private static IllegalArgumentException notSearchable(BaseType type) {
    return new IllegalArgumentException(type.typeName() + " has no searchable mode");
  }
}
