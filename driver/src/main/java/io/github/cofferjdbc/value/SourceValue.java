package io.github.cofferjdbc.value;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.UUID;

/** Bound values in the binary send format of the type they are announced as. */
final class SourceValue {

  private SourceValue() {}

  /** Returns the base type that a source is; varchar is text in all that matters here. */
  static BaseType baseType(Source source) {
    return switch (source) {
      case BOOL -> BaseType.BOOL;
      case INT2 -> BaseType.INT2;
      case INT4 -> BaseType.INT4;
      case INT8 -> BaseType.INT8;
      case FLOAT4 -> BaseType.FLOAT4;
      case FLOAT8 -> BaseType.FLOAT8;
      case NUMERIC -> BaseType.NUMERIC;
      case TEXT, VARCHAR -> BaseType.TEXT;
      case BPCHAR -> BaseType.BPCHAR;
      case BYTEA -> BaseType.BYTEA;
      case DATE -> BaseType.DATE;
      case TIME -> BaseType.TIME;
      case TIMESTAMP -> BaseType.TIMESTAMP;
      case TIMESTAMPTZ -> BaseType.TIMESTAMPTZ;
      case UUID -> BaseType.UUID;
      case JSON -> BaseType.JSON;
      case JSONB -> BaseType.JSONB;
      case UNKNOWN, TIMETZ, OTHER ->
          throw new IllegalArgumentException(source + " is no base type");
    };
  }

  static byte[] encode(BoundValue bound, SessionTime session) throws SQLException {
    Object value = bound.value();
    BaseType type = baseType(bound.source());
    if (value instanceof String text) {
      return ValueText.fromText(type, text, session);
    }
    if (value instanceof BoundValue.Binary binary) {
      return ValueText.fromBinary(type, binary.bytes());
    }
    return switch (type) {
      case BOOL -> new byte[] {(byte) ((Boolean) value ? 1 : 0)};
      case INT2 -> Binary.int2((Short) value);
      case INT4 -> Binary.int4((Integer) value);
      case INT8 -> Binary.int8((Long) value);
      case FLOAT4 -> Binary.int4(Float.floatToRawIntBits((Float) value));
      case FLOAT8 -> Binary.int8(Double.doubleToRawLongBits((Double) value));
      case NUMERIC -> NumericText.of((BigDecimal) value);
      case BYTEA -> (byte[]) value;
      case UUID -> {
        UUID uuid = (UUID) value;
        byte[] bytes = new byte[16];
        Binary.putLong(bytes, 0, uuid.getMostSignificantBits());
        Binary.putLong(bytes, 8, uuid.getLeastSignificantBits());
        yield bytes;
      }
      case TEXT, BPCHAR, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, JSON, JSONB ->
          throw new IllegalArgumentException(type + " from " + value.getClass().getName());
    };
  }
}
