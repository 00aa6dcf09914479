package io.github.cofferjdbc.value;

import io.github.cofferjdbc.value.DateTimeTokens.Kind;
import java.sql.SQLException;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads one date or time literal as PostgreSQL does, for the forms that mean the same in every
 * session: ISO 8601, extended and basic, PostgreSQL's own output, and mixtures of their parts.
 *
 * <p>The parts may come in any order that PostgreSQL allows; each fact may be stated once. Where
 * the meaning of a form depends on DateStyle or on the moment, or needs names of months, the
 * literal is refused (KE003) unless it is malformed anyway. For one use.
 */
final class DateTimeReader {

  private static final int YEAR = 1;
  private static final int MONTH = 2;
  private static final int DAY = 4;
  private static final int TIME = 8;
  private static final int ZONE = 16;
  private static final int ERA = 32;
  private static final int FULL_DATE = YEAR | MONTH | DAY;

  private static final int MAX_OFFSET_HOURS = 15;

  private final BaseType type;
  private final DateTimeTokens tokens;
  private final boolean timeOnly;

  private int seen;
  private boolean timeFollows;
  private boolean dependsOnDateStyle;
  private boolean twoDigitYear;
  private boolean bc;
  private int dayOfYear;

  private int year;
  private int month;
  private int day;
  private int hour;
  private int minute;
  private int second;
  private int micros;

  private int offsetSeconds;
  private @Nullable ZoneRules namedZone;
  private @Nullable String greenwichWord;

  /** The infinity or epoch that the literal names, or null for an ordinary date and time. */
  private DateTimeWords.@Nullable Meaning special;

  /** Where the last number that was read ended. */
  private int stop;

  DateTimeReader(BaseType type, String text) throws SQLException {
    this.type = type;
    this.tokens = new DateTimeTokens(type, text);
    this.timeOnly = type == BaseType.TIME;
    for (int i = 0; i < tokens.count(); i++) {
      read(i);
    }
    finish();
  }

  /** Returns the infinity or epoch that the literal names, or null. */
  DateTimeWords.@Nullable Meaning special() {
    return special;
  }

  /** Returns the day number from 2000-01-01; 22008 if it is no date. */
  long dayNumber() throws SQLException {
    // The day count of PostgreSQL starts in November 4714 BC and ends in 5874898.
    boolean countable =
        (year > -4713 || (year == -4713 && month >= 11))
            && (year < 5_874_898 || (year == 5_874_898 && month < 6));
    if (!countable) {
      throw overflow();
    }
    return CivilDate.dayNumber(year, month, day);
  }

  /** Returns the microseconds from midnight, up to 24 hours inclusive. */
  long microsOfDay() {
    return ((hour * 60L + minute) * 60L + second) * DateTimeBinary.MICROS_PER_SECOND + micros;
  }

  /** Tells whether the literal names an offset or a zone. */
  boolean hasZone() {
    return (seen & ZONE) != 0;
  }

  /** Returns the offset east of Greenwich that the literal names for this local time. */
  int offsetSeconds(long local) {
    return namedZone == null ? offsetSeconds : DateTimeBinary.localOffsetSeconds(local, namedZone);
  }

  /** Returns the word, in lower case, by which the literal names Greenwich's time, or null. */
  @Nullable String greenwichWord() {
    return greenwichWord;
  }

  /** Returns the offset that the literal writes as a number or as Greenwich's. */
  OptionalInt statedOffset() {
    return hasZone() && namedZone == null ? OptionalInt.of(offsetSeconds) : OptionalInt.empty();
  }

  private void read(int token) throws SQLException {
    int found =
        switch (tokens.kind(token)) {
          case DATE -> date(token);
          case TIME -> {
            timeFollows = false;
            yield time(token);
          }
          case ZONE -> {
            offset(tokens.start(token), tokens.end(token));
            yield ZONE;
          }
          case NUMBER -> number(token);
          case WORD, SIGNED_WORD -> word(token);
        };
    see(found);
  }

