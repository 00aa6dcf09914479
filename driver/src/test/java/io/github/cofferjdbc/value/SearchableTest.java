package io.github.cofferjdbc.value;

import static io.github.cofferjdbc.value.Texts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchableTest {

  @ParameterizedTest
  @CsvSource({
    "INT2, -1, ffffffffffffffff",
    "INT4, 7, 0000000000000007",
    "INT8, 7, 0000000000000007",
    "FLOAT4, 1.5, 3ff8000000000000",
    "FLOAT8, 1.5, 3ff8000000000000",
    "FLOAT8, -0, 0000000000000000",
    "FLOAT4, -0, 0000000000000000",
    "FLOAT4, -nan, 7ff8000000000000",
    "FLOAT8, nan, 7ff8000000000000",
    "NUMERIC, 1.500, 0002000000000001000113 88",
    "NUMERIC, 0.00, 0000000000000000",
    "NUMERIC, 100.0, 00010000000000000064",
    "NUMERIC, Infinity, 00000000d0000000",
    "NUMERIC, NaN, 00000000c0000000",
    "BPCHAR, 'a  ', 61",
    "TEXT, 'a  ', 612020",
    "BOOL, t, 01"
  })
  void hasOneFormForEqualValues(BaseType type, String text, String form) throws Exception {
    byte[] canonical = Searchable.encode(type, read(type, text));

    assertThat(HexFormat.of().formatHex(canonical)).isEqualTo(form.replace(" ", ""));
  }

  @Test
  void givesBackTheNarrowerType() throws Exception {
    byte[] seven = Searchable.encode(BaseType.INT8, read(BaseType.INT8, "7"));
    byte[] half = Searchable.encode(BaseType.FLOAT8, read(BaseType.FLOAT8, "0.5"));

    assertThat(Searchable.decode(BaseType.INT2, seven)).isEqualTo(read(BaseType.INT2, "7"));
    assertThat(Searchable.decode(BaseType.FLOAT4, half)).isEqualTo(read(BaseType.FLOAT4, "0.5"));
    assertThat(Searchable.decode(BaseType.NUMERIC, HexFormat.of().parseHex("00000000d0000000")))
        .isEqualTo(read(BaseType.NUMERIC, "Infinity"));
  }

  @Test
  void signalsAValueThatTheColumnCannotHold() throws Exception {
    byte[] big = Searchable.encode(BaseType.INT8, read(BaseType.INT8, "40000"));
    byte[] tenth = Searchable.encode(BaseType.FLOAT8, read(BaseType.FLOAT8, "0.1"));

    assertThatThrownBy(() -> Searchable.decode(BaseType.INT2, big))
        .isInstanceOf(MalformedValueException.class)
        .hasMessageNotContaining("40000");
    assertThatThrownBy(() -> Searchable.decode(BaseType.FLOAT4, tenth))
        .isInstanceOf(MalformedValueException.class);
    assertThatThrownBy(() -> Searchable.decode(BaseType.INT8, new byte[4]))
        .isInstanceOf(MalformedValueException.class);
    assertThatThrownBy(() -> Searchable.decode(BaseType.NUMERIC, new byte[9]))
        .isInstanceOf(MalformedValueException.class);
  }
}
