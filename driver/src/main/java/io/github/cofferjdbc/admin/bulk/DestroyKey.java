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
 * Destroys a retired version of a database's key: either because nothing needs it any more, or to
 * make unreadable what needs it (crypto-shredding). Its wrapped bytes go from the key store in one
 * change; its id stays taken, so that values that name it are told as KE002.
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
   *     another database; KE009 if it is no retired database key. Nothing is changed then.
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
      KeyEntry key = key(cluster, databaseId, keyId);
      if (key.state() == State.DESTROYED) {
        return destroyed(cluster, databaseId, key, Optional.empty());
      }
      requireRetired(key);
      requireLapsed(cluster.entry(databaseId), key, settings, clock.instant());
      KeyUses uses;
      try (Connection connection = source.open()) {
        requireDatabase(connection, settings, databaseId);
        if (!KeyUseCounter.settled(connection)) {
          throw refused(
              key,
              "a transaction that began before is still open, and may have written under it: see"
                  + " xact_start in pg_stat_activity, and pg_prepared_xacts");
        }
        uses = KeyUseCounter.count(connection, settings, key.id());
      }
      if (!uses.none()) {
        throw refused(key, needed(uses));
      }
      return destroyed(cluster, databaseId, key, Optional.of(uses));
    }
  }

  /**
   * Destroys a key, whatever needs it. There is no way back but a copy of the key store.
   *
   * @param source as for {@link #unneeded}, to count what becomes unreadable; empty if the database
   *     is not to be asked
   * @param confirmation the key's name, as {@link #nameOf} returns it
   * @throws SQLException KE009 if the confirmation is not the key's name, or it is no retired
   *     database key; KE002 if the database has no such key. Nothing is changed then.
   */
  public static DestroyKeyResult shred(
      Optional<ConnectionSource> source,
      KeyStore store,
      Settings settings,
      UUID databaseId,
      String keyId,
      String confirmation)
      throws SQLException {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      KeyEntry key = key(cluster, databaseId, keyId);
      if (!confirmation.equals(nameOf(key))) {
        throw CofferState.BAD_CONFIGURATION.exception(
            "The key's name is " + nameOf(key) + ", and another was given; nothing was changed.");
      }
      if (key.state() != State.DESTROYED) {
        requireRetired(key);
      }
      Optional<KeyUses> uses = Optional.empty();
      if (source.isPresent()) {
        try (Connection connection = source.get().open()) {
          requireDatabase(connection, settings, databaseId);
          uses = Optional.of(KeyUseCounter.count(connection, settings, key.id()));
        }
      }
      return destroyed(cluster, databaseId, key, uses);
    }
  }

  /** Returns what {@link #shred} wants to be given, such as {@code 1a2b3c4d-version-1}. */
  public static String nameOf(KeyStore store, Settings settings, UUID databaseId, String keyId)
      throws SQLException {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      return nameOf(key(cluster, databaseId, keyId));
    }
  }

  private static String nameOf(KeyEntry key) {
    return KeyId.text(key.id()) + "-version-" + key.version();
  }

  private static KeyEntry key(OpenCluster cluster, UUID databaseId, String keyId)
      throws SQLException {
    int id;
    try {
      id = KeyId.parse(keyId);
    } catch (IllegalArgumentException e) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "A key's id has 8 hexadecimal digits in lower case: coffer status lists them.", e);
    }
    return cluster
        .entry(databaseId)
        .key(id)
        .orElseThrow(
            () ->
                CofferState.KEY_MISSING.exception(
                    "The database "
                        + databaseId
                        + " has no key "
                        + keyId
                        + ": coffer status lists its keys."));
  }

  private static void requireRetired(KeyEntry key) throws SQLException {
    if (key.kind() == Kind.INDEX) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "Key "
              + KeyId.text(key.id())
              + " is an index key; this version of Coffer destroys database keys only.");
    }
    if (key.state() != State.RETIRED) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "Key "
              + KeyId.text(key.id())
              + " is not retired: run coffer rotate database first, so that another one seals new"
              + " values.");
    }
  }

  private static void requireLapsed(
      DatabaseEntry entry, KeyEntry key, Settings settings, Instant now) throws SQLException {
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
      OpenCluster cluster, UUID databaseId, KeyEntry key, Optional<KeyUses> uses)
      throws SQLException {
    boolean changed = cluster.destroyDatabaseKey(databaseId, key.id());
    if (changed) {
      KeyAccess.shared().clear();
    }
    return new DestroyKeyResult(
        KeyId.text(key.id()),
        key.version(),
        databaseId,
        changed,
        uses,
        "What names the key: in this process at once, in others when their keys lapse, after"
            + " coffer.databaseKeyTtl and at most coffer.outageGrace.",
        "Whoever has an earlier copy of the key store and the master key (or the cluster key of"
            + " then) still has this key: destroy the copies, or run rotate cluster and rotate master"
            + " and destroy the earlier master key. Searchable columns do not depend on it, but on"
            + " their index key. Copies of plaintext are elsewhere.");
  }
}
