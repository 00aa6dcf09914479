package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/**
 * Opens values of one block with a data key that was read. It cannot seal.
 *
 * <p>Not thread safe: its owner has a lock, and a second one costs a twentieth of a short value.
 */
public final class GcmOpener implements AutoCloseable {

  private final GcmCipher ciphers;
  private byte[] associated = new byte[0];

  /**
   * Makes an opener with a copy of a 32-byte key.
   *
   * @throws ClosedSecretException if the key is closed
   */
  public GcmOpener(SecretBytes dataKey) {
    if (dataKey.length() != 32) {
      throw new IllegalArgumentException("AES-256 takes a key of 32 bytes");
    }
    ciphers = new GcmCipher(Cipher.DECRYPT_MODE, new AesKey(dataKey.copy()));
  }

  /**
   * Returns the plaintext of a stored value.
   *
   * @param aad authenticated, not stored; what precedes {@code bodyAt} is authenticated too
   * @param bodyAt where the ciphertext begins
   * @param number the number of the value in its block
   * @throws NotAuthenticException if it was not sealed so, or is too short to hold a tag
   * @throws ClosedSecretException if this opener is closed
   */
  public byte[] open(byte[] aad, byte[] stored, int bodyAt, long number)
      throws NotAuthenticException {
    if (bodyAt < 0 || stored.length - bodyAt < GcmNonce.TAG_LENGTH) {
      throw new NotAuthenticException();
    }
    try {
      Cipher cipher = ciphers.init(number, stored.length - bodyAt);
      associated = GcmNonce.associated(associated, aad, stored, bodyAt);
      cipher.updateAAD(associated);
      return cipher.doFinal(stored, bodyAt, stored.length - bodyAt);
    } catch (GeneralSecurityException e) {
      throw GcmNonce.refusal(e);
    }
  }

  /** Overwrites the key; nothing can be opened any more. */
  @Override
  public void close() {
    ciphers.destroy();
  }

  @Override
  public String toString() {
    return "GcmOpener <hidden>";
  }
}
