package io.github.cofferjdbc.value;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * PostgreSQL's numbers for dates and times, and the conversions between them.
 *
 * <p>A date is an int, days from 2000-01-01. A time is microseconds of the day, up to 24:00:00
 * inclusive. A timestamp is a long, microseconds from 2000-01-01 00:00:00, in UTC for timestamptz.
 * The least and greatest int or long are the infinities.
 */
final class DateTimeBinary {

  static final long MICROS_PER_SECOND = 1_000_000L;
  static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

  static final int DATE_INFINITY = Integer.MAX_VALUE;
  static final int DATE_MINUS_INFINITY = Integer.MIN_VALUE;
  static final long INFINITY = Long.MAX_VALUE;
  static final long MINUS_INFINITY = Long.MIN_VALUE;

  /** 4714-11-24 BC, day 0 of the Julian day count. */
  static final int MIN_DATE = -2_451_545;

  /** The day after 5874897-12-31. */
  static final int END_DATE = 2_147_483_494 - 2_451_545;

  static final long MIN_TIMESTAMP = -211_813_488_000_000_000L;

  /** 294277-01-01. */
  static final long END_TIMESTAMP = 9_223_371_331_200_000_000L;

  /** 1970-01-01 as a date. */
  static final int EPOCH_DATE = -CivilDate.EPOCH_OFFSET;

  private DateTimeBinary() {}

  static boolean isDate(long date) {
    return (date >= MIN_DATE && date < END_DATE)
        || date == DATE_INFINITY
        || date == DATE_MINUS_INFINITY;
  }

  static boolean isTimestamp(long timestamp) {
    return (timestamp >= MIN_TIMESTAMP && timestamp < END_TIMESTAMP) || isInfinite(timestamp);
  }

  static boolean isInfinite(long timestamp) {
    return timestamp == INFINITY || timestamp == MINUS_INFINITY;
  }

  static int date(byte[] binary) throws MalformedValueException {
    Binary.checkLength(BaseType.DATE, binary, 4);
    int date = Binary.getInt(binary, 0);
    if (!isDate(date)) {
      throw new MalformedValueException(BaseType.DATE, "out of range");
    }
    return date;
  }

  static long time(byte[] binary) throws MalformedValueException {
    Binary.checkLength(BaseType.TIME, binary, 8);
    long time = Binary.getLong(binary, 0);
    if (time < 0 || time > MICROS_PER_DAY) {
      throw new MalformedValueException(BaseType.TIME, "out of range");
    }
    return time;
  }

  static long timestamp(BaseType type, byte[] binary) throws MalformedValueException {
    Binary.checkLength(type, binary, 8);
    long timestamp = Binary.getLong(binary, 0);
    if (!isTimestamp(timestamp)) {
      throw new MalformedValueException(type, "out of range");
    }
    return timestamp;
  }

  /** Returns midnight of the date as a timestamp; 22008 where timestamps have ended. */
  static long midnight(int date) throws SQLException {
    if (date == DATE_INFINITY) {
      return INFINITY;
    }
    if (date == DATE_MINUS_INFINITY) {
      return MINUS_INFINITY;
    }
    if (date >= END_TIMESTAMP / MICROS_PER_DAY) {
      throw DataError.of("22008", "date out of range for timestamp");
    }
    return date * MICROS_PER_DAY;
  }

  /** Returns the day of a timestamp without time zone. */
  static int dateOf(long timestamp) {
    if (timestamp == INFINITY) {
      return DATE_INFINITY;
    }
    if (timestamp == MINUS_INFINITY) {
      return DATE_MINUS_INFINITY;
    }
    return (int) Math.floorDiv(timestamp, MICROS_PER_DAY);
  }

  /** Returns the local time in the zone at this instant. */
  static long local(long instant, ZoneRules rules) {
    if (isInfinite(instant)) {
      return instant;
    }
    return instant + offsetSeconds(instant, rules) * MICROS_PER_SECOND;
  }

  static int offsetSeconds(long instant, ZoneRules rules) {
    long epochSecond = Math.floorDiv(instant, MICROS_PER_SECOND) + CivilDate.EPOCH_OFFSET * 86_400L;
    return rules.getOffset(java.time.Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
  }

  /** Returns the instant of a local time in the zone; 22008 if it is no timestamp. */
  static long instant(long local, ZoneRules rules) throws SQLException {
    if (isInfinite(local)) {
      return local;
    }
    long instant = local - localOffsetSeconds(local, rules) * MICROS_PER_SECOND;
    if (!isTimestamp(instant)) {
      throw DataError.of("22008", "timestamp out of range");
    }
    return instant;
  }

  /**
   * Returns the offset that PostgreSQL gives to a local time: where a change of the clock skips it,
   * the offset before the change; where it happens twice, the offset after.
   */
  static int localOffsetSeconds(long local, ZoneRules rules) {
    if (rules.isFixedOffset()) {
      return rules.getOffset(java.time.Instant.EPOCH).getTotalSeconds();
    }
    long seconds = Math.floorDiv(local, MICROS_PER_SECOND) + CivilDate.EPOCH_OFFSET * 86_400L;
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    ZoneOffsetTransition transition = rules.getTransition(time);
    ZoneOffset offset =
        transition == null
            ? rules.getOffset(time)
            : transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter();
    return offset.getTotalSeconds();
  }
}
