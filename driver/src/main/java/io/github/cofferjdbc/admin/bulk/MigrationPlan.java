package io.github.cofferjdbc.admin.bulk;

import java.time.Duration;
import java.util.List;

/**
 * What an {@code encrypt} or {@code decrypt} would do. Immutable.
 *
 * @param column schema, table and name
 * @param from the type that it has
 * @param to the type that it is to get
 * @param begun whether an earlier run has begun and only the rest is to be done
 * @param done whether the column has that type already
 * @param rows in the tables, as their statistics or a count say
 * @param tableBytes the tables with their indexes have now
 * @param extraBytes they need beside that until the end, at most
 * @param backfill how long the filling will take, roughly
 * @param locked how long nobody can use the table at the end, roughly
 * @param obstacles what stands against it; none if it can begin
 * @param notes what will be different
 */
public record MigrationPlan(
    String column,
    String from,
    String to,
    boolean begun,
    boolean done,
    long rows,
    long tableBytes,
    long extraBytes,
    Duration backfill,
    Duration locked,
    List<String> obstacles,
    List<String> notes) {

  public MigrationPlan {
    obstacles = List.copyOf(obstacles);
    notes = List.copyOf(notes);
  }
}
