package io.github.cofferjdbc.keys.local;

import io.github.cofferjdbc.crypto.AesGcm;
import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.GeneratedKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * An opened local master key: wraps cluster keys by AES-256-GCM with the encryption context as AAD.
 * Thread safe.
 */
final class LocalMasterKey implements EnvelopeMasterKey {

  private final Path path;
  private final String keyId;
  private final SecretBytes key;

  /** Takes over the key. */
  LocalMasterKey(Path path, String keyId, SecretBytes key) {
    this.path = path;
    this.keyId = keyId;
    this.key = key;
  }

  @Override
  public String identity() {
    return keyId;
  }

  @Override
  public String reference() {
    return "local:" + path;
  }

  @Override
  public GeneratedKey generateClusterKey(Map<String, String> context) {
    try (SecretBytes clusterKey = SecretBytes.random(32)) {
      return new GeneratedKey(clusterKey.copy(), AesGcm.wrap(key, clusterKey, aad(context)));
    }
  }

  @Override
  public byte[] unwrapClusterKey(byte[] wrapped, Map<String, String> context) throws SQLException {
    try (SecretBytes clusterKey = AesGcm.unwrap(key, wrapped, aad(context))) {
      return clusterKey.copy();
    } catch (NotAuthenticException e) {
      throw KeyFailure.UNUSABLE.exception(
          "The cluster key was not wrapped by the master key "
              + path
              + " for this cluster, or was changed; bring the key store back from a backup.");
    }
  }

  @Override
  public byte[] wrapClusterKey(byte[] clusterKey, Map<String, String> context) {
    try (SecretBytes copy = SecretBytes.copyOf(clusterKey)) {
      return AesGcm.wrap(key, copy, aad(context));
    }
  }

  /** Encodes the entries as {@link KeyInfo#ofClusterKey} does. */
  private static byte[] aad(Map<String, String> context) {
    KeyInfo info = new KeyInfo();
    new TreeMap<>(context).forEach((name, value) -> info.part(name).part(value));
    return info.bytes();
  }

  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return reference() + " <hidden>";
  }
}
