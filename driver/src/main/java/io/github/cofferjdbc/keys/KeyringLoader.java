package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Settings;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Fetches and unwraps the keys of a database. Thread safe. */
@FunctionalInterface
interface KeyringLoader {

  /**
   * A keyring, and what tells whether another has the very same keys.
   *
   * @param keyring owned by the receiver
   * @param content equal for keyrings of equal content
   */
  record Loaded(Keyring keyring, Object content) {}

  /**
   * Returns the keys as the key store has them now. Called without a lock.
   *
   * @param cluster the ARN that the last load chose, where none is named; else empty
   */
  Loaded load(Settings settings, UUID databaseId, Optional<String> cluster) throws SQLException;
}
