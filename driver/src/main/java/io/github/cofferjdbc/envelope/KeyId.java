package io.github.cofferjdbc.envelope;

import java.util.HexFormat;

/**
 * How a key id, 4 random bytes held as an {@code int}, is written: 8 lower-case hexadecimal digits.
 * Thread safe.
 */
public final class KeyId {

  private KeyId() {}

  /** Returns the 8 digits of the id, for messages and records. */
  public static String text(int keyId) {
    return HexFormat.of().toHexDigits(keyId);
  }

  /**
   * Returns the id with these 8 digits.
   *
   * @throws IllegalArgumentException if they are not 8 lower-case hexadecimal digits
   */
  public static int parse(String text) {
    int keyId = text.length() == 8 ? HexFormat.fromHexDigits(text) : 0;
    if (!text(keyId).equals(text)) {
      throw new IllegalArgumentException("not a key id");
    }
    return keyId;
  }

  /** Returns the 4 bytes of the id, big-endian, as they stand in a stored value. */
  public static byte[] bytes(int keyId) {
    return new byte[] {
      (byte) (keyId >>> 24), (byte) (keyId >>> 16), (byte) (keyId >>> 8), (byte) keyId
    };
  }
}
