package io.github.cofferjdbc.value;

/**
 * The proleptic Gregorian calendar over PostgreSQL's day numbers, which count from 2000-01-01.
 *
 * @param year the astronomical year: 0 is 1 BC
 * @param month 1 to 12
 * @param day 1 to 31
 */
record CivilDate(int year, int month, int day) {

  private static final int DAYS_FROM_MARCH_0_TO_2000 = 730_425;
  private static final int DAYS_PER_400_YEARS = 146_097;

  /** 2000-01-01 less 1970-01-01 in days. */
  static final int EPOCH_OFFSET = 10_957;

  /** Returns the day number; month and day must be valid, the year may be any int. */
  static long dayNumber(int year, int month, int day) {
    // Years that start in March put the leap day last.
    long y = month <= 2 ? year - 1L : year;
    int m = month <= 2 ? month + 9 : month - 3;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    int dayOfYear = (153 * m + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_PER_400_YEARS + dayOfEra - DAYS_FROM_MARCH_0_TO_2000;
  }

  static CivilDate of(long dayNumber) {
    long z = dayNumber + DAYS_FROM_MARCH_0_TO_2000;
    long era = Math.floorDiv(z, (long) DAYS_PER_400_YEARS);
    int dayOfEra = (int) (z - era * DAYS_PER_400_YEARS);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int m = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * m + 2) / 5 + 1;
    int month = m < 10 ? m + 3 : m - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    return new CivilDate(year, month, day);
  }

  static int daysInMonth(int year, int month) {
    return switch (month) {
      case 4, 6, 9, 11 -> 30;
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      default -> 31;
    };
  }
}
