package io.github.cofferjdbc.value;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * One cast of PostgreSQL between two different base types.
 *
 * @param from the type of the value
 * @param to the type wanted
 * @param session for casts between times with and without zone, and to text
 */
record Cast(BaseType from, BaseType to, SessionTime session) {

  /**
   * Returns the cast from the source's type; refuses one that PostgreSQL does not have.
   *
   * @param explicit whether the statement asks for it ({@code CAST}) or a column's type does
   */
  static Cast of(Source source, BaseType to, boolean explicit, SessionTime session)
      throws SQLException {
    BaseType from = SourceValue.baseType(source);
    if (!exists(from, to, explicit)) {
      throw mismatch(source, to, explicit);
    }
    return new Cast(from, to, session);
  }

  private static boolean exists(BaseType from, BaseType to, boolean explicit) throws SQLException {
    if (explicit && isOfSomeServers(from, to)) {
      throw DataError.refused(to, "bind a value of the type itself instead of casting to it");
    }
    boolean fromText = explicit && (from == BaseType.TEXT || from == BaseType.BPCHAR);
    return fromText
        || switch (to) {
          case TEXT, BPCHAR -> true;
          case INT4 -> NumberCast.isNumber(from) || (explicit && from == BaseType.BOOL);
          case INT2, INT8, FLOAT4, FLOAT8, NUMERIC -> NumberCast.isNumber(from);
          case DATE, TIME -> from == BaseType.TIMESTAMP || from == BaseType.TIMESTAMPTZ;
          case TIMESTAMP -> from == BaseType.DATE || from == BaseType.TIMESTAMPTZ;
          case TIMESTAMPTZ -> from == BaseType.DATE || from == BaseType.TIMESTAMP;
          case BOOL -> explicit && from == BaseType.INT4;
          case JSON -> from == BaseType.JSONB;
          case JSONB -> from == BaseType.JSON;
          case BYTEA, UUID -> false;
        };
  }

  /** Tells whether it is a cast of newer servers that no driver needs for a parameter. */
  private static boolean isOfSomeServers(BaseType from, BaseType to) {
    return switch (from) {
      case JSONB -> to == BaseType.BOOL || NumberCast.isNumber(to);
      case BYTEA -> isInteger(to);
      default -> to == BaseType.BYTEA && isInteger(from);
    };
  }

  private static boolean isInteger(BaseType type) {
    return type == BaseType.INT2 || type == BaseType.INT4 || type == BaseType.INT8;
  }

  byte[] apply(byte[] binary) throws SQLException {
    try {
      return convert(binary);
    } catch (MalformedValueException e) {
      throw new IllegalStateException("the value was checked before", e);
    }
  }

  private byte[] convert(byte[] binary) throws SQLException, MalformedValueException {
    if (to == BaseType.TEXT || to == BaseType.BPCHAR) {
      return toText(binary);
    }
    if (from == BaseType.TEXT || from == BaseType.BPCHAR) {
      return ValueText.fromText(to, utf8(binary), session);
    }
    return switch (to) {
      case INT4 ->
          from == BaseType.BOOL ? Binary.int4(binary[0]) : NumberCast.convert(from, to, binary);
      case INT2, INT8, FLOAT4, FLOAT8, NUMERIC -> NumberCast.convert(from, to, binary);
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> toDateTime(binary);
      case BOOL -> new byte[] {(byte) (Binary.getInt(binary, 0) != 0 ? 1 : 0)};
      case JSON -> JsonbText.print(binary);
      case JSONB -> JsonbText.parse(utf8(binary));
      case TEXT, BPCHAR, BYTEA, UUID -> throw new IllegalStateException("no cast to " + to);
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

  private byte[] toDateTime(byte[] binary) throws SQLException, MalformedValueException {
    long value =
        from == BaseType.DATE
            ? DateTimeBinary.midnight(DateTimeBinary.date(binary))
            : DateTimeBinary.timestamp(from, binary);
    if (to == BaseType.TIMESTAMPTZ) {
      return Binary.int8(DateTimeBinary.instant(value, session.rules()));
    }
    long local =
        from == BaseType.TIMESTAMPTZ ? DateTimeBinary.local(value, session.rules()) : value;
    if (to == BaseType.TIME) {
      return timeOf(local);
    }
    // At both ends of timestamptz the local time may be beyond the end.
    int date = DateTimeBinary.dateOf(local);
    if (to == BaseType.DATE ? !DateTimeBinary.isDate(date) : !DateTimeBinary.isTimestamp(local)) {
      throw DataError.dateTimeOverflow(to);
    }
    return to == BaseType.DATE ? Binary.int4(date) : Binary.int8(local);
  }

  private static byte[] timeOf(long timestamp) throws SQLException {
    if (DateTimeBinary.isInfinite(timestamp)) {
      // PostgreSQL makes it NULL.
      throw DataError.refused(BaseType.TIME, "an infinite timestamp has no time of day: bind NULL");
    }
    return Binary.int8(Math.floorMod(timestamp, DateTimeBinary.MICROS_PER_DAY));
  }

  private static String utf8(byte[] binary) {
    return new String(binary, StandardCharsets.UTF_8);
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
