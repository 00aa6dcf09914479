package io.github.cofferjdbc.keys.store;

import java.util.Base64;

/**
 * The bytes of a wrapped key, or of a MAC, as the record holds them: canonical Base64, so that
 * equal bytes are equal text. Immutable and thread safe.
 *
 * @param base64 RFC 4648 with padding, no line ends; never empty
 */
public record Wrapped(String base64) {

  /** Makes one; another spelling than the canonical one is an {@link IllegalArgumentException}. */
  public Wrapped {
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (bytes.length == 0 || !Base64.getEncoder().encodeToString(bytes).equals(base64)) {
      throw new IllegalArgumentException("not canonical Base64");
    }
  }

  /** Returns these bytes, which are copied and not empty. */
  public static Wrapped of(byte[] bytes) {
    return new Wrapped(Base64.getEncoder().encodeToString(bytes));
  }

  /** Returns a new array with the bytes. */
  public byte[] bytes() {
    return Base64.getDecoder().decode(base64);
  }
}
