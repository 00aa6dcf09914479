package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Destroys a key: a retired version of a database's key because nothing needs it any more, or, to
 * make unreadable what needs it (crypto-shredding), also an index key, or a database with all its
 * keys. The wrapped bytes go from the key store in one change; a key's id stays taken. Values that
 * name it are told as KE002.
 *
 * <p>No value may come to light afterwards that needs a key which nothing needed. Processes with
 * keys from before the rotation may seal with them for {@code coffer.databaseKeyTtl} and {@code
 * coffer.outageGrace} more, so {@link #unneeded} refuses until both have passed (by the settings
 * that it is given, which must not be less than the applications'), waits for open transactions,
 * and counts then. Copies of the database, such as backups and replicas under another name, it
 * cannot see. No state.
 */
public final class DestroyKey {

  private DestroyKey() {}

  /**
   * Destroys a key that nothing in the database needs.
   *
   * @param source opens a connection of the wrapped driver, of a role that may read every table
   * @param keyId 8 hexadecimal digits
   * @throws SQLException KE003 if the key is needed, may still be written under, or not everything
   *     can be counted; KE002 if the database has no such key; KE006 if the connection leads to
   *     another database; KE009 if it serves still. Nothing is changed then.
   */
  public static DestroyKeyResult unneeded(
      ConnectionSource source, KeyStore store, Settings settings, UUID databaseId, String keyId)
      throws SQLException {
    return unneeded(source, store, settings, databaseId, keyId, Clock.systemUTC());
  }

  static DestroyKeyResult unneeded(
      ConnectionSource source,
      KeyStore store,
      Settings settings,
      UUID databaseId,
      String keyId,
      Clock clock)
      throws SQLException {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      DestroyTarget target = DestroyTarget.of(cluster, databaseId, keyId);
      target.require(false);
      KeyEntry key = target.key().orElseThrow();
      if (key.state() == State.DESTROYED) {
        return destroyed(cluster, target, false, Optional.empty());
      }
      requireLapsed(target.database(), key, settings, clock.instant());
      KeyUses uses;
      try (Connection connection = source.open()) {
        requireDatabase(connection, settings, databaseId);
        if (!KeyUseCounter.settled(connection)) {
          throw refused(
              key,
              "a transaction that began before is still open, and may have written under it: see"
                  + " xact_start in pg_stat_activity, and pg_prepared_xacts");
        }
        uses = KeyUseCounter.count(connection, settings, target.keyIds());
      }
      if (!uses.none()) {
        throw refused(key, needed(uses));
      }
      return destroyed(cluster, target, false, Optional.of(uses));
    }
  }

  /**
   * Destroys a key or a database, whatever needs it. There is no way back but a copy of the key
   * store.
   *
   * @param source as for {@link #unneeded}, to count what becomes unreadable; empty if the database
   *     is not to be asked
   * @param id a key's 8 hexadecimal digits, or {@code databaseId} for all its keys
   * @param confirmation its name, as {@link #nameOf} returns it
   * @return what was done; nothing for a database whose keys are gone already, so the command can
   *     be run again
   * @throws SQLException KE009 if the confirmation is not its name, or it is a database key that is
   *     not retired; KE002 if the database has no such key. Nothing is changed then.
   */
  public static DestroyKeyResult shred(
      Optional<ConnectionSource> source,
      KeyStore store,
      Settings settings,
      UUID databaseId,
      String id,
      String confirmation)
      throws SQLException {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      if (hasNoKeys(cluster, databaseId, id)) {
        requireConfirmed("The database's", DestroyTarget.nameOf(databaseId), confirmation);
        return new DestroyKeyResult(
            "Database " + databaseId,
            Optional.empty(),
            Optional.empty(),
            databaseId,
            false,
            Optional.empty(),
            DestroyTarget.NO_KEYS,
            DestroyTarget.copies("them"));
      }
      DestroyTarget target = DestroyTarget.of(cluster, databaseId, id);
      requireConfirmed(
          target.key().isPresent() ? "The key's" : "The database's", target.name(), confirmation);
      target.require(true);
      Optional<KeyUses> uses = Optional.empty();
      if (source.isPresent()) {
        try (Connection connection = source.get().open()) {
          requireDatabase(connection, settings, databaseId);
          uses = Optional.of(KeyUseCounter.count(connection, settings, target.keyIds()));
        }
      }
      return destroyed(cluster, target, true, uses);
    }
  }

  /**
   * Returns what {@link #shred} wants to be given, such as {@code 1a2b3c4d-version-1}, or of a
   * database {@code database-} and its id.
   */
  public static String nameOf(KeyStore store, Settings settings, UUID databaseId, String id)
      throws SQLException {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      return hasNoKeys(cluster, databaseId, id)
          ? DestroyTarget.nameOf(databaseId)
          : DestroyTarget.of(cluster, databaseId, id).name();
    }
  }

  /** Returns what cannot be read any more once it is destroyed, for people; changes nothing. */
  public static String goneWith(KeyStore store, Settings settings, UUID databaseId, String id)
      throws SQLException {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      return hasNoKeys(cluster, databaseId, id)
          ? DestroyTarget.NO_KEYS
          : DestroyTarget.of(cluster, databaseId, id).gone();
    }
  }

  private static boolean hasNoKeys(OpenCluster cluster, UUID databaseId, String id) {
    return id.equals(databaseId.toString()) && cluster.record().database(databaseId).isEmpty();
  }

  private static void requireConfirmed(String whose, String name, String confirmation)
      throws SQLException {
    if (!confirmation.equals(name)) {
      throw CofferState.BAD_CONFIGURATION.exception(
          whose + " name is " + name + ", and another was given; nothing was changed.");
    }
  }

  private static void requireLapsed(
      DatabaseEntry entry, KeyEntry key, Settings settings, Instant now) throws SQLException {
    if (key.kind() == Kind.INDEX) {
      return; // it was retired before a scope took it, so nobody ever sealed with it
    }
    Instant retired = entry.retiredSince(key).orElseThrow();
    Instant lapsed =
        retired
            .plus(settings.duration(Setting.DATABASE_KEY_TTL))
            .plus(settings.duration(Setting.OUTAGE_GRACE))
            .plus(Duration.ofSeconds(2)); // times are kept to the second
    if (now.isBefore(lapsed)) {
      throw refused(
          key,
          "it was retired at "
              + retired
              + ", and processes that were running then may seal with it until "
              + lapsed
              + " (coffer.databaseKeyTtl and coffer.outageGrace later)");
    }
  }

  private static void requireDatabase(Connection connection, Settings settings, UUID databaseId)
      throws SQLException {
    UUID found =
        ConnectionCatalog.of(
                connection, settings.with(Setting.DATABASE, null), ScopeRegistry.CLAIMED)
            .databaseId();
    if (!found.equals(databaseId)) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The connection leads to database " + found + ", and the key is of " + databaseId + ".");
    }
    if (Session.yes(connection, "SELECT pg_catalog.pg_is_in_recovery()")) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The connection leads to a standby, which may lack what the primary has: name the"
              + " primary.");
    }
  }

  private static String needed(KeyUses uses) {
    StringBuilder text = new StringBuilder();
    text.append(uses.values()).append(" values still need it");
    if (!uses.places().isEmpty()) {
      text.append(" (").append(String.join("; ", uses.places())).append(')');
    }
    if (!uses.notCounted().isEmpty()) {
      text.append(", and what could not be counted may (")
          .append(String.join("; ", uses.notCounted()))
          .append(')');
    }
    return text.append(": run coffer reseal, and replace what is no value of a row").toString();
  }

  private static SQLException refused(KeyEntry key, String reason) {
    return CofferState.CONSTRUCT_REFUSED.exception(
        "Key "
            + KeyId.text(key.id())
            + " was not destroyed: "
            + reason
            + ". To make unreadable what needs it, use --shred.");
  }

  private static DestroyKeyResult destroyed(
      OpenCluster cluster, DestroyTarget target, boolean shred, Optional<KeyUses> uses)
      throws SQLException {
    boolean changed = target.destroy(cluster, shred);
    if (changed) {
      KeyAccess.shared().clear();
    }
    return new DestroyKeyResult(
        target.described(),
        target.key().map(key -> KeyId.text(key.id())),
        target.key().map(KeyEntry::version),
        target.database().id(),
        changed,
        uses,
        target.gone(),
        target.notGone());
  }
}
