package io.github.cofferjdbc.catalog;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a partitioned table is partitioned by. Immutable.
 *
 * @param strategy how
 * @param columns the numbers of its columns, in order; 0 for an expression
 */
public record PartitionKey(Strategy strategy, List<Integer> columns) {

  /** The strategies of {@code pg_partitioned_table.partstrat}. */
  public enum Strategy {
    /** Each partition has a list of values. */
    LIST,
    /** Each partition has a range of values. */
    RANGE,
    /** Each partition has a remainder of a hash. */
    HASH
  }

  /** An expression in place of a column's number. */
  private static final int EXPRESSION = 0;

  public PartitionKey {
    columns = List.copyOf(columns);
  }

  /**
   * Reads what the query of the catalog says: the strategy's letter, then the numbers, with blanks
   * between.
   *
   * @return null for null, and for what a later server may say besides
   */
  static @Nullable PartitionKey of(@Nullable String text) {
    if (text == null || text.length() < 2) {
      return null;
    }
    Strategy strategy =
        switch (text.charAt(0)) {
          case 'l' -> Strategy.LIST;
          case 'r' -> Strategy.RANGE;
          case 'h' -> Strategy.HASH;
          default -> null;
        };
    return strategy == null
        ? null
        : new PartitionKey(
            strategy,
            Arrays.stream(text.substring(1).strip().split(" ")).map(Integer::valueOf).toList());
  }

  /** Tells whether part of it is an expression. */
  public boolean hasExpression() {
    return columns.contains(EXPRESSION);
  }
}
