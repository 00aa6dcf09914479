package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypeModifierTest {

  @Test
  void readsWhatItWrites() {
    for (int precision = 1; precision <= 1000; precision += 37) {
      for (int scale = -1000; scale <= 1000; scale += 41) {
        String written = "(" + precision + "," + scale + ")";
        int typmod = TypeModifier.parse(BaseType.NUMERIC, "numeric" + written).orElseThrow();
        assertThat(TypeModifier.text(BaseType.NUMERIC, typmod)).isEqualTo(written);
      }
    }
    assertThat(TypeModifier.parse(BaseType.NUMERIC, "numeric(10, 2)")).contains(655366);
    assertThat(TypeModifier.parse(BaseType.NUMERIC, "numeric(10)")).contains(655364);
    assertThat(TypeModifier.parse(BaseType.BPCHAR, "bpchar(8)")).contains(12);
    assertThat(TypeModifier.text(BaseType.TIMESTAMP, 3)).isEqualTo("(3)");
    assertThat(TypeModifier.parse(BaseType.TEXT, "text")).contains(TypeModifier.NONE);
    assertThat(TypeModifier.text(BaseType.TEXT, TypeModifier.NONE)).isNull();
  }

  @Test
  void takesNoModifierThatPostgresHasNot() {
    for (String wrong :
        new String[] {"numeric(0)", "numeric(1001)", "numeric(5,1001)", "numeric()", "int4", ""}) {
      assertThat(TypeModifier.parse(BaseType.NUMERIC, wrong)).as(wrong).isEqualTo(Optional.empty());
    }
    assertThat(TypeModifier.parse(BaseType.BPCHAR, "bpchar(0)")).isEmpty();
    assertThat(TypeModifier.parse(BaseType.BPCHAR, "bpchar(2,1)")).isEmpty();
    assertThat(TypeModifier.parse(BaseType.TIME, "time(7)")).isEmpty();
    assertThat(TypeModifier.parse(BaseType.TEXT, "text(3)")).isEmpty();
  }
}
