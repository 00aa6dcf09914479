package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.SensitiveColumns.SensitiveColumn;
import io.github.cofferjdbc.admin.Status;
import io.github.cofferjdbc.catalog.Pin;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.ScopeEntry;
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
 * @param maxAgeDays older keys are told to be rotated
 */
record StatusReport(
    String keyStore,
    List<Status.Cluster> clusters,
    Status.@Nullable Database database,
    Instant now,
    long maxAgeDays) {

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
      json.put("clusterKeyCreated", record.clusterKey().created().toString());
      json.put("clusterKeyAgeDays", age(record.clusterKey().created()));
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
      each.put("ageDays", age(key.created()));
      keys.add(each);
    }
    json.put("keys", keys);
    List<@Nullable Object> scopes = new ArrayList<>();
    for (ScopeEntry scope : entry.scopes()) {
      Map<String, @Nullable Object> each = new LinkedHashMap<>();
      each.put("id", scope.id());
      each.put("domain", scope.schema() + "." + scope.domain());
      each.put("type", EncryptedType.builtIn(scope.base(), scope.mode()).domainName());
      each.put("indexKey", KeyId.text(scope.indexKey()));
      each.put("pending", scope.pending());
      scopes.add(each);
    }
    json.put("scopes", scopes);
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
      Map<String, Long> counts = column.valuesByKey();
      each.put("valuesByKey", counts == null ? null : new LinkedHashMap<>(counts));
      each.put("problem", column.problem());
      columns.add(each);
    }
    json.put("columns", columns);
    Pin pin = database.pin();
    Map<String, @Nullable Object> pinned = new LinkedHashMap<>();
    if (pin != null) {
      pinned.put("version", pin.version());
      pinned.put("created", pin.created().toString());
      pinned.put("changes", database.notPinned());
    }
    json.put("pin", pin == null ? null : pinned);
    List<@Nullable Object> sensitive = new ArrayList<>();
    for (SensitiveColumn column : database.sensitive()) {
      Map<String, @Nullable Object> each = new LinkedHashMap<>();
      each.put("table", column.table());
      each.put("column", column.column());
      each.put("type", column.type());
      sensitive.add(each);
    }
    json.put("sensitive", sensitive);
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
        lines.add(
            "  cluster key, version "
                + record.clusterKey().version()
                + ", "
                + age(record.clusterKey().created())
                + " days old");
        record.databases().values().forEach(entry -> lines.addAll(lines(entry)));
      }
      if (cluster.problem() != null) {
        lines.add("  NOT CHECKED: " + cluster.problem());
      }
    }
    if (database != null) {
      Pin pin = database.pin();
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
      lines.add(
          pin == null
              ? "Not pinned"
              : "Pinned, version "
                  + pin.version()
                  + ", "
                  + age(pin.created())
                  + " days ago"
                  + (database.notPinned().isEmpty() ? "" : "; changed since"));
      for (SensitiveColumn column : database.sensitive()) {
        lines.add("  sensitive: " + column.table() + "." + column.column() + "  " + column.type());
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
              + age(key.created())
              + " days old");
    }
    for (ScopeEntry scope : entry.scopes()) {
      lines.add(
          "    scope "
              + scope.id()
              + "  "
              + scope.schema()
              + "."
              + scope.domain()
              + ", index key "
              + KeyId.text(scope.indexKey())
              + (scope.pending() ? "  PENDING" : ""));
    }
    return lines;
  }

  private static String counts(Status.ProtectedColumn column) {
    Map<String, Long> counts = column.valuesByKey();
    if (counts == null) {
      return "not counted";
    }
    return counts.isEmpty()
        ? "no values"
        : counts.entrySet().stream()
            .map(each -> each.getValue() + " under " + each.getKey())
            .collect(Collectors.joining(", "));
  }

  private List<String> next() {
    return new StatusAdvice(clusters, database, now, maxAgeDays).next();
  }

  private long age(Instant since) {
    return Math.max(0, Duration.between(since, now).toDays());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
