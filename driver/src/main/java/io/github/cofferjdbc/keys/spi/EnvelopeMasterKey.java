package io.github.cofferjdbc.keys.spi;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * A master key that makes and unwraps cluster keys, which then work in this process: AWS KMS and
 * {@code local:}.
 *
 * <p>The encryption context has exactly two entries; it is authenticated with the wrapped key, and
 * a key service sees it as it is.
 */
public non-sealed interface EnvelopeMasterKey extends MasterKey {

  /** Returns a new AES-256 key and its wrapped form (AWS KMS: {@code GenerateDataKey}). */
  GeneratedKey generateClusterKey(Map<String, String> context) throws SQLException;

  /**
   * Returns the 32 bytes of a cluster key (AWS KMS: {@code Decrypt}); the caller owns and
   * overwrites them.
   *
   * @throws SQLException DENIED if the service refuses, also where it cannot tell a changed context
   *     from another key; UNUSABLE if the wrapped key is corrupt, as far as the provider can tell
   */
  byte[] unwrapClusterKey(byte[] wrapped, Map<String, String> context) throws SQLException;

  /**
   * Returns a cluster key that exists wrapped by this master key (AWS KMS: {@code Encrypt}), when a
   * cluster is moved to it.
   *
   * @param key 32 bytes, which the caller keeps and overwrites
   */
  byte[] wrapClusterKey(byte[] key, Map<String, String> context) throws SQLException;

  /**
   * Returns a cluster key that another master key has wrapped, wrapped by this one without its
   * plaintext leaving the key service (AWS KMS: {@code ReEncrypt}); empty if the two have no
   * service in common that can do so. Both may be the same key, whose newest version then wraps.
   */
  default Optional<byte[]> rewrapClusterKey(
      byte[] wrapped, EnvelopeMasterKey wrappedBy, Map<String, String> context)
      throws SQLException {
    return Optional.empty();
  }
}
