package io.github.cofferjdbc.value;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * One cast of PostgreSQL between two different base types.
 *
 * @param source what messages name
 * @param from the type of the value
 * @param to the type wanted
 * @param explicit whether the statement asks for it ({@code CAST}) or a column's type does
 * @param session for casts between times with and without zone, and to text
 */
record Cast(Source source, BaseType from, BaseType to, boolean explicit, SessionTime session) {

  byte[] apply(byte[] binary) throws SQLException {
    try {
      return convert(binary);
    } catch (MalformedValueException e) {
      throw new IllegalStateException("the value was checked before", e);
    }
  }

  private byte[] convert(byte[] binary) throws SQLException, MalformedValueException {
    return switch (to) {
      case TEXT, BPCHAR -> toText(binary);
      case INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC ->
          NumberCast.isNumber(from) ? NumberCast.convert(from, to, binary) : other(binary);
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ ->
          isDateTime(from) ? toDateTime(binary) : other(binary);
      case JSON -> from == BaseType.JSONB ? JsonbText.print(binary) : other(binary);
      case JSONB -> from == BaseType.JSON ? JsonbText.parse(utf8(binary)) : other(binary);
      case BOOL, BYTEA, UUID -> other(binary);
    };
  }

  private byte[] toText(byte[] binary) throws SQLException, MalformedValueException {
    return switch (from) {
      case BOOL -> (binary[0] != 0 ? "true" : "false").getBytes(StandardCharsets.US_ASCII);
      // char(n) loses its padding on the way to text.
      case BPCHAR -> Searchable.withoutTrailingBlanks(binary);
      default -> ValueText.textBytes(from, binary, session);
    };
  }

  private static boolean isDateTime(BaseType type) {
    return switch (type) {
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> false;
    };
  }

  private byte[] toDateTime(byte[] binary) throws SQLException, MalformedValueException {
    long value =
        switch (from) {
          case DATE -> DateTimeBinary.date(binary);
          case TIME -> DateTimeBinary.time(binary);
          default -> DateTimeBinary.timestamp(from, binary);
        };
    return switch (to) {
      case DATE ->
          switch (from) {
            case TIMESTAMP -> Binary.int4(DateTimeBinary.dateOf(value));
            case TIMESTAMPTZ ->
                Binary.int4(DateTimeBinary.dateOf(DateTimeBinary.local(value, session.rules())));
            default -> throw mismatch();
          };
      case TIME ->
          switch (from) {
            case TIMESTAMP -> timeOf(value);
            case TIMESTAMPTZ -> timeOf(DateTimeBinary.local(value, session.rules()));
            default -> throw mismatch();
          };
      case TIMESTAMP ->
          switch (from) {
            case DATE -> Binary.int8(DateTimeBinary.midnight((int) value));
            case TIMESTAMPTZ -> Binary.int8(DateTimeBinary.local(value, session.rules()));
            default -> throw mismatch();
          };
      default ->
          switch (from) {
            case DATE ->
                Binary.int8(
                    DateTimeBinary.instant(DateTimeBinary.midnight((int) value), session.rules()));
            case TIMESTAMP -> Binary.int8(DateTimeBinary.instant(value, session.rules()));
            default -> throw mismatch();
          };
    };
  }

  private static byte[] timeOf(long timestamp) throws SQLException {
    if (DateTimeBinary.isInfinite(timestamp)) {
      // PostgreSQL makes it NULL.
      throw DataError.refused(BaseType.TIME, "an infinite timestamp has no time of day: bind NULL");
    }
    return Binary.int8(Math.floorMod(timestamp, DateTimeBinary.MICROS_PER_DAY));
  }

  /** Converts where only an explicit cast does. */
  private byte[] other(byte[] binary) throws SQLException, MalformedValueException {
    if (explicit) {
      if (from == BaseType.TEXT || from == BaseType.BPCHAR) {
        return ValueText.fromText(to, utf8(binary), session);
      }
      if (from == BaseType.INT4 && to == BaseType.BOOL) {
        return new byte[] {(byte) (Binary.getInt(binary, 0) != 0 ? 1 : 0)};
      }
      if (from == BaseType.BOOL && to == BaseType.INT4) {
        return Binary.int4(binary[0]);
      }
      if (from == BaseType.JSONB || from == BaseType.BYTEA || to == BaseType.BYTEA) {
        // Some servers have a few of these casts, and no driver needs them for a parameter.
        throw DataError.refused(to, "bind a value of the type itself instead of casting to it");
      }
    }
    throw mismatch();
  }

  private static String utf8(byte[] binary) {
    return new String(binary, StandardCharsets.UTF_8);
  }

  private SQLException mismatch() {
    return mismatch(source, to, explicit);
  }

  static SQLException mismatch(Source source, BaseType to, boolean explicit) {
    String type = DataError.displayName(to);
    return explicit
        ? DataError.of("42846", "cannot cast type " + source.displayName() + " to " + type)
        : DataError.of(
            "42804",
            "column is of type " + type + " but expression is of type " + source.displayName());
  }
}
