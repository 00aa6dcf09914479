package io.github.cofferjdbc.value;

import io.github.cofferjdbc.error.CofferState;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Which value of a column equals a value of perhaps another type. PostgreSQL converts the column,
 * row by row, where the operator asks for it; here the way back is taken, and where more than one
 * value of the column would be equal the comparison is refused.
 */
final class Equality {

  private static final Comparand NEVER = new Comparand.NeverEqual();

  /** Below this, each integer is exactly one double. */
  private static final double EXACT_INTEGERS = 0x1p53;

  private static final long MICROS_PER_DAY = DateTimeBinary.MICROS_PER_DAY;

  private Equality() {}

  /** Refuses types that PostgreSQL has no equality for. */
  static void checkOperator(BaseType column, Source source) throws SQLException {
    BaseType type = SourceValue.baseType(source);
    boolean exists =
        switch (column) {
          case INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC -> NumberCast.isNumber(type);
          case TEXT, BPCHAR -> type == BaseType.TEXT || type == BaseType.BPCHAR;
          case DATE, TIMESTAMP, TIMESTAMPTZ ->
              type == BaseType.DATE || type == BaseType.TIMESTAMP || type == BaseType.TIMESTAMPTZ;
          case BOOL, BYTEA, TIME, UUID, JSONB -> type == column;
          case JSON -> false;
        };
    if (!exists) {
      throw noOperator(column, source);
    }
  }

  /** Compares where {@link #checkOperator} found an operator. */
  static Comparand compare(BaseType column, Source source, byte[] binary, SessionTime session)
      throws SQLException {
    BaseType type = SourceValue.baseType(source);
    try {
      return switch (column) {
        case INT2, INT4, INT8 -> integer(column, type, binary);
        case FLOAT4, FLOAT8 -> floating(type, binary);
        case NUMERIC -> numeric(column, type, binary);
        case TEXT -> text(type, binary);
        case BPCHAR -> bpchar(source, binary);
        case DATE, TIMESTAMP, TIMESTAMPTZ -> dateTime(column, type, binary, session);
        case BOOL, BYTEA, TIME, UUID -> equal(column, binary);
        case JSON, JSONB -> throw new IllegalArgumentException(column + " is not searchable");
      };
    } catch (MalformedValueException e) {
      throw new IllegalStateException("the value was checked before", e);
    }
  }

  static Comparand withTimetz(BaseType column) throws SQLException {
    if (column != BaseType.TIME) {
      throw noOperator(column, Source.TIMETZ);
    }
    throw refused(column, "bind a time without time zone");
  }

  private static Comparand integer(BaseType column, BaseType type, byte[] binary)
      throws SQLException, MalformedValueException {
    switch (type) {
      case INT2, INT4, INT8 -> {
        return equal(type, binary);
      }
      case FLOAT4, FLOAT8 -> {
        double value = NumberCast.toDouble(type, binary);
        if (value != Math.rint(value) || Double.isInfinite(value)) {
          return NEVER;
        }
        if (Math.abs(value) < EXACT_INTEGERS) {
          return new Comparand.Encoded(Binary.int8((long) value));
        }
        if (column != BaseType.INT8 || Math.abs(value) > 0x1p63) {
          return NEVER;
        }
        throw refused(column, "bind the number as a long or BigDecimal");
      }
      case NUMERIC -> {
        if (!NumericBinary.isFinite(binary)
            || NumericBinary.leastDscale(binary) > 0
            || NumericBinary.weight(binary) > 4) {
          return NEVER;
        }
        BigDecimal value = NumberCast.decimal(binary);
        return value.toBigInteger().bitLength() < Long.SIZE
            ? new Comparand.Encoded(Binary.int8(value.longValue()))
            : NEVER;
      }
      default -> throw new IllegalArgumentException(type + " is no number");
    }
  }

  private static Comparand floating(BaseType type, byte[] binary)
      throws SQLException, MalformedValueException {
    // For real too: PostgreSQL compares it as double precision with all but real.
    return new Comparand.Encoded(Searchable.encode(NumberCast.toDouble(type, binary)));
  }

