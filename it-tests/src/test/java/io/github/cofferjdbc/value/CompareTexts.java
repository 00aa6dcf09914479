package io.github.cofferjdbc.value;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Texts whose values are equal, or nearly, across types. */
final class CompareTexts {

  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "-1",
    "1.0",
    "1.00",
    "1.5",
    "0.5",
    "0.1",
    "0.10",
    "127",
    "32767",
    "32768",
    "2147483647",
    "2147483648",
    "-2147483648",
    "16777216",
    "16777217",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "-9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "9223372036854774784",
    "1e18",
    "1e19",
    "3.4e38",
    "1e300",
    "1e-300",
    "NaN",
    "Infinity",
    "-Infinity",
    "0.30000001192092896",
    "0.3",
    "100",
    "1e2",
    "12345678901234567890.12345"
  };

  private static final String[] TEXTS = {"", " ", "a", "a ", "a  ", " a", "b", "A", "\u00e4", "\t"};

  private static final String[] TIMES = {
    "2024-01-01",
    "2024-01-01 00:00:00",
    "2024-01-01 00:00:00.000001",
    "2024-01-01 12:00:00",
    "2024-01-01 00:00:00+00",
    "2023-12-31 23:00:00+00",
    "2024-01-01 10:00:00+00",
    "2024-03-31 02:30:00",
    "2024-03-31 03:30:00",
    "2024-03-31 01:30:00+00",
    "2024-03-31 01:00:00+00",
    "2024-10-27 02:30:00",
    "2024-10-27 00:30:00+00",
    "2024-10-27 01:30:00+00",
    "2011-12-30",
    "2011-12-31",
    "2011-12-30 12:00:00",
    "2011-12-30 10:00:00+00",
    "2011-12-31 00:00:00",
    "2018-11-04",
    "2018-11-04 01:00:00",
    "2018-11-04 03:00:00+00",
    "2018-11-03 23:30:00",
    "2018-02-17 23:30:00",
    "2018-02-18 01:30:00+00",
    "2018-02-18 02:30:00+00",
    "2018-02-18",
    "infinity",
    "-infinity",
    "294276-12-31",
    "294277-01-01",
    "300000-01-01",
    "4714-11-24 BC",
    "4714-11-25 BC",
    "4714-11-24 00:00:00+00 BC",
    "294276-12-31 23:59:59.999999+00"
  };

  private static final String[] CLOCK = {
    "00:00:00", "24:00:00", "12:00:00", "12:00:00.000001", "12:00:00+00", "12:00:00+02"
  };

  private static final String[] OTHERS = {
    "t",
    "f",
    "1",
    "\\x00",
    "\\x",
    "\\x61",
    "a",
    "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
    "A0EEBC999C0B4EF8BB6D6BB9BD380A11",
    "00000000-0000-0000-0000-000000000000",
    "{}",
    "null"
  };

  private CompareTexts() {}

  static List<String> readable(Source source, SessionTime session) {
    return switch (source) {
      case TIMETZ -> List.of("12:00:00+02", "00:00:00+00");
      default -> readable(SourceValue.baseType(source), session);
    };
  }

  static List<String> readable(BaseType type, SessionTime session) {
    String[] texts =
        switch (type) {
          case INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC -> NUMBERS;
          case TEXT, BPCHAR -> TEXTS;
          case DATE, TIMESTAMP, TIMESTAMPTZ -> TIMES;
          case TIME -> CLOCK;
          case BOOL, BYTEA, UUID, JSON, JSONB -> OTHERS;
        };
    List<String> readable = new ArrayList<>();
    for (String text : texts) {
      if (isReadable(type, text, session)) {
        readable.add(text);
      }
    }
    return readable;
  }

  private static boolean isReadable(BaseType type, String text, SessionTime session) {
    try {
      ValueText.fromText(type, text, session);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }
}
