package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.KeyDestruction;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is to be destroyed: one key of a database, or the database with all its keys. Immutable.
 *
 * @param database as the key store has it
 * @param key the key; empty for all of them
 */
record DestroyTarget(DatabaseEntry database, Optional<KeyEntry> key) {

  /** What is said of a database whose keys are not there. */
  static final String NO_KEYS =
      "Nothing: the key store holds no key of the database. They were destroyed before, or are in"
          + " another key store or cluster.";

  private static final String CACHES =
      ": in this process at once, in others when their keys lapse, after coffer.databaseKeyTtl and"
          + " at most coffer.outageGrace.";

  /**
   * Finds it.
   *
   * @param id a key's 8 hexadecimal digits, or the database's id
   * @throws SQLException KE002 if there is no such key or database; KE009 for anything else
   */
  static DestroyTarget of(OpenCluster cluster, UUID databaseId, String id) throws SQLException {
    DatabaseEntry database = cluster.entry(databaseId);
    if (id.equals(databaseId.toString())) {
      return new DestroyTarget(database, Optional.empty());
    }
    int keyId;
    try {
      keyId = KeyId.parse(id);
    } catch (IllegalArgumentException e) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "A key's id has 8 hexadecimal digits in lower case, and a database's id is its UUID:"
              + " coffer status lists them. The database here is "
              + databaseId
              + ".",
          e);
    }
    return new DestroyTarget(database, Optional.of(KeyDestruction.key(database, keyId)));
  }

  /** Returns what must be typed to shred it. */
  String name() {
    return key.isPresent()
        ? KeyId.text(key.get().id()) + "-version-" + key.get().version()
        : nameOf(database.id());
  }

  /** Returns what must be typed to shred a database. */
  static String nameOf(UUID databaseId) {
    return "database-" + databaseId;
  }

  /** Returns it for people. */
  String described() {
    return key.isPresent() ? "Key " + KeyId.text(key.get().id()) : "Database " + database.id();
  }

  /** Returns whose values are asked for. */
  List<Integer> keyIds() {
    return key.isPresent()
        ? List.of(key.get().id())
        : database.keys().stream().map(KeyEntry::id).toList();
  }

  /** Refuses what may not be destroyed, as {@link KeyDestruction} has it. */
  void require(boolean shred) throws SQLException {
    if (key.isPresent()) {
      KeyDestruction.require(database, key.get(), shred);
    } else if (!shred) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "A database serves as long as it has keys: to make all its values unreadable, use"
              + " --shred.");
    }
  }

  /** Destroys it; false if it was before. */
  boolean destroy(OpenCluster cluster, boolean shred) throws SQLException {
    return key.isPresent()
        ? cluster.destroyKey(database.id(), key.get().id(), shred)
        : cluster.destroyDatabase(database.id());
  }

  /** Returns what cannot be read any more, and since when. */
  String gone() {
    if (key.isEmpty()) {
      return "Every protected value of the database, wherever a copy of it lies, and writing new"
          + " ones"
          + CACHES
          + " Its id stays in the database, so init does not make new keys for it.";
    }
    return key.get().kind() == Kind.DATABASE
        ? "What names the key" + CACHES
        : "Searchable values of "
            + types(key.get())
            + ", which cannot be found or compared any more either, and no new ones can be made"
            + CACHES;
  }

  private String types(KeyEntry index) {
    if (index.id() == database.indexKey()) {
      return "the built-in types and of domains that are not registered";
    }
    return database.scopes().stream()
        .filter(scope -> scope.indexKey() == index.id())
        .findFirst()
        .map(DestroyTarget::domain)
        .orElse("no scope");
  }

  private static String domain(ScopeEntry scope) {
    return "scope " + scope.id() + " (" + scope.schema() + "." + scope.domain() + ")";
  }

  /** Returns what can be read still, and what to do about it. */
  String notGone() {
    if (key.isEmpty()) {
      return copies("these keys");
    }
    return copies("this key")
        + (key.get().kind() == Kind.DATABASE
            ? " Searchable columns do not depend on it, but on their index key."
            : " Equal values stay recognisable as equal, and randomized columns depend on database"
                + " keys, not on it.");
  }

  /** Returns what is not gone with keys, wherever they were. */
  static String copies(String keys) {
    return "Whoever has an earlier copy of the key store and the master key (or the cluster key of"
        + " then) still has "
        + keys
        + ": destroy the copies, or run rotate cluster and rotate master and destroy the earlier"
        + " master key. Copies of plaintext are elsewhere.";
  }
}
