package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * Rotates keys: a new version, with which the keys of the tier below are wrapped. Changes the key
 * store alone; no connection to the database is needed and no row is written, so the time does not
 * depend on the size of the tables.
 *
 * <p>Running processes go on with the keys they have and take the new ones within {@code
 * coffer.databaseKeyTtl}, or when they meet a value under the new version. A crash leaves the old
 * version or the new one serving; what was cut off, the next call completes. Two rotations at once
 * both succeed, or one says that the other was faster (KE005).
 *
 * <p>Every method throws KE002 for an unknown database, KE005 if key service or key store give no
 * answer, KE006 if the key store is not as Coffer wrote it, KE008 if the key service refuses, KE009
 * for what the settings lack. No state.
 */
public final class Rotate {

  private Rotate() {}

  /**
   * Moves the cluster to another master key, or has its key service wrap the cluster key with the
   * newest version of the present one.
   *
   * @param to the master key, as {@code coffer.masterKey} names it; {@code local:} makes a missing
   *     file. Empty for the newest version: KE009 for local files and HSMs, which have none
   */
  public static RotationResult master(KeyStore store, Settings settings, Optional<String> to)
      throws SQLException {
    Settings either = to.isPresent() ? settings.with(Setting.NEXT_MASTER_KEY, to.get()) : settings;
    try (OpenCluster cluster = OpenCluster.open(store, either)) {
      boolean changed = cluster.rotateMasterKey(to);
      ClusterRecord record = cluster.record();
      return new RotationResult(
          "master",
          record.cluster(),
          null,
          changed,
          record.clusterKey().version(),
          record.masterKey().reference(),
          "The key store as it is from now on opens with this master key alone.",
          "Earlier copies of the key store still open with the earlier master key, and what they"
              + " hold are the same database keys: keep that key as long as you may need such a copy,"
              + " delete it in the key service to make them worthless. After a leak of the cluster key"
              + " run rotate cluster too, of database keys rotate database. Applications"
              + " that set coffer.masterKey need the new one, or coffer.nextMasterKey before the"
              + " rotation.");
    }
  }

  /** Gives the cluster a new cluster key; with an HSM that is KE009, see {@link #master}. */
  public static RotationResult cluster(KeyStore store, Settings settings) throws SQLException {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      cluster.rotateClusterKey();
      ClusterRecord record = cluster.record();
      return new RotationResult(
          "cluster",
          record.cluster(),
          null,
          true,
          record.clusterKey().version(),
          null,
          "The key store as it is from now on is worthless to who has the earlier cluster key.",
          "The database keys are the same ones, so who has the earlier cluster key and a copy of the"
              + " earlier key store has them: after a leak run rotate database too.");
    }
  }

  /** Gives a database a new version of its key, which seals all new values. */
  public static RotationResult database(KeyStore store, Settings settings, UUID databaseId)
      throws SQLException {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      KeyEntry key = cluster.rotateDatabaseKey(databaseId);
      return new RotationResult(
          "database",
          cluster.record().cluster(),
          databaseId,
          true,
          key.version(),
          KeyId.text(key.id()),
          "Values written from now on: in this process at once, in others within"
              + " coffer.databaseKeyTtl.",
          "Values written before stay readable to who has the earlier version, until coffer reseal or"
              + " an UPDATE writes them anew; then coffer destroy-key drops the version. Searchable columns depend on their index"
              + " key, which is the same one as before; a column moves to another by ALTER … TYPE.");
    }
  }

  /**
   * Makes a new index key, which the scope takes that {@code coffer type} registers next. Scopes
   * that are registered keep theirs, and so do the built-in types.
   */
  public static RotationResult index(KeyStore store, Settings settings, UUID databaseId)
      throws SQLException {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      KeyEntry key = cluster.rotateIndexKey(databaseId);
      return new RotationResult(
          "index",
          cluster.record().cluster(),
          databaseId,
          true,
          key.version(),
          KeyId.text(key.id()),
          "Searchable columns of the domain that coffer type registers next.",
          "Searchable columns of the built-in types and of scopes that are registered keep their"
              + " index keys, whoever has them: make a domain, register it with coffer type, and"
              + " move the columns to it by ALTER TABLE … ALTER COLUMN … TYPE through Coffer, with"
              + " all that they are compared with, in one transaction.");
    }
  }
}
