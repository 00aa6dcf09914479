package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Where the keys of a database come from; asked once a connection, at its first protected value.
 */
@FunctionalInterface
interface KeyringSources {
  KeyringSource of(UUID databaseId) throws SQLException;
}
