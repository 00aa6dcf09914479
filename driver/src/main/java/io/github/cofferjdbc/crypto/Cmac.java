package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-CMAC (RFC 4493) as AES-SIV needs it. Not thread safe.
 *
 * <p>Blocks go singly through an AES/ECB cipher that is initialised once; long messages through
 * AES/CBC, whose loop the JIT has an intrinsic for.
 */
final class Cmac implements AutoCloseable {

  static final int BLOCK = 16;
  private static final int LONG = 8 * BLOCK;
  private static final int CHUNK = 128 * BLOCK;

  private final AesKey key;
  private final Cipher ecb;
  private @Nullable Cipher cbc; // only once there is a long message
  private final byte[] subkeyFull;
  private final byte[] subkeyPadded;
  private final byte[] tail = new byte[2 * BLOCK];
  private byte[] state = new byte[BLOCK];
  private byte[] spare = new byte[BLOCK];
  private byte[] chunk = new byte[0];

  /** Takes over the array. */
  Cmac(byte[] keyBytes) {
    key = new AesKey(keyBytes);
    ecb = encrypting("AES/ECB/NoPadding");
    encryptState();
    subkeyFull = doubled(state);
    subkeyPadded = doubled(subkeyFull);
  }

  /** Returns the CMAC of the message. */
  byte[] of(byte[] message) {
    return of(message, null);
  }

  /** Returns the CMAC of a message of at least 16 bytes whose last 16 are first XORed. */
  byte[] ofXorEnd(byte[] message, byte[] xorEnd) {
    return of(message, xorEnd);
  }

  /** Returns the CMAC of one block: the message, shorter than 16 bytes, padded and XORed. */
  byte[] ofShort(byte[] message, byte[] xor) {
    Arrays.fill(state, (byte) 0);
    System.arraycopy(message, 0, state, 0, message.length);
    state[message.length] = (byte) 0x80;
    xor(xor, state);
    xor(subkeyFull, state);
    encryptState();
    return state.clone();
  }

  private byte[] of(byte[] message, byte @Nullable [] xorEnd) {
    int odd = message.length % BLOCK;
    int tailLength =
        odd == 0 ? Math.min(BLOCK, message.length) : Math.min(BLOCK + odd, message.length);
    int head = message.length - tailLength;
    Arrays.fill(tail, (byte) 0);
    System.arraycopy(message, head, tail, 0, tailLength);
    if (xorEnd != null) {
      for (int i = 0; i < BLOCK; i++) {
        tail[tailLength - BLOCK + i] ^= xorEnd[i];
      }
    }
    Arrays.fill(state, (byte) 0);
    if (head >= LONG) {
      chainLong(message, head);
    } else {
      for (int at = 0; at < head; at += BLOCK) {
        absorb(message, at);
      }
    }
    int last = 0;
    if (tailLength > BLOCK) {
      absorb(tail, 0);
      last = BLOCK;
    }
    boolean full = tailLength == last + BLOCK;
    if (!full) {
      tail[tailLength] = (byte) 0x80;
    }
    xor(full ? subkeyFull : subkeyPadded, state);
    absorb(tail, last);
    return state.clone();
  }

  private void absorb(byte[] from, int at) {
    for (int i = 0; i < BLOCK; i++) {
      state[i] ^= from[at + i];
    }
    encryptState();
  }

  private void encryptState() {
    try {
      ecb.update(state, 0, BLOCK, spare, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("AES failed", e);
    }
    byte[] old = state;
    state = spare;
    spare = old;
  }

  private void chainLong(byte[] message, int head) {
    if (cbc == null) {
      cbc = encrypting("AES/CBC/NoPadding");
      chunk = new byte[CHUNK];
    }
    Cipher chain = cbc;
    try {
      int done = 0;
      int length = 0;
      for (; done < head; done += length) {
        length = Math.min(CHUNK, head - done);
        chain.update(message, done, length, chunk, 0);
      }
      System.arraycopy(chunk, length - BLOCK, state, 0, BLOCK);
      chain.doFinal(); // nothing is left; it goes back to the zero IV
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES failed", e);
    }
  }

  private Cipher encrypting(String transformation) {
    try {
      Cipher cipher = Jdk.cipher(transformation);
      if (transformation.contains("CBC")) {
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[BLOCK]));
      } else {
        cipher.init(Cipher.ENCRYPT_MODE, key);
      }
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES failed", e);
    }
  }

  /** Returns the block times x in GF(2^128), without a branch on it. */
  static byte[] doubled(byte[] block) {
    byte[] out = new byte[BLOCK];
    int carry = 0;
    for (int i = BLOCK - 1; i >= 0; i--) {
      int b = block[i] & 0xFF;
      out[i] = (byte) (b << 1 | carry);
      carry = b >>> 7;
    }
    out[BLOCK - 1] ^= (byte) (0x87 & -carry);
    return out;
  }

  static void xor(byte[] from, byte[] into) {
    for (int i = 0; i < BLOCK; i++) {
      into[i] ^= from[i];
    }
  }

  @Override
  public void close() {
    key.destroy();
    for (byte[] secret : new byte[][] {subkeyFull, subkeyPadded, tail, state, spare, chunk}) {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
