package io.github.cofferjdbc.field;

import io.github.cofferjdbc.crypto.ClosedSecretException;
import io.github.cofferjdbc.crypto.GcmSealer;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Header;
import io.github.cofferjdbc.keys.DatabaseKey;

/**
 * The block that one connection writes: values under one new data key. Not thread safe: guarded by
 * the lock of the {@link KeyringCiphers} that owns it.
 */
final class Block implements AutoCloseable {

  private final GcmSealer sealer;
  private final int keyId;
  private final byte[] wrappedDataKey;
  private final BlockLimits limits;
  private final long beganNanos;
  private long bytes;
  private long values;

  private Block(
      GcmSealer sealer, int keyId, byte[] wrappedDataKey, BlockLimits limits, long beganNanos) {
    this.sealer = sealer;
    this.keyId = keyId;
    this.wrappedDataKey = wrappedDataKey;
    this.limits = limits;
    this.beganNanos = beganNanos;
  }

  /**
   * Returns a new block.
   *
   * @throws ClosedSecretException if the key is closed
   */
  static Block under(DatabaseKey key, BlockLimits limits, long nowNanos) {
    GcmSealer sealer = GcmSealer.underNewKey();
    try {
      return new Block(sealer, key.id(), key.wrap(sealer), limits, nowNanos);
    } catch (ClosedSecretException e) {
      sealer.close();
      throw e;
    }
  }

  /** Tells whether a plaintext of this length has room in the block. */
  boolean admits(int length) {
    return values < limits.values() && (bytes == 0 || bytes + length <= limits.bytes());
  }

  /** Tells whether the block is too old for another value. */
  boolean ended(long nowNanos) {
    return nowNanos - beganNanos >= limits.age().toNanos();
  }

  byte[] seal(byte[] databaseId, EncryptedType type, boolean padded, byte[] plaintext) {
    bytes += plaintext.length;
    values++;
    return sealer.seal(databaseId, Header.ofRandom(type, padded, keyId, wrappedDataKey), plaintext);
  }

  @Override
  public void close() {
    sealer.close();
  }
}
