package io.github.cofferjdbc.catalog;

import io.github.cofferjdbc.cache.ClockCache;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What all connections of this process to one database share. Thread safe. */
final class ServerCatalog {

  private record Place(String server, ScopeRegistry scopes) {

    // As a record's own would be, which Java links at the first use, for milliseconds of a start.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place place
          && server.equals(place.server)
          && scopes.equals(place.scopes);
    }

    @Override
    public int hashCode() {
      return 31 * server.hashCode() + scopes.hashCode();
    }
  }

  private static final ClockCache<Place, ServerCatalog> ALL = new ClockCache<>(1_000);

  private final ClockCache<List<String>, Snapshot> byPath = new ClockCache<>(100);
  private final AtomicLong generation;
  private volatile @Nullable Snapshot withoutCoffer;

  /**
   * What has changed has changed for all, whatever scopes they know; kept while one of them is.
   * Looked into only for a catalog that is made.
   */
  private static final Map<String, WeakReference<AtomicLong>> GENERATIONS = new HashMap<>();

  private ServerCatalog(AtomicLong generation) {
    this.generation = generation;
  }

  /** Returns what is shared by the connections to this place. */
  static ServerCatalog of(String place, ScopeRegistry scopes) {
    Place key = new Place(place, scopes);
    ServerCatalog known = ALL.get(key);
    return known != null ? known : ALL.putIfAbsent(key, new ServerCatalog(generationOf(place)));
  }

  private static AtomicLong generationOf(String server) {
    synchronized (GENERATIONS) {
      WeakReference<AtomicLong> known = GENERATIONS.get(server);
      AtomicLong generation = known == null ? null : known.get();
      if (generation == null) {
        GENERATIONS.values().removeIf(reference -> reference.get() == null);
        generation = new AtomicLong();
        GENERATIONS.put(server, new WeakReference<>(generation));
      }
      return generation;
    }
  }

  long generation() {
    return generation.get();
  }

  /** Makes everything that was loaded before stale, for all connections. */
  void invalidate() {
    generation.incrementAndGet();
  }

  /** Tells whether nothing was ever read. */
  boolean isUnknown() {
    return withoutCoffer == null && byPath.size() == 0;
  }

  /** Returns what is cached for a search path, stale or not, or null. */
  @Nullable Snapshot cached(List<String> path) {
    return byPath.get(path);
  }

  /** Returns the snapshot of a database without the schema, stale or not, or null. */
  @Nullable Snapshot withoutCoffer() {
    return withoutCoffer;
  }

  /** Shares that the database lacks the schema; the version stays while it does. */
  Snapshot shareWithoutCoffer(Snapshot found) {
    Snapshot earlier = withoutCoffer;
    Snapshot shared = earlier == null ? found : found.continuing(earlier);
    withoutCoffer = shared;
    return shared;
  }

  /**
   * Shares a snapshot, unless a later one of the same path is there, and returns the shared one.
   */
  Snapshot share(Snapshot found) {
    withoutCoffer = null;
    synchronized (byPath) {
      Snapshot earlier = byPath.get(found.path());
      if (earlier != null
          && earlier.serverTime() > found.serverTime()
          && earlier.generation() >= found.generation()) {
        return earlier;
      }
      Snapshot shared = earlier == null ? found : found.continuing(earlier);
      byPath.put(found.path(), shared);
      return shared;
    }
  }
}
