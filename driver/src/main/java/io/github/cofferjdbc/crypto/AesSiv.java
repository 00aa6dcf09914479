package io.github.cofferjdbc.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * Deterministic AES-SIV (RFC 5297) under one 64-byte key and fixed associated strings: equal
 * plaintexts give equal ciphertexts, 16 bytes longer, and nothing else shows but their length.
 *
 * <p>The synthetic IV is a CMAC over the associated strings and the plaintext and serves as tag as
 * well as counter. Own code, because the JDK has no SIV and the libraries' take four times as long
 * for short values: the block ciphers are never initialised again, and what the associated strings
 * contribute is computed once.
 *
 * <p>Not thread safe: its owner has a lock.
 */
public final class AesSiv implements AutoCloseable {

  /** How many bytes a ciphertext is longer than the plaintext. */
  public static final int OVERHEAD = Cmac.BLOCK;

  /** Length of the key: half for the CMAC, half for the counter mode. */
  public static final int KEY_LENGTH = 64;

  private final Cmac cmac;
  private final CounterStream stream;
  private final byte[] associated;
  private final byte[] associatedForShort;
  private boolean closed;

  /**
   * Makes a cipher with a copy of the key; the strings are those of RFC 5297 before the plaintext.
   *
   * @throws ClosedSecretException if the key is closed
   */
  public AesSiv(SecretBytes key, List<byte[]> associatedStrings) {
    this(copyOf(key), associatedStrings);
  }

  private static byte[] copyOf(SecretBytes key) {
    if (key.length() != KEY_LENGTH) {
      throw new IllegalArgumentException("AES-256-SIV takes a key of 64 bytes");
    }
    return key.copy();
  }

  /** For published vectors, which have keys of 32 bytes; overwrites the array. */
  AesSiv(byte[] key, List<byte[]> associatedStrings) {
    cmac = new Cmac(Arrays.copyOfRange(key, 0, key.length / 2));
    stream = new CounterStream(Arrays.copyOfRange(key, key.length / 2, key.length));
    Arrays.fill(key, (byte) 0);
    byte[] sum = cmac.of(new byte[Cmac.BLOCK]);
    for (byte[] string : associatedStrings) {
      sum = Cmac.doubled(sum);
      Cmac.xor(cmac.of(string), sum);
    }
    associated = sum;
    associatedForShort = Cmac.doubled(sum);
  }

  /**
   * Returns {@code header ‖ SIV ‖ ciphertext}. The header is only put in front; to authenticate it,
   * make it part of an associated string.
   *
   * @throws ClosedSecretException if this is closed
   */
  public byte[] seal(byte[] header, byte[] plaintext) {
    requireOpen();
    byte[] siv = syntheticIv(plaintext);
    int bodyAt = header.length + OVERHEAD;
    byte[] stored = Arrays.copyOf(header, Math.addExact(bodyAt, plaintext.length));
    System.arraycopy(siv, 0, stored, header.length, OVERHEAD);
    stream.xor(siv, plaintext, 0, stored, bodyAt, plaintext.length);
    return stored;
  }

  /**
   * Returns the plaintext whose SIV begins there and whose ciphertext ends the array.
   *
   * @throws NotAuthenticException if it was not sealed so, or is too short to hold a SIV
   * @throws ClosedSecretException if this is closed
   */
  public byte[] open(byte[] stored, int sivAt) throws NotAuthenticException {
    requireOpen();
    int length = stored.length - sivAt - OVERHEAD;
    if (sivAt < 0 || length < 0) {
      throw new NotAuthenticException();
    }
    byte[] siv = Arrays.copyOfRange(stored, sivAt, sivAt + OVERHEAD);
    byte[] plaintext = new byte[length];
    stream.xor(siv, stored, sivAt + OVERHEAD, plaintext, 0, length);
    if (!MessageDigest.isEqual(siv, syntheticIv(plaintext))) {
      Arrays.fill(plaintext, (byte) 0);
      throw new NotAuthenticException();
    }
    return plaintext;
  }

  private byte[] syntheticIv(byte[] plaintext) {
    return plaintext.length >= Cmac.BLOCK
        ? cmac.ofXorEnd(plaintext, associated)
        : cmac.ofShort(plaintext, associatedForShort);
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedSecretException();
    }
  }

  /** Overwrites the keys; nothing can be sealed or opened any more. */
  @Override
  public void close() {
    closed = true;
    cmac.close();
    Arrays.fill(associated, (byte) 0);
    Arrays.fill(associatedForShort, (byte) 0);
  }

  @Override
  public String toString() {
    return "AesSiv <hidden>";
  }
}
