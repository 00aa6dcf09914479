package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.crypto.ClosedSecretException;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The unwrapped keys of one database, as they were when they were loaded: every version of its
 * database key and every index key. Owns them and wipes them when it is closed.
 *
 * <p>Immutable but for {@link #close}, and thread safe.
 */
public final class Keyring implements AutoCloseable {

  /** What was made from a keyring's keys and must not outlive them: ciphers and open blocks. */
  public interface Dependant {

    /**
     * Wipes everything that was made from the keyring. Called once, by any thread, without a lock.
     */
    void keyringClosed();
  }

  private final UUID databaseId;
  private final EncryptionContext context;
  private final Map<Integer, DatabaseKey> databaseKeys = new HashMap<>();
  private final DatabaseKey current;
  private final Map<Integer, IndexKey> indexKeys = new HashMap<>();
  private final Map<Integer, IndexKey> indexKeyOfScope = new HashMap<>();
  private final @Nullable String pin;
  private final List<ScopeEntry> domains;
  private final Set<Dependant> dependants = Collections.newSetFromMap(new WeakHashMap<>());
  private volatile boolean closed;

  /** Makes a keyring of a database that is not pinned. */
  public Keyring(
      UUID databaseId,
      EncryptionContext context,
      List<DatabaseKey> databaseKeys,
      int currentKeyId,
      List<IndexKey> indexKeys,
      Map<Integer, Integer> scopes) {
    this(databaseId, context, databaseKeys, currentKeyId, indexKeys, scopes, null);
  }

  /**
   * Makes a keyring that owns these keys.
   *
   * @param currentKeyId the database key that wraps new data keys
   * @param scopes the id of the index key of each scope, with 0 for the built-in types
   * @param pin what {@link #pin} returns
   */
  public Keyring(
      UUID databaseId,
      EncryptionContext context,
      List<DatabaseKey> databaseKeys,
      int currentKeyId,
      List<IndexKey> indexKeys,
      Map<Integer, Integer> scopes,
      @Nullable String pin) {
    this(databaseId, context, databaseKeys, currentKeyId, indexKeys, scopes, pin, List.of());
  }

  /**
   * Makes a keyring that owns these keys.
   *
   * @param domains what {@link #scopes} returns
   */
  Keyring(
      UUID databaseId,
      EncryptionContext context,
      List<DatabaseKey> databaseKeys,
      int currentKeyId,
      List<IndexKey> indexKeys,
      Map<Integer, Integer> scopes,
      @Nullable String pin,
      List<ScopeEntry> domains) {
    this.domains = List.copyOf(domains);
    this.databaseId = databaseId;
    this.pin = pin;
    this.context = context;
    for (DatabaseKey key : databaseKeys) {
      this.databaseKeys.put(key.id(), key);
    }
    for (IndexKey key : indexKeys) {
      this.indexKeys.put(key.id(), key);
    }
    for (Map.Entry<Integer, Integer> scope : scopes.entrySet()) {
      indexKeyOfScope.put(scope.getKey(), known(this.indexKeys, scope.getValue()));
    }
    current = known(this.databaseKeys, currentKeyId);
  }

  private static <K> K known(Map<Integer, K> keys, int id) {
    K key = keys.get(id);
    if (key == null) {
      throw new IllegalArgumentException("no key " + KeyId.text(id));
    }
    return key;
  }

  public UUID databaseId() {
    return databaseId;
  }

  public EncryptionContext context() {
    return context;
  }

  /** Returns the text of the database's pin, authentic, or empty if it is not pinned. */
  public Optional<String> pin() {
    return Optional.ofNullable(pin);
  }

  /** Returns the scopes that are registered and ready, authentic. */
  public List<ScopeEntry> scopes() {
    return domains;
  }

  /** Returns the database key that wraps new data keys. */
  public DatabaseKey current() {
    return current;
  }

  /** Returns the database key with this id, or empty if the database has none. */
  public Optional<DatabaseKey> databaseKey(int keyId) {
    return Optional.ofNullable(databaseKeys.get(keyId));
  }

  /**
   * Returns the index key that new values of a scope are made with.
   *
   * @throws SQLException KE002 if the key store knows no such scope
   */
  public IndexKey currentIndexKey(int scope) throws SQLException {
    IndexKey key = indexKeyOfScope.get(scope);
    if (key == null) {
      throw CofferState.KEY_MISSING.exception(
          "The key store has no index key for "
              + (scope == 0 ? "the built-in types" : "scope " + scope)
              + " of database "
              + databaseId
              + "; register the type with coffer type, or run coffer init.");
    }
    return key;
  }

  /** Returns the index key with this id, or empty if the database has none. */
  public Optional<IndexKey> indexKey(int keyId) {
    return Optional.ofNullable(indexKeys.get(keyId));
  }

  /**
   * Has the dependant told when this keyring is closed. It is held weakly: who needs it holds it.
   *
   * @throws ClosedSecretException if it is closed already
   */
  public void attach(Dependant dependant) {
    synchronized (dependants) {
      if (closed) {
        throw new ClosedSecretException();
      }
      dependants.add(dependant);
    }
  }

  public boolean closed() {
    return closed;
  }

  /** Wipes all keys, and has wiped what was made from them. May be called again. */
  @Override
  public void close() {
    List<Dependant> last;
    synchronized (dependants) {
      closed = true;
      last = List.copyOf(dependants);
      dependants.clear();
    }
    databaseKeys.values().forEach(DatabaseKey::close);
    indexKeys.values().forEach(IndexKey::close);
    last.forEach(Dependant::keyringClosed);
  }

  @Override
  public String toString() {
    return "Keyring of " + databaseId + " <hidden>";
  }
}
