package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.keys.store.ClusterRecord.ClusterKeyEntry;
import io.github.cofferjdbc.keys.store.ClusterRecord.MasterKeyName;
import io.github.cofferjdbc.value.BaseType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A record as plain collections, both ways; complaints as in {@link Fields}. No state. */
final class RecordTree {

  private RecordTree() {}

  static Map<String, @Nullable Object> of(ClusterRecord record) {
    Map<String, @Nullable Object> out = RecordJson.object();
    out.put("format", RecordJson.FORMAT);
    out.put("revision", record.revision());
    out.put("cluster", record.cluster());
    out.put("created", record.created());
    Map<String, @Nullable Object> master = RecordJson.object();
    master.put("scheme", record.masterKey().scheme());
    master.put("identity", record.masterKey().identity());
    master.put("reference", record.masterKey().reference());
    out.put("masterKey", master);
    Map<String, @Nullable Object> clusterKey = RecordJson.object();
    clusterKey.put("version", record.clusterKey().version());
    clusterKey.put("created", record.clusterKey().created().toString());
    clusterKey.put("wrapped", base64(record.clusterKey().wrapped()));
    if (record.clusterKey().next() != null) {
      clusterKey.put("next", base64(record.clusterKey().next()));
    }
    out.put("clusterKey", clusterKey);
    Map<String, @Nullable Object> recordKey = RecordJson.object();
    recordKey.put("id", KeyId.text(record.recordKeyId()));
    recordKey.put("wrapped", record.recordKey().base64());
    out.put("recordKey", recordKey);
    Map<String, @Nullable Object> databases = RecordJson.object();
    for (Map.Entry<UUID, DatabaseEntry> entry : record.databases().entrySet()) {
      databases.put(entry.getKey().toString(), of(entry.getValue()));
    }
    out.put("databases", databases);
    Map<String, @Nullable Object> pins = RecordJson.object();
    pins.putAll(record.pins());
    out.put("pins", pins);
    return out;
  }

  private static Map<String, @Nullable Object> of(DatabaseEntry database) {
    Map<String, @Nullable Object> out = RecordJson.object();
    out.put("label", database.label());
    out.put("added", database.added().toString());
    out.put("pending", database.pending());
    out.put("indexKey", KeyId.text(database.indexKey()));
    List<Map<String, @Nullable Object>> keys = new ArrayList<>();
    for (KeyEntry key : database.keys()) {
      keys.add(of(key));
    }
    out.put("keys", keys);
    List<Map<String, @Nullable Object>> scopes = new ArrayList<>();
    for (ScopeEntry scope : database.scopes()) {
      scopes.add(of(scope));
    }
    out.put("scopes", scopes);
    return out;
  }

  private static Map<String, @Nullable Object> of(KeyEntry key) {
    Map<String, @Nullable Object> out = RecordJson.object();
    out.put("id", KeyId.text(key.id()));
    out.put("kind", key.kind().word());
    out.put("version", key.version());
    out.put("created", key.created().toString());
    out.put("state", key.state().word());
    out.put("wrappedBy", key.wrappedBy() == 0 ? null : KeyId.text(key.wrappedBy()));
    out.put("wrapped", base64(key.wrapped()));
    return out;
  }

  private static Map<String, @Nullable Object> of(ScopeEntry scope) {
    Map<String, @Nullable Object> out = RecordJson.object();
    out.put("id", scope.id());
    out.put("indexKey", KeyId.text(scope.indexKey()));
    out.put("base", scope.base().typeName());
    out.put("mode", scope.mode().suffix());
    out.put("typmod", scope.typmod());
    out.put("schema", scope.schema());
    out.put("domain", scope.domain());
    out.put("pending", scope.pending());
    return out;
  }

  static ClusterRecord read(Fields in) {
    if (in.number("format") != RecordJson.FORMAT) {
      throw new IllegalArgumentException("member format is out of range");
    }
    Fields master = new Fields(in.any("masterKey"));
    Fields clusterKey = new Fields(in.any("clusterKey"));
    Fields recordKey = new Fields(in.any("recordKey"));
    ClusterRecord record =
        new ClusterRecord(
            in.number("revision"),
            in.text("cluster"),
            in.text("created"),
            new MasterKeyName(
                master.text("scheme"), master.text("identity"), master.text("reference")),
            new ClusterKeyEntry(
                clusterKey.small("version"),
                clusterKey.instant("created"),
                clusterKey.wrappedOrNull("wrapped"),
                clusterKey.wrappedIfThere("next")),
            recordKey.keyId("id"),
            recordKey.wrapped("wrapped"),
            databases(in.map("databases")),
            pins(in.map("pins")));
    master.end();
    clusterKey.end();
    recordKey.end();
    in.end();
    return record;
  }

  private static SortedMap<UUID, DatabaseEntry> databases(Map<?, ?> json) {
    SortedMap<UUID, DatabaseEntry> databases = new TreeMap<>();
    for (Map.Entry<?, ?> entry : json.entrySet()) {
      String text = String.valueOf(entry.getKey());
      UUID id = UUID.fromString(text);
      if (!id.toString().equals(text)) {
        throw new IllegalArgumentException("a database id is malformed");
      }
      databases.put(id, database(id, new Fields(entry.getValue())));
    }
    return databases;
  }

  private static DatabaseEntry database(UUID id, Fields in) {
    List<KeyEntry> keys = new ArrayList<>();
    for (Object key : in.list("keys")) {
      keys.add(key(new Fields(key)));
    }
    List<ScopeEntry> scopes = new ArrayList<>();
    for (Object scope : in.list("scopes")) {
      scopes.add(scope(new Fields(scope)));
    }
    DatabaseEntry database =
        new DatabaseEntry(
            id,
            in.text("label"),
            in.instant("added"),
            in.flag("pending"),
            in.keyId("indexKey"),
            keys,
            scopes);
    in.end();
    return database;
  }

  private static KeyEntry key(Fields in) {
    KeyEntry key =
        new KeyEntry(
            in.keyId("id"),
            one(KeyEntry.Kind.values(), in.text("kind"), KeyEntry.Kind::word),
            in.small("version"),
            in.instant("created"),
            one(KeyEntry.State.values(), in.text("state"), KeyEntry.State::word),
            in.any("wrappedBy") == null ? 0 : in.keyId("wrappedBy"),
            in.wrappedOrNull("wrapped"));
    in.end();
    return key;
  }

  private static ScopeEntry scope(Fields in) {
    ScopeEntry scope =
        new ScopeEntry(
            in.small("id"),
            in.keyId("indexKey"),
            one(BaseType.values(), in.text("base"), BaseType::typeName),
            one(Mode.values(), in.text("mode"), Mode::suffix),
            in.small("typmod"),
            in.text("schema"),
            in.text("domain"),
            in.flag("pending"));
    in.end();
    return scope;
  }

  private static SortedMap<String, String> pins(Map<?, ?> json) {
    SortedMap<String, String> pins = new TreeMap<>();
    for (Map.Entry<?, ?> entry : json.entrySet()) {
      if (!(entry.getKey() instanceof String name && entry.getValue() instanceof String pin)) {
        throw new IllegalArgumentException("a pin is not a text");
      }
      pins.put(name, pin);
    }
    return pins;
  }

  private static <T> T one(T[] all, String word, Function<T, String> words) {
    for (T each : all) {
      if (words.apply(each).equals(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException("a word is not known");
  }

  private static @Nullable String base64(@Nullable Wrapped wrapped) {
    return wrapped == null ? null : wrapped.base64();
  }
}
