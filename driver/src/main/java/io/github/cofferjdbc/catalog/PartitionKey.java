package io.github.cofferjdbc.catalog;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a partitioned table is partitioned by. Immutable.
 *
 * @param columns the numbers of its columns, in order; 0 for an expression
 */
public record PartitionKey(List<Integer> columns) {

  /** The letters of {@code pg_partitioned_table.partstrat}: LIST, RANGE and HASH. */
  private static final String STRATEGIES = "lrh";

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
    return text == null || text.length() < 2 || STRATEGIES.indexOf(text.charAt(0)) < 0
        ? null
        : new PartitionKey(
            Arrays.stream(text.substring(1).strip().split(" ")).map(Integer::valueOf).toList());
  }

  /** Tells whether part of it is an expression. */
  public boolean hasExpression() {
    return columns.contains(EXPRESSION);
  }
}
