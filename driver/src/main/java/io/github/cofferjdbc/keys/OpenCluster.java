package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.RecordJson;
import io.github.cofferjdbc.keys.store.StoredRecord;
import io.github.cofferjdbc.keys.store.Wrapped;
import io.github.cofferjdbc.observe.KeyMetrics;
import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A cluster whose cluster key is at hand: its record is authentic, its keys can be unwrapped, and
 * it can be changed. What {@code init} and the other commands work with, and what connections load
 * their keys through.
 *
 * <p>Every change is made by compare-and-set on the newest record, however many processes change it
 * at once, and is idempotent, so that a command which was cut off can be run again. A new key is
 * stored, read back, unwrapped and compared before the method that made it returns.
 *
 * <p>Failures: KE002 database unknown, KE005 key service or key store unreachable, KE006 key store
 * corrupt, rolled back, tampered with, or of another master key, KE008 denied, KE009 bad
 * configuration. Used by one thread at a time. Does not own the key store.
 */
public final class OpenCluster implements AutoCloseable {

  /** How often a change is tried anew because another process was faster. */
  private static final int ATTEMPTS = 10_000;

  private final KeyStore store;
  private final EncryptionContext context;
  private final MasterKey masterKey;
  private final ClusterKey clusterKey;
  private final SecretBytes recordKey;
  private final Clock clock;
  private ClusterRecord record;

  private OpenCluster(
      KeyStore store,
      EncryptionContext context,
      MasterKey masterKey,
      ClusterKey clusterKey,
      SecretBytes recordKey,
      Clock clock,
      ClusterRecord record) {
    this.store = store;
    this.context = context;
    this.masterKey = masterKey;
    this.clusterKey = clusterKey;
    this.recordKey = recordKey;
    this.clock = clock;
    this.record = record;
  }

  /**
   * Opens the cluster that the settings choose: {@code coffer.cluster}, else the only one in the
   * store. One call of the key service, whatever the number of keys (with an HSM one a key).
   */
  public static OpenCluster open(KeyStore store, Settings settings) throws SQLException {
    String cluster = ClusterChoice.of(store, settings).orElseThrow(() -> ClusterChoice.none(store));
    return open(store, settings, cluster, KeyMetrics.shared(), Clock.systemUTC());
  }

  /**
   * Opens the cluster that the settings choose, or makes it: {@code coffer.cluster}, else the only
   * one in the store, else {@code default}. Making one needs {@code coffer.masterKey}; for {@code
   * local:} a missing file is made then.
   *
   * @param created the creation time that the cluster has elsewhere; empty for now
   * @throws SQLException KE009 also if the cluster exists with another creation time
   */
  public static OpenCluster openOrCreate(
      KeyStore store, Settings settings, Optional<Instant> created) throws SQLException {
    return openOrCreate(store, settings, created, KeyMetrics.shared(), Clock.systemUTC());
  }

  static OpenCluster openOrCreate(
      KeyStore store, Settings settings, Optional<Instant> created, KeyMetrics metrics, Clock clock)
      throws SQLException {
    String cluster =
        ClusterChoice.of(store, settings).orElse(EncryptionContext.arnOf(NewCluster.DEFAULT_NAME));
    if (store.load(cluster).isEmpty()) {
      EncryptionContext context = EncryptionContext.of(cluster, created.orElseGet(clock::instant));
      NewCluster.store(store, settings, context, metrics, clock);
    }
    OpenCluster open = open(store, settings, cluster, metrics, clock);
    if (created.isPresent() && !open.context.equals(EncryptionContext.of(cluster, created.get()))) {
      open.close();
      throw KeyFailure.MISCONFIGURED.exception(
          "Cluster "
              + cluster
              + " exists with the creation time "
              + open.context.createTime()
              + ", which is fixed; leave --created out.");
    }
    return open;
  }

