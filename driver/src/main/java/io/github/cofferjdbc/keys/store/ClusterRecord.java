package io.github.cofferjdbc.keys.store;

import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a key store keeps about one cluster. Immutable and thread safe.
 *
 * <p>Nothing in it is secret, and nothing of it may be trusted before its MAC was checked.
 *
 * @param revision from 1, one more with each change
 * @param cluster the cluster's ARN
 * @param created the creation time in the encryption context, {@code yyyyMMdd'T'HHmm'Z'}
 * @param masterKey which master key the cluster has
 * @param clusterKey the wrapped cluster key
 * @param recordKeyId the id of the record key
 * @param recordKey the record key, wrapped by the cluster key
 * @param databases by database id
 * @param pins what is pinned, by database id; the text is the catalog's to understand
 */
public record ClusterRecord(
    long revision,
    String cluster,
    String created,
    MasterKeyName masterKey,
    ClusterKeyEntry clusterKey,
    int recordKeyId,
    Wrapped recordKey,
    SortedMap<UUID, DatabaseEntry> databases,
    SortedMap<String, String> pins) {

  /**
   * How a master key is named. Immutable.
   *
   * @param scheme the provider's
   * @param identity compared, never by spelling of the reference
   * @param reference how a client without {@code coffer.masterKey} finds it
   */
  public record MasterKeyName(String scheme, String identity, String reference) {}

  /**
   * The cluster key. Immutable.
   *
   * @param version from 1
   * @param created when this version was made, to the second
   * @param wrapped by the master key; null where the cluster key is in an HSM
   * @param next the version that a rotation under way has stored but not yet put to use, wrapped by
   *     the master key; null at other times
   */
  public record ClusterKeyEntry(
      int version, Instant created, @Nullable Wrapped wrapped, @Nullable Wrapped next) {

    /** Makes an entry; one out of range is an {@link IllegalArgumentException}. */
    public ClusterKeyEntry {
      if (version < 1 || !RecordJson.toTheSecond(created)) {
        throw new IllegalArgumentException("cluster key version or time out of range");
      }
      if (wrapped == null && next != null) {
        throw new IllegalArgumentException("the next version of a cluster key in an HSM");
      }
    }

    /** Makes an entry without a next version. */
    public ClusterKeyEntry(int version, Instant created, @Nullable Wrapped wrapped) {
      this(version, created, wrapped, null);
    }
  }

  /** Makes a record; one that contradicts itself is an {@link IllegalArgumentException}. */
  public ClusterRecord {
    databases = Collections.unmodifiableSortedMap(new TreeMap<>(databases));
    pins = Collections.unmodifiableSortedMap(new TreeMap<>(pins));
    if (revision < 1 || recordKeyId == 0) {
      throw new IllegalArgumentException("revision or record key id out of range");
    }
    Set<Integer> ids = new HashSet<>(Set.of(recordKeyId));
    for (Map.Entry<UUID, DatabaseEntry> entry : databases.entrySet()) {
      boolean distinct = entry.getValue().id().equals(entry.getKey());
      for (KeyEntry key : entry.getValue().keys()) {
        distinct &= ids.add(key.id());
      }
      if (!distinct) {
        throw new IllegalArgumentException("a key id or database id is used twice");
      }
    }
  }

  /** Returns the database with this id, or empty. */
  public Optional<DatabaseEntry> database(UUID id) {
    return Optional.ofNullable(databases.get(id));
  }

  /** Returns the pin of a database, or empty if it is not pinned. */
  public Optional<String> pin(UUID databaseId) {
    return Optional.ofNullable(pins.get(databaseId.toString()));
  }

  /** Returns the next revision of this record with this pin added or replaced. */
  public ClusterRecord withPin(UUID databaseId, String pin) {
    SortedMap<String, String> changed = new TreeMap<>(pins);
    changed.put(databaseId.toString(), pin);
    return next(masterKey, clusterKey, recordKeyId, recordKey, databases, changed);
  }

  /** Tells whether a key of the record has this id. */
  public boolean hasKey(int keyId) {
    return recordKeyId == keyId
        || databases.values().stream().anyMatch(database -> database.key(keyId).isPresent());
  }

  /** Returns the next revision of this record with this database added or replaced. */
  public ClusterRecord with(DatabaseEntry database) {
    SortedMap<UUID, DatabaseEntry> changed = new TreeMap<>(databases);
    changed.put(database.id(), database);
    return next(masterKey, clusterKey, recordKeyId, recordKey, changed, pins);
  }

  /** Returns the next revision of this record without this database and its pin. */
  public ClusterRecord without(UUID databaseId) {
    SortedMap<UUID, DatabaseEntry> others = new TreeMap<>(databases);
    others.remove(databaseId);
    SortedMap<String, String> otherPins = new TreeMap<>(pins);
    otherPins.remove(databaseId.toString());
    return next(masterKey, clusterKey, recordKeyId, recordKey, others, otherPins);
  }

  /** Returns the next revision of this record with the cluster key wrapped by this master key. */
  public ClusterRecord with(MasterKeyName otherMasterKey, ClusterKeyEntry otherClusterKey) {
    return next(otherMasterKey, otherClusterKey, recordKeyId, recordKey, databases, pins);
  }

  /** Returns the next revision of this record with everything wrapped by another cluster key. */
  public ClusterRecord with(
      MasterKeyName otherMasterKey,
      ClusterKeyEntry otherClusterKey,
      int otherRecordKeyId,
      Wrapped otherRecordKey,
      SortedMap<UUID, DatabaseEntry> rewrapped) {
    return next(otherMasterKey, otherClusterKey, otherRecordKeyId, otherRecordKey, rewrapped, pins);
  }

  private ClusterRecord next(
      MasterKeyName nextMasterKey,
      ClusterKeyEntry nextClusterKey,
      int nextRecordKeyId,
      Wrapped nextRecordKey,
      SortedMap<UUID, DatabaseEntry> nextDatabases,
      SortedMap<String, String> nextPins) {
    return new ClusterRecord(
        Math.addExact(revision, 1),
        cluster,
        created,
        nextMasterKey,
        nextClusterKey,
        nextRecordKeyId,
        nextRecordKey,
        nextDatabases,
        nextPins);
  }
}
