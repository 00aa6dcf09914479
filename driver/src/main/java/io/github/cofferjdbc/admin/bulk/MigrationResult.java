package io.github.cofferjdbc.admin.bulk;

import java.time.Duration;
import java.util.List;

/**
 * What an {@code encrypt} or {@code decrypt} did. Immutable.
 *
 * @param column schema, table and name
 * @param type its type now, in SQL
 * @param changed false if it had that type already
 * @param rows how many values were converted while everybody worked
 * @param backfill how long that took
 * @param locked how long nobody could use the table
 * @param leftovers where plaintext may still lie, and what to do about it
 * @param notes what is different now
 */
public record MigrationResult(
    String column,
    String type,
    boolean changed,
    long rows,
    Duration backfill,
    Duration locked,
    List<String> leftovers,
    List<String> notes) {

  public MigrationResult {
    leftovers = List.copyOf(leftovers);
    notes = List.copyOf(notes);
  }
}