  private static Comparand numeric(BaseType column, BaseType type, byte[] binary)
      throws SQLException, MalformedValueException {
    switch (type) {
      case NUMERIC -> {
        return equal(type, binary);
      }
      case INT2, INT4, INT8 -> {
        return equal(column, NumberCast.convert(type, column, binary));
      }
      case FLOAT4, FLOAT8 -> {
        double value = NumberCast.toDouble(type, binary);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
          return equal(column, NumberCast.convert(type, column, binary));
        }
        throw refused(column, "bind the number as a BigDecimal");
      }
      default -> throw new IllegalArgumentException(type + " is no number");
    }
  }

  private static Comparand text(BaseType type, byte[] binary) {
    return new Comparand.Encoded(
        type == BaseType.BPCHAR ? Searchable.withoutTrailingBlanks(binary) : binary);
  }

  private static Comparand bpchar(Source source, byte[] binary) {
    byte[] stripped = Searchable.withoutTrailingBlanks(binary);
    // With text the column is compared as text, which has lost its trailing blanks.
    return source == Source.TEXT && stripped != binary ? NEVER : new Comparand.Encoded(stripped);
  }

  private static Comparand dateTime(
      BaseType column, BaseType type, byte[] binary, SessionTime session)
      throws SQLException, MalformedValueException {
    if (type == column) {
      return equal(column, binary);
    }
    long value =
        type == BaseType.DATE
            ? DateTimeBinary.date(binary)
            : DateTimeBinary.timestamp(type, binary);
    return switch (column) {
      case DATE -> {
        if (type == BaseType.TIMESTAMP) {
          yield dateAtMidnight(value);
        }
        yield only(
            column,
            DateTimeBinary.isInfinite(value)
                ? List.of((long) DateTimeBinary.dateOf(value))
                : datesStartingAt(value, session.rules()));
      }
      case TIMESTAMP -> {
        if (type == BaseType.DATE) {
          yield midnight((int) value);
        }
        yield only(column, localTimesOf(value, session.rules()));
      }
      default -> {
        if (type == BaseType.DATE) {
          if (!isBeforeEndOfTimestamps((int) value)) {
            yield NEVER;
          }
          value = DateTimeBinary.midnight((int) value);
        }
        long instant = instantOrNone(value, session.rules());
        yield DateTimeBinary.isTimestamp(instant)
            ? new Comparand.Encoded(Binary.int8(instant))
            : NEVER;
      }
    };
  }

  private static Comparand dateAtMidnight(long timestamp) {
    if (!DateTimeBinary.isInfinite(timestamp) && Math.floorMod(timestamp, MICROS_PER_DAY) != 0) {
      return NEVER;
    }
    return new Comparand.Encoded(Binary.int4(DateTimeBinary.dateOf(timestamp)));
  }

  private static Comparand midnight(int date) throws SQLException {
    return isBeforeEndOfTimestamps(date)
        ? new Comparand.Encoded(Binary.int8(DateTimeBinary.midnight(date)))
        : NEVER;
  }

  private static boolean isBeforeEndOfTimestamps(int date) {
    return date == DateTimeBinary.DATE_INFINITY
        || date < DateTimeBinary.END_TIMESTAMP / MICROS_PER_DAY;
  }

  /** Returns the instant of a local time, which near the ends may be no timestamp. */
  private static long instantOrNone(long local, ZoneRules rules) {
    return DateTimeBinary.isInfinite(local)
        ? local
        : local
            - DateTimeBinary.localOffsetSeconds(local, rules) * DateTimeBinary.MICROS_PER_SECOND;
  }

  /** Returns the dates whose midnight in the zone is this instant: none, one, seldom two. */
  private static List<Long> datesStartingAt(long instant, ZoneRules rules) {
    long near = Math.floorDiv(instant, MICROS_PER_DAY);
    return LongStream.rangeClosed(near - 2, near + 2)
        .filter(date -> DateTimeBinary.isDate(date) && isBeforeEndOfTimestamps((int) date))
        .filter(date -> instantOrNone(date * MICROS_PER_DAY, rules) == instant)
        .boxed()
        .toList();
  }

  /**
   * Returns the local times that PostgreSQL takes for this instant: two where a change of the clock
   * skipped times, since those count as if the clock had not changed; none where the clock was set
   * back and only the second reading counts.
   */
  private static List<Long> localTimesOf(long instant, ZoneRules rules) {
    if (DateTimeBinary.isInfinite(instant)) {
      return List.of(instant);
    }
    long dayBefore = instant - MICROS_PER_DAY;
    long dayAfter = instant + MICROS_PER_DAY;
    return LongStream.of(
            DateTimeBinary.offsetSeconds(dayBefore, rules),
            DateTimeBinary.offsetSeconds(instant, rules),
            DateTimeBinary.offsetSeconds(dayAfter, rules))
        .distinct()
        .map(offset -> instant + offset * DateTimeBinary.MICROS_PER_SECOND)
        .filter(local -> DateTimeBinary.isTimestamp(local))
        .filter(local -> instantOrNone(local, rules) == instant)
        .boxed()
        .toList();
  }

  private static Comparand only(BaseType column, List<Long> values) throws SQLException {
    if (values.isEmpty()) {
      return NEVER;
    }
    if (values.size() > 1) {
      throw refused(column, "bind a value of the column's own type");
    }
    long value = values.get(0);
    return new Comparand.Encoded(
        column == BaseType.DATE ? Binary.int4((int) value) : Binary.int8(value));
  }

  private static Comparand equal(BaseType type, byte[] binary) {
    return new Comparand.Encoded(Searchable.encode(type, binary));
  }

  private static SQLException refused(BaseType column, String remedy) {
    return CofferState.CONSTRUCT_REFUSED.exception(
        "more than one value of a protected column of type "
            + DataError.displayName(column)
            + " may equal this value in PostgreSQL, which encryption cannot tell: "
            + remedy);
  }

  private static SQLException noOperator(BaseType column, Source source) {
    return DataError.of(
        "42883",
        "operator does not exist: " + DataError.displayName(column) + " = " + source.displayName());
  }
}
