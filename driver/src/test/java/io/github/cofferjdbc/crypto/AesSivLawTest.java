package io.github.cofferjdbc.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Laws of AES-SIV; its bytes are compared with other implementations' by the vectors. */
class AesSivLawTest {

  private final long seed = Long.getLong("coffer.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void opensWhatItSealedAtEveryLength() throws Exception {
    System.out.println("seed " + seed);
    byte[] key = bytes(64);
    byte[] associated = bytes(random.nextInt(60));
    byte[] header = bytes(7);
    AesSiv one = new AesSiv(SecretBytes.copyOf(key), List.of(associated));
    AesSiv two = new AesSiv(SecretBytes.copyOf(key), List.of(associated));
    for (int length = 0; length < 700; length++) {
      byte[] plaintext = bytes(length);
      byte[] stored = one.seal(header, plaintext);
      assertThat(stored).hasSize(7 + 16 + length).startsWith(header);
      assertThat(two.open(stored, 7)).isEqualTo(plaintext);
      assertThat(two.seal(header, plaintext)).isEqualTo(stored);
    }
  }

  @Test
  void refusesEveryFlippedBitAndCarriesOnAfterwards() throws Exception {
    AesSiv siv = new AesSiv(SecretBytes.owning(bytes(64)), List.of(bytes(24)));
    for (int length : new int[] {0, 1, 15, 16, 17, 40, 300}) {
      byte[] plaintext = bytes(length);
      byte[] stored = siv.seal(new byte[0], plaintext);
      for (int bit = 0; bit < stored.length * 8; bit++) {
        byte[] changed = stored.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        assertThatExceptionOfType(NotAuthenticException.class)
            .isThrownBy(() -> siv.open(changed, 0));
      }
      assertThat(siv.open(stored, 0)).isEqualTo(plaintext);
    }
  }

  @Test
  void refusesOtherAssociatedStringsAndAnotherDivisionOfThem() throws Exception {
    byte[] key = bytes(64);
    byte[] stored = siv(key, "ab", "c").seal(new byte[0], bytes(20));
    for (AesSiv other :
        List.of(siv(key, "a", "bc"), siv(key, "abc"), siv(key, "c", "ab"), siv(key))) {
      assertThatExceptionOfType(NotAuthenticException.class)
          .isThrownBy(() -> other.open(stored, 0));
    }
    assertThat(siv(key, "ab", "c").open(stored, 0)).hasSize(20);
  }

  private static AesSiv siv(byte[] key, String... associated) {
    return new AesSiv(
        SecretBytes.copyOf(key),
        List.of(associated).stream()
            .map(text -> text.getBytes(StandardCharsets.US_ASCII))
            .toList());
  }

  @Test
  void refusesWhatIsTooShortAndAllAfterClosing() {
    AesSiv siv = new AesSiv(SecretBytes.owning(bytes(64)), List.of());
    assertThatExceptionOfType(NotAuthenticException.class)
        .isThrownBy(() -> siv.open(new byte[15], 0));
    assertThatExceptionOfType(NotAuthenticException.class)
        .isThrownBy(() -> siv.open(new byte[20], 5));
    siv.close();
    assertThatExceptionOfType(ClosedSecretException.class)
        .isThrownBy(() -> siv.open(new byte[16], 0));
    assertThatExceptionOfType(ClosedSecretException.class)
        .isThrownBy(() -> siv.seal(new byte[0], new byte[0]));
  }
}
