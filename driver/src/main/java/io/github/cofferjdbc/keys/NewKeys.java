package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import io.github.cofferjdbc.keys.store.Wrapped;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the keys of one change and keeps their plaintexts until they were read back from the store
 * and compared. Used by one thread.
 */
final class NewKeys implements AutoCloseable {

  private static final int KEY_LENGTH = 32;

  private record Made(int id, SecretBytes plain) {}

  private final OpenCluster cluster;
  private final List<Made> made = new ArrayList<>();

  NewKeys(OpenCluster cluster) {
    this.cluster = cluster;
  }

  /** Returns the entry of a new database, pending, with one key of each kind. */
  DatabaseEntry database(ClusterRecord newest, UUID databaseId, String label) throws SQLException {
    forget();
    EncryptionContext context = cluster.context();
    Instant now = cluster.now();
    SecretBytes databaseKey = make(newest);
    int databaseKeyId = last();
    Wrapped wrapped =
        cluster
            .clusterKey()
            .wrap(databaseKey, KeyInfo.ofDatabaseKey(context, databaseId, databaseKeyId));
    SecretBytes indexKey = make(newest);
    int indexKeyId = last();
    try (DatabaseKey wrapping =
        new DatabaseKey(databaseKeyId, copy(databaseKey), context, databaseId)) {
      return new DatabaseEntry(
          databaseId,
          label,
          now,
          true,
          indexKeyId,
          List.of(
              new KeyEntry(databaseKeyId, Kind.DATABASE, 1, now, State.CURRENT, 0, wrapped),
              new KeyEntry(
                  indexKeyId,
                  Kind.INDEX,
                  1,
                  now,
                  State.CURRENT,
                  databaseKeyId,
                  wrapIndexKey(wrapping, indexKey, indexKeyId))),
          List.of());
    }
  }

  /** Returns the database's entry with one more version of its database key, pending. */
  DatabaseEntry databaseKey(DatabaseEntry entry, ClusterRecord newest) throws SQLException {
    forget();
    SecretBytes key = make(newest);
    int keyId = last();
    byte[] aad = KeyInfo.ofDatabaseKey(cluster.context(), entry.id(), keyId);
    return entry.with(
        new KeyEntry(
            keyId,
            Kind.DATABASE,
            entry.nextVersion(Kind.DATABASE),
            cluster.now(),
            State.PENDING,
            0,
            cluster.clusterKey().wrap(key, aad)));
  }

  /**
   * Returns the database's entry with the pending version current, the one before it retired, and
   * the index keys wrapped by the new one.
   */
  DatabaseEntry current(DatabaseEntry entry, KeyEntry pending) throws SQLException {
    forget();
    List<KeyEntry> changed = new ArrayList<>();
    try (Keyring keyring = KeyringUnwrapping.of(entry, cluster.clusterKey(), cluster.context())) {
      DatabaseKey wrapping = keyring.databaseKey(pending.id()).orElseThrow();
      for (KeyEntry key : entry.keys()) {
        Wrapped wrapped = key.wrapped();
        if (key.id() == pending.id()) {
          changed.add(key.currentSince(cluster.now()));
        } else if (key.kind() == Kind.DATABASE && key.state() == State.CURRENT) {
          changed.add(key.in(State.RETIRED));
        } else if (key.kind() == Kind.INDEX && wrapped != null) {
          DatabaseKey by =
              keyring.databaseKey(key.wrappedBy()).orElseThrow(() -> lost(key.wrappedBy()));
          SecretBytes plain = KeyringUnwrapping.unwrap(by, wrapped, key.id());
          made.add(new Made(key.id(), plain));
          changed.add(key.rewrapped(pending.id(), wrapIndexKey(wrapping, plain, key.id())));
        } else {
          changed.add(key);
        }
      }
    }
    return entry.with(changed, entry.scopes());
  }

  /**
   * Returns the database's entry with one more scope, pending. Its index key is the one that a
   * rotation has made for it, else one that is made now.
   */
  DatabaseEntry scope(DatabaseEntry entry, ClusterRecord newest, NewScope wanted)
      throws SQLException {
    forget();
    Optional<KeyEntry> waiting = waiting(entry);
    DatabaseEntry with = waiting.isPresent() ? entry : indexKey(entry, newest);
    int indexKeyId = waiting.isPresent() ? waiting.get().id() : last();
    List<ScopeEntry> scopes = new ArrayList<>(entry.scopes());
    scopes.add(wanted.entry(scopes.size() + 1, indexKeyId));
    return with.with(with.keys(), scopes);
  }

