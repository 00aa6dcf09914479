package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * The initialised ciphers of one data key for one direction: the JDK's, and {@link Corretto}'s for
 * lengths at which it is faster. Which one works on a value cannot be seen in the bytes.
 *
 * <p>Not thread safe: guarded by the lock of the sealer or opener that owns it.
 */
final class GcmCipher {

  /**
   * From which length of a value the native cipher is faster, by a seventh ({@code
   * docs/benchmarks.md}). From Java 21 on the JDK's own routine uses the same instructions.
   */
  static final int NATIVE_FROM = Runtime.version().feature() < 21 ? 1_024 : Integer.MAX_VALUE;

  private final int mode;
  private final AesKey key;
  private final int nativeFrom;
  private final Supplier<Optional<Provider>> natives;

  /**
   * For opening, since it spares two objects of each value. A sealer's nonces are never written
   * over, so that no cipher can have one twice.
   */
  private final GcmNonce.Counter counter = new GcmNonce.Counter();

  private @Nullable Cipher jdk;
  private @Nullable Cipher nativeCipher;
  private boolean nativeLooked;

  /**
   * Takes over the key.
   *
   * @param mode {@code Cipher.ENCRYPT_MODE} or {@code DECRYPT_MODE}
   */
  GcmCipher(int mode, AesKey key) {
    this(mode, key, NATIVE_FROM, Corretto::provider);
  }

  GcmCipher(int mode, AesKey key, int nativeFrom, Supplier<Optional<Provider>> natives) {
    this.mode = mode;
    this.key = key;
    this.nativeFrom = nativeFrom;
    this.natives = natives;
  }

  /**
   * Returns the cipher for a value, ready for its associated data.
   *
   * @param number the nonce
   * @param length of the value, as a hint
   * @throws ClosedSecretException if the key is destroyed
   */
  Cipher init(long number, int length) throws GeneralSecurityException {
    if (key.isDestroyed()) {
      throw new ClosedSecretException(); // a cipher may know the key without asking it
    }
    Cipher cipher = length >= nativeFrom ? forLong() : forShort();
    cipher.init(mode, key, mode == Cipher.DECRYPT_MODE ? counter.at(number) : GcmNonce.of(number));
    return cipher;
  }

  private Cipher forShort() {
    Cipher cipher = jdk;
    if (cipher == null) {
      cipher = Jdk.cipher(GcmNonce.TRANSFORMATION);
      jdk = cipher;
    }
    return cipher;
  }

  private Cipher forLong() throws GeneralSecurityException {
    if (!nativeLooked) {
      Optional<Provider> provider = natives.get();
      nativeCipher = provider.isPresent() ? Corretto.cipher(provider.get()) : null;
      nativeLooked = true;
    }
    Cipher cipher = nativeCipher;
    return cipher == null ? forShort() : cipher;
  }

  /** Overwrites the key and drops the ciphers, which hold copies. */
  void destroy() {
    key.destroy();
    jdk = null;
    nativeCipher = null;
  }

  AesKey key() {
    return key;
  }
}
