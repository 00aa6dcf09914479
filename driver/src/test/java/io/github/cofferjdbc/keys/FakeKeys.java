package io.github.cofferjdbc.keys;

import com.github.benmanes.caffeine.cache.Scheduler;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in memory with one database, reached through a cache of manual time, whose key service
 * and key store can be made to fail. {@link #loads} counts every attempt.
 */
final class FakeKeys {

  static final UUID DATABASE = UUID.fromString("6f1c0b4e-3b5e-4f7a-9d1c-2b8e5a7c9d10");
  private static final AtomicInteger COUNT = new AtomicInteger();

  final ManualTime time = new ManualTime();
  final KeyMetrics metrics = new KeyMetrics();
  final AtomicInteger loads = new AtomicInteger();
  final MemoryKeyStore store = new MemoryKeyStore();
  final String masterKey = "live" + COUNT.incrementAndGet();
  final Settings settings;
  final KeyAccess access;
  volatile @Nullable Runnable duringLoad;

  FakeKeys() throws SQLException {
    settings = Settings.defaults().with(Setting.MASTER_KEY, "fake:" + masterKey);
    try (OpenCluster cluster = open()) {
      cluster.addDatabase(DATABASE, "db");
    }
    StoreLoader loader = new StoreLoader(any -> store, metrics);
    access =
        new KeyAccess(
            new KeyringCache(
                (given, database, cluster) -> {
                  loads.incrementAndGet();
                  Runnable during = duringLoad;
                  if (during != null) {
                    during.run();
                  }
                  return loader.load(given, database, cluster);
                },
                time,
                time,
                Scheduler.disabledScheduler(),
                metrics));
  }

  OpenCluster open() throws SQLException {
    return OpenCluster.openOrCreate(store, settings, Optional.empty());
  }

  DatabaseKeys keys() throws SQLException {
    return access.keysOf(settings, DATABASE);
  }

  void fail(@Nullable KeyFailure failure) {
    FakeMasterKeyProvider.fail(masterKey, failure);
  }
}
