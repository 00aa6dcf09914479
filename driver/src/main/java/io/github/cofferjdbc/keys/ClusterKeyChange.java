package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.ClusterRecord.ClusterKeyEntry;
import io.github.cofferjdbc.keys.store.ClusterRecord.MasterKeyName;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.Wrapped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Puts another cluster key in the place of a cluster's, in one change of the record: every database
 * key is unwrapped by the old one and wrapped by the new one, and a new record key authenticates
 * the record, so that who had the old cluster key can neither read nor make the new record. The
 * database keys are compared again as they are stored afterwards. Used by one thread.
 */
final class ClusterKeyChange implements OpenCluster.KeyChange, AutoCloseable {

  /** Answers from the newest record, or refuses it. */
  interface Part<T> {
    T of(ClusterRecord newest) throws SQLException;
  }

  private record Plain(int keyId, SecretBytes key) {}

  private final OpenCluster cluster;
  private final ClusterKey newKey;
  private final Part<MasterKeyName> masterKey;
  private final Part<ClusterKeyEntry> entry;
  private final SecretBytes recordKey = SecretBytes.random(32);
  private final List<Plain> databaseKeys = new ArrayList<>();

  private ClusterKeyChange(
      OpenCluster cluster,
      ClusterKey newKey,
      Part<MasterKeyName> masterKey,
      Part<ClusterKeyEntry> entry) {
    this.cluster = cluster;
    this.newKey = newKey;
    this.masterKey = masterKey;
    this.entry = entry;
  }

  /** Does it; the new key stays the caller's. */
  static void run(
      OpenCluster cluster,
      ClusterKey newKey,
      Part<MasterKeyName> masterKey,
      Part<ClusterKeyEntry> entry)
      throws SQLException {
    try (ClusterKeyChange change = new ClusterKeyChange(cluster, newKey, masterKey, entry)) {
      cluster.change(change);
      change.compare(cluster.record());
    }
  }

  @Override
  public ClusterRecord from(ClusterRecord newest) throws SQLException {
    forget();
    MasterKeyName name = masterKey.of(newest);
    SortedMap<UUID, DatabaseEntry> databases = new TreeMap<>();
    for (DatabaseEntry database : newest.databases().values()) {
      databases.put(database.id(), rewrapped(database));
    }
    int recordKeyId = NewKeys.freshId();
    while (newest.hasKey(recordKeyId) || cluster.taken(recordKeyId)) {
      recordKeyId = NewKeys.freshId();
    }
    return newest.with(
        name,
        entry.of(newest),
        recordKeyId,
        newKey.wrap(recordKey, KeyInfo.ofRecordKey(cluster.context(), recordKeyId)),
        databases);
  }

  @Override
  public SecretBytes recordKey() {
    return recordKey;
  }

  private DatabaseEntry rewrapped(DatabaseEntry database) throws SQLException {
    DatabaseEntry changed = database;
    for (KeyEntry key : database.keys()) {
      Wrapped wrapped = key.wrapped();
      if (key.kind() == Kind.DATABASE && wrapped != null) {
        byte[] aad = KeyInfo.ofDatabaseKey(cluster.context(), database.id(), key.id());
        SecretBytes plain = cluster.clusterKey().unwrap(wrapped, aad);
        databaseKeys.add(new Plain(key.id(), plain));
        changed = changed.with(key.rewrapped(0, newKey.wrap(plain, aad)));
      }
    }
    return changed;
  }

  /** Another process may have destroyed a key since; what is stored must be the same key. */
  private void compare(ClusterRecord stored) throws SQLException {
    for (DatabaseEntry database : stored.databases().values()) {
      for (Plain plain : databaseKeys) {
        KeyEntry key = database.key(plain.keyId()).orElse(null);
        Wrapped wrapped = key == null ? null : key.wrapped();
        if (wrapped != null) {
          byte[] aad = KeyInfo.ofDatabaseKey(cluster.context(), database.id(), plain.keyId());
          try (SecretBytes again = cluster.clusterKey().unwrap(wrapped, aad)) {
            if (!again.sameAs(plain.key())) {
              throw KeyFailure.UNUSABLE.exception(
                  "A database key does not come back from the key store after the rotation; bring"
                      + " the key store back from a backup.");
            }
          }
        }
      }
    }
  }

  private void forget() {
    databaseKeys.forEach(plain -> plain.key().close());
    databaseKeys.clear();
  }

  @Override
  public void close() {
    forget();
    recordKey.close();
  }
}