  static OpenCluster open(
      KeyStore store, Settings settings, String cluster, KeyMetrics metrics, Clock clock)
      throws SQLException {
    long seen = SeenRevisions.shared().highest(store.place(), cluster);
    StoredRecord stored = store.load(cluster).orElseThrow(() -> ClusterChoice.none(store, cluster));
    RecordJson.Parsed parsed = RecordJson.read(cluster, stored);
    ClusterRecord record = parsed.record();
    EncryptionContext context = context(record);
    try (Opening opening = new Opening()) {
      MasterKey masterKey = opening.add(MasterKeys.open(settings, cluster, record.masterKey()));
      ClusterKey clusterKey = opening.add(clusterKey(masterKey, record, context, metrics));
      SecretBytes recordKey =
          opening.add(
              clusterKey.unwrap(
                  record.recordKey(), KeyInfo.ofRecordKey(context, record.recordKeyId())));
      OpenCluster open =
          new OpenCluster(store, context, masterKey, clusterKey, recordKey, clock, record);
      open.accept(parsed, seen);
      opening.keep();
      return open;
    }
  }

  private static EncryptionContext context(ClusterRecord record) throws SQLException {
    try {
      return EncryptionContext.parse(record.cluster(), record.created());
    } catch (SQLException e) {
      throw KeyFailure.UNUSABLE.exception(
          "The key store's record has a malformed cluster name or creation time.", e);
    }
  }

  static ClusterKey clusterKey(
      MasterKey masterKey, ClusterRecord record, EncryptionContext context, KeyMetrics metrics)
      throws SQLException {
    Wrapped wrapped = record.clusterKey().wrapped();
    if (masterKey instanceof HsmMasterKey hsm && wrapped == null) {
      return new ClusterKey.InHsm(hsm, metrics);
    }
    if (masterKey instanceof EnvelopeMasterKey envelope && wrapped != null) {
      byte[] key =
          Counted.call(
              metrics, () -> envelope.unwrapClusterKey(wrapped.bytes(), context.entries()));
      return new ClusterKey.InProcess(SecretBytes.owning(key));
    }
    throw KeyFailure.UNUSABLE.exception(
        "The key store's record does not fit its kind of master key.");
  }

  /** Returns the newest record that was read, authentic. */
  public ClusterRecord record() {
    return record;
  }

  public EncryptionContext context() {
    return context;
  }

  /** Reads the record again; a key store that was rolled back or tampered with is KE006. */
  public void reload() throws SQLException {
    long seen = SeenRevisions.shared().highest(store.place(), context.arn());
    StoredRecord stored =
        store.load(context.arn()).orElseThrow(() -> ClusterChoice.none(store, context.arn()));
    accept(RecordJson.read(context.arn(), stored), seen);
  }

  private void accept(RecordJson.Parsed parsed, long seen) throws SQLException {
    ClusterRecord read = parsed.record();
    if (!read.recordKey().equals(record.recordKey())
        || read.recordKeyId() != record.recordKeyId()
        || !context.equals(context(read))) {
      throw KeyFailure.UNUSABLE.exception(
          "The cluster's keys were changed by another process in the meantime; run the command again.");
    }
    if (!RecordMac.matches(parsed.mac().bytes(), read, recordKey)) {
      throw KeyFailure.UNUSABLE.exception(
          "The key store's record of cluster "
              + context.arn()
              + " was changed by someone who has not the cluster key (its MAC is wrong); bring it back from a backup.");
    }
    SeenRevisions.shared().check(store.place(), read, seen);
    record = read;
  }

  /**
   * Returns the unwrapped keys of a database; the caller closes them.
   *
   * @throws SQLException KE002 if the key store has no such database
   */
  public Keyring keyring(UUID databaseId) throws SQLException {
    return KeyringUnwrapping.of(
        entry(databaseId), clusterKey, context, record.pin(databaseId).orElse(null));
  }

  /**
   * Returns the entry of a database.
   *
   * @throws SQLException KE002 if there is none
   */
  public DatabaseEntry entry(UUID databaseId) throws SQLException {
    return record
        .database(databaseId)
        .orElseThrow(
            () ->
                KeyFailure.MISSING.exception(
                    "The key store has no keys of database "
                        + databaseId
                        + " (cluster "
                        + context.arn()
                        + "); choose the key store that it was initialised with."));
  }

