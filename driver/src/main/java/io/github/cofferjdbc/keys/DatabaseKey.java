package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.cache.ClockCache;
import io.github.cofferjdbc.crypto.AesKeyWrap;
import io.github.cofferjdbc.crypto.ClosedSecretException;
import io.github.cofferjdbc.crypto.GcmOpener;
import io.github.cofferjdbc.crypto.GcmSealer;
import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.envelope.KeyPurpose;
import java.util.UUID;

/**
 * One version of a database's key: wraps the data keys of blocks, and the index keys.
 *
 * <p>Only what HKDF derives from it is kept. The data keys it has unwrapped are cached, up to
 * {@value #CACHED_DATA_KEYS}, and wiped when they leave the cache or this key is closed. Thread
 * safe.
 */
public final class DatabaseKey implements AutoCloseable {

  private static final int CACHED_DATA_KEYS = 4096;

  private final int id;
  private final AesKeyWrap dataKeyWrap;
  private final AesKeyWrap indexKeyWrap;
  private final DataKeys dataKeys = new DataKeys();
  private volatile boolean closed;

  /** Derives what is needed from a 32-byte database key, which it takes over and closes. */
  public DatabaseKey(int id, SecretBytes key, EncryptionContext context, UUID databaseId) {
    this.id = id;
    try (key) {
      dataKeyWrap = keyWrap(KeyPurpose.DATA_KEY_WRAP.derive(key, context, databaseId));
      indexKeyWrap = keyWrap(KeyPurpose.INDEX_KEY_WRAP.derive(key, context, databaseId));
    }
  }

  private static AesKeyWrap keyWrap(SecretBytes derived) {
    try (derived) {
      return new AesKeyWrap(derived);
    }
  }

  public int id() {
    return id;
  }

  /**
   * Returns the data key of a new block, wrapped: {@value WrappedDataKey#LENGTH} bytes.
   *
   * @throws ClosedSecretException if this key or the sealer is closed
   */
  public byte[] wrap(GcmSealer sealer) {
    return sealer.wrappedKey(dataKeyWrap);
  }

  /**
   * Returns a new opener for the values of a block; the caller closes it.
   *
   * @throws NotAuthenticException if this key did not wrap the data key
   * @throws ClosedSecretException if this key is closed
   */
  public GcmOpener opener(WrappedDataKey wrapped) throws NotAuthenticException {
    if (closed) {
      throw new ClosedSecretException();
    }
    SecretBytes cached = dataKeys.get(wrapped);
    if (cached != null) {
      try {
        return new GcmOpener(cached);
      } catch (ClosedSecretException e) {
        // It left the cache just now; unwrapped anew below.
      }
    }
    SecretBytes dataKey = dataKeyWrap.unwrap(wrapped.array(), wrapped.at(), WrappedDataKey.LENGTH);
    GcmOpener opener = new GcmOpener(dataKey);
    dataKeys.put(wrapped.detached(), dataKey);
    if (closed) {
      dataKeys.clear();
    }
    return opener;
  }

  /**
   * Returns a 32-byte index key wrapped, 40 bytes.
   *
   * @throws ClosedSecretException if one of the keys is closed
   */
  public byte[] wrapIndexKey(SecretBytes indexKey) {
    return indexKeyWrap.wrap(indexKey);
  }

  /**
   * Returns the index key that {@link #wrapIndexKey} wrapped; the caller closes it.
   *
   * @throws NotAuthenticException if this key did not wrap it
   * @throws ClosedSecretException if this key is closed
   */
  public SecretBytes unwrapIndexKey(byte[] wrapped) throws NotAuthenticException {
    return indexKeyWrap.unwrap(wrapped);
  }

  /** Returns how many unwrapped data keys are held. */
  long cachedDataKeys() {
    return dataKeys.size();
  }

  /** Wipes what was derived and all data keys that were unwrapped. */
  @Override
  public void close() {
    closed = true;
    dataKeyWrap.close();
    indexKeyWrap.close();
    dataKeys.clear();
  }

  @Override
  public String toString() {
    return "DatabaseKey " + KeyId.text(id) + " <hidden>";
  }

  /** Wipes a data key that leaves. */
  private static final class DataKeys extends ClockCache<WrappedDataKey, SecretBytes> {
    DataKeys() {
      super(CACHED_DATA_KEYS);
    }

    @Override
    protected void left(SecretBytes dataKey) {
      dataKey.close();
    }
  }
}
