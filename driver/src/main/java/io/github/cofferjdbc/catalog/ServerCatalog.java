package io.github.cofferjdbc.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  private static final Cache<Place, ServerCatalog> ALL =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterAccess(Duration.ofHours(1)).build();

  private final Cache<List<String>, Snapshot> byPath =
      Caffeine.newBuilder().maximumSize(100).build();
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
    return Objects.requireNonNull(
        ALL.get(new Place(place, scopes), key -> new ServerCatalog(generationOf(place))),
        "loader answers");
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
    return withoutCoffer == null && byPath.asMap().isEmpty();
  }

  /** Returns what is cached for a search path, stale or not, or null. */
  @Nullable Snapshot cached(List<String> path) {
    return byPath.getIfPresent(path);
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
    return Objects.requireNonNull(
        byPath
            .asMap()
            .compute(
                found.path(),
                (path, earlier) ->
                    earlier == null
                        ? found
                        : earlier.serverTime() > found.serverTime()
                                && earlier.generation() >= found.generation()
                            ? earlier
                            : found.continuing(earlier)),
        "never removes");
  }
}
