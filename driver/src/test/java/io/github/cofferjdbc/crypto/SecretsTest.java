package io.github.cofferjdbc.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What holds a key: it hides it, wipes it, and cannot be used afterwards. */
class SecretsTest {

  private static final byte[] NOTHING = new byte[0];

  @Test
  void hidesKeysInTexts() {
    SecretBytes key = SecretBytes.random(32);
    assertThat(key).hasToString("<hidden>");
    assertThat(new AesKeyWrap(key)).hasToString("AesKeyWrap <hidden>");
    assertThat(new GcmOpener(key)).hasToString("GcmOpener <hidden>");
    assertThat(GcmSealer.underNewKey()).hasToString("GcmSealer <hidden>");
    assertThat(new AesKey(new byte[32])).hasToString("<hidden>");
    assertThat(new AesSiv(SecretBytes.random(64), List.of())).hasToString("AesSiv <hidden>");
  }

  @Test
  void wipesBytesThatItOwns() {
    byte[] bytes = {1, 2, 3};
    SecretBytes secret = SecretBytes.owning(bytes);
    assertThat(secret.copy()).containsExactly(1, 2, 3);
    secret.close();
    secret.close();
    assertThat(bytes).containsOnly(0);
    assertThat(secret.closed()).isTrue();
    assertThat(secret.length()).isEqualTo(3);
    assertThatExceptionOfType(ClosedSecretException.class).isThrownBy(secret::copy);
    assertThatExceptionOfType(ClosedSecretException.class)
        .isThrownBy(() -> secret.sameAs(SecretBytes.random(3)));
  }

  @Test
  void leavesTheCallersArrayAlone() {
    byte[] bytes = {1, 2, 3};
    SecretBytes secret = SecretBytes.copyOf(bytes);
    assertThat(secret.sameAs(SecretBytes.copyOf(bytes))).isTrue();
    assertThat(secret.sameAs(SecretBytes.copyOf(new byte[] {1, 2, 4}))).isFalse();
    assertThat(secret.sameAs(SecretBytes.copyOf(new byte[] {1, 2}))).isFalse();
    secret.close();
    assertThat(bytes).containsExactly(1, 2, 3);
  }

  @Test
  void makesDifferentRandomKeys() {
    assertThat(SecretBytes.random(32).sameAs(SecretBytes.random(32))).isFalse();
  }

  @Test
  void refusesToWorkAfterClosing() {
    SecretBytes key = SecretBytes.random(32);
    AesKeyWrap wrap = new AesKeyWrap(key);
    byte[] wrapped = wrap.wrap(key);
    GcmOpener opener = new GcmOpener(key);
    GcmSealer sealer = GcmSealer.underNewKey();
    sealer.seal(NOTHING, NOTHING, NOTHING);
    wrap.close();
    opener.close();
    sealer.close();
    assertClosed(() -> wrap.wrap(key));
    assertClosed(() -> wrap.unwrap(wrapped));
    assertClosed(() -> opener.open(NOTHING, new byte[16], 0, 0));
    assertClosed(() -> sealer.seal(NOTHING, NOTHING, NOTHING));
    assertClosed(() -> sealer.wrappedKey(new AesKeyWrap(key)));
    key.close();
    assertClosed(() -> new AesKeyWrap(key));
    assertClosed(() -> new GcmOpener(key));
    assertClosed(() -> Hkdf.derive(key, NOTHING, 32));
    assertClosed(() -> AesGcm.wrap(key, SecretBytes.random(32), NOTHING));
  }

  private static void assertClosed(Callable<?> use) {
    assertThatExceptionOfType(ClosedSecretException.class).isThrownBy(use::call);
  }

