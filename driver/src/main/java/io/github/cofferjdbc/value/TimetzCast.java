package io.github.cofferjdbc.value;

import java.sql.SQLException;
import java.util.OptionalInt;

/** PostgreSQL's casts of {@code timetz}, which no protected column has but setters announce. */
final class TimetzCast {

  private TimetzCast() {}

  static byte[] convert(BaseType to, BoundValue value, boolean explicit) throws SQLException {
    return switch (to) {
      case TIME -> Binary.int8(time(value));
      case TEXT, BPCHAR -> text(value);
      case BOOL,
          INT2,
          INT4,
          INT8,
          FLOAT4,
          FLOAT8,
          NUMERIC,
          BYTEA,
          DATE,
          TIMESTAMP,
          TIMESTAMPTZ,
          UUID,
          JSON,
          JSONB ->
          throw Cast.mismatch(Source.TIMETZ, to, explicit);
    };
  }

  /** Returns the time of day; the offset is dropped, as PostgreSQL does. */
  private static long time(BoundValue value) throws SQLException {
    if (value.value() instanceof BoundValue.Binary binary) {
      return binaryTime(binary.bytes());
    }
    return reader(value).microsOfDay();
  }

  private static byte[] text(BoundValue value) throws SQLException {
    Ascii out = new Ascii(24);
    if (value.value() instanceof BoundValue.Binary binary) {
      DateTimeText.appendTime(out, binaryTime(binary.bytes()));
      // The format counts the offset in seconds west of Greenwich.
      DateTimeText.appendOffset(out, -Binary.getInt(binary.bytes(), 8));
      return out.toBytes();
    }
    DateTimeReader reader = reader(value);
    OptionalInt offset = reader.statedOffset();
    if (offset.isEmpty()) {
      throw DataError.refused(BaseType.TIME, "write its offset from Greenwich as a number");
    }
    DateTimeText.appendTime(out, reader.microsOfDay());
    DateTimeText.appendOffset(out, offset.getAsInt());
    return out.toBytes();
  }

  private static DateTimeReader reader(BoundValue value) throws SQLException {
    return new DateTimeReader(BaseType.TIME, (String) value.value());
  }

  private static long binaryTime(byte[] binary) throws SQLException {
    if (binary.length != 12) {
      throw DataError.of("22P03", "incorrect binary data format for type timetz");
    }
    long time = Binary.getLong(binary, 0);
    if (time < 0 || time > DateTimeBinary.MICROS_PER_DAY) {
      throw DataError.dateTimeOverflow(BaseType.TIME);
    }
    return time;
  }
}