  private void see(int found) throws SQLException {
    if ((seen & found) != 0) {
      throw malformed();
    }
    seen |= found;
  }

  private void finish() throws SQLException {
    if (timeFollows) {
      throw malformed();
    }
    if (special == null) {
      validateDate();
      int needed = timeOnly ? TIME : FULL_DATE;
      if (timeOnly) {
        checkTime();
      }
      if ((seen & needed) != needed) {
        throw malformed();
      }
      if (timeOnly
          && namedZone != null
          && !namedZone.isFixedOffset()
          && (seen & FULL_DATE) != FULL_DATE) {
        throw malformed();
      }
    }
    if (dependsOnDateStyle) {
      throw ofDateStyle();
    }
  }

  // ---- Dates

  private int date(int token) throws SQLException {
    boolean startsWithDigit = Blanks.isDigit(tokens.charAt(tokens.start(token)));
    if (timeOnly) {
      boolean dateFirst =
          token == 0
              && tokens.count() >= 2
              && (tokens.kind(tokens.count() - 1) == Kind.DATE || tokens.kind(1) == Kind.TIME);
      if (dateFirst) {
        return dateParts(token);
      }
      return startsWithDigit ? timeWithOffset(token) : zoneName(token);
    }
    if (timeFollows || (seen & (MONTH | DAY)) == (MONTH | DAY)) {
      boolean compactTime = startsWithDigit || timeFollows;
      timeFollows = false;
      return compactTime ? timeWithOffset(token) : zoneName(token);
    }
    return dateParts(token);
  }

  private int dateParts(int token) throws SQLException {
    checkWords(token);
    int before = seen;
    int found = 0;
    int end = tokens.end(token);
    int at = firstPart(token);
    while (at < end) {
      int next = endOfPart(at, end);
      int part = datePart(at, next, before | found);
      if ((part & (before | found)) != 0) {
        throw malformed();
      }
      found |= part;
      at = nextPart(next, end);
    }
    if (((before | found) & ~ZONE) != FULL_DATE) {
      throw malformed();
    }
    return found;
  }

  /** Refuses a date with the name of a month; other words are wrong. */
  private void checkWords(int token) throws SQLException {
    int end = tokens.end(token);
    boolean monthName = false;
    for (int at = firstPart(token); at < end; ) {
      int next = endOfPart(at, end);
      if (isWordChar(tokens.charAt(at))) {
        if (!DateTimeWords.isMonth(new String(charsOf(at, next)))) {
          throw malformed();
        }
        monthName = true;
      }
      at = nextPart(next, end);
    }
    if (monthName) {
      throw DataError.refused(type, "write the month as a number, year-month-day");
    }
  }

  private int firstPart(int token) throws SQLException {
    int at = tokens.start(token);
    while (at < tokens.end(token) && !isAlnum(tokens.charAt(at))) {
      at++;
    }
    if (at == tokens.end(token)) {
      throw malformed();
    }
    return at;
  }

  /** Returns the index after the digits, or the letters, that start here. */
  private int endOfPart(int start, int end) {
    boolean digits = Blanks.isDigit(tokens.charAt(start));
    int at = start;
    while (at < end
        && (digits ? Blanks.isDigit(tokens.charAt(at)) : isWordChar(tokens.charAt(at)))) {
      at++;
    }
    return at;
  }

