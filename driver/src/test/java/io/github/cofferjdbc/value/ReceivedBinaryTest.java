package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceivedBinaryTest {

  @ParameterizedTest
  @CsvSource({
    "BOOL, 05, 01",
    "NUMERIC, 0003000100000002000000 0a0000, 0001000000000002000a",
    "NUMERIC, 000200000000000100010929, 0002000000000001000107d0",
    "NUMERIC, 0001000040000000 0000, 0000000000000000",
    "NUMERIC, 00000000d0000000, 00000000d0000020",
    "JSONB, 017b2262223a312c2261223a327d, 017b2261223a20322c202262223a20317d",
    "TEXT, c3a4, c3a4",
    "TIME, 000000141dd76000, 000000141dd76000"
  })
  void makesValuesCanonicalAsAServerDoes(BaseType type, String received, String canonical)
      throws SQLException {
    byte[] binary = HexFormat.of().parseHex(received.replace(" ", ""));

    assertThat(HexFormat.of().formatHex(ValueText.fromBinary(type, binary))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "INT4, 0000, 22P03",
    "UUID, 00, 22P03",
    "NUMERIC, 0001000000000000, 22P03",
    "NUMERIC, 00010000000000002710, 22P03",
    "NUMERIC, 00010000010000000001, 22P03",
    "TEXT, ff, 22021",
    "TEXT, 00, 22021",
    "TEXT, c080, 22021",
    "TEXT, eda080, 22021",
    "TEXT, f4908080, 22021",
    "DATE, 7ffffffe, 22008",
    "TIME, 000000141dd76001, 22008",
    "TIMESTAMP, 7ffffffffffffffe, 22008",
    "JSON, 7b, 22P02",
    "JSONB, 027b7d, 22P03"
  })
  void refusesWhatIsNoValue(BaseType type, String received, String sqlState) {
    assertThatThrownBy(() -> ValueText.fromBinary(type, HexFormat.of().parseHex(received)))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
  }

  @Test
  void signalsBytesThatCannotBePrinted() {
    for (BaseType type : BaseType.all()) {
      if (type != BaseType.TEXT
          && type != BaseType.BPCHAR
          && type != BaseType.BYTEA
          && type != BaseType.JSON) {
        assertThatThrownBy(() -> ValueText.textBytes(type, new byte[3], SessionTime.UTC))
            .as(type.typeName())
            .isInstanceOf(MalformedValueException.class);
      }
    }
  }
}
