package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Makes a cluster and the keys of a database as they would be if they had been made long ago. */
public final class AgedCluster {

  private AgedCluster() {}

  /** Stores them in the key store of these settings, where no cluster is yet. */
  public static void store(Settings settings, UUID databaseId, Duration age) throws SQLException {
    Clock then = Clock.offset(Clock.systemUTC(), age.negated());
    try (KeyStore store = KeyStores.open(settings);
        OpenCluster cluster =
            OpenCluster.openOrCreate(store, settings, Optional.empty(), new KeyMetrics(), then)) {
      cluster.addDatabase(databaseId, "");
      cluster.markReady(databaseId);
    }
  }
}
