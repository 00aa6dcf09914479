package io.github.cofferjdbc.admin.bulk;

import java.util.Optional;

/**
 * What {@code reseal} is asked for. Immutable.
 *
 * @param name a table (with its partitions and inheriting tables) or a column; empty for all
 * @param threads that reseal, each with two connections; at least 1
 * @param rowsPerSecond written by all threads together, at most; 0 for as many as can be
 * @param fireTriggers whether the users' UPDATE triggers may fire for each row, where the role may
 *     not go round them
 */
public record ResealRequest(
    Optional<ObjectName> name, int threads, long rowsPerSecond, boolean fireTriggers) {

  /** Returns a request without a limit. */
  public static ResealRequest of(Optional<ObjectName> name, int threads) {
    return new ResealRequest(name, threads, 0, false);
  }
}
