package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.cache.ClockCache;
import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.syntax.Reading;
import org.jspecify.annotations.Nullable;

/**
 * Analyses that were made before, by text, reading and state of the catalog. A statement seen
 * before costs a look-up.
 *
 * <p>Bounded by the number of plans and by the length of their texts; a text too long to be worth
 * keeping is analysed each time. {@link CatalogView#version()} tells apart whatever may answer
 * differently, the search path's choice of names included, so one cache may serve many connections.
 * What is still needed is never kept. Thread safe; no work is done under a lock.
 */
public final class PlanCache {
  /** Weight of an entry beside its text, in characters. */
  private static final int BASE_WEIGHT = 512;

  private final ClockCache<Key, Analysis> analyses;
  private final int longestText;

  private record Key(String sql, Reading reading, long version) {

    // As a record's own would be, which Java links at the first use, for milliseconds of a start.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && version == key.version
          && reading == key.reading
          && sql.equals(key.sql);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * sql.hashCode() + reading.hashCode()) + Long.hashCode(version);
    }
  }

  /**
   * Makes an empty cache.
   *
   * @param maximumCount how many plans of short texts it holds at most
   * @param longestText how many characters a text may have to be kept
   */
  public PlanCache(int maximumCount, int longestText) {
    this.longestText = longestText;
    this.analyses = new ClockCache<>((long) maximumCount * BASE_WEIGHT);
  }

  /** Makes an empty cache of the usual size: at most 4,096 plans, texts up to 65,536 characters. */
  public PlanCache() {
    this(4_096, 65_536);
  }

  /** Returns what {@link Analyser#analyse} returns. */
  public Analysis analyse(String sql, Reading reading, CatalogView catalog) {
    if (sql.length() > longestText) {
      return Analyser.analyse(sql, reading, catalog);
    }
    Key key = new Key(sql, reading, catalog.version());
    Analysis known = analyses.get(key);
    if (known != null) {
      return known;
    }
    Analysis made = Analyser.analyse(sql, reading, catalog);
    if (!(made instanceof Analysis.Needs)) {
      analyses.put(key, made, BASE_WEIGHT + sql.length());
    }
    return made;
  }

  /** Returns how many analyses are kept. */
  long count() {
    return analyses.size();
  }
}
