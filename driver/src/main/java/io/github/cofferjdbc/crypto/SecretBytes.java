package io.github.cofferjdbc.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The bytes of a key, which this object owns and overwrites when it is closed.
 *
 * <p>Protects against keys that stay in the heap longer than needed and against keys in logs: there
 * is no way to print one. It cannot reach copies that the JDK makes inside a cipher. Thread safe: a
 * copy is taken whole or not at all, also while another thread closes.
 */
public final class SecretBytes implements AutoCloseable {

  private final byte[] bytes;
  private boolean closed;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes over the array: the caller must neither keep nor change it. */
  public static SecretBytes owning(byte[] bytes) {
    return new SecretBytes(bytes);
  }

  /** Returns a secret of its own with the same bytes; the caller still has to wipe the array. */
  public static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  /** Returns so many new bytes of the operating system's generator. */
  public static SecretBytes random(int length) {
    return new SecretBytes(Jdk.randomBytes(length));
  }

  /** Returns the number of bytes, also after closing. */
  public int length() {
    return bytes.length;
  }

  /**
   * Returns a copy, which the caller has to overwrite after use.
   *
   * @throws ClosedSecretException if this secret is closed
   */
  public synchronized byte[] copy() {
    if (closed) {
      throw new ClosedSecretException();
    }
    return bytes.clone();
  }

  /**
   * Tells in constant time whether both hold the same bytes.
   *
   * @throws ClosedSecretException if one is closed
   */
  public boolean sameAs(SecretBytes other) {
    byte[] mine = copy();
    try {
      byte[] theirs = other.copy();
      try {
        return MessageDigest.isEqual(mine, theirs);
      } finally {
        Arrays.fill(theirs, (byte) 0);
      }
    } finally {
      Arrays.fill(mine, (byte) 0);
    }
  }

  public synchronized boolean closed() {
    return closed;
  }

  /** Overwrites the bytes; from then on they cannot be read. May be called again. */
  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "<hidden>";
  }
}
