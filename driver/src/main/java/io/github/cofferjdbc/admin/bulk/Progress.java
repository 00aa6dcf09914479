package io.github.cofferjdbc.admin.bulk;

/**
 * Told how far a long command is. Called by any thread, often, so it must be quick; one call at a
 * time.
 */
@FunctionalInterface
public interface Progress {

  /** Nobody listens. */
  Progress NONE = (what, done, total, rows) -> {};

  /**
   * Tells of progress.
   *
   * @param what is under way, such as {@code public.patient}
   * @param done of {@code total}, in pages of the tables
   * @param total 0 if it is not known
   * @param rows done so far
   */
  void at(String what, long done, long total, long rows);
}
