package io.github.cofferjdbc.catalog;

import java.sql.SQLException;
import java.util.UUID;

/** Where the scopes of a database come from: its key store. Thread safe. */
@FunctionalInterface
public interface ScopeSource {

  /**
   * Returns the scopes of a database; may ask a key service.
   *
   * @param anew whether another process may have registered one, so that what is cached does not do
   *     (a source may limit how often it asks)
   */
  ScopeRegistry of(UUID databaseId, boolean anew) throws SQLException;

  /** Returns a source that has this registry. */
  static ScopeSource of(ScopeRegistry registry) {
    return (databaseId, anew) -> registry;
  }
}
