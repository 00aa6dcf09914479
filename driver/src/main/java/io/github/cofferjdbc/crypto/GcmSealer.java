package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * Seals the values of one block: AES-256-GCM under a data key that this object makes itself and
 * that no other object ever seals with.
 *
 * <p>The nonce of a value is its number in the block, from 0. It is taken before anything else
 * happens and never given back, so no failure makes a nonce come twice. There is no way to make a
 * sealer from a key that was read: two writers under one key would use the same numbers.
 *
 * <p>Authenticates the associated data, the header and the plaintext; the length of the plaintext
 * and the number of the value show. Thread safe; the initialised ciphers are guarded by this
 * object's lock.
 */
public final class GcmSealer implements AutoCloseable {

  /** How many values one sealer seals at most; their numbers fit a varint of three bytes. */
  public static final int MAX_VALUES = 1 << 20;

  private final GcmCipher ciphers;
  private byte[] associated = new byte[0];
  private long next;

  private GcmSealer(byte[] key, long first) {
    this.ciphers = new GcmCipher(Cipher.ENCRYPT_MODE, new AesKey(key));
    this.next = first;
  }

  /** Returns a sealer under a new random key. */
  public static GcmSealer underNewKey() {
    return new GcmSealer(Jdk.randomBytes(32), 0);
  }

  /** For published vectors, which bring their key and nonce. */
  static GcmSealer forVectors(byte[] key, long first) {
    return new GcmSealer(key.clone(), first);
  }

  /**
   * Returns the data key wrapped.
   *
   * @throws ClosedSecretException if this sealer or the key encryption key is closed
   */
  public synchronized byte[] wrappedKey(AesKeyWrap keyEncryptionKey) {
    try (SecretBytes dataKey = SecretBytes.owning(ciphers.key().getEncoded())) {
      return keyEncryptionKey.wrap(dataKey);
    }
  }

  /**
   * Returns {@code header ‖ varint number ‖ ciphertext ‖ tag (16 bytes)}, where the associated data
   * are {@code aad ‖ header ‖ varint number}.
   *
   * @param aad authenticated, not stored
   * @throws ClosedSecretException if this sealer is closed
   * @throws IllegalStateException if it has sealed {@link #MAX_VALUES} values
   */
  public synchronized byte[] seal(byte[] aad, byte[] header, byte[] plaintext) {
    long number = next;
    if (number >= MAX_VALUES) {
      throw new IllegalStateException("The block is full");
    }
    next = number + 1;
    int bodyAt = header.length + Varint.length(number);
    byte[] stored =
        Arrays.copyOf(
            header, Math.addExact(bodyAt, Math.addExact(plaintext.length, GcmNonce.TAG_LENGTH)));
    Varint.write(number, stored, header.length);
    try {
      Cipher cipher = ciphers.init(number, plaintext.length);
      associated = GcmNonce.associated(associated, aad, stored, bodyAt);
      cipher.updateAAD(associated);
      cipher.doFinal(plaintext, 0, plaintext.length, stored, bodyAt);
      return stored;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed", e);
    }
  }

  /** Returns how many values were begun, with or without success. */
  public synchronized long count() {
    return next;
  }

  /** Overwrites the key; nothing can be sealed any more. */
  @Override
  public synchronized void close() {
    ciphers.destroy();
  }

  @Override
  public String toString() {
    return "GcmSealer <hidden>";
  }
}
