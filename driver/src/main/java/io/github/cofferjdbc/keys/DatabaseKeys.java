package io.github.cofferjdbc.keys;

import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The live way to the keys of one database under given settings: a connection keeps one and asks it
 * whenever it needs a key.
 *
 * <p>{@link #keyring} is cheap (a reading of the clock) while the keys are fresh; how long they
 * serve, and what an outage or a denial does, says {@link KeyringCache}. All objects of equal
 * settings share one keyring and one load. Thread safe.
 */
public final class DatabaseKeys implements KeyringSource {

  private final KeyringCache cache;
  private final AccessKey key;

  /** What served last; saves the look-up. */
  private volatile @Nullable HeldKeyring last;

  DatabaseKeys(KeyringCache cache, AccessKey key) {
    this.cache = cache;
    this.key = key;
  }

  public UUID databaseId() {
    return key.databaseId();
  }

  @Override
  public Keyring keyring() throws SQLException {
    return held().keyring();
  }

  private HeldKeyring held() throws SQLException {
    HeldKeyring there = last;
    if (there != null && there.needsNoCheck(cache.now())) {
      cache.metrics().hits.increment();
      return there;
    }
    there = cache.current(key);
    last = there;
    return there;
  }

  @Override
  public Keyring keyringKnowing(int keyId) throws SQLException {
    HeldKeyring there = held();
    if (!knows(there.keyring(), keyId)) {
      there = cache.reloadForUnknownKey(key, keyring -> knows(keyring, keyId));
      last = there;
    }
    return there.keyring();
  }

  @Override
  public Keyring keyringAnew() throws SQLException {
    HeldKeyring there = cache.reloadForUnknownKey(key, keyring -> false);
    last = there;
    return there.keyring();
  }

  private static boolean knows(Keyring keyring, int keyId) {
    return keyring.databaseKey(keyId).isPresent() || keyring.indexKey(keyId).isPresent();
  }

  @Override
  public String toString() {
    return "DatabaseKeys " + key.databaseId();
  }
}
