package io.github.cofferjdbc.value;

import static io.github.cofferjdbc.value.Texts.again;
import static io.github.cofferjdbc.value.Texts.assertRefused;
import static io.github.cofferjdbc.value.Texts.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

  @Test
  void readsBooleansByAnyUniquePrefix() {
    for (String text : new String[] {"t", "TRUE", " tru ", "y", "yes", "on", "1"}) {
      assertThat(again(BaseType.BOOL, text)).isEqualTo("t");
    }
    for (String text : new String[] {"f", "False", "n", "no", "of", "off", "0"}) {
      assertThat(again(BaseType.BOOL, text)).isEqualTo("f");
    }
    assertRefused(BaseType.BOOL, "22P02", "", "o", "2", "truex", "tr ue", "\u017f");
  }

  @Test
  void readsIntegersInFourBasesWithUnderscores() throws SQLException {
    assertThat(hex(BaseType.INT2, " -1 ")).isEqualTo("ffff");
    assertThat(hex(BaseType.INT4, "0x7f_ff")).isEqualTo("00007fff");
    assertThat(hex(BaseType.INT8, "-0b1_000")).isEqualTo("fffffffffffffff8");
    assertThat(again(BaseType.INT4, "0o17")).isEqualTo("15");
    assertThat(again(BaseType.INT4, "1_000_000")).isEqualTo("1000000");
    assertRefused(
        BaseType.INT4, "22P02", "", " ", "+", "1.0", "1 2", "_1", "1_", "1__0", "0x", "٣");
  }

  @ParameterizedTest
  @CsvSource({
    "INT2, 32767, -32768, 32768, -32769",
    "INT4, 2147483647, -2147483648, 2147483648, -2147483649",
    "INT8, 9223372036854775807, -9223372036854775808, 9223372036854775808, -9223372036854775809"
  })
  void readsIntegersUpToTheirBounds(
      BaseType type, String most, String least, String above, String below) {
    assertThat(again(type, most)).isEqualTo(most);
    assertThat(again(type, least)).isEqualTo(least);
    assertRefused(type, "22003", above, below, most + "0");
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT8, 1e20, 1e+20",
    "FLOAT8, 1.5, 1.5",
    "FLOAT8, -0, -0",
    "FLOAT8, nan, NaN",
    "FLOAT8, -inf, -Infinity",
    "FLOAT8, +infinity, Infinity",
    "FLOAT8, 1e23, 9.999999999999999e+22",
    "FLOAT8, 5e-324, 5e-324",
    "FLOAT8, 1e14, 100000000000000",
    "FLOAT8, 1e15, 1e+15",
    "FLOAT8, 0.0001, 0.0001",
    "FLOAT8, 0.00001, 1e-05",
    "FLOAT8, 0x1p4, 16",
    "FLOAT8, 0.1, 0.1",
    "FLOAT8, 123456789.123, 123456789.123",
    "FLOAT4, 0.1, 0.1",
    "FLOAT4, 1e6, 1e+06",
    "FLOAT4, 123456, 123456",
    "FLOAT4, 16777217, 1.6777216e+07",
    "FLOAT4, 1.00000017881393432617187499, 1.0000001",
    "FLOAT4, 1e-45, 1e-45"
  })
  void printsFloatsAsTheShortestDecimal(BaseType type, String text, String printed) {
    assertThat(again(type, text)).isEqualTo(printed);
  }

  @Test
  void refusesFloatsThatAreMalformedOrOutOfRange() {
    assertRefused(BaseType.FLOAT8, "22P02", "", ".", "1e", "1d", "1_0", "0x", "infinit", "1 2");
    assertRefused(BaseType.FLOAT8, "22003", "1e400", "-1e400", "1e-400", "1e400x");
    assertRefused(BaseType.FLOAT4, "22003", "1e39", "1e-46");
    assertRefused(BaseType.FLOAT8, "KE003", "nan(1)");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.00, 0.00",
    "00012.3400, 12.3400",
    ".5, 0.5",
    "5., 5",
    "1e4, 10000",
    "1.50e1, 15.0",
    "1.5e-3, 0.0015",
    "1e1_0, 10000000000",
    "1_000.5, 1000.5",
    "0x1F, 31",
    "-0b101, -5",
    "99999999.99999999, 99999999.99999999",
    "inf, Infinity",
    "-INFINITY, -Infinity",
    "NaN, NaN"
  })
  void readsNumericsAndKeepsTheirScale(String text, String printed) {
    assertThat(again(BaseType.NUMERIC, text)).isEqualTo(printed);
  }

  @Test
  void givesNumericsInTheSendFormatOfTheServer() throws SQLException {
    assertThat(hex(BaseType.NUMERIC, "0.00")).isEqualTo("0000000000000002");
    assertThat(hex(BaseType.NUMERIC, "100000")).isEqualTo("0001000100000000000a");
    assertThat(hex(BaseType.NUMERIC, "-0.00010")).isEqualTo("0001ffff400000050001");
    assertThat(hex(BaseType.NUMERIC, "NaN")).isEqualTo("00000000c0000000");
    assertThat(hex(BaseType.NUMERIC, "Infinity")).isEqualTo("00000000d0000020");
  }

  @Test
  void readsNumericsOfTheMostDigitsAndNoMore() {
    String longest = "9".repeat(131_072) + "." + "9".repeat(16_383);

    assertThat(again(BaseType.NUMERIC, longest)).isEqualTo(longest);
    assertThat(again(BaseType.NUMERIC, "1e131071")).hasSize(131_072);
    assertRefused(
        BaseType.NUMERIC,
        "22003",
        "9".repeat(131_073),
        "0." + "9".repeat(16_384),
        "1e131072",
        "1e-16384",
        "1e999999999",
        "1e99999999999999999999");
  }

  @Test
  void refusesMalformedNumerics() {
    assertRefused(
        BaseType.NUMERIC, "22P02", "", ".", "1e", "-NaN", "1._5", "1_.5", "1..2", "0x1.5", "1 2");
  }
}
