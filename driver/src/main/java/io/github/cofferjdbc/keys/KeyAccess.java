package io.github.cofferjdbc.keys;

import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gives connections their keys: one cache for the whole process. Thread safe.
 *
 * <p>Getting a {@link DatabaseKeys} asks nobody; key store and master key are opened by its first
 * use.
 */
public final class KeyAccess {

  private static final int THREADS = 4;

  private final KeyringCache cache;

  KeyAccess(KeyringCache cache) {
    this.cache = cache;
  }

  /** Returns the one of the process. */
  public static KeyAccess shared() {
    return Shared.INSTANCE;
  }

  /**
   * Returns the keys of a database as these settings give access to them. Keys are shared with all
   * who ask by equal settings of access.
   */
  public DatabaseKeys keysOf(Settings settings, UUID databaseId) throws SQLException {
    return cache.keysOf(AccessKey.of(settings, databaseId));
  }

  /** Wipes all keys in memory; whoever needs one loads it again. */
  public void clear() {
    cache.clear();
  }

  /** Made at the first use, so that a driver that protects nothing starts no thread. */
  private static final class Shared {
    static final KeyAccess INSTANCE =
        new KeyAccess(
            new KeyringCache(
                new StoreLoader(KeyMetrics.shared()),
                Ticker.systemTicker(),
                daemons(),
                Scheduler.systemScheduler(),
                KeyMetrics.shared()));
  }

  /** A few threads that end when idle, keep no process alive and hold no application's class. */
  private static Executor daemons() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(null, task, "coffer-keys", 0, false);
              thread.setDaemon(true);
              thread.setContextClassLoader(KeyAccess.class.getClassLoader());
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
