package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.audit.AuditEvent;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a cluster's record is called in the audit log. It is told from the two records,
 * so no command can change a key without it; a step that has no name of its own is {@code
 * UpdateKeyStore}. Used by one thread.
 */
final class RecordChanges {

  private final ClusterRecord after;
  private final Map<String, String> context;
  private final List<AuditEvent> events = new ArrayList<>();

  private RecordChanges(ClusterRecord after, Map<String, String> context) {
    this.after = after;
    this.context = context;
  }

  /** Returns the events, at least one. */
  static List<AuditEvent> between(
      @Nullable ClusterRecord before, ClusterRecord after, Map<String, String> context) {
    RecordChanges changes = new RecordChanges(after, context);
    if (before == null) {
      changes.add("CreateCluster", Map.of("keyId", KeyAudit.id(after.masterKey())));
    } else {
      changes.cluster(before);
      TreeSet<UUID> ids = new TreeSet<>(before.databases().keySet());
      ids.addAll(after.databases().keySet());
      ids.forEach(id -> changes.database(id, before.database(id), after.database(id)));
      changes.pins(before);
    }
    if (changes.events.isEmpty()) {
      changes.add("UpdateKeyStore", Map.of());
    }
    return changes.events;
  }

  private void cluster(ClusterRecord before) {
    if (after.clusterKey().version() != before.clusterKey().version()) {
      add("RotateClusterKey", Map.of("version", after.clusterKey().version()));
    } else if (after.clusterKey().wrapped() != null
        && !after.clusterKey().wrapped().equals(before.clusterKey().wrapped())) {
      add("RotateMasterKey", masterKeys(before));
      return;
    }
    if (!after.masterKey().equals(before.masterKey())) {
      add("RotateMasterKey", masterKeys(before));
    }
  }

  private Map<String, Object> masterKeys(ClusterRecord before) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("sourceKeyId", KeyAudit.id(before.masterKey()));
    keys.put("destinationKeyId", KeyAudit.id(after.masterKey()));
    return keys;
  }

  private void database(UUID id, Optional<DatabaseEntry> before, Optional<DatabaseEntry> now) {
    Map<String, Object> named = Map.of("databaseId", id.toString());
    if (now.isEmpty()) {
      add("DestroyDatabase", named);
      return;
    }
    if (before.isEmpty()) {
      add("CreateDatabase", named);
      now.get().keys().forEach(key -> add("CreateKey", key(id, key)));
      return;
    }
    for (KeyEntry key : before.get().keys()) {
      boolean gone = now.get().key(key.id()).map(each -> destroyed(each)).orElse(true);
      if (!destroyed(key) && gone) {
        add("DestroyKey", key(id, key));
      }
    }
    if (now.get().currentKey().id() != before.get().currentKey().id()) {
      add("RotateDatabaseKey", key(id, now.get().currentKey()));
    }
    for (KeyEntry key : now.get().keys()) {
      if (key.kind() == Kind.INDEX && before.get().key(key.id()).isEmpty()) {
        boolean forScope = now.get().scopes().size() > before.get().scopes().size();
        add(forScope ? "CreateKey" : "RotateIndexKey", key(id, key));
      }
    }
    for (ScopeEntry scope : now.get().scopes()) {
      boolean ready = before.get().scope(scope.id()).map(each -> !each.pending()).orElse(false);
      if (!scope.pending() && !ready) {
        add("RegisterScope", scope(id, scope));
      }
    }
  }

  private static boolean destroyed(KeyEntry key) {
    return key.state() == State.DESTROYED;
  }

  private static Map<String, Object> key(UUID database, KeyEntry key) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("databaseId", database.toString());
    named.put("keyId", KeyId.text(key.id()));
    named.put("kind", key.kind().name().toLowerCase(Locale.ROOT));
    named.put("version", key.version());
    return named;
  }

  private static Map<String, Object> scope(UUID database, ScopeEntry scope) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("databaseId", database.toString());
    named.put("scope", scope.id());
    named.put("type", scope.type().toString());
    named.put("domain", scope.schema() + "." + scope.domain());
    named.put("keyId", KeyId.text(scope.indexKey()));
    return named;
  }

  private void pins(ClusterRecord before) {
    TreeSet<String> ids = new TreeSet<>(before.pins().keySet());
    ids.addAll(after.pins().keySet());
    for (String id : ids) {
      String now = after.pins().get(id);
      if (now == null) {
        add("DeletePin", Map.of("databaseId", id));
      } else if (!now.equals(before.pins().get(id))) {
        add("PutPin", Map.of("databaseId", id));
      }
    }
  }

  private void add(String name, Map<String, Object> parameters) {
    events.add(
        new AuditEvent(AuditEvent.COFFER, name, false, context, parameters)
            .with("revision", after.revision()));
  }
}
