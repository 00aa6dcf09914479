package io.github.cofferjdbc.crypto;

import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * HKDF with HMAC-SHA-256 (RFC 5869). Keys derived with different {@code info} tell nothing about
 * one another nor about the input key. Thread safe.
 */
public final class Hkdf {

  private static final int HASH_LENGTH = 32;
  private static final int MAX_LENGTH = 255 * HASH_LENGTH;

  private Hkdf() {}

  /**
   * Returns {@code length} bytes derived from the key with an empty salt.
   *
   * @param length 1 to 8160
   * @throws ClosedSecretException if the key is closed
   */
  public static SecretBytes derive(SecretBytes key, byte[] info, int length) {
    return derive(key, new byte[0], info, length);
  }

  /** Returns {@code length} bytes derived from the key with a salt, which may be empty. */
  public static SecretBytes derive(SecretBytes key, byte[] salt, byte[] info, int length) {
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException("HKDF gives 1 to 8160 bytes");
    }
    Mac mac = Jdk.hmacSha256();
    byte[] input = key.copy();
    byte[] pseudorandomKey = new byte[0];
    byte[] block = new byte[0];
    try {
      // No salt means so many zero bytes as the hash has (RFC 5869, section 2.2).
      pseudorandomKey =
          keyed(mac, salt.length == 0 ? new byte[HASH_LENGTH] : salt.clone()).doFinal(input);
      keyed(mac, pseudorandomKey.clone());
      byte[] output = new byte[length];
      for (int at = 0, counter = 1; at < length; at += HASH_LENGTH, counter++) {
        mac.update(block);
        mac.update(info);
        mac.update((byte) counter);
        Arrays.fill(block, (byte) 0);
        block = mac.doFinal();
        System.arraycopy(block, 0, output, at, Math.min(HASH_LENGTH, length - at));
      }
      return SecretBytes.owning(output);
    } finally {
      Arrays.fill(input, (byte) 0);
      Arrays.fill(pseudorandomKey, (byte) 0);
      Arrays.fill(block, (byte) 0);
    }
  }

  private static Mac keyed(Mac mac, byte[] keyBytes) {
    AesKey key = new AesKey(keyBytes); // the algorithm's name is not looked at
    try {
      mac.init(key);
      return mac;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("HMAC-SHA-256 failed", e);
    } finally {
      key.destroy();
    }
  }
}
