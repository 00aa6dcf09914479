package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * The counter mode of AES-SIV over an AES/ECB cipher that is initialised once: many counters go
 * through one call. Not thread safe.
 */
final class CounterStream {

  private static final int BLOCK = 16;
  private static final int CHUNK = 64 * BLOCK;

  private final Cipher ecb = Jdk.cipher("AES/ECB/NoPadding");
  private final byte[] counters = new byte[CHUNK];
  private final byte[] keystream = new byte[CHUNK];

  /** Takes over the array, and overwrites it. */
  CounterStream(byte[] keyBytes) {
    AesKey key = new AesKey(keyBytes);
    try {
      ecb.init(Cipher.ENCRYPT_MODE, key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES failed", e);
    } finally {
      key.destroy();
    }
  }

  /**
   * XORs with the keystream that the synthetic IV begins. Two of its bits are cleared, so 32 bits
   * of counter never carry for less than 2^31 blocks (RFC 5297, section 2.5).
   */
  void xor(byte[] siv, byte[] in, int inAt, byte[] out, int outAt, int length) {
    int counter =
        (siv[12] & 0x7F) << 24 | (siv[13] & 0xFF) << 16 | (siv[14] & 0xFF) << 8 | (siv[15] & 0xFF);
    for (int done = 0; done < length; done += CHUNK) {
      int part = Math.min(CHUNK, length - done);
      int blocks = (part + BLOCK - 1) / BLOCK;
      for (int i = 0; i < blocks; i++, counter++) {
        int at = i * BLOCK;
        System.arraycopy(siv, 0, counters, at, 12);
        counters[at + 8] &= 0x7F;
        counters[at + 12] = (byte) (counter >>> 24);
        counters[at + 13] = (byte) (counter >>> 16);
        counters[at + 14] = (byte) (counter >>> 8);
        counters[at + 15] = (byte) counter;
      }
      encrypt(blocks * BLOCK);
      for (int i = 0; i < part; i++) {
        out[outAt + done + i] = (byte) (in[inAt + done + i] ^ keystream[i]);
      }
    }
    Arrays.fill(keystream, 0, Math.min(CHUNK, length), (byte) 0);
  }

  private void encrypt(int length) {
    try {
      ecb.update(counters, 0, length, keystream, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES failed", e);
    }
  }
}
