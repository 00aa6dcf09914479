package io.github.cofferjdbc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {

  @Test
  void readsWhatItWrites() {
    String value = "a;b=c%&ü€\uD83D\uDD11~._- /";

    assertThat(Attributes.parse("x=" + Attributes.encode(value) + ";y=", ";"))
        .isEqualTo(Map.of("x", value, "y", ""));
    assertThat(Attributes.encode(value)).matches("[A-Za-z0-9._~%-]+");
  }

  @Test
  void readsNothingFromNothing() {
    assertThat(Attributes.parse("", ";")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "=a", "a=1;", "a=1;a=2", "a=%", "a=%1", "a=%g0", "a=%80", ";"})
  void refusesWhatIsMalformed(String text) {
    assertThatThrownBy(() -> Attributes.parse(text, ";"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
