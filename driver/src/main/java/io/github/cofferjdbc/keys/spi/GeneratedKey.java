package io.github.cofferjdbc.keys.spi;

/**
 * A new cluster key with its wrapped form. The receiver owns both arrays and overwrites the
 * plaintext.
 *
 * @param plaintext 32 bytes
 * @param wrapped the provider's own form, at most 6144 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a pair of buffers handed over once, never compared
public record GeneratedKey(byte[] plaintext, byte[] wrapped) {

  @Override
  public String toString() {
    return "GeneratedKey[<hidden>]";
  }
}
