package io.github.cofferjdbc.value;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * A value that is not NULL, with the type it is announced as: what a setter received, or a literal
 * of a statement. Immutable (a byte array is not copied and must not be changed) and thread safe.
 *
 * <p>The value is one of: a String, the text that the type's input function reads; the Java class
 * that is natural for the source (Boolean, Short, Integer, Long, Float, Double, BigDecimal, UUID,
 * byte[] for {@code bytea}); or {@link Binary}, PostgreSQL's binary send format.
 *
 * @param source the announced type
 * @param value the value; another class than these is a bug
 */
public record BoundValue(Source source, Object value) {

  /** Bytes in PostgreSQL's binary send format of the source type. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy for each value would cost
  public record Binary(byte[] bytes) {
    @Override
    public String toString() {
      return "Binary[<hidden>]";
    }
  }

  /** Makes a value; a class that does not fit the source is a bug. */
  public BoundValue {
    boolean fits =
        value instanceof String
            || value instanceof Binary
            || switch (source) {
              case BOOL -> value instanceof Boolean;
              case INT2 -> value instanceof Short;
              case INT4 -> value instanceof Integer;
              case INT8 -> value instanceof Long;
              case FLOAT4 -> value instanceof Float;
              case FLOAT8 -> value instanceof Double;
              case NUMERIC -> value instanceof BigDecimal;
              case BYTEA -> value instanceof byte[];
              case UUID -> value instanceof UUID;
              case UNKNOWN,
                  TEXT,
                  VARCHAR,
                  BPCHAR,
                  DATE,
                  TIME,
                  TIMETZ,
                  TIMESTAMP,
                  TIMESTAMPTZ,
                  JSON,
                  JSONB,
                  OTHER ->
                  false;
            };
    if (!fits) {
      throw new IllegalArgumentException(value.getClass().getName() + " as " + source);
    }
  }

  /** Returns an untyped literal or parameter. */
  public static BoundValue untyped(String text) {
    return new BoundValue(Source.UNKNOWN, text);
  }

  /** Returns a value of the base type from PostgreSQL's binary send format. */
  public static BoundValue binary(BaseType type, byte[] bytes) {
    return new BoundValue(Source.of(type), new Binary(bytes));
  }

  @Override
  public String toString() {
    return "BoundValue[" + source + " <hidden>]";
  }
}
