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
 * @param swap how the column takes its new type
 */
public record MigrationRequest(
    ObjectName column,
    Optional<String> type,
    int threads,
    boolean fireTriggers,
    boolean analyze,
    boolean vacuumFull,
    SwapMode swap) {

  /** How a column takes its new type at the end. */
  public enum SwapMode {
    /** The table is written anew under its lock; the column keeps its place. */
    REWRITE,
    /**
     * The column beside takes the name: a short lock, but the column becomes the last. To decrypt
     * only.
     */
    RENAME
  }

  /** Returns a request without further wishes. */
  public static MigrationRequest encrypt(ObjectName column, String type, int threads) {
    return new MigrationRequest(
        column, Optional.of(type), threads, false, false, false, SwapMode.REWRITE);
  }

  /** Returns a request without further wishes. */
  public static MigrationRequest decrypt(ObjectName column, int threads) {
    return new MigrationRequest(
        column, Optional.empty(), threads, false, false, false, SwapMode.REWRITE);
  }

  /** Returns the same request with another end. */
  public MigrationRequest with(SwapMode other) {
    return new MigrationRequest(column, type, threads, fireTriggers, analyze, vacuumFull, other);
  }
}
