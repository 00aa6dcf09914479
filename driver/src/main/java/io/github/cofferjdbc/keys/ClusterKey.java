package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.crypto.AesGcm;
import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.Wrapped;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Tier 3: wraps database keys and the record key by AES-256-GCM, in this process or in an HSM. Used
 * by one thread at a time.
 */
sealed interface ClusterKey extends AutoCloseable {

  /** Wraps a 32-byte key. */
  byte[] wrapOnce(SecretBytes key, byte[] aad) throws SQLException;

  /**
   * Returns the key; the caller closes it.
   *
   * @throws SQLException KE006 if it was not wrapped by this cluster key under this AAD
   */
  SecretBytes unwrap(Wrapped wrapped, byte[] aad) throws SQLException;

  @Override
  void close();

  /** Wraps a 32-byte key, unwraps it at once and compares. */
  default Wrapped wrap(SecretBytes key, byte[] aad) throws SQLException {
    Wrapped wrapped = Wrapped.of(wrapOnce(key, aad));
    try (SecretBytes again = unwrap(wrapped, aad)) {
      if (!again.sameAs(key)) {
        throw KeyFailure.UNUSABLE.exception(
            "A key that was wrapped by the cluster key does not come back from it; nothing was stored.");
      }
    }
    return wrapped;
  }

  private static SecretBytes checked(SecretBytes key) throws SQLException {
    if (key.length() != 32) {
      key.close();
      throw corrupt();
    }
    return key;
  }

  private static SQLException corrupt() {
    return KeyFailure.UNUSABLE.exception(
        "A key in the key store was not wrapped by its cluster key, or was changed; bring the key store back from a backup.");
  }

  /** A cluster key in this process, which it owns. */
  final class InProcess implements ClusterKey {

    private final SecretBytes key;

    InProcess(SecretBytes key) {
      this.key = key;
    }

    /** Returns the 32 bytes, which the caller overwrites. */
    byte[] copy() {
      return key.copy();
    }

    boolean sameAs(InProcess other) {
      return key.sameAs(other.key);
    }

    @Override
    public byte[] wrapOnce(SecretBytes plain, byte[] aad) {
      return AesGcm.wrap(key, plain, aad);
    }

    @Override
    public SecretBytes unwrap(Wrapped wrapped, byte[] aad) throws SQLException {
      try {
        return checked(AesGcm.unwrap(key, wrapped.bytes(), aad));
      } catch (NotAuthenticException e) {
        throw corrupt();
      }
    }

    @Override
    public void close() {
      key.close();
    }
  }

  /** A cluster key in an HSM; does not own the session. */
  final class InHsm implements ClusterKey {

    private final HsmMasterKey hsm;
    private final MasterKeyCalls calls;

    InHsm(HsmMasterKey hsm, MasterKeyCalls calls) {
      this.hsm = hsm;
      this.calls = calls;
    }

    @Override
    public byte[] wrapOnce(SecretBytes key, byte[] aad) throws SQLException {
      byte[] plaintext = key.copy();
      try {
        return calls.call(MasterKeyCalls.ENCRYPT, () -> hsm.wrap(plaintext, aad));
      } finally {
        Arrays.fill(plaintext, (byte) 0);
      }
    }

    @Override
    public SecretBytes unwrap(Wrapped wrapped, byte[] aad) throws SQLException {
      return checked(
          SecretBytes.owning(
              calls.call(MasterKeyCalls.DECRYPT, () -> hsm.unwrap(wrapped.bytes(), aad))));
    }

    @Override
    public void close() {}
  }
}
