package io.github.cofferjdbc.benchmarks;

import java.sql.SQLException;

/** One that takes its turn in each round of a work. Used by one thread. */
interface Turn extends AutoCloseable {

  /** Returns the name under which it is recorded. */
  String subject();

  /** Does what belongs to every turn and is not measured. */
  default void prepare() throws SQLException {}

  /**
   * Works for that long.
   *
   * @return how many operations were done, or rows
   */
  long run(long millis) throws SQLException;

  @Override
  default void close() throws SQLException {}
}
