package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM for wrapping one key by another: 12 random bytes of nonce, the ciphertext, 16 bytes
 * of tag.
 *
 * <p>Secure against whoever reads or changes wrapped keys, as long as one key wraps fewer than 2^32
 * others (random nonces). The associated data are authenticated and not stored. For values there is
 * {@link GcmSealer}. Thread safe.
 */
public final class AesGcm {

  /** How many bytes a wrapped key is longer than the key. */
  public static final int OVERHEAD = GcmNonce.LENGTH + GcmNonce.TAG_LENGTH;

  private static final int KEY_LENGTH = 32;

  private AesGcm() {}

  /**
   * Returns the key wrapped under a 32-byte key encryption key, {@link #OVERHEAD} bytes longer.
   *
   * @throws ClosedSecretException if one of the keys is closed
   */
  public static byte[] wrap(SecretBytes keyEncryptionKey, SecretBytes key, byte[] aad) {
    byte[] nonce = Jdk.randomBytes(GcmNonce.LENGTH);
    byte[] plaintext = key.copy();
    AesKey aesKey = key(keyEncryptionKey);
    try {
      byte[] wrapped = Arrays.copyOf(nonce, plaintext.length + OVERHEAD);
      Cipher cipher = Jdk.cipher(GcmNonce.TRANSFORMATION);
      cipher.init(Cipher.ENCRYPT_MODE, aesKey, GcmNonce.of(nonce));
      cipher.updateAAD(aad);
      cipher.doFinal(plaintext, 0, plaintext.length, wrapped, GcmNonce.LENGTH);
      return wrapped;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed", e);
    } finally {
      aesKey.destroy();
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /**
   * Returns the key that {@link #wrap} wrapped under the same key and associated data.
   *
   * @throws NotAuthenticException if it was not, or was changed
   * @throws ClosedSecretException if the key encryption key is closed
   */
  public static SecretBytes unwrap(SecretBytes keyEncryptionKey, byte[] wrapped, byte[] aad)
      throws NotAuthenticException {
    if (wrapped.length < OVERHEAD) {
      throw new NotAuthenticException();
    }
    AesKey aesKey = key(keyEncryptionKey);
    try {
      Cipher cipher = Jdk.cipher(GcmNonce.TRANSFORMATION);
      cipher.init(
          Cipher.DECRYPT_MODE,
          aesKey,
          new GCMParameterSpec(GcmNonce.TAG_LENGTH * 8, wrapped, 0, GcmNonce.LENGTH));
      cipher.updateAAD(aad);
      return SecretBytes.owning(
          cipher.doFinal(wrapped, GcmNonce.LENGTH, wrapped.length - GcmNonce.LENGTH));
    } catch (GeneralSecurityException e) {
      throw GcmNonce.refusal(e);
    } finally {
      aesKey.destroy();
    }
  }

  private static AesKey key(SecretBytes secret) {
    if (secret.length() != KEY_LENGTH) {
      throw new IllegalArgumentException("AES-256 takes a key of 32 bytes");
    }
    return new AesKey(secret.copy());
  }
}
