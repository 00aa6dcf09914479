package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives a database a new version of its key, in two changes of the record: the new version is
 * stored as pending, read back, unwrapped and compared; then it becomes the current one, and the
 * index keys are wrapped by it. What was cut off between the two is completed by the next rotation.
 * No state.
 */
final class DatabaseKeyRotation {

  private DatabaseKeyRotation() {}

  /** Returns the version that is current afterwards. */
  static KeyEntry run(OpenCluster cluster, UUID databaseId) throws SQLException {
    cluster.entry(databaseId);
    int keyId = stored(cluster, databaseId);
    try (NewKeys keys = new NewKeys(cluster)) {
      cluster.change(newest -> activated(newest, databaseId, keyId, keys));
      keys.compare(cluster.entry(databaseId));
    }
    cluster.keyring(databaseId).close(); // everything opens as it is stored now
    return cluster
        .entry(databaseId)
        .key(keyId)
        .orElseThrow(() -> new IllegalStateException("a key version is gone"));
  }

  /** Returns the id of the pending version, an earlier rotation's if there is one. */
  private static int stored(OpenCluster cluster, UUID databaseId) throws SQLException {
    try (NewKeys keys = new NewKeys(cluster)) {
      cluster.change(
          newest -> {
            DatabaseEntry entry = newest.database(databaseId).orElseThrow();
            return pending(entry).isPresent()
                ? newest
                : newest.with(keys.databaseKey(entry, newest));
          });
      DatabaseEntry stored = cluster.entry(databaseId);
      keys.compare(stored);
      return pending(stored).orElseGet(stored::currentKey).id();
    }
  }

  private static ClusterRecord activated(
      ClusterRecord newest, UUID databaseId, int keyId, NewKeys keys) throws SQLException {
    DatabaseEntry entry = newest.database(databaseId).orElseThrow();
    Optional<KeyEntry> pending = pending(entry).filter(key -> key.id() == keyId);
    return pending.isPresent() ? newest.with(keys.current(entry, pending.get())) : newest;
  }

  private static Optional<KeyEntry> pending(DatabaseEntry entry) {
    return entry.keys().stream()
        .filter(key -> key.kind() == Kind.DATABASE && key.state() == State.PENDING)
        .findFirst();
  }
}
