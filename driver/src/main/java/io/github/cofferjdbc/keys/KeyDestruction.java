package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Which key of a database may be destroyed, and the entry without it. No state.
 *
 * <table>
 *   <caption>Rules</caption>
 *   <tr><td>database key</td><td>a retired one that wraps no index key; new values are sealed under
 *       the current one</td></tr>
 *   <tr><td>index key that no scope ever took</td><td>once retired</td></tr>
 *   <tr><td>index key of a scope, or of the built-in types</td><td>only to shred what needs it,
 *       since a searchable value can be made with it at any time</td></tr>
 *   <tr><td>all of them, a whole database</td><td>only to shred</td></tr>
 * </table>
 */
public final class KeyDestruction {

  private KeyDestruction() {}

  /**
   * Returns the key with this id.
   *
   * @throws SQLException KE002 if the database has none
   */
  public static KeyEntry key(DatabaseEntry entry, int keyId) throws SQLException {
    return entry
        .key(keyId)
        .orElseThrow(
            () ->
                KeyFailure.MISSING.exception(
                    "The database "
                        + entry.id()
                        + " has no key "
                        + KeyId.text(keyId)
                        + ": coffer status lists its keys."));
  }

  /**
   * Does nothing if the key may be destroyed, or is already.
   *
   * @param shred whether it may go though something needs it
   * @throws SQLException KE009 if it serves; KE006 if an index key is still wrapped by it
   */
  public static void require(DatabaseEntry entry, KeyEntry key, boolean shred) throws SQLException {
    if (key.state() == State.DESTROYED) {
      return;
    }
    boolean allowed =
        key.state() == State.RETIRED
            || (key.kind() == Kind.INDEX && key.state() == State.CURRENT && shred);
    if (!allowed) {
      throw KeyFailure.MISCONFIGURED.exception(
          "Key "
              + KeyId.text(key.id())
              + (key.kind() == Kind.DATABASE
                  ? " is not retired: run coffer rotate database first, so that another one seals"
                      + " new values."
                  : " is an index key that serves: values can be made with it at any time. To make"
                      + " unreadable what needs it, use --shred."));
    }
    for (KeyEntry each : entry.keys()) {
      if (each.kind() == Kind.INDEX
          && each.state() != State.DESTROYED
          && each.wrappedBy() == key.id()) {
        throw KeyFailure.UNUSABLE.exception(
            "Index key "
                + KeyId.text(each.id())
                + " is still wrapped by key "
                + KeyId.text(key.id())
                + ": run coffer rotate database, which wraps it by the current one.");
      }
    }
  }

  /** Returns the entry without the key's bytes, or empty if they are gone already. */
  static Optional<DatabaseEntry> of(DatabaseEntry entry, int keyId, boolean shred)
      throws SQLException {
    KeyEntry key = key(entry, keyId);
    require(entry, key, shred);
    return key.state() == State.DESTROYED
        ? Optional.empty()
        : Optional.of(entry.with(key.destroyed()));
  }
}
