package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;

/** Finds out which database is meant. No state. */
public final class DatabaseIds {

  private DatabaseIds() {}

  /**
   * Returns the id that a database was given by {@code init}.
   *
   * @param connection of the wrapped driver, autocommit on
   * @throws SQLException KE006 if it has none, or its function {@code database_id()} was changed
   */
  public static UUID of(Connection connection) throws SQLException {
    return ConnectionCatalog.of(connection, Settings.defaults(), ScopeRegistry.NONE).databaseId();
  }

  /**
   * Returns the id of the cluster's only database.
   *
   * @throws SQLException KE009 if there is not exactly one
   */
  public static UUID only(KeyStore store, Settings settings) throws SQLException {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      Set<UUID> ids = cluster.record().databases().keySet();
      if (ids.size() != 1) {
        throw CofferState.BAD_CONFIGURATION.exception(
            "The cluster "
                + cluster.record().cluster()
                + " has "
                + ids.size()
                + " databases; name one with --database or --url.");
      }
      return ids.iterator().next();
    }
  }
}
