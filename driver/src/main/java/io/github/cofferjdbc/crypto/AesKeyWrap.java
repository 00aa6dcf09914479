package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/**
 * AES Key Wrap (RFC 3394) under one 32-byte key: a wrapped key is 8 bytes longer than the key.
 *
 * <p>Deterministic, which is safe for keys because they are random. The check value of 64 bits
 * finds wrong keys and changes; it does not commit to the key. Thread safe without a lock on the
 * usual path: initialised ciphers are lent and given back, as many as threads ever used it at once.
 */
public final class AesKeyWrap implements AutoCloseable {

  /** How many bytes a wrapped key is longer than the key. */
  public static final int OVERHEAD = 8;

  private final AesKey key;
  private final ConcurrentLinkedQueue<Cipher> wrapping = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Cipher> unwrapping = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /**
   * Makes a wrapper with a copy of a 32-byte key.
   *
   * @throws ClosedSecretException if the key is closed
   */
  public AesKeyWrap(SecretBytes keyEncryptionKey) {
    if (keyEncryptionKey.length() != 32) {
      throw new IllegalArgumentException("AES-256 takes a key of 32 bytes");
    }
    key = new AesKey(keyEncryptionKey.copy());
  }

  /**
   * Returns the key wrapped; its length must be a multiple of 8, from 16.
   *
   * @throws ClosedSecretException if this or the key is closed
   */
  public byte[] wrap(SecretBytes secret) {
    byte[] plaintext = secret.copy();
    try {
      Cipher cipher = lend(wrapping, Cipher.ENCRYPT_MODE);
      byte[] wrapped = cipher.doFinal(plaintext);
      giveBack(wrapping, cipher);
      return wrapped;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a key that AES Key Wrap takes", e);
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /**
   * Returns the key that was wrapped under this key.
   *
   * @throws NotAuthenticException if it was not, or was changed
   * @throws ClosedSecretException if this is closed
   */
  public SecretBytes unwrap(byte[] wrapped) throws NotAuthenticException {
    return unwrap(wrapped, 0, wrapped.length);
  }

  /** Returns the key whose wrapped bytes stand there. */
  public SecretBytes unwrap(byte[] in, int at, int length) throws NotAuthenticException {
    if (length < 24 || length % 8 != 0) {
      throw new NotAuthenticException();
    }
    Cipher cipher = lend(unwrapping, Cipher.DECRYPT_MODE);
    try {
      SecretBytes secret = SecretBytes.owning(cipher.doFinal(in, at, length));
      giveBack(unwrapping, cipher);
      return secret;
    } catch (IllegalBlockSizeException | BadPaddingException e) {
      throw new NotAuthenticException(); // and the cipher is not used again
    }
  }

  private Cipher lend(ConcurrentLinkedQueue<Cipher> from, int operation) {
    if (closed) {
      throw new ClosedSecretException();
    }
    Cipher cipher = from.poll();
    return cipher != null ? cipher : newCipher(operation);
  }

  private void giveBack(ConcurrentLinkedQueue<Cipher> to, Cipher cipher) {
    to.offer(cipher);
    if (closed) {
      to.clear();
    }
  }

  private synchronized Cipher newCipher(int operation) {
    try {
      Cipher cipher = Jdk.cipher("AES/KW/NoPadding");
      cipher.init(operation, key);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES Key Wrap failed", e);
    }
  }

  /** Overwrites the key and drops the ciphers. */
  @Override
  public synchronized void close() {
    closed = true;
    key.destroy();
    wrapping.clear();
    unwrapping.clear();
  }

  @Override
  public String toString() {
    return "AesKeyWrap <hidden>";
  }
}
