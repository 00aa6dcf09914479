package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The keys and scopes of one database. Immutable and thread safe.
 *
 * @param id the random id that {@code encrypted.database_id()} returns
 * @param label where {@code init} found the database, for people to read; no secret, may be empty
 * @param added when it was added, to the second
 * @param pending whether {@code init} has not yet seen the database commit; its keys are good
 *     nevertheless
 * @param indexKey the index key of the built-in types, scope 0
 * @param keys all versions of all keys, in order of their making
 * @param scopes the registered scopes; the n-th has id n
 */
public record DatabaseEntry(
    UUID id,
    String label,
    Instant added,
    boolean pending,
    int indexKey,
    List<KeyEntry> keys,
    List<ScopeEntry> scopes) {

  /** Makes an entry; one that contradicts itself is an {@link IllegalArgumentException}. */
  public DatabaseEntry {
    keys = List.copyOf(keys);
    scopes = List.copyOf(scopes);
    List<KeyEntry> all = keys;
    Set<Integer> ids = new HashSet<>();
    Set<String> versions = new HashSet<>();
    int current = 0;
    for (KeyEntry key : keys) {
      require(ids.add(key.id()), "key id used twice");
      require(versions.add(key.kind() + " " + key.version()), "key version used twice");
      require(
          key.kind() == Kind.DATABASE || has(all, Kind.DATABASE, key.wrappedBy()),
          "index key without the database key that wraps it");
      current += key.kind() == Kind.DATABASE && key.state() == State.CURRENT ? 1 : 0;
    }
    require(current == 1, "not exactly one current database key");
    Set<List<String>> domains = new HashSet<>();
    for (ScopeEntry scope : scopes) {
      require(domains.add(List.of(scope.schema(), scope.domain())), "a domain has two scopes");
    }
    require(has(keys, Kind.INDEX, indexKey), "index key of the built-in types is missing");
    for (int i = 0; i < scopes.size(); i++) {
      require(scopes.get(i).id() == i + 1, "scope ids do not count from 1");
      require(has(keys, Kind.INDEX, scopes.get(i).indexKey()), "index key of a scope is missing");
    }
  }

  /** Returns the key with this id, or empty. */
  public Optional<KeyEntry> key(int keyId) {
    for (KeyEntry key : keys) {
      if (key.id() == keyId) {
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  /** Returns the database key that wraps. */
  public KeyEntry currentKey() {
    for (KeyEntry key : keys) {
      if (key.kind() == Kind.DATABASE && key.state() == State.CURRENT) {
        return key;
      }
    }
    throw new IllegalStateException("checked when it was made");
  }

  /**
   * Returns when a database key ceased to be the current one, which is when the next version became
   * it; empty if it did not.
   */
  public Optional<Instant> retiredSince(KeyEntry key) {
    return keys.stream()
        .filter(each -> each.kind() == Kind.DATABASE && each.state() != State.PENDING)
        .filter(each -> each.version() > key.version())
        .min(Comparator.comparingInt(KeyEntry::version))
        .map(KeyEntry::created);
  }

  /** Returns the scope with this id, or empty; 0 is not a registered scope. */
  public Optional<ScopeEntry> scope(int scopeId) {
    return scopeId >= 1 && scopeId <= scopes.size()
        ? Optional.of(scopes.get(scopeId - 1))
        : Optional.empty();
  }

  /** Returns the scope that was registered for a domain, or empty. */
  public Optional<ScopeEntry> scopeOf(String schema, String domain) {
    return scopes.stream().filter(scope -> scope.isOf(schema, domain)).findFirst();
  }

  /** Returns one more than the highest version of this kind. */
  public int nextVersion(Kind kind) {
    return 1
        + keys.stream()
            .filter(key -> key.kind() == kind)
            .mapToInt(KeyEntry::version)
            .max()
            .orElse(0);
  }

  /** Returns this entry with other keys and scopes. */
  public DatabaseEntry with(List<KeyEntry> otherKeys, List<ScopeEntry> otherScopes) {
    return new DatabaseEntry(id, label, added, pending, indexKey, otherKeys, otherScopes);
  }

  /** Returns this entry with this key added, or in the place of the one with its id. */
  public DatabaseEntry with(KeyEntry key) {
    List<KeyEntry> changed = new ArrayList<>(keys);
    changed.replaceAll(each -> each.id() == key.id() ? key : each);
    if (key(key.id()).isEmpty()) {
      changed.add(key);
    }
    return with(changed, scopes);
  }

  /** Returns this entry with the mark cleared that {@code init} is under way. */
  public DatabaseEntry ready() {
    return new DatabaseEntry(id, label, added, false, indexKey, keys, scopes);
  }

  private static boolean has(List<KeyEntry> keys, Kind kind, int id) {
    for (KeyEntry key : keys) {
      if (key.id() == id && key.kind() == kind) {
        return true;
      }
    }
    return false;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
