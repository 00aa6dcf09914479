package io.github.cofferjdbc.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.sql.syntax.Fragment;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClearConstantsTest {

  /** A stored value of text_eq. */
  private static final String SEALED =
      "\\xec110800" + "0a0b0c0d" + "00112233445566778899aabbccddeeff";

  private static Fragment fragment(String sql) {
    return Fragment.of(sql.replace("SEALED", SEALED)).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(ssn = '123-45-6789')",
        "((ssn)::bytea <> '\\x3132'::bytea)",
        "'\\xec11'::bytea",
        "'SEALED0'::bytea",
        "ssn = ANY ('{\"\\SEALED\",\"\\\\x31\"}'::bytea[])",
        "ssn = ANY ('{SEALED,x}'::bytea[])",
        "x = $$clear$$",
        "E'clear'"
      })
  void takesForClearWhatIsNoStoredValue(String sql) {
    assertThat(ClearConstants.in(fragment(sql))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(ssn = 'SEALED'::bytea)",
        "ssn = ANY ('{\"\\SEALED\",NULL}'::bytea[])",
        "ssn = ANY ('{}'::bytea[])",
        "''::bytea",
        "'\\x'::bytea",
        "(id > 5) -- 'clear'",
        "length(ssn) < 12::numeric(10,2) AND $1 = \"a 'name'\""
      })
  void takesStoredValuesNumbersNamesAndCommentsForNone(String sql) {
    assertThat(ClearConstants.in(fragment(sql))).isFalse();
  }

  @Test
  void looksAtWhatAConstantIsCastTo() {
    Set<String> types = Set.of("bytea", "text_eq");
    for (String sql :
        new String[] {
          "'x'::bytea", "('x'::text)::bytea", "'x'::encrypted.text_eq", "'x'::pg_catalog.bytea[]"
        }) {
      assertThat(ClearConstants.ofTypeIn(fragment(sql), types)).as(sql).isTrue();
    }
    for (String sql :
        new String[] {"'x'::text AS bytea", "'x' AS kind, ssn::bytea", "'SEALED'::bytea", "'x'"}) {
      assertThat(ClearConstants.ofTypeIn(fragment(sql), types)).as(sql).isFalse();
    }
  }
}
