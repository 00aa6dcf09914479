package io.github.cofferjdbc.crypto;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A key as the JDK's ciphers take it, and which, unlike {@code SecretKeySpec}, can be wiped.
 *
 * <p>Not thread safe: whoever owns it guards {@link #getEncoded} and {@link #destroy} by one lock.
 */
final class AesKey implements SecretKey {

  private static final long serialVersionUID = 1L;

  private final transient byte[] bytes;
  private transient boolean destroyed;

  /** Takes over the array. */
  AesKey(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public String getAlgorithm() {
    return "AES";
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    if (destroyed) {
      throw new ClosedSecretException();
    }
    return bytes.clone();
  }

  @Override
  public void destroy() {
    destroyed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public String toString() {
    return "<hidden>";
  }
}
