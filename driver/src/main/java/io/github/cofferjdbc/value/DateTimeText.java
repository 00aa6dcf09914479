package io.github.cofferjdbc.value;

import java.sql.SQLException;

/**
 * Text form of {@code date}, {@code time}, {@code timestamp} and {@code timestamptz}: reads the
 * forms that {@link DateTimeReader} lists, prints as DateStyle ISO.
 */
final class DateTimeText {

  private static final String INFINITY = "infinity";
  private static final String MINUS_INFINITY = "-infinity";

  private DateTimeText() {}

  static byte[] parseDate(String text) throws SQLException {
    DateTimeReader reader = new DateTimeReader(BaseType.DATE, text);
    DateTimeWords.Meaning special = reader.special();
    if (special != null) {
      return Binary.int4(
          switch (special) {
            case INFINITY -> DateTimeBinary.DATE_INFINITY;
            case MINUS_INFINITY -> DateTimeBinary.DATE_MINUS_INFINITY;
            default -> DateTimeBinary.EPOCH_DATE;
          });
    }
    long date = reader.dayNumber();
    if (date < DateTimeBinary.MIN_DATE || date >= DateTimeBinary.END_DATE) {
      throw DataError.dateTimeOverflow(BaseType.DATE);
    }
    return Binary.int4((int) date);
  }

  static byte[] parseTime(String text) throws SQLException {
    return Binary.int8(new DateTimeReader(BaseType.TIME, text).microsOfDay());
  }

  /** Reads a timestamp without time zone; an offset in the text is checked and ignored. */
  static byte[] parseTimestamp(String text) throws SQLException {
    DateTimeReader reader = new DateTimeReader(BaseType.TIMESTAMP, text);
    DateTimeWords.Meaning special = reader.special();
    return Binary.int8(
        special != null ? special(special) : checked(BaseType.TIMESTAMP, local(reader), 0));
  }

  static byte[] parseTimestamptz(String text, SessionTime session) throws SQLException {
    DateTimeReader reader = new DateTimeReader(BaseType.TIMESTAMPTZ, text);
    DateTimeWords.Meaning special = reader.special();
    if (special != null) {
      return Binary.int8(special(special));
    }
    String word = reader.greenwichWord();
    if (word != null && session.redefines(word)) {
      throw DataError.refused(
          BaseType.TIMESTAMPTZ,
          "the session's TimeZone gives this abbreviation another offset; write +00");
    }
    long local = local(reader);
    int offset =
        reader.hasZone()
            ? reader.offsetSeconds(local)
            : DateTimeBinary.localOffsetSeconds(local, session.rules());
    return Binary.int8(checked(BaseType.TIMESTAMPTZ, local, offset));
  }

  private static long special(DateTimeWords.Meaning special) {
    return switch (special) {
      case INFINITY -> DateTimeBinary.INFINITY;
      case MINUS_INFINITY -> DateTimeBinary.MINUS_INFINITY;
      default -> DateTimeBinary.EPOCH_DATE * DateTimeBinary.MICROS_PER_DAY;
    };
  }

  private static long local(DateTimeReader reader) throws SQLException {
    long date = reader.dayNumber();
    // Far beyond both ends of the type, but not so far that the product overflows.
    long least = DateTimeBinary.MIN_TIMESTAMP / DateTimeBinary.MICROS_PER_DAY - 10;
    long most = DateTimeBinary.END_TIMESTAMP / DateTimeBinary.MICROS_PER_DAY - 1 + 2;
    if (date < least || date > most) {
      throw DataError.of("22008", "timestamp out of range");
    }
    return date * DateTimeBinary.MICROS_PER_DAY + reader.microsOfDay();
  }

  private static long checked(BaseType type, long local, int offsetSeconds) throws SQLException {
    long timestamp = local - offsetSeconds * DateTimeBinary.MICROS_PER_SECOND;
    if (timestamp < DateTimeBinary.MIN_TIMESTAMP || timestamp >= DateTimeBinary.END_TIMESTAMP) {
      throw DataError.dateTimeOverflow(type);
    }
    return timestamp;
  }