  /**
   * Adds a database with a database key and an index key, marked as pending; returns its entry as
   * it is stored. If it is there already, nothing is changed.
   *
   * @param label where the database is, for people to read; no secret
   */
  public DatabaseEntry addDatabase(UUID databaseId, String label) throws SQLException {
    if (record.database(databaseId).isEmpty()) {
      try (NewKeys keys = new NewKeys(this, clusterKey, clock)) {
        change(
            newest ->
                newest.database(databaseId).isPresent()
                    ? newest
                    : newest.with(keys.database(newest, databaseId, label)));
        keys.compare(entry(databaseId));
      }
    }
    return entry(databaseId);
  }

  /** Clears the mark of a database that {@code init} is under way; idempotent. */
  public void markReady(UUID databaseId) throws SQLException {
    entry(databaseId);
    change(
        newest ->
            newest
                .database(databaseId)
                .filter(DatabaseEntry::pending)
                .map(database -> newest.with(database.ready()))
                .orElse(newest));
  }

  /**
   * Registers a scope with an index key of its own and returns its id. Two calls make two scopes.
   *
   * @param typmod PostgreSQL's type modifier, -1 if there is none
   */
  public int registerScope(UUID databaseId, BaseType base, Mode mode, int typmod)
      throws SQLException {
    entry(databaseId);
    try (NewKeys keys = new NewKeys(this, clusterKey, clock)) {
      change(newest -> newest.with(keys.scope(newest, databaseId, base, mode, typmod)));
      keys.compare(entry(databaseId));
      return keys.scopeId();
    }
  }

  /**
   * Stores the pin of a database in the place of the one that was read.
   *
   * @param before the text of the pin that the new one follows, or empty if there was none
   * @throws SQLException KE006 if another process has pinned meanwhile; nothing is changed then
   */
  public void pin(UUID databaseId, Optional<String> before, String pin) throws SQLException {
    entry(databaseId);
    change(
        newest -> {
          if (!newest.pin(databaseId).equals(before)) {
            throw KeyFailure.UNUSABLE.exception(
                "The database was pinned by another process in the meantime; run the command"
                    + " again.");
          }
          return newest.withPin(databaseId, pin);
        });
  }

  /** A change of a record, made anew from the newest one as often as another process is faster. */
  interface Change {
    /** Returns the next revision, or the newest one itself if there is nothing to change. */
    ClusterRecord from(ClusterRecord newest) throws SQLException;
  }

  private void change(Change change) throws SQLException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ClusterRecord next = change.from(record);
      if (next.revision() == record.revision()) {
        return;
      }
      StoredRecord stored = RecordJson.write(next, RecordMac.of(next, recordKey));
      boolean done = store.compareAndSet(context.arn(), record.revision(), stored);
      reload();
      if (done) {
        return;
      }
    }
    throw KeyFailure.OUTAGE.exception(
        "The key store " + store.place() + " is changed by others all the time; try again.");
  }

  /** Tells whether a key id is taken in the store, as far as its other clusters can be read. */
  boolean taken(int keyId) throws SQLException {
    if (record.hasKey(keyId)) {
      return true;
    }
    for (String other : store.clusters()) {
      if (!other.equals(context.arn())) {
        try {
          Optional<StoredRecord> stored = store.load(other);
          if (stored.isPresent() && RecordJson.read(other, stored.get()).record().hasKey(keyId)) {
            return true;
          }
        } catch (SQLException e) {
          // Another cluster's trouble; that two random ids are equal is all the less likely.
        }
      }
    }
    return false;
  }

  /** Overwrites the cluster key and the record key, and lets go of the master key. */
  @Override
  public void close() {
    recordKey.close();
    clusterKey.close();
    masterKey.close();
  }

  @Override
  public String toString() {
    return "OpenCluster " + context.arn() + " <hidden>";
  }
}
