package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.Status;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code status} says is to be done next. Used by one thread. */
final class StatusAdvice {

  private final List<Status.Cluster> clusters;
  private final Status.@Nullable Database database;
  private final Instant now;
  private final long maxAgeDays;
  private final List<String> next = new ArrayList<>();

  StatusAdvice(
      List<Status.Cluster> clusters,
      Status.@Nullable Database database,
      Instant now,
      long maxAgeDays) {
    this.clusters = clusters;
    this.database = database;
    this.now = now;
    this.maxAgeDays = maxAgeDays;
  }

  List<String> next() {
    if (clusters.isEmpty()) {
      next.add("run coffer init, or name the right key store with --key-store.");
    }
    clusters.forEach(this::cluster);
    if (database != null) {
      database(database);
    }
    return next;
  }

  private void cluster(Status.Cluster cluster) {
    ClusterRecord record = cluster.record();
    if (cluster.problem() != null) {
      next.add("run coffer doctor: cluster " + cluster.arn() + " cannot be opened.");
    }
    if (record == null) {
      return;
    }
    if (record.databases().values().stream().anyMatch(DatabaseEntry::pending)) {
      next.add("run coffer init again for the pending database of " + cluster.arn() + ".");
    }
    long clusterKeyDays = days(record.clusterKey().created());
    if (clusterKeyDays > maxAgeDays) {
      next.add(
          "run coffer rotate "
              + (record.clusterKey().wrapped() == null ? "master --to" : "cluster")
              + ": the cluster key of "
              + cluster.arn()
              + " is "
              + clusterKeyDays
              + " days old.");
    }
    record.databases().values().forEach(this::keys);
  }

  private void keys(DatabaseEntry entry) {
    KeyEntry key = entry.currentKey();
    if (days(key.created()) > maxAgeDays) {
      next.add(
          "run coffer rotate database --database "
              + entry.id()
              + ": its key "
              + KeyId.text(key.id())
              + " is "
              + days(key.created())
              + " days old.");
    }
    for (ScopeEntry scope : entry.scopes()) {
      if (scope.pending()) {
        next.add(
            "run coffer type "
                + scope.schema()
                + "."
                + scope.domain()
                + " again: its registration was cut off.");
      }
    }
  }

  private void database(Status.Database known) {
    if (known.columns().isEmpty()) {
      next.add("give a column a type of the schema \"encrypted\".");
    }
    retired(known).forEach(this::retired);
    if (known.pin() == null && !known.columns().isEmpty()) {
      next.add("run coffer pin: the protected columns are not pinned.");
    } else if (!known.notPinned().isEmpty()) {
      next.add(
          "look at "
              + String.join(", ", known.notPinned())
              + ", and run coffer pin if it is as it should be: it is not as it was pinned.");
    }
    if (!known.sensitive().isEmpty()) {
      next.add(
          "protect the columns with sensitive names that hold plaintext, or see that they need no"
              + " protection.");
    }
  }

  private void retired(String keyId, long values) {
    next.add(
        "run coffer reseal: "
            + values
            + (values == 1 ? " value is" : " values are")
            + " under the retired database key "
            + keyId
            + ".");
  }

  /** Returns how many values each retired database key has. */
  private Map<String, Long> retired(Status.Database known) {
    Map<String, Long> retired = new TreeMap<>();
    Optional<DatabaseEntry> entry =
        clusters.stream()
            .map(Status.Cluster::record)
            .filter(record -> record != null)
            .flatMap(record -> record.database(known.id()).stream())
            .findFirst();
    for (KeyEntry key : entry.map(DatabaseEntry::keys).orElse(List.of())) {
      if (key.kind() == Kind.DATABASE && key.state() == State.RETIRED) {
        String id = KeyId.text(key.id());
        long values =
            known.columns().stream()
                .map(Status.ProtectedColumn::valuesByKey)
                .filter(counts -> counts != null)
                .mapToLong(counts -> counts.getOrDefault(id, 0L))
                .sum();
        if (values > 0) {
          retired.put(id, values);
        }
      }
    }
    return retired;
  }

  private long days(Instant since) {
    return Math.max(0, Duration.between(since, now).toDays());
  }
}
