package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The highest revision of each cluster's record that this process has seen authentic, by place and
 * cluster; so a key store that is rolled back is noticed. A fresh process knows none. Thread safe.
 */
final class SeenRevisions {

  private static final SeenRevisions SHARED = new SeenRevisions();

  /** By place and ARN. */
  private final Map<List<String>, Long> highest = new ConcurrentHashMap<>();

  static SeenRevisions shared() {
    return SHARED;
  }

  /**
   * Notes the revision of an authentic record.
   *
   * @throws SQLException KE006 if a higher one was seen before the record was loaded
   */
  void check(String place, ClusterRecord record, long seenBeforeLoading) throws SQLException {
    if (record.revision() < seenBeforeLoading) {
      throw KeyFailure.UNUSABLE.exception(
          "The key store's record of cluster "
              + record.cluster()
              + " was rolled back from revision "
              + seenBeforeLoading
              + " to "
              + record.revision()
              + "; bring back the newer one, or restart if this was on purpose.");
    }
    highest.merge(List.of(place, record.cluster()), record.revision(), Math::max);
  }

  /** Returns the highest revision seen, 0 if none. */
  long highest(String place, String arn) {
    return highest.getOrDefault(List.of(place, arn), 0L);
  }
}
