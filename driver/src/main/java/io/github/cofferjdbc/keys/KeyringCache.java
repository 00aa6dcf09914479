package io.github.cofferjdbc.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.observe.KeyLoadRecording;
import io.github.cofferjdbc.observe.KeyMetrics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keyrings in memory, and the rules by which they serve.
 *
 * <p><b>Fresh.</b> For {@code coffer.databaseKeyTtl} after its load began, a keyring serves. In the
 * last fifth of that time the first use starts a refresh behind, so a busy application never waits.
 *
 * <p><b>Past that</b>, the first user loads again and all others wait for that one load. An
 * <i>outage</i> then lets the old keyring serve for at most {@code coffer.outageGrace} more, with a
 * warning; it is tried again behind every {@value #RETRY_SECONDS} s of use. For this the keyring
 * stays in memory until both times are over, also if nobody uses it; then it is wiped.
 *
 * <p>A <i>denial</i>, which is every other failure, drops and wipes the keyring at once, and with
 * it everything that was made from its keys ({@link Keyring.Dependant}).
 *
 * <p>A refresh that finds the same keys keeps the keyring object, so nobody notices. If it finds
 * others (a rotation, a new scope), a new keyring takes its place, and the old one stays open until
 * the next refresh for those who are using it.
 *
 * <p>No lock is held while a key service is asked: a load is a future in {@link #flights}, made by
 * the thread that put it there. Thread safe.
 */
final class KeyringCache {

  private static final int RETRY_SECONDS = 30;
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(RETRY_SECONDS);
  private static final int MOST_KEYRINGS = 100_000;
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

  /** Long enough for for ever, and sums of two do not overflow. */
  private static final Duration LONGEST = Duration.ofDays(10_000);

  private final KeyringLoader loader;
  private final Ticker ticker;
  private final Executor background;
  private final KeyMetrics metrics;
  private final Cache<AccessKey, HeldKeyring> held;
  private final Map<AccessKey, CompletableFuture<HeldKeyring>> flights = new ConcurrentHashMap<>();

  /**
   * The reload of the last minute that did not bring the key for which it was made, or the one
   * under way: while it is here there is no other, so that forged values cost the key store
   * nothing. Made at the first one, so that a start does without.
   */
  private volatile @Nullable Cache<AccessKey, CompletableFuture<Void>> unknownKeyReloads;

  KeyringCache(
      KeyringLoader loader,
      Ticker ticker,
      Executor background,
      Scheduler scheduler,
      KeyMetrics metrics) {
    this.loader = loader;
    this.ticker = ticker;
    this.background = background;
    this.metrics = metrics;
    this.held =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(background)
            .scheduler(scheduler)
            .maximumSize(MOST_KEYRINGS)
            .expireAfter(new UntilUnusable(ticker))
            .removalListener(KeyringCache::evicted)
            .build();
  }

  private Cache<AccessKey, CompletableFuture<Void>> unknownKeyReloads() {
    Cache<AccessKey, CompletableFuture<Void>> reloads = unknownKeyReloads;
    if (reloads == null) {
      synchronized (flights) {
        reloads = unknownKeyReloads;
        if (reloads == null) {
          reloads =
              Caffeine.newBuilder()
                  .ticker(ticker)
                  .executor(background)
                  .expireAfterWrite(Duration.ofMinutes(1))
                  .build();
          unknownKeyReloads = reloads;
        }
      }
    }
    return reloads;
  }

  private static void evicted(
      @Nullable AccessKey key, @Nullable HeldKeyring keyring, RemovalCause cause) {
    if (cause.wasEvicted() && keyring != null) {
      keyring.close();
    }
  }

  long now() {
    return ticker.read();
  }

  KeyMetrics metrics() {
    return metrics;
  }

  /** Returns the keyring that may serve now, loading it if it must. */
  HeldKeyring current(AccessKey key) throws SQLException {
    HeldKeyring there = held.getIfPresent(key);
    if (there == null || there.keyring().closed()) {
      return load(key, there, false);
    }
    long now = now();
    if (there.needsNoCheck(now)) {
      metrics.hits.increment();
      return there;
    }
    if (there.fresh(now) || (there.usable(now) && outageIsKnown(there, now))) {
      metrics.hits.increment();
      refreshBehind(key, there, now);
      return there;
    }
    return load(key, there, false);
  }

  /** Then nobody has to wait for one more time-out before the old keyring serves. */
  private static boolean outageIsKnown(HeldKeyring there, long now) {
    return there.inGrace() || there.recentOutage(now, RETRY_NANOS);
  }

  private void refreshBehind(AccessKey key, HeldKeyring old, long now) {
    old.checkAgainIn(RETRY_NANOS, now);
    try {
      background.execute(
          () -> {
            try {
              load(key, old, true);
            } catch (SQLException e) {
              Log.LOG.log(
                  System.Logger.Level.WARNING,
                  "The keys of database {0} were dropped: {1}",
                  key.databaseId(),
                  e.getMessage());
            }
          });
    } catch (RejectedExecutionException e) {
      // The process is ending; whoever comes after the keyring's time loads it itself.
    }
  }

  /**
   * Loads again because a value names a key that is not known, or because the database is not as it
   * was pinned: in vain at most once a minute.
   *
   * @param wanted tells whether a keyring has what was missing
   * @throws SQLException also if there was no answer, since then the key may exist
   */
  HeldKeyring reloadForUnknownKey(AccessKey key, Predicate<Keyring> wanted) throws SQLException {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    while (true) {
      CompletableFuture<Void> other = unknownKeyReloads().asMap().putIfAbsent(key, mine);
      if (other == null) {
        break;
      }
      await(other);
      HeldKeyring there = current(key);
      if (wanted.test(there.keyring()) || unknownKeyReloads().getIfPresent(key) == other) {
        return there;
      }
      // That reload was not in vain, but may have been too early for this key.
    }
    boolean found = false;
    try {
      HeldKeyring meanwhile = held.getIfPresent(key);
      if (meanwhile != null && wanted.test(meanwhile.keyring())) {
        found = true; // by a reload that has just ended
        return current(key);
      }
      metrics.unknownKeyReloads.increment();
      awaitEnd(flights.get(key)); // it may have read the key store before the key was there
      HeldKeyring before = held.getIfPresent(key);
      HeldKeyring loaded = load(key, before, true);
      SQLException outage = loaded == before ? loaded.outage() : null;
      if (outage != null) {
        throw KeyFailure.again(outage);
      }
      found = wanted.test(loaded.keyring());
      return loaded;
    } finally {
      if (found) {
        unknownKeyReloads().asMap().remove(key, mine);
      }
      mine.complete(null);
    }
  }

  /** Drops and wipes everything. */
  void clear() {
    held.asMap().keySet().forEach(key -> drop(key, held.getIfPresent(key)));
    Cache<AccessKey, CompletableFuture<Void>> reloads = unknownKeyReloads;
    if (reloads != null) {
      reloads.invalidateAll();
    }
  }

  /**
   * Loads, or waits for the load that is under way, or takes what another has loaded meanwhile.
   *
   * @param seen what the caller found wanting, or null if it found nothing
   * @param anew whether to load even if {@code seen} may serve
   */
  private HeldKeyring load(AccessKey key, @Nullable HeldKeyring seen, boolean anew)
      throws SQLException {
    CompletableFuture<HeldKeyring> mine = new CompletableFuture<>();
    CompletableFuture<HeldKeyring> other = flights.putIfAbsent(key, mine);
    if (other != null) {
      metrics.joins.increment();
      return await(other);
    }
    try {
      HeldKeyring there = held.getIfPresent(key);
      HeldKeyring result =
          there != null && there.needsNoCheck(now()) && (there != seen || !anew)
              ? there
              : loadNow(key, there);
      mine.complete(result);
      return result;
    } catch (Throwable e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(key, mine);
    }
  }

  private HeldKeyring loadNow(AccessKey key, @Nullable HeldKeyring old) throws SQLException {
    long started = now();
    KeyLoadRecording recording = KeyLoadRecording.begin();
    KeyringLoader.Loaded loaded;
    try {
      Optional<String> cluster =
          old == null ? Optional.empty() : Optional.of(old.keyring().context().arn());
      loaded = loader.load(key.settings(), key.databaseId(), cluster);
    } catch (SQLException e) {
      recording.end(key.databaseId(), String.valueOf(e.getSQLState()));
      return afterFailure(key, old, e);
    } catch (RuntimeException e) {
      recording.end(key.databaseId(), e.getClass().getName());
      return afterFailure(key, old, KeyFailure.UNUSABLE.exception("Loading keys failed.", e));
    }
    recording.end(key.databaseId(), "ok");
    metrics.loads.increment();
    return accept(key, old, loaded, started);
  }

  private HeldKeyring accept(
      AccessKey key, @Nullable HeldKeyring old, KeyringLoader.Loaded loaded, long started) {
    KeyringLoader.Loaded kept = loaded;
    if (old != null && old.sameContent(loaded) && !old.keyring().closed()) {
      loaded.keyring().close();
      kept = new KeyringLoader.Loaded(old.keyring(), loaded.content());
    }
    HeldKeyring fresh =
        new HeldKeyring(
            kept,
            started,
            nanos(key, Setting.DATABASE_KEY_TTL, SHORTEST_TTL),
            nanos(key, Setting.OUTAGE_GRACE, Duration.ZERO));
    if (old != null) {
      fresh.follow(old);
    }
    held.put(key, fresh);
    return fresh;
  }

  private HeldKeyring afterFailure(AccessKey key, @Nullable HeldKeyring old, SQLException failure)
      throws SQLException {
    metrics.loadFailures.increment();
    if (old == null) {
      throw failure;
    }
    long now = now();
    if (!KeyFailure.outage(failure) || !old.usable(now)) {
      metrics.denials.increment();
      drop(key, old);
      throw failure;
    }
    if (old.noteOutage(failure, now)) {
      metrics.graceStarts.increment();
      Log.LOG.log(
          System.Logger.Level.WARNING,
          "The key service gives no answer; the keys of database {0} serve for at most {1} s more: {2}",
          key.databaseId(),
          TimeUnit.NANOSECONDS.toSeconds(old.nanosUsable(now)),
          failure.getMessage());
    }
    old.checkAgainIn(RETRY_NANOS, now);
    return old;
  }

  private void drop(AccessKey key, @Nullable HeldKeyring old) {
    if (old != null) {
      held.asMap().remove(key, old);
      old.close();
    }
  }

  private static <T> T await(CompletableFuture<T> flight) throws SQLException {
    try {
      return flight.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw KeyFailure.OUTAGE.exception("Interrupted while waiting for keys.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw KeyFailure.again(failure);
      }
      throw KeyFailure.UNUSABLE.exception("Loading keys failed.", e.getCause());
    }
  }

  private static void awaitEnd(@Nullable CompletableFuture<HeldKeyring> flight) {
    if (flight != null) {
      try {
        await(flight);
      } catch (SQLException e) {
        // Told by the load that follows, if it is still so.
      }
    }
  }

  private static long nanos(AccessKey key, Setting setting, Duration least) {
    Duration duration = key.settings().duration(setting);
    if (duration.compareTo(least) < 0) {
      return least.toNanos();
    }
    return (duration.compareTo(LONGEST) > 0 ? LONGEST : duration).toNanos();
  }

  /** Returns the keys of a database for these settings; nothing is loaded yet. */
  DatabaseKeys keysOf(AccessKey key) {
    return new DatabaseKeys(this, key);
  }

  /** Made when there is something to say. */
  private static final class Log {
    static final System.Logger LOG = System.getLogger("io.github.cofferjdbc.keys");
  }

  /** Keeps a keyring in memory as long as it may be of use. */
  private record UntilUnusable(Ticker ticker) implements Expiry<AccessKey, HeldKeyring> {
    @Override
    public long expireAfterCreate(AccessKey key, HeldKeyring keyring, long currentTime) {
      return keyring.nanosUsable(ticker.read());
    }

    @Override
    public long expireAfterUpdate(
        AccessKey key, HeldKeyring keyring, long currentTime, long currentDuration) {
      return keyring.nanosUsable(ticker.read());
    }

    @Override
    public long expireAfterRead(
        AccessKey key, HeldKeyring keyring, long currentTime, long currentDuration) {
      return currentDuration;
    }
  }
}
