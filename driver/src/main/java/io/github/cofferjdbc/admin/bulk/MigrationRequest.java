package io.github.cofferjdbc.admin.bulk;

import java.util.Optional;

/**
 * What {@code encrypt} and {@code decrypt} are asked for. Immutable.
 *
 * @param column the column
 * @param type the encrypted type that it is to get, such as {@code encrypted.text_eq} or {@code
 *     encrypted.text_eq[]}; empty to decrypt
 * @param threads that convert rows, each with two connections
 * @param fireTriggers whether the users' UPDATE triggers may fire for each row, where the role may
 *     not go round them
 * @param analyze whether the new column's statistics are to be made at once
 * @param vacuumFull whether to rewrite {@code pg_statistic} too, where old statistics lie
 */
public record MigrationRequest(
    ObjectName column,
    Optional<String> type,
    int threads,
    boolean fireTriggers,
    boolean analyze,
    boolean vacuumFull) {

  /** Returns a request without further wishes. */
  public static MigrationRequest encrypt(ObjectName column, String type, int threads) {
    return new MigrationRequest(column, Optional.of(type), threads, false, false, false);
  }

  /** Returns a request without further wishes. */
  public static MigrationRequest decrypt(ObjectName column, int threads) {
    return new MigrationRequest(column, Optional.empty(), threads, false, false, false);
  }
}
