package io.github.cofferjdbc.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.value.BaseType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaddingLawTest {

  private final long seed = Long.getLong("coffer.seed", System.nanoTime());

  @Test
  void takesOffWhatItPutOn() {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (Padding padding : Padding.values()) {
      for (int length = 0; length < 1000 && padding != Padding.NONE; length++) {
        byte[] plaintext = new byte[length];
        if (random.nextBoolean()) {
          random.nextBytes(plaintext); // else zeros, which look like padding
        }
        byte[] padded = padding.pad(plaintext);
        assertThat(padded).hasSize((int) padding.paddedLength(length)).hasSizeGreaterThan(length);
        assertThat(Padding.unpad(padded)).contains(plaintext);
      }
    }
  }

  @Test
  void padsToMultiples() {
    assertThat(Padding.TO_16.paddedLength(0)).isEqualTo(16);
    assertThat(Padding.TO_16.paddedLength(15)).isEqualTo(16);
    assertThat(Padding.TO_16.paddedLength(16)).isEqualTo(32);
    assertThat(Padding.TO_64.paddedLength(64)).isEqualTo(128);
    assertThat(Padding.NONE.paddedLength(5)).isEqualTo(5);
    assertThat(Padding.TO_64.paddedLength(Integer.MAX_VALUE)).isEqualTo(1L << 31);
  }

  /**
   * L + 1 bytes are rounded up to a multiple of 2^(E - S), E = floor(log2), S = floor(log2 E) + 1.
   */
  @Test
  void padsByPadmeAsItsAuthorsSay() {
    assertThat(Padding.PADME.paddedLength(0)).isEqualTo(1);
    assertThat(Padding.PADME.paddedLength(7)).isEqualTo(8);
    assertThat(Padding.PADME.paddedLength(8)).isEqualTo(10);
    assertThat(Padding.PADME.paddedLength(99)).isEqualTo(104);
    assertThat(Padding.PADME.paddedLength(999)).isEqualTo(1024);
    assertThat(Padding.PADME.paddedLength(1024)).isEqualTo(1088);
    for (int length = 0; length < 100_000; length++) {
      long padded = Padding.PADME.paddedLength(length);
      assertThat(padded - length - 1).isBetween(0L, (long) (0.12 * (length + 1)));
    }
  }

  @Test
  void hasAConstantForEachChoiceOfTheSetting() {
    assertThat(Setting.PADDING.choices())
        .hasSameSizeAs(Padding.values())
        .allSatisfy(choice -> assertThat(Padding.ofSetting(choice)).isPresent());
    assertThat(Padding.ofSetting("8")).isEmpty();
  }

  @Test
  void appliesToRandomizedTextsOnly() {
    for (BaseType base : BaseType.all()) {
      assertThat(Padding.TO_16.appliesTo(EncryptedType.builtIn(base, Mode.RANDOM)))
          .isEqualTo(
              base == BaseType.TEXT
                  || base == BaseType.BYTEA
                  || base == BaseType.JSON
                  || base == BaseType.JSONB);
    }
    assertThat(Padding.TO_16.appliesTo(EncryptedType.builtIn(BaseType.TEXT, Mode.EQ))).isFalse();
    assertThat(Padding.NONE.appliesTo(EncryptedType.builtIn(BaseType.TEXT, Mode.RANDOM))).isFalse();
  }
}
