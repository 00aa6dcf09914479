package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CoercionTest {

  private static final SessionTime BERLIN = Texts.BERLIN;

  private static String assigned(BaseType column, Source source, Object value) throws Exception {
    byte[] binary = Coercion.assign(column, new BoundValue(source, value), BERLIN);
    return ValueText.toText(column, binary, BERLIN);
  }

  private static Comparand compared(BaseType column, Source source, Object value)
      throws SQLException {
    return Coercion.compare(column, new BoundValue(source, value), BERLIN);
  }

  private static void assertState(String sqlState, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
  }

  private static void assertEqualTo(Comparand comparand, BaseType type, String text)
      throws SQLException {
    byte[] expected = Searchable.encode(type, Texts.read(type, text));
    assertThat(comparand)
        .isInstanceOfSatisfying(
            Comparand.Encoded.class,
            encoded -> assertThat(encoded.canonical()).isEqualTo(expected));
  }

  @Test
  void takesTheJavaClassThatIsNaturalForTheSource() throws Exception {
    assertThat(assigned(BaseType.INT4, Source.INT4, 7)).isEqualTo("7");
    assertThat(assigned(BaseType.NUMERIC, Source.NUMERIC, new BigDecimal("1.50")))
        .isEqualTo("1.50");
    assertThat(assigned(BaseType.NUMERIC, Source.NUMERIC, new BigDecimal("1E+3")))
        .isEqualTo("1000");
    assertThat(assigned(BaseType.UUID, Source.UUID, new UUID(1, 2)))
        .isEqualTo("00000000-0000-0001-0000-000000000002");
    assertThat(assigned(BaseType.BYTEA, Source.BYTEA, new byte[] {1})).isEqualTo("\\x01");
    assertThat(assigned(BaseType.FLOAT4, Source.FLOAT8, 0.1)).isEqualTo("0.1");
    assertThatThrownBy(() -> new BoundValue(Source.INT4, 7L))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void roundsNumericAwayFromZeroAndFloatsToEven() throws Exception {
    assertThat(assigned(BaseType.INT4, Source.NUMERIC, new BigDecimal("2.5"))).isEqualTo("3");
    assertThat(assigned(BaseType.INT4, Source.NUMERIC, new BigDecimal("-2.5"))).isEqualTo("-3");
    assertThat(assigned(BaseType.INT4, Source.FLOAT8, 2.5)).isEqualTo("2");
    assertThat(assigned(BaseType.INT4, Source.FLOAT8, 3.5)).isEqualTo("4");
    assertThat(assigned(BaseType.NUMERIC, Source.FLOAT8, 0.1 + 0.2)).isEqualTo("0.3");
  }

  @Test
  void checksTheRangeOfTheColumn() {
    assertState("22003", () -> assigned(BaseType.INT4, Source.INT8, 1L << 31));
    assertState("22003", () -> assigned(BaseType.INT8, Source.FLOAT8, 0x1p63));
    assertState("22003", () -> assigned(BaseType.INT2, Source.FLOAT8, Double.NaN));
    assertState("22003", () -> assigned(BaseType.FLOAT4, Source.FLOAT8, 1e300));
    assertState(
        "22003", () -> assigned(BaseType.INT8, Source.NUMERIC, new BigDecimal("1E+131071")));
  }

  @Test
  void refusesTypesThatDoNotGoTogetherAsTheServerDoes() {
    assertThatThrownBy(() -> assigned(BaseType.DATE, Source.VARCHAR, "2024-01-01"))
        .hasMessage("column is of type date but expression is of type character varying")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42804"));
    assertThatThrownBy(() -> compared(BaseType.DATE, Source.VARCHAR, "2024-01-01"))
        .hasMessage("operator does not exist: date = character varying")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42883"));
    assertState("42804", () -> assigned(BaseType.INT4, Source.BOOL, true));
    assertState("42804", () -> assigned(BaseType.UUID, Source.VARCHAR, "x"));
    assertState("42883", () -> compared(BaseType.TEXT, Source.INT4, 1));
    assertState("KE003", () -> assigned(BaseType.TEXT, Source.OTHER, "x"));
  }

  @Test
  void assignsAnythingToTextAsItPrints() throws Exception {
    assertThat(assigned(BaseType.TEXT, Source.INT4, 7)).isEqualTo("7");
    assertThat(assigned(BaseType.TEXT, Source.BOOL, true)).isEqualTo("true");
    assertThat(assigned(BaseType.TEXT, Source.FLOAT8, 1e20)).isEqualTo("1e+20");
    assertThat(assigned(BaseType.TEXT, Source.TIMESTAMPTZ, "2024-07-01 00:00Z"))
        .isEqualTo("2024-07-01 02:00:00+02");
    assertThat(assigned(BaseType.TEXT, Source.TIMETZ, "12:00:00.5+05:30"))
        .isEqualTo("12:00:00.5+05:30");
    assertThat(assigned(BaseType.TEXT, Source.BPCHAR, "a  ")).isEqualTo("a");
  }

  @Test
  void convertsBetweenDatesAndTimes() throws Exception {
    assertThat(assigned(BaseType.DATE, Source.TIMESTAMPTZ, "2024-06-30 22:30Z"))
        .isEqualTo("2024-07-01");
    assertThat(assigned(BaseType.TIMESTAMP, Source.DATE, "2024-07-01"))
        .isEqualTo("2024-07-01 00:00:00");
    assertThat(assigned(BaseType.TIMESTAMPTZ, Source.DATE, "2024-07-01"))
        .isEqualTo("2024-07-01 00:00:00+02");
    assertThat(assigned(BaseType.TIME, Source.TIMESTAMP, "2024-07-01 12:34:56"))
        .isEqualTo("12:34:56");
    assertThat(assigned(BaseType.TIME, Source.TIMETZ, "12:34:56+05")).isEqualTo("12:34:56");
    assertState("22008", () -> assigned(BaseType.TIMESTAMP, Source.DATE, "294277-01-01"));
    assertState("KE003", () -> assigned(BaseType.TIME, Source.TIMESTAMP, "infinity"));
    assertState("42804", () -> assigned(BaseType.DATE, Source.TIME, "12:00"));
  }

  @Test
  void readsAnUntypedValueAsTheColumns() throws Exception {
    assertThat(assigned(BaseType.DATE, Source.UNKNOWN, "2024-01-01 +01")).isEqualTo("2024-01-01");
    assertThat(
            assigned(BaseType.INT4, Source.UNKNOWN, new BoundValue.Binary(new byte[] {0, 0, 0, 7})))
        .isEqualTo("7");
    assertEqualTo(compared(BaseType.BPCHAR, Source.UNKNOWN, "a  "), BaseType.BPCHAR, "a");
  }

  @Test
  void castsExplicitlyWhereOnlyThatIsAllowed() throws Exception {
    byte[] date =
        Coercion.cast(BaseType.DATE, new BoundValue(Source.VARCHAR, "2024-01-01"), BERLIN);
    byte[] yes = Coercion.cast(BaseType.BOOL, new BoundValue(Source.INT4, 2), BERLIN);

    assertThat(ValueText.toText(BaseType.DATE, date, BERLIN)).isEqualTo("2024-01-01");
    assertThat(yes).containsExactly(1);
    assertState(
        "42846", () -> Coercion.cast(BaseType.UUID, new BoundValue(Source.INT4, 2), BERLIN));
  }

  @Test
  void knowsThatSomeNumbersAreNeverEqual() throws Exception {
    assertThat(compared(BaseType.INT4, Source.NUMERIC, new BigDecimal("1.5")))
        .isEqualTo(new Comparand.NeverEqual());
    assertThat(compared(BaseType.INT4, Source.FLOAT8, Double.NaN))
        .isEqualTo(new Comparand.NeverEqual());
    assertThat(compared(BaseType.INT4, Source.NUMERIC, new BigDecimal("1E+30")))
        .isEqualTo(new Comparand.NeverEqual());
    assertEqualTo(
        compared(BaseType.INT4, Source.NUMERIC, new BigDecimal("1.00")), BaseType.INT4, "1");
    assertEqualTo(compared(BaseType.INT4, Source.FLOAT8, 3.0), BaseType.INT4, "3");
    assertEqualTo(compared(BaseType.INT2, Source.INT8, 1L << 40), BaseType.INT8, "1099511627776");
    assertEqualTo(
        compared(BaseType.NUMERIC, Source.NUMERIC, new BigDecimal("1.50")),
        BaseType.NUMERIC,
        "1.5");
  }

  @Test
  void refusesAComparisonThatSeveralValuesSatisfy() {
    assertState("KE003", () -> compared(BaseType.INT8, Source.FLOAT8, 0x1p60));
    assertState("KE003", () -> compared(BaseType.NUMERIC, Source.FLOAT8, 0.1));
    assertState(
        "KE003", () -> compared(BaseType.TIMESTAMP, Source.TIMESTAMPTZ, "2024-03-31 01:30Z"));
    assertState("KE003", () -> compared(BaseType.TIME, Source.TIMETZ, "12:00+01"));
  }

  @Test
  void comparesDatesAndTimesAcrossTypes() throws Exception {
    assertEqualTo(
        compared(BaseType.DATE, Source.TIMESTAMP, "2024-07-01"), BaseType.DATE, "2024-07-01");
    assertThat(compared(BaseType.DATE, Source.TIMESTAMP, "2024-07-01 00:00:01"))
        .isEqualTo(new Comparand.NeverEqual());
    assertEqualTo(
        compared(BaseType.DATE, Source.TIMESTAMPTZ, "2024-06-30 22:00Z"),
        BaseType.DATE,
        "2024-07-01");
    assertEqualTo(
        compared(BaseType.TIMESTAMP, Source.TIMESTAMPTZ, "2024-07-01 00:00Z"),
        BaseType.TIMESTAMP,
        "2024-07-01 02:00");
    assertThat(compared(BaseType.TIMESTAMP, Source.TIMESTAMPTZ, "2024-10-27 00:30Z"))
        .as("an hour that happens twice counts the second time only")
        .isEqualTo(new Comparand.NeverEqual());
  }

  @Test
  void hidesTheValue() {
    assertThat(new BoundValue(Source.VARCHAR, "secret").toString()).doesNotContain("secret");
    assertThat(new Comparand.Encoded(new byte[] {42}).toString()).doesNotContain("42");
    assertThat(new BoundValue.Binary(new byte[] {42}).toString()).contains("<hidden>");
  }

  private static String unified(BaseType column, Source source, Object value) throws Exception {
    byte[] binary = Coercion.unify(column, new BoundValue(source, value), false, BERLIN);
    return ValueText.toText(column, binary, BERLIN);
  }

  @Test
  void unifiesWhatBecomesTheColumnsType() throws Exception {
    assertThat(unified(BaseType.INT8, Source.INT4, 7)).isEqualTo("7");
    assertThat(unified(BaseType.INT2, Source.INT4, 7)).isEqualTo("7");
    assertThat(unified(BaseType.FLOAT4, Source.NUMERIC, new BigDecimal("0.1"))).isEqualTo("0.1");
    assertThat(unified(BaseType.TEXT, Source.VARCHAR, "a ")).isEqualTo("a ");
    assertThat(unified(BaseType.TIMESTAMP, Source.DATE, "2024-02-29"))
        .isEqualTo("2024-02-29 00:00:00");
    assertThat(unified(BaseType.DATE, Source.UNKNOWN, "2024-02-29")).isEqualTo("2024-02-29");
  }

  @Test
  void refusesWhatWouldMakeTheColumnAnotherType() {
    assertState("KE003", () -> unified(BaseType.INT4, Source.INT8, 7L));
    assertState("KE003", () -> unified(BaseType.INT2, Source.INT4, 70_000));
    assertState("KE003", () -> unified(BaseType.NUMERIC, Source.FLOAT8, 1.5));
    assertState("KE003", () -> unified(BaseType.BPCHAR, Source.TEXT, "a"));
    assertState("KE003", () -> unified(BaseType.BPCHAR, Source.VARCHAR, "a"));
    assertState("KE003", () -> unified(BaseType.DATE, Source.TIMESTAMP, "2024-02-29 12:00:00"));
    assertState("KE003", () -> unified(BaseType.TIME, Source.TIMETZ, "12:00:00+00"));
  }

  @Test
  void failsAsPostgresWhereTypesHaveNothingInCommon() {
    assertState("42804", () -> unified(BaseType.TEXT, Source.NUMERIC, new BigDecimal("1.0")));
    assertState("42804", () -> unified(BaseType.BPCHAR, Source.BYTEA, new byte[] {1}));
    assertState("42846", () -> unified(BaseType.TIME, Source.TIMESTAMP, "2024-02-29 12:00:00"));
    assertState("42846", () -> unified(BaseType.JSON, Source.JSONB, "{}"));
  }

  private static Comparand listed(BaseType column, Source source, Object value, boolean certain)
      throws SQLException {
    return Coercion.compareListed(column, new BoundValue(source, value), certain, BERLIN);
  }

  @Test
  void roundsNumbersInAListBesideARealAsPostgresDoes() throws Exception {
    BigDecimal tenth = new BigDecimal("0.1");
    assertEqualTo(listed(BaseType.FLOAT4, Source.NUMERIC, tenth, true), BaseType.FLOAT4, "0.1");
    assertEqualTo(
        listed(BaseType.FLOAT4, Source.NUMERIC, new BigDecimal("1.5"), false),
        BaseType.FLOAT4,
        "1.5");
    assertState("KE003", () -> listed(BaseType.FLOAT4, Source.NUMERIC, tenth, false));
    assertState("KE003", () -> listed(BaseType.INT4, Source.FLOAT4, 1.5f, false));
    assertState("KE003", () -> listed(BaseType.BOOL, Source.NUMERIC, tenth, false));
    assertEqualTo(listed(BaseType.INT4, Source.INT8, 7L, false), BaseType.INT4, "7");
  }
}
