package io.github.cofferjdbc.value;

import static io.github.cofferjdbc.value.Texts.again;
import static io.github.cofferjdbc.value.Texts.assertRefused;
import static io.github.cofferjdbc.value.Texts.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateTimeTextTest {

  @ParameterizedTest
  @CsvSource({
    "2024-02-29, 2024-02-29",
    "20240229, 2024-02-29",
    "2024-060, 2024-02-29",
    "2024/2/29, 2024-02-29",
    "0044-03-15 BC, 0044-03-15 BC",
    "0001-01-01, 0001-01-01",
    "4714-11-24 BC, 4714-11-24 BC",
    "5874897-12-31, 5874897-12-31",
    "infinity, infinity",
    "-INFINITY, -infinity",
    "epoch, 1970-01-01",
    "2024-02-29 +02, 2024-02-29",
    "2024-02-29T23:59:59.9Z, 2024-02-29"
  })
  void readsDates(String text, String printed) {
    assertThat(again(BaseType.DATE, text)).isEqualTo(printed);
  }

  @Test
  void givesDatesAsDaysFrom2000() throws SQLException {
    assertThat(hex(BaseType.DATE, "2000-01-01")).isEqualTo("00000000");
    assertThat(hex(BaseType.DATE, "1999-12-31")).isEqualTo("ffffffff");
    assertThat(hex(BaseType.DATE, "infinity")).isEqualTo("7fffffff");
    assertThat(hex(BaseType.DATE, "-infinity")).isEqualTo("80000000");
  }

  @Test
  void refusesDatesThatAreNone() {
    assertRefused(BaseType.DATE, "22007", "", "2024", "2024-01", "hello", "2024-01-01 12", "12:00");
    assertRefused(
        BaseType.DATE,
        "22008",
        "2023-02-29",
        "2024-13-01",
        "2024-01-32",
        "0000-01-01",
        "4714-11-23 BC",
        "5874898-01-01",
        "2024-01-01 25:00");
  }

  @Test
  void refusesWhatDependsOnTheMomentOrTheSessionAndSaysWhatToWrite() {
    String[] texts = {
      "now",
      "today",
      "tomorrow",
      "yesterday",
      "1/2/2024",
      "29.02.2024",
      "24-02-29",
      "Feb 29, 2024",
      "2024-Feb-29",
      "J2451187"
    };
    assertRefused(BaseType.DATE, "KE003", texts);
    assertRefused(
        BaseType.TIMESTAMPTZ, "KE003", "now", "2024-01-01 12:00 PST", "2024-01-01 4:00 PM");
    assertThatThrownBy(() -> Texts.read(BaseType.DATE, "now")).hasMessageContaining("ISO 8601");
  }

  @ParameterizedTest
  @CsvSource({
    "12:34:56.789012, 12:34:56.789012",
    "12:34, 12:34:00",
    "T123456, 12:34:56",
    "12:34:56+02, 12:34:56",
    "2024-01-01 12:34:56 Europe/Berlin, 12:34:56",
    "24:00:00, 24:00:00",
    "23:59:60, 24:00:00",
    "00:00:00.0000005, 00:00:00",
    "00:00:00.0000015, 00:00:00.000002",
    "10:11.5, 00:10:11.5"
  })
  void readsTimes(String text, String printed) {
    assertThat(again(BaseType.TIME, text)).isEqualTo(printed);
  }

  @Test
  void refusesTimesThatAreNone() {
    assertRefused(BaseType.TIME, "22007", "", "12", "hello", "epoch", "12:00 Europe/Berlin");
    assertRefused(BaseType.TIME, "22008", "24:00:00.1", "25:00", "12:60", "12:00:61");
    assertRefused(BaseType.TIME, "22009", "12:00+16");
    assertRefused(BaseType.TIME, "KE003", "allballs", "now", "04:05 PM");
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-29 12:34:56.789012, 2024-02-29 12:34:56.789012",
    "2024-02-29T12:34:56+05, 2024-02-29 12:34:56",
    "0044-03-15 12:00:00 BC, 0044-03-15 12:00:00 BC",
    "4714-11-24 00:00:00 BC, 4714-11-24 00:00:00 BC",
    "294276-12-31 23:59:59.999999, 294276-12-31 23:59:59.999999",
    "2024-12-31 24:00:00, 2025-01-01 00:00:00",
    "infinity, infinity",
    "epoch, 1970-01-01 00:00:00"
  })
  void readsTimestamps(String text, String printed) {
    assertThat(again(BaseType.TIMESTAMP, text)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "America/St_Johns, 2325-03-06T7155, 2325-03-08 23:55:00-02:30",
    "Europe/Berlin, 2024-07-01 12:00, 2024-07-01 12:00:00+02",
    "Europe/Berlin, 2024-03-31 02:30, 2024-03-31 03:30:00+02",
    "Europe/Berlin, 2024-10-27 02:30, 2024-10-27 02:30:00+01",
    "Europe/Berlin, 1800-01-01 00:00, 1800-01-01 00:00:00+00:53:28",
    "Asia/Kolkata, 2024-01-01 00:00Z, 2024-01-01 05:30:00+05:30",
    "America/New_York, 2024-01-01 12:00:00+01, 2024-01-01 06:00:00-05",
    "UTC, 2024-01-01 12:00 Europe/Berlin, 2024-01-01 11:00:00+00",
    "UTC, 2024-01-01 12:00 utc+3, 2024-01-01 15:00:00+00",
    "<+03>-03, 2024-01-01 00:00, 2024-01-01 00:00:00+03",
    "GMT-5, 2024-01-01 00:00, 2024-01-01 00:00:00+05",
    "Pacific/Apia, 2011-12-30 12:00, 2011-12-31 12:00:00+14",
    "UTC, 0044-03-15 12:00:00+00 BC, 0044-03-15 12:00:00+00 BC",
    "UTC, 294276-12-31 23:59:59.999999, 294276-12-31 23:59:59.999999+00",
    "UTC, -infinity, -infinity"
  })
  void readsAndPrintsInstantsInTheSessionsZone(String zone, String text, String printed) {
    assertThat(again(BaseType.TIMESTAMPTZ, text, new SessionTime(zone))).isEqualTo(printed);
  }

  @Test
  void refusesTimestampsThatAreNone() {
    assertRefused(BaseType.TIMESTAMP, "22007", "", "2024-01-01 12", "2024-01-01 foo");
    assertRefused(BaseType.TIMESTAMP, "22008", "294277-01-01", "4714-11-23 BC", "2024-01-01 25:00");
    assertRefused(BaseType.TIMESTAMP, "22009", "2024-01-01 12:00 +16");
    assertRefused(BaseType.TIMESTAMP, "22023", "2024-01-01 12:00 Nowhere/Land");
    assertRefused(BaseType.TIMESTAMPTZ, "22008", "294276-12-31 23:59:59-01", "4714-11-24 BC +01");
  }

  @Test
  void needsTheZoneOnlyForInstantsAndNamesTheRemedy() throws Exception {
    SessionTime unknown = new SessionTime("EST5EDT,M3.2.0,M11.1.0");

    assertThat(again(BaseType.TIMESTAMP, "2024-01-01", unknown)).isEqualTo("2024-01-01 00:00:00");
    ValueText.fromText(BaseType.TIMESTAMPTZ, "2024-01-01 00:00Z", unknown);
    assertThatThrownBy(() -> ValueText.fromText(BaseType.TIMESTAMPTZ, "2024-01-01", unknown))
        .hasMessageContaining("SET TimeZone");
    assertThatThrownBy(() -> ValueText.toText(BaseType.TIMESTAMPTZ, new byte[8], unknown))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE003"));
  }

  @Test
  void refusesAnAbbreviationThatTheSessionsZoneRedefines() throws SQLException {
    SessionTime session = new SessionTime("GMT-5");

    assertThatThrownBy(() -> ValueText.fromText(BaseType.TIMESTAMPTZ, "2024-01-01 GMT", session))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE003"));
    assertThat(again(BaseType.TIMESTAMPTZ, "2024-01-01 UTC", session))
        .isEqualTo("2024-01-01 05:00:00+05");
  }
}
