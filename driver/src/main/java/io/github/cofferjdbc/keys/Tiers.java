package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.Wrapped;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.sql.SQLException;
import java.util.Objects;

/**
 * What a cluster's record is opened with: its master key, its cluster key and its record key. Owns
 * all three. Used by one thread at a time.
 *
 * @param masterKey tier 4
 * @param calls how it is called
 * @param clusterKey tier 3
 * @param recordKey authenticates the record
 */
record Tiers(
    MasterKey masterKey, MasterKeyCalls calls, ClusterKey clusterKey, SecretBytes recordKey)
    implements AutoCloseable {

  /** Opens the tiers that the record names: one call of the key service, with an HSM one a key. */
  static Tiers open(
      Settings settings, ClusterRecord record, EncryptionContext context, KeyMetrics metrics)
      throws SQLException {
    try (Opening opening = new Opening()) {
      MasterKey masterKey = opening.add(MasterKeys.open(settings, context, record.masterKey()));
      MasterKeyCalls calls =
          new MasterKeyCalls(metrics, KeyAudit.of(settings, context), record.masterKey());
      ClusterKey clusterKey = opening.add(clusterKey(masterKey, record, context, calls));
      SecretBytes recordKey =
          opening.add(
              clusterKey.unwrap(
                  record.recordKey(), KeyInfo.ofRecordKey(context, record.recordKeyId())));
      opening.keep();
      return new Tiers(masterKey, calls, clusterKey, recordKey);
    }
  }

  private static ClusterKey clusterKey(
      MasterKey masterKey, ClusterRecord record, EncryptionContext context, MasterKeyCalls calls)
      throws SQLException {
    Wrapped wrapped = record.clusterKey().wrapped();
    if (masterKey instanceof HsmMasterKey hsm && wrapped == null) {
      return new ClusterKey.InHsm(hsm, calls);
    }
    if (masterKey instanceof EnvelopeMasterKey envelope && wrapped != null) {
      return unwrap(envelope, wrapped, context, calls);
    }
    throw KeyFailure.UNUSABLE.exception(
        "The key store's record does not fit its kind of master key.");
  }

  /** Returns the cluster key that the master key wrapped; the caller closes it. */
  static ClusterKey.InProcess unwrap(
      EnvelopeMasterKey masterKey, Wrapped wrapped, EncryptionContext context, MasterKeyCalls calls)
      throws SQLException {
    byte[] key =
        calls.call(
            MasterKeyCalls.DECRYPT,
            () -> masterKey.unwrapClusterKey(wrapped.bytes(), context.entries()));
    return new ClusterKey.InProcess(SecretBytes.owning(key));
  }

  /** Tells whether a record is opened with the same keys as another. */
  static boolean same(ClusterRecord one, ClusterRecord other) {
    return one.masterKey().equals(other.masterKey())
        && one.clusterKey().version() == other.clusterKey().version()
        && Objects.equals(one.clusterKey().wrapped(), other.clusterKey().wrapped())
        && one.recordKeyId() == other.recordKeyId()
        && one.recordKey().equals(other.recordKey());
  }

  @Override
  public void close() {
    recordKey.close();
    clusterKey.close();
    masterKey.close();
  }

  @Override
  public String toString() {
    return "Tiers <hidden>";
  }
}