  static byte[] printDate(byte[] binary) throws MalformedValueException {
    int date = DateTimeBinary.date(binary);
    Ascii out = new Ascii(16);
    if (date == DateTimeBinary.DATE_INFINITY || date == DateTimeBinary.DATE_MINUS_INFINITY) {
      return out.append(date > 0 ? INFINITY : MINUS_INFINITY).toBytes();
    }
    CivilDate civil = CivilDate.of(date);
    append(out, civil);
    appendEra(out, civil);
    return out.toBytes();
  }

  static byte[] printTime(byte[] binary) throws MalformedValueException {
    Ascii out = new Ascii(16);
    appendTime(out, DateTimeBinary.time(binary));
    return out.toBytes();
  }

  static byte[] printTimestamp(byte[] binary) throws MalformedValueException {
    long timestamp = DateTimeBinary.timestamp(BaseType.TIMESTAMP, binary);
    Ascii out = new Ascii(32);
    if (appendInfinity(out, timestamp)) {
      return out.toBytes();
    }
    CivilDate civil = appendLocal(out, timestamp);
    appendEra(out, civil);
    return out.toBytes();
  }

  static byte[] printTimestamptz(byte[] binary, SessionTime session)
      throws MalformedValueException, SQLException {
    long instant = DateTimeBinary.timestamp(BaseType.TIMESTAMPTZ, binary);
    Ascii out = new Ascii(40);
    if (appendInfinity(out, instant)) {
      return out.toBytes();
    }
    int offset = DateTimeBinary.offsetSeconds(instant, session.rules());
    // Near the end of the type the local time may be beyond it; a long still holds it.
    CivilDate civil = appendLocal(out, instant + offset * DateTimeBinary.MICROS_PER_SECOND);
    appendOffset(out, offset);
    appendEra(out, civil);
    return out.toBytes();
  }

  private static boolean appendInfinity(Ascii out, long timestamp) {
    if (!DateTimeBinary.isInfinite(timestamp)) {
      return false;
    }
    out.append(timestamp > 0 ? INFINITY : MINUS_INFINITY);
    return true;
  }

  private static CivilDate appendLocal(Ascii out, long local) {
    CivilDate civil = CivilDate.of(Math.floorDiv(local, DateTimeBinary.MICROS_PER_DAY));
    append(out, civil);
    out.append(' ');
    appendTime(out, Math.floorMod(local, DateTimeBinary.MICROS_PER_DAY));
    return civil;
  }

  private static void append(Ascii out, CivilDate civil) {
    out.padded(civil.year() > 0 ? civil.year() : 1L - civil.year(), 4).append('-');
    out.padded(civil.month(), 2).append('-').padded(civil.day(), 2);
  }

  private static void appendEra(Ascii out, CivilDate civil) {
    if (civil.year() <= 0) {
      out.append(" BC");
    }
  }

  static void appendTime(Ascii out, long micros) {
    long seconds = micros / DateTimeBinary.MICROS_PER_SECOND;
    int fraction = (int) (micros % DateTimeBinary.MICROS_PER_SECOND);
    out.padded(seconds / 3600, 2).append(':').padded(seconds / 60 % 60, 2);
    out.append(':').padded(seconds % 60, 2);
    if (fraction != 0) {
      out.append('.').padded(fraction, 6);
      while (out.last() == '0') {
        out.truncate(out.length() - 1);
      }
    }
  }

  /** Appends {@code +hh}, with minutes and seconds only where they are not zero. */
  static void appendOffset(Ascii out, int offsetSeconds) {
    int magnitude = Math.abs(offsetSeconds);
    out.append(offsetSeconds < 0 ? '-' : '+').padded(magnitude / 3600, 2);
    if (magnitude % 3600 != 0) {
      out.append(':').padded(magnitude / 60 % 60, 2);
    }
    if (magnitude % 60 != 0) {
      out.append(':').padded(magnitude % 60, 2);
    }
  }
}
