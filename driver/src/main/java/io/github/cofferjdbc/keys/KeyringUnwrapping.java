package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import io.github.cofferjdbc.keys.store.Wrapped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Unwraps all keys of a database that are not destroyed; no state. */
final class KeyringUnwrapping {

  private KeyringUnwrapping() {}

  static Keyring of(DatabaseEntry entry, ClusterKey clusterKey, EncryptionContext context)
      throws SQLException {
    return of(entry, clusterKey, context, null);
  }

  static Keyring of(
      DatabaseEntry entry, ClusterKey clusterKey, EncryptionContext context, @Nullable String pin)
      throws SQLException {
    try (Opening opening = new Opening()) {
      Map<Integer, DatabaseKey> databaseKeys = new HashMap<>();
      for (KeyEntry key : entry.keys()) {
        Optional<Wrapped> wrapped = key.wrappedKey();
        if (key.kind() == Kind.DATABASE && wrapped.isPresent()) {
          byte[] aad = KeyInfo.ofDatabaseKey(context, entry.id(), key.id());
          SecretBytes plain = clusterKey.unwrap(wrapped.get(), aad);
          databaseKeys.put(
              key.id(), opening.add(new DatabaseKey(key.id(), plain, context, entry.id())));
        }
      }
      List<IndexKey> indexKeys = new ArrayList<>();
      for (KeyEntry key : entry.keys()) {
        Optional<Wrapped> wrapped = key.wrappedKey();
        DatabaseKey wrapping = databaseKeys.get(key.wrappedBy());
        if (key.kind() == Kind.INDEX && wrapped.isPresent() && wrapping != null) {
          SecretBytes plain = unwrap(wrapping, wrapped.get(), key.id());
          indexKeys.add(opening.add(new IndexKey(key.id(), plain, context, entry.id())));
        }
      }
      Keyring keyring =
          new Keyring(
              entry.id(),
              context,
              new ArrayList<>(databaseKeys.values()),
              entry.currentKey().id(),
              indexKeys,
              scopes(entry, indexKeys),
              pin,
              registered(entry));
      opening.keep();
      return keyring;
    }
  }

  static SecretBytes unwrap(DatabaseKey wrapping, Wrapped wrapped, int keyId) throws SQLException {
    try {
      return wrapping.unwrapIndexKey(wrapped.bytes());
    } catch (NotAuthenticException e) {
      throw KeyFailure.UNUSABLE.exception(
          "Index key "
              + KeyId.text(keyId)
              + " in the key store was not wrapped by its database key, or was changed; bring the key store back from a backup.");
    }
  }

  /** Leaves out scopes whose index key was destroyed. */
  private static Map<Integer, Integer> scopes(DatabaseEntry entry, List<IndexKey> indexKeys) {
    Map<Integer, Integer> scopes = new HashMap<>();
    scopes.put(0, entry.indexKey());
    for (ScopeEntry scope : entry.scopes()) {
      scopes.put(scope.id(), scope.indexKey());
    }
    Set<Integer> there = new HashSet<>();
    for (IndexKey key : indexKeys) {
      there.add(key.id());
    }
    scopes.values().retainAll(there);
    return scopes;
  }

  private static List<ScopeEntry> registered(DatabaseEntry entry) {
    List<ScopeEntry> scopes = new ArrayList<>();
    for (ScopeEntry scope : entry.scopes()) {
      if (!scope.pending()) {
        scopes.add(scope);
      }
    }
    return scopes;
  }
}
