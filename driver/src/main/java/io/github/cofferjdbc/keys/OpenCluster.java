package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.ClusterRecord.MasterKeyName;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.RecordJson;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import io.github.cofferjdbc.keys.store.StoredRecord;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  private Settings settings;
  private final EncryptionContext context;
  private final KeyMetrics metrics;
  private final Clock clock;
  private Tiers tiers;
  private ClusterRecord record;

  private OpenCluster(
      KeyStore store,
      Settings settings,
      EncryptionContext context,
      KeyMetrics metrics,
      Clock clock,
      Tiers tiers,
      ClusterRecord record) {
    this.store = store;
    this.settings = settings;
    this.context = context;
    this.metrics = metrics;
    this.clock = clock;
    this.tiers = tiers;
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
    try {
      return opened(store, settings, cluster, metrics, clock);
    } catch (SQLException e) {
      KeyAudit.refusedStore(settings, cluster, e);
      throw e;
    }
  }

  private static OpenCluster opened(
      KeyStore store, Settings settings, String cluster, KeyMetrics metrics, Clock clock)
      throws SQLException {
    long seen = SeenRevisions.shared().highest(store.place(), cluster);
    StoredRecord stored = store.load(cluster).orElseThrow(() -> ClusterChoice.none(store, cluster));
    RecordJson.Parsed parsed = RecordJson.read(cluster, stored);
    EncryptionContext context = context(parsed.record());
    try (Opening opening = new Opening()) {
      Tiers tiers = opening.add(Tiers.open(settings, parsed.record(), context, metrics));
      requireAuthentic(parsed, tiers);
      SeenRevisions.shared().check(store.place(), parsed.record(), seen);
      opening.keep();
      return new OpenCluster(store, settings, context, metrics, clock, tiers, parsed.record());
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
    try {
      accept(RecordJson.read(context.arn(), stored), seen);
    } catch (SQLException e) {
      KeyAudit.refusedStore(settings, context.arn(), e);
      throw e;
    }
  }

  /** Opens the keys anew if another process has rotated the cluster key or the master key. */
  private void accept(RecordJson.Parsed parsed, long seen) throws SQLException {
    ClusterRecord read = parsed.record();
    if (!context.equals(context(read))) {
      throw KeyFailure.UNUSABLE.exception(
          "The creation time of cluster "
              + context.arn()
              + " in the key store was changed; bring the key store back from a backup.");
    }
    try (Opening opening = new Opening()) {
      boolean same = Tiers.same(read, record);
      Tiers opened = same ? tiers : opening.add(Tiers.open(settings, read, context, metrics));
      requireAuthentic(parsed, opened);
      SeenRevisions.shared().check(store.place(), read, seen);
      opening.keep();
      if (!same) {
        tiers.close();
        tiers = opened;
      }
      record = read;
    }
  }

  private static void requireAuthentic(RecordJson.Parsed parsed, Tiers tiers) throws SQLException {
    if (!RecordMac.matches(parsed.mac().bytes(), parsed.record(), tiers.recordKey())) {
      throw KeyFailure.UNUSABLE.exception(
          "The key store's record of cluster "
              + parsed.record().cluster()
              + " was changed by someone who has not the cluster key (its MAC is wrong); bring it back from a backup.");
    }
  }

  /**
   * Returns the unwrapped keys of a database; the caller closes them.
   *
   * @throws SQLException KE002 if the key store has no such database
   */
  public Keyring keyring(UUID databaseId) throws SQLException {
    return KeyringUnwrapping.of(
        entry(databaseId), tiers.clusterKey(), context, record.pin(databaseId).orElse(null));
  }

  /**
   * Returns the entry of a database.
   *
   * @throws SQLException KE002 if there is none
   */
  public DatabaseEntry entry(UUID databaseId) throws SQLException {
    return record.database(databaseId).orElseThrow(() -> unknown(databaseId));
  }

  private SQLException unknown(UUID databaseId) {
    return KeyFailure.MISSING.exception(
        "The key store has no keys of database "
            + databaseId
            + " (cluster "
            + context.arn()
            + "); choose the key store that it was initialised with.");
  }

  /**
   * Adds a database with a database key and an index key, marked as pending; returns its entry as
   * it is stored. If it is there already, nothing is changed.
   *
   * @param label where the database is, for people to read; no secret
   */
  public DatabaseEntry addDatabase(UUID databaseId, String label) throws SQLException {
    if (record.database(databaseId).isEmpty()) {
      try (NewKeys keys = new NewKeys(this)) {
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
   * Registers a scope with an index key of its own, pending, and returns it as it is stored. A
   * domain has one scope for ever: if it has it already, nothing is changed.
   *
   * @throws SQLException KE009 if the domain's scope is another one
   */
  public ScopeEntry registerScope(UUID databaseId, NewScope wanted) throws SQLException {
    entry(databaseId);
    try (NewKeys keys = new NewKeys(this)) {
      change(
          newest -> {
            DatabaseEntry entry = newest.database(databaseId).orElseThrow();
            Optional<ScopeEntry> there = entry.scopeOf(wanted.schema(), wanted.domain());
            if (there.isPresent() && !wanted.isSame(there.get())) {
              throw KeyFailure.MISCONFIGURED.exception(
                  "The domain "
                      + wanted.schema()
                      + "."
                      + wanted.domain()
                      + " has scope "
                      + there.get().id()
                      + " already, with another type or modifier; make a domain of another name.");
            }
            return there.isPresent() ? newest : newest.with(keys.scope(entry, newest, wanted));
          });
      keys.compare(entry(databaseId));
    }
    return entry(databaseId).scopeOf(wanted.schema(), wanted.domain()).orElseThrow();
  }

  /** Clears the mark of a scope that its registration is under way; idempotent. */
  public void markScopeReady(UUID databaseId, int scopeId) throws SQLException {
    change(
        newest -> {
          DatabaseEntry entry = newest.database(databaseId).orElseThrow(() -> unknown(databaseId));
          return entry.scope(scopeId).map(ScopeEntry::pending).orElse(false)
              ? newest.with(
                  entry.with(
                      entry.keys(),
                      entry.scopes().stream()
                          .map(scope -> scope.id() == scopeId ? scope.ready() : scope)
                          .toList()))
              : newest;
        });
  }

  /**
   * Makes a new index key, which the scope takes that is registered next, and returns it. One that
   * was made before and that no scope has taken is retired.
   */
  public KeyEntry rotateIndexKey(UUID databaseId) throws SQLException {
    entry(databaseId);
    try (NewKeys keys = new NewKeys(this)) {
      change(
          newest ->
              newest.with(keys.newIndexKey(newest.database(databaseId).orElseThrow(), newest)));
      keys.compare(entry(databaseId));
    }
    return NewKeys.waiting(entry(databaseId))
        .orElseThrow(
            () ->
                KeyFailure.OUTAGE.exception(
                    "Another process has taken the new index key for a scope just now; look at"
                        + " coffer status."));
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

  /**
   * Gives a database a new version of its key, which wraps from now on, and returns it; the index
   * keys are wrapped by it, and the version before opens what it sealed. Completes a rotation that
   * was cut off, and no more.
   */
  public KeyEntry rotateDatabaseKey(UUID databaseId) throws SQLException {
    return DatabaseKeyRotation.run(this, databaseId);
  }

  /**
   * Destroys a key of a database: its bytes go from the key store, its id stays taken. Which may go
   * says {@link KeyDestruction}; whether a value needs it is not asked.
   *
   * @param shred whether a key may go that serves still
   * @return false if it was destroyed before
   * @throws SQLException KE002 if the database has no such key; KE009 if it serves
   */
  public boolean destroyKey(UUID databaseId, int keyId, boolean shred) throws SQLException {
    entry(databaseId);
    boolean[] changed = new boolean[1];
    change(
        newest -> {
          DatabaseEntry entry = newest.database(databaseId).orElseThrow(() -> unknown(databaseId));
          Optional<DatabaseEntry> without = KeyDestruction.of(entry, keyId, shred);
          changed[0] = without.isPresent();
          return without.map(newest::with).orElse(newest);
        });
    return changed[0];
  }

  /**
   * Destroys a database: all its keys, its scopes and its pin go from the key store.
   *
   * @return false if another process has destroyed it meanwhile
   * @throws SQLException KE002 if the key store has no such database
   */
  public boolean destroyDatabase(UUID databaseId) throws SQLException {
    entry(databaseId);
    boolean[] changed = new boolean[1];
    change(
        newest -> {
          changed[0] = newest.database(databaseId).isPresent();
          return changed[0] ? newest.without(databaseId) : newest;
        });
    return changed[0];
  }

  /**
   * Gives the cluster a new cluster key and a new record key; the database keys are wrapped by it.
   * Completes a rotation that was cut off, and no more.
   *
   * @throws SQLException KE009 if the cluster key is an HSM's; KE005 also if another process
   *     rotates it at the same time
   */
  public void rotateClusterKey() throws SQLException {
    ClusterKeyRotation.run(this);
  }

  /**
   * Moves the cluster to another master key, or to the newest version of its own.
   *
   * @param to as {@code coffer.masterKey} names it; empty for the newest version. {@code local:}
   *     makes a missing file
   * @return whether anything was changed
   * @throws SQLException KE009 if it cannot be a master key, or none is named and the present one
   *     has no versions
   */
  public boolean rotateMasterKey(Optional<String> to) throws SQLException {
    if (to.isPresent()) {
      settings = settings.with(Setting.NEXT_MASTER_KEY, to.get());
    }
    return MasterKeyRotation.run(this, to);
  }

  /** A change of a record, made anew from the newest one as often as another process is faster. */
  interface Change {
    /** Returns the next revision, or the newest one itself if there is nothing to change. */
    ClusterRecord from(ClusterRecord newest) throws SQLException;
  }

  /** A change that may also be of the record key. */
  interface KeyChange extends Change {
    /** Returns the record key of the revision that {@link #from} returned last. */
    SecretBytes recordKey();
  }

  void change(Change change) throws SQLException {
    change(
        new KeyChange() {
          @Override
          public ClusterRecord from(ClusterRecord newest) throws SQLException {
            return change.from(newest);
          }

          @Override
          public SecretBytes recordKey() {
            return tiers.recordKey();
          }
        });
  }

  void change(KeyChange change) throws SQLException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      ClusterRecord next = change.from(record);
      if (next.revision() == record.revision()) {
        return;
      }
      audit().requireWritable();
      ClusterRecord before = record;
      StoredRecord stored = RecordJson.write(next, RecordMac.of(next, change.recordKey()));
      boolean done = store.compareAndSet(context.arn(), record.revision(), stored);
      if (done) {
        audit().changed(before, next);
      }
      reload();
      if (done) {
        requireKept(next);
        return;
      }
    }
    throw KeyFailure.OUTAGE.exception(
        "The key store " + store.place() + " is changed by others all the time; try again.");
  }

  /** A store may say that it has stored what its disk has lost. */
  private void requireKept(ClusterRecord stored) throws SQLException {
    if (record.revision() < stored.revision()) {
      throw KeyFailure.UNUSABLE.exception(
          "The key store "
              + store.place()
              + " has lost a change: it stored revision "
              + stored.revision()
              + " of cluster "
              + context.arn()
              + " and gives back revision "
              + record.revision()
              + ". Nothing was written under a new key. See to its disk, and run the command again.");
    }
  }

  ClusterKey clusterKey() {
    return tiers.clusterKey();
  }

  MasterKey masterKey() {
    return tiers.masterKey();
  }

  Settings settings() {
    return settings;
  }

  /** Returns how the cluster's master key is called. */
  MasterKeyCalls calls() {
    return tiers.calls();
  }

  /** Returns how another master key is called for this cluster. */
  MasterKeyCalls calls(MasterKeyName other) {
    return new MasterKeyCalls(metrics, audit(), other);
  }

  private KeyAudit audit() {
    return tiers.calls().audit();
  }

  /** Returns the time, to the second. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
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
    tiers.close();
  }

  @Override
  public String toString() {
    return "OpenCluster " + context.arn() + " <hidden>";
  }
}