  /** Returns the index key that no scope has yet, or empty. */
  static Optional<KeyEntry> waiting(DatabaseEntry entry) {
    return entry.keys().stream()
        .filter(key -> key.kind() == Kind.INDEX && key.state() == State.CURRENT)
        .filter(key -> key.id() != entry.indexKey())
        .filter(key -> entry.scopes().stream().noneMatch(scope -> scope.indexKey() == key.id()))
        .findFirst();
  }

  /** Returns the database's entry with one more index key; one that no scope has is retired. */
  DatabaseEntry newIndexKey(DatabaseEntry entry, ClusterRecord newest) throws SQLException {
    forget();
    Optional<KeyEntry> waiting = waiting(entry);
    return indexKey(
        waiting.isPresent() ? entry.with(waiting.get().in(State.RETIRED)) : entry, newest);
  }

  private DatabaseEntry indexKey(DatabaseEntry entry, ClusterRecord newest) throws SQLException {
    SecretBytes indexKey = make(newest);
    int indexKeyId = last();
    try (Keyring keyring = KeyringUnwrapping.of(entry, cluster.clusterKey(), cluster.context())) {
      return entry.with(
          new KeyEntry(
              indexKeyId,
              Kind.INDEX,
              entry.nextVersion(Kind.INDEX),
              cluster.now(),
              State.CURRENT,
              entry.currentKey().id(),
              wrapIndexKey(keyring.current(), indexKey, indexKeyId)));
    }
  }

  /**
   * Unwraps the keys as the store gives them back.
   *
   * @throws SQLException KE006 if one is missing or another key
   */
  void compare(DatabaseEntry stored) throws SQLException {
    EncryptionContext context = cluster.context();
    for (Made key : made) {
      KeyEntry entry = stored.key(key.id()).orElse(null);
      if (entry == null) {
        if (stored.keys().stream().noneMatch(each -> madeHere(each.id()))) {
          return; // another process added the same database first; ours was never stored
        }
        throw lost(key.id());
      }
      Wrapped wrapped = entry.wrappedKey().orElseThrow(() -> lost(key.id()));
      try (SecretBytes again =
          entry.kind() == Kind.DATABASE
              ? cluster
                  .clusterKey()
                  .unwrap(wrapped, KeyInfo.ofDatabaseKey(context, stored.id(), key.id()))
              : unwrapIndexKey(stored, entry, wrapped)) {
        if (!again.sameAs(key.plain())) {
          throw lost(key.id());
        }
      }
    }
  }

  private SecretBytes unwrapIndexKey(DatabaseEntry stored, KeyEntry entry, Wrapped wrapped)
      throws SQLException {
    KeyEntry by = stored.key(entry.wrappedBy()).orElseThrow(() -> lost(entry.id()));
    SecretBytes plain =
        cluster
            .clusterKey()
            .unwrap(
                by.wrappedKey().orElseThrow(() -> lost(by.id())),
                KeyInfo.ofDatabaseKey(cluster.context(), stored.id(), by.id()));
    try (DatabaseKey wrapping = new DatabaseKey(by.id(), plain, cluster.context(), stored.id())) {
      return KeyringUnwrapping.unwrap(wrapping, wrapped, entry.id());
    }
  }

  private static Wrapped wrapIndexKey(DatabaseKey wrapping, SecretBytes indexKey, int keyId)
      throws SQLException {
    Wrapped wrapped = Wrapped.of(wrapping.wrapIndexKey(indexKey));
    try (SecretBytes again = KeyringUnwrapping.unwrap(wrapping, wrapped, keyId)) {
      if (!again.sameAs(indexKey)) {
        throw lost(keyId);
      }
    }
    return wrapped;
  }

  private SecretBytes make(ClusterRecord newest) throws SQLException {
    int id = freshId();
    while (newest.hasKey(id) || madeHere(id) || cluster.taken(id)) {
      id = freshId();
    }
    SecretBytes plain = SecretBytes.random(KEY_LENGTH);
    made.add(new Made(id, plain));
    return plain;
  }

  /** Returns a random key id; 0 stands for none. */
  static int freshId() {
    while (true) {
      try (SecretBytes random = SecretBytes.random(4)) {
        int id = ByteBuffer.wrap(random.copy()).getInt();
        if (id != 0) {
          return id;
        }
      }
    }
  }

  private int last() {
    return made.get(made.size() - 1).id();
  }

  private boolean madeHere(int id) {
    return made.stream().anyMatch(key -> key.id() == id);
  }

  private static SecretBytes copy(SecretBytes key) {
    return SecretBytes.owning(key.copy());
  }

  private void forget() {
    made.forEach(key -> key.plain().close());
    made.clear();
  }

  private static SQLException lost(int keyId) {
    return KeyFailure.UNUSABLE.exception(
        "Key "
            + KeyId.text(keyId)
            + " was stored but does not come back from the key store; nothing was written under it.");
  }

  @Override
  public void close() {
    forget();
  }
}
