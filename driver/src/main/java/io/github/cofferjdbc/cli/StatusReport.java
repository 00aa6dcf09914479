package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.Status;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status} shows, for people and for programs. Immutable.
 *
 * @param keyStore the place of the key store
 * @param clusters its clusters
 * @param database the database, or null if none was asked for
 * @param now the time that ages count to
 */
record StatusReport(
    String keyStore,
    List<Status.Cluster> clusters,
    Status.@Nullable Database database,
    Instant now) {

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("keyStore", keyStore);
    List<@Nullable Object> list = new ArrayList<>();
    for (Status.Cluster cluster : clusters) {
      list.add(json(cluster));
    }
    json.put("clusters", list);
    json.put("database", database == null ? null : json(database));
    json.put("next", new ArrayList<@Nullable Object>(next()));
    return json;
  }

  private Map<String, @Nullable Object> json(Status.Cluster cluster) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("cluster", cluster.arn());
    json.put("authentic", cluster.problem() == null);
    json.put("problem", cluster.problem());
    ClusterRecord record = cluster.record();
    if (record != null) {
      json.put("created", record.created());
      json.put("revision", record.revision());
      json.put("masterKey", record.masterKey().reference());
      json.put("clusterKeyVersion", record.clusterKey().version());
      List<@Nullable Object> databases = new ArrayList<>();
      record.databases().values().forEach(entry -> databases.add(json(entry)));
      json.put("databases", databases);
    }
    return json;
  }

  private Map<String, @Nullable Object> json(DatabaseEntry entry) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", entry.id().toString());
    json.put("label", entry.label());
    json.put("pending", entry.pending());
    List<@Nullable Object> keys = new ArrayList<>();
    for (KeyEntry key : entry.keys()) {
      Map<String, @Nullable Object> each = new LinkedHashMap<>();
      each.put("id", KeyId.text(key.id()));
      each.put("kind", word(key.kind()));
      each.put("version", key.version());
      each.put("state", word(key.state()));
      each.put("created", key.created().toString());
      each.put("ageDays", age(key));
      keys.add(each);
    }
    json.put("keys", keys);
    return json;
  }

  private static Map<String, @Nullable Object> json(Status.Database database) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", String.valueOf(database.id()));
    List<@Nullable Object> columns = new ArrayList<>();
    for (Status.ProtectedColumn column : database.columns()) {
      Map<String, @Nullable Object> each = new LinkedHashMap<>();
      each.put("table", column.table());
      each.put("column", column.column());
      each.put("type", column.type());
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      values.putAll(column.valuesByKey());
      each.put("valuesByKey", values);
      each.put("problem", column.problem());
      columns.add(each);
    }
    json.put("columns", columns);
    return json;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Key store " + keyStore);
    for (Status.Cluster cluster : clusters) {
      lines.add("Cluster " + cluster.arn());
      ClusterRecord record = cluster.record();
      if (record != null) {
        lines.add(
            "  created "
                + record.created()
                + ", master key "
                + record.masterKey().reference()
                + ", revision "
                + record.revision());
        record.databases().values().forEach(entry -> lines.addAll(lines(entry)));
      }
      if (cluster.problem() != null) {
        lines.add("  NOT CHECKED: " + cluster.problem());
      }
    }
    if (database != null) {
      lines.add("Protected columns of database " + database.id());
      for (Status.ProtectedColumn column : database.columns()) {
        lines.add(
            "  "
                + column.table()
                + "."
                + column.column()
                + "  "
                + column.type()
                + "  "
                + (column.problem() == null ? counts(column) : column.problem()));
      }
    }
    next().forEach(each -> lines.add("Next: " + each));
    return lines;
  }

  private List<String> lines(DatabaseEntry entry) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  Database " + entry.id() + "  " + entry.label() + (entry.pending() ? "  PENDING" : ""));
    for (KeyEntry key : entry.keys()) {
      lines.add(
          "    "
              + KeyId.text(key.id())
              + "  "
              + word(key.kind())
              + " key, version "
              + key.version()
              + ", "
              + word(key.state())
              + ", "
              + age(key)
              + " days old");
    }
    return lines;
  }

  private static String counts(Status.ProtectedColumn column) {
    return column.valuesByKey().isEmpty()
        ? "no values"
        : column.valuesByKey().entrySet().stream()
            .map(each -> each.getValue() + " under " + each.getKey())
            .collect(Collectors.joining(", "));
  }

  private List<String> next() {
    List<String> next = new ArrayList<>();
    if (clusters.isEmpty()) {
      next.add("run coffer init, or name the right key store with --key-store.");
    }
    for (Status.Cluster cluster : clusters) {
      ClusterRecord record = cluster.record();
      if (record != null && record.databases().values().stream().anyMatch(DatabaseEntry::pending)) {
        next.add("run coffer init again for the pending database of " + cluster.arn() + ".");
      }
      if (cluster.problem() != null) {
        next.add("run coffer doctor: cluster " + cluster.arn() + " cannot be opened.");
      }
    }
    if (database != null && database.columns().isEmpty()) {
      next.add("give a column a type of the schema \"encrypted\".");
    }
    return next;
  }

  private long age(KeyEntry key) {
    return Math.max(0, Duration.between(key.created(), now).toDays());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
