package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import java.sql.SQLException;
import java.util.Optional;

/** Takes the bytes of a retired database key out of a database's entry. No state. */
final class DatabaseKeyDestruction {

  private DatabaseKeyDestruction() {}

  /** Returns the entry without the key's bytes, or empty if they are gone already. */
  static Optional<DatabaseEntry> of(DatabaseEntry entry, int keyId) throws SQLException {
    KeyEntry key =
        entry
            .key(keyId)
            .orElseThrow(
                () ->
                    KeyFailure.MISSING.exception(
                        "The database "
                            + entry.id()
                            + " has no key "
                            + KeyId.text(keyId)
                            + ": coffer status lists its keys."));
    if (key.kind() == Kind.INDEX) {
      throw KeyFailure.MISCONFIGURED.exception(
          "Key "
              + KeyId.text(keyId)
              + " is an index key, which all searchable values of its types depend on; this version"
              + " of Coffer destroys database keys only.");
    }
    return switch (key.state()) {
      case DESTROYED -> Optional.empty();
      case RETIRED -> Optional.of(destroyed(entry, key));
      case CURRENT, PENDING ->
          throw KeyFailure.MISCONFIGURED.exception(
              "Key "
                  + KeyId.text(keyId)
                  + " is not retired: run coffer rotate database first, so that another one seals new"
                  + " values.");
    };
  }

  private static DatabaseEntry destroyed(DatabaseEntry entry, KeyEntry key) throws SQLException {
    for (KeyEntry each : entry.keys()) {
      if (each.kind() == Kind.INDEX && each.wrappedBy() == key.id()) {
        throw KeyFailure.UNUSABLE.exception(
            "Index key "
                + KeyId.text(each.id())
                + " is still wrapped by key "
                + KeyId.text(key.id())
                + ": run coffer rotate database, which wraps it by the current one.");
      }
    }
    return entry.with(key.destroyed());
  }
}
