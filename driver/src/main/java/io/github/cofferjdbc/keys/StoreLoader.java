package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Loads keys from the key store and master key that the settings name. Thread safe. */
final class StoreLoader implements KeyringLoader {

  /** Opens the key store of some settings. */
  interface Stores {
    KeyStore open(Settings settings) throws SQLException;
  }

  private final Stores stores;
  private final KeyMetrics metrics;

  StoreLoader(KeyMetrics metrics) {
    this(KeyStores::open, metrics);
  }

  StoreLoader(Stores stores, KeyMetrics metrics) {
    this.stores = stores;
    this.metrics = metrics;
  }

  @Override
  public Loaded load(Settings settings, UUID databaseId, Optional<String> cluster)
      throws SQLException {
    try (KeyStore store = stores.open(settings)) {
      String arn =
          !settings.given(Setting.CLUSTER) && cluster.isPresent()
              ? cluster.get()
              : ClusterChoice.of(store, settings).orElseThrow(() -> ClusterChoice.none(store));
      try (OpenCluster open = OpenCluster.open(store, settings, arn, metrics, Clock.systemUTC())) {
        DatabaseEntry entry = open.entry(databaseId);
        return new Loaded(
            open.keyring(databaseId),
            List.of(
                open.context(),
                entry.keys(),
                entry.indexKey(),
                entry.scopes(),
                open.record().pin(databaseId)));
      }
    }
  }
}