  private static boolean isWordChar(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isAlnum(char c) {
    return isWordChar(c) || Blanks.isDigit(c);
  }

  private char[] charsOf(int start, int end) {
    char[] chars = new char[end - start];
    for (int i = start; i < end; i++) {
      chars[i - start] = tokens.charAt(i);
    }
    return chars;
  }

  /** Skips one character and what else separates the parts of a date; a part has to follow. */
  private int nextPart(int at, int end) throws SQLException {
    if (at + 1 >= end) {
      // A single separator at the end is let pass.
      return end;
    }
    int next = at + 1;
    while (next < end && !isAlnum(tokens.charAt(next))) {
      next++;
    }
    if (next == end) {
      throw malformed();
    }
    return next;
  }

  /** Reads a number as the next part of a date, given the parts that are known. */
  private int datePart(int start, int end, int known) throws SQLException {
    int value = integer(start, end);
    int length = end - start;
    int date = known & FULL_DATE;
    if (length == 3 && date == YEAR && value >= 1 && value <= 366) {
      dayOfYear = value;
      return MONTH | DAY;
    }
    if (date == 0 && length >= 3) {
      year = value;
      twoDigitYear = false;
      return YEAR;
    }
    if (date == YEAR) {
      month = value;
      return MONTH;
    }
    if (date == (YEAR | MONTH)) {
      day = value;
      return DAY;
    }
    // What follows is the order month, day, year of one DateStyle; refused in the end.
    dependsOnDateStyle = true;
    if (date == 0) {
      month = value;
      return MONTH;
    }
    if (date == MONTH) {
      day = value;
      return DAY;
    }
    if (date == (MONTH | DAY)) {
      year = value;
      twoDigitYear = length <= 2;
      return YEAR;
    }
    throw malformed();
  }

  private void validateDate() throws SQLException {
    if ((seen & YEAR) != 0) {
      if (bc) {
        if (year <= 0) {
          throw overflow();
        }
        year = 1 - year;
      } else if (twoDigitYear) {
        year += year < 70 ? 2000 : 1900;
      } else if (year <= 0) {
        throw overflow();
      }
    }
    if (dayOfYear > 0) {
      CivilDate date = CivilDate.of(CivilDate.dayNumber(year, 1, 1) + dayOfYear - 1);
      year = date.year();
      month = date.month();
      day = date.day();
    }
    if ((seen & MONTH) != 0 && (month < 1 || month > 12)) {
      throw overflow();
    }
    if ((seen & DAY) != 0 && (day < 1 || day > 31)) {
      throw overflow();
    }
    if ((seen & FULL_DATE) == FULL_DATE && day > CivilDate.daysInMonth(year, month)) {
      throw overflow();
    }
  }

  // ---- Numbers without punctuation

  private int number(int token) throws SQLException {
    int start = tokens.start(token);
    int end = tokens.end(token);
    int point = tokens.indexOf(token, '.');
    if (timeFollows) {
      timeFollows = false;
      integer(start, point < 0 ? end : point);
      return compactTime(start, end, point);
    }
    if (timeOnly) {
      return numberInTime(token, start, end, point);
    }
    if (point >= 0 && (seen & FULL_DATE) == 0) {
      return dateParts(token);
    }
    if (point - start > 2) {
      return compactTime(start, end, point);
    }
    if (end - start >= 6 && ((seen & FULL_DATE) == 0 || (seen & TIME) == 0)) {
      return point < 0 && (seen & FULL_DATE) != FULL_DATE
          ? compactDate(start, end)
          : compactTime(start, end, point);
    }
    if (point == start) {
      throw malformed();
    }
    if ((seen & FULL_DATE) == FULL_DATE) {
      integer(start, end);
      return compactTime(start, end, point);
    }
    if (point >= 0) {
      // A part of a date with a fraction, which PostgreSQL takes for one of a second.
      micros = fraction(point, end);
    }
    return datePart(start, end, seen);
  }

  private int numberInTime(int token, int start, int end, int point) throws SQLException {
    boolean dateFirst =
        point >= 0
            && token == 0
            && tokens.count() >= 2
            && tokens.kind(tokens.count() - 1) == Kind.DATE;
    return dateFirst ? dateParts(token) : compactTime(start, end, point);
  }

  /** Reads {@code yyyymmdd}, or {@code yymmdd}. */
  private int compactDate(int start, int end) {
    year = (int) Math.min(saturated(start, end - 4), Integer.MAX_VALUE);
    month = (int) saturated(end - 4, end - 2);
    day = (int) saturated(end - 2, end);
    twoDigitYear = end - start == 6;
    return FULL_DATE;
  }

  /** Reads {@code hhmmss} or {@code hhmm}, perhaps with a fraction of seconds. */
  private int compactTime(int start, int end, int point) throws SQLException {
    for (int i = start; i < end; i++) {
      char c = tokens.charAt(i);
      if (!Blanks.isDigit(c) && c != '.') {
        throw malformed();
      }
    }
    int last = end;
    if (point >= 0) {
      micros = fraction(point, end);
      last = point;
    }
    int length = last - start;
    if ((seen & TIME) != 0 || (length != 6 && length != 4)) {
      throw malformed();
    }
    hour = (int) saturated(start, start + 2);
    minute = (int) saturated(start + 2, start + 4);
    second = length == 6 ? (int) saturated(start + 4, last) : 0;
    // Beside a date PostgreSQL does not check these fields, so 250000 is one o'clock the next day.
    return TIME;
  }

  // ---- Times

  private int time(int token) throws SQLException {
    int end = tokens.end(token);
    long first = saturated(tokens.start(token), end);
    minute = lenient(stop + 1, end);
    second = 0;
    micros = 0;
    if (stop < end && tokens.charAt(stop) == '.') {
      // Two numbers and a fraction are minutes and seconds.
      micros = fraction(stop, end);
      second = minute;
      minute = (int) Math.min(first, Integer.MAX_VALUE);
      first = 0;
    } else if (stop < end) {
      second = lenient(stop + 1, end);
      if (stop < end && tokens.charAt(stop) == '.') {
        micros = fraction(stop, end);
      } else if (stop < end) {
        throw malformed();
      }
    }
    if (first > Integer.MAX_VALUE || minute > 59 || second > 60) {
      throw overflow();
    }
    hour = (int) first;
    if (!timeOnly) {
      checkTime();
    }
    return TIME;
  }

  private void checkTime() throws SQLException {
    if (hour > 24 || minute > 59 || second > 60 || microsOfDay() > DateTimeBinary.MICROS_PER_DAY) {
      throw overflow();
    }
  }

  /** Returns the microseconds of {@code .digits}, rounded as PostgreSQL rounds: by a double. */
  private int fraction(int point, int end) throws SQLException {
    int digits = end - point - 1;
    long value = 0;
    for (int i = point + 1; i < end; i++) {
      if (!Blanks.isDigit(tokens.charAt(i))) {
        throw malformed();
      }
      if (i - point <= 6) {
        value = value * 10 + (tokens.charAt(i) - '0');
      }
    }
    for (int i = digits; i < 6; i++) {
      value *= 10;
    }
    if (digits <= 6) {
      return (int) value;
    }
    double fraction = Double.parseDouble("0" + new String(charsOf(point, end)));
    return (int) Math.rint(fraction * 1_000_000);
  }

  // ---- Zones

  /** Reads {@code hhmmss-zz}. */
  private int timeWithOffset(int token) throws SQLException {
    int hyphen = tokens.indexOf(token, '-');
    if ((seen & TIME) != 0 || hyphen < 0) {
      throw malformed();
    }
    offset(hyphen, tokens.end(token));
    int start = tokens.start(token);
    int point = tokens.indexOf(token, '.');
    if (!timeOnly && point < 0 && hyphen - start >= 6 && (seen & FULL_DATE) != FULL_DATE) {
      // While the date lacks its year, these digits are another date.
      throw malformed();
    }
    compactTime(start, hyphen, point < hyphen ? point : -1);
    return TIME | ZONE;
  }

  /** Reads {@code ±hh}, {@code ±hh:mm}, {@code ±hh:mm:ss} or {@code ±hhmm}. */
  private void offset(int start, int end) throws SQLException {
    boolean west = tokens.charAt(start) == '-';
    if (!west && tokens.charAt(start) != '+') {
      throw malformed();
    }
    int hours = offsetPart(start + 1, end);
    int minutes = 0;
    int seconds = 0;
    if (stop < end && tokens.charAt(stop) == ':') {
      minutes = offsetPart(stop + 1, end);
      if (stop < end && tokens.charAt(stop) == ':') {
        seconds = offsetPart(stop + 1, end);
      }
    } else if (stop == end && end - start > 3) {
      minutes = hours % 100;
      hours /= 100;
    }
    if (hours < 0
        || hours > MAX_OFFSET_HOURS
        || minutes < 0
        || minutes > 59
        || seconds < 0
        || seconds > 59) {
      throw offsetOverflow();
    }
    if (stop != end) {
      throw malformed();
    }
    int total = hours * 3600 + minutes * 60 + seconds;
    offsetSeconds = west ? -total : total;
  }

  private int offsetPart(int start, int end) throws SQLException {
    boolean negative = start < end && tokens.charAt(start) == '-';
    long value = saturated(negative ? start + 1 : start, end);
    if (negative && stop == start + 1) {
      stop = start;
    }
    if (value > Integer.MAX_VALUE) {
      throw offsetOverflow();
    }
    return (int) (negative ? -value : value);
  }

  private SQLException offsetOverflow() {
    return DataError.of("22009", "time zone displacement out of range");
  }

  private int zoneName(int token) throws SQLException {
    String name = tokens.word(token);
    Optional<ZoneRules> rules = Zones.find(name);
    if (rules.isEmpty()) {
      if (Zones.mayBePosix(name)) {
        throw DataError.refused(type, "name the time zone by its IANA name or write an offset");
      }
      throw DataError.of(
          "22023", "time zone not recognized in a value of type " + DataError.displayName(type));
    }
    namedZone = rules.get();
    return ZONE;
  }

  // ---- Words

  private int word(int token) throws SQLException {
    String word = tokens.word(token);
    DateTimeWords.Meaning meaning = DateTimeWords.of(word);
    return switch (meaning) {
      case BEFORE_CHRIST, ANNO_DOMINI -> {
        bc = meaning == DateTimeWords.Meaning.BEFORE_CHRIST;
        yield ERA;
      }
      case TIME_FOLLOWS -> {
        if (timeFollows || (!timeOnly && (seen & FULL_DATE) != FULL_DATE)) {
          throw malformed();
        }
        timeFollows = true;
        yield 0;
      }
      case GREENWICH -> {
        greenwichWord = word;
        yield ZONE;
      }
      case EPOCH, INFINITY, MINUS_INFINITY -> {
        if (timeOnly) {
          throw malformed();
        }
        special = meaning;
        yield FULL_DATE | TIME | ZONE;
      }
      case REFUSED ->
          throw DataError.refused(
              type,
              "write an ISO 8601 date or time; words for the current moment, names of months"
                  + " and days, AM and PM, and abbreviations of time zones are not read");
      case UNKNOWN -> {
        Optional<ZoneRules> rules = Zones.find(word);
        if (rules.isEmpty()) {
          throw malformed();
        }
        namedZone = rules.get();
        yield ZONE;
      }
    };
  }

  // ---- Digits

  /** Returns the digits from {@code start} as a number, at most 2^40, and sets where they end. */
  private long saturated(int start, int end) {
    long value = 0;
    int at = start;
    while (at < end && Blanks.isDigit(tokens.charAt(at))) {
      value = Math.min(value * 10 + (tokens.charAt(at) - '0'), 1L << 40);
      at++;
    }
    stop = at;
    return value;
  }

  private int integer(int start, int end) throws SQLException {
    long value = saturated(start, end);
    if (value > Integer.MAX_VALUE) {
      throw overflow();
    }
    return (int) value;
  }

  /** Reads a number that may have no digits, which is 0. */
  private int lenient(int start, int end) throws SQLException {
    return integer(start, end);
  }

  private SQLException malformed() {
    return DataError.invalidDateTime(type);
  }

  private SQLException overflow() {
    // In the order of another DateStyle the same numbers may be a date.
    return dependsOnDateStyle ? ofDateStyle() : DataError.dateTimeOverflow(type);
  }

  private SQLException ofDateStyle() {
    return DataError.refused(type, "write dates as year-month-day");
  }
}
