package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the keys of a database come from; asked once a connection, at its first protected value.
 */
@FunctionalInterface
interface KeyringSources {
  KeyringSource of(UUID databaseId) throws SQLException;

  /**
   * Returns sources that ask these once for each database, so that all who use them see one keyring
   * at a time. Thread safe.
   */
  static KeyringSources shared(KeyringSources sources) {
    Map<UUID, KeyringSource> known = new ConcurrentHashMap<>();
    return databaseId -> {
      KeyringSource source = known.get(databaseId);
      if (source == null) {
        source = sources.of(databaseId);
        KeyringSource earlier = known.putIfAbsent(databaseId, source);
        source = earlier == null ? source : earlier;
      }
      return source;
    };
  }
}