  @Test
  @SuppressWarnings("NullAway") // nulls are the errors
  void givesNoNumberTwiceNotAfterAnErrorEither() {
    GcmSealer sealer = GcmSealer.underNewKey();
    assertThat(sealer.seal(NOTHING, NOTHING, NOTHING)[0]).isEqualTo((byte) 0);
    assertThatThrownBy(() -> sealer.seal(null, NOTHING, NOTHING)).isNotNull();
    assertThatThrownBy(() -> sealer.seal(NOTHING, null, NOTHING)).isNotNull();
    assertThatThrownBy(() -> sealer.seal(NOTHING, NOTHING, null)).isNotNull();
    assertThat(sealer.seal(NOTHING, NOTHING, NOTHING)[0]).isEqualTo((byte) 4);
    assertThat(sealer.count()).isEqualTo(5);
  }

  @Test
  void sealsNoMoreValuesThanABlockMayHold() {
    GcmSealer sealer = GcmSealer.forVectors(new byte[32], GcmSealer.MAX_VALUES - 1);
    assertThat(sealer.seal(NOTHING, NOTHING, NOTHING)).hasSize(3 + 16);
    assertThatThrownBy(() -> sealer.seal(NOTHING, NOTHING, NOTHING))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void wrapsAndUnwrapsByManyThreadsAtOnceAndAfterFailures() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (AesKeyWrap wrap = new AesKeyWrap(SecretBytes.random(32))) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        tasks.add(
            () -> {
              for (int i = 0; i < 500; i++) {
                SecretBytes key = SecretBytes.random(32);
                byte[] wrapped = wrap.wrap(key);
                assertThat(wrap.unwrap(wrapped).sameAs(key)).isTrue();
                wrapped[i % wrapped.length] ^= 1;
                assertThatExceptionOfType(NotAuthenticException.class)
                    .isThrownBy(() -> wrap.unwrap(wrapped))
                    .withNoCause();
              }
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void refusesWrappedKeysOfImpossibleLengths() {
    try (AesKeyWrap wrap = new AesKeyWrap(SecretBytes.random(32))) {
      for (int length : new int[] {0, 8, 16, 23, 25, 41}) {
        assertThatExceptionOfType(NotAuthenticException.class)
            .isThrownBy(() -> wrap.unwrap(new byte[length]));
      }
    }
    for (int length : new int[] {0, 12, 27}) {
      assertThatExceptionOfType(NotAuthenticException.class)
          .isThrownBy(() -> AesGcm.unwrap(SecretBytes.random(32), new byte[length], NOTHING));
    }
  }

  @Test
  void wrapsOneKeyByAnotherUnderItsAssociatedData() throws Exception {
    SecretBytes kek = SecretBytes.random(32);
    SecretBytes key = SecretBytes.random(32);
    byte[] aad = {1, 2, 3};
    byte[] wrapped = AesGcm.wrap(kek, key, aad);
    assertThat(wrapped).hasSize(32 + AesGcm.OVERHEAD);
    assertThat(AesGcm.wrap(kek, key, aad)).isNotEqualTo(wrapped);
    assertThat(AesGcm.unwrap(kek, wrapped, aad).sameAs(key)).isTrue();
    assertThatExceptionOfType(NotAuthenticException.class)
        .isThrownBy(() -> AesGcm.unwrap(kek, wrapped, new byte[] {1, 2, 4}));
    assertThatExceptionOfType(NotAuthenticException.class)
        .isThrownBy(() -> AesGcm.unwrap(SecretBytes.random(32), wrapped, aad));
    for (int bit = 0; bit < wrapped.length * 8; bit++) {
      byte[] changed = wrapped.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatExceptionOfType(NotAuthenticException.class)
          .isThrownBy(() -> AesGcm.unwrap(kek, changed, aad));
    }
  }

  @Test
  void takesKeysOfTheRightLengthOnly() {
    SecretBytes tooShort = SecretBytes.random(16);
    for (Callable<?> use :
        List.<Callable<?>>of(
            () -> new AesKeyWrap(tooShort),
            () -> new GcmOpener(tooShort),
            () -> new AesSiv(SecretBytes.random(32), List.of()),
            () -> AesGcm.wrap(tooShort, tooShort, NOTHING))) {
      assertThatThrownBy(use::call).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
