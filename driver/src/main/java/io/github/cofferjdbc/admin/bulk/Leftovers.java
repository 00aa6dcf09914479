package io.github.cofferjdbc.admin.bulk;

import java.util.ArrayList;
import java.util.List;

/** Where a column's plaintext may still lie after it was encrypted. No state. */
final class Leftovers {

  private Leftovers() {}

  /** Returns the places, with what to do about each. */
  static List<String> of(ColumnFacts facts, MigrationRequest request) {
    List<String> places = new ArrayList<>();
    places.add(
        "files of the table as it was: deleted, not overwritten; the file system's free blocks hold"
            + " them until they are used again (the new files hold no dead rows, so VACUUM FULL of the"
            + " table would remove nothing)");
    places.add(
        "write-ahead log, its archive, replicas that lag behind, and backups from before: let them"
            + " expire, and make a new backup");
    places.add(
        request.vacuumFull()
            ? "pg_statistic was rewritten; its old file as above"
            : "dead rows of pg_statistic, with the column's most frequent values: VACUUM FULL"
                + " pg_catalog.pg_statistic (--vacuum-full does it)");
    if (!request.analyze()) {
      places.add(
          "the column has no statistics yet: ANALYZE "
              + facts.root().sqlName()
              + " (--analyze does it)");
    }
    places.add(
        "copies that others made: materialized views, other tables, exports, the server's log, the"
            + " applications' logs");
    return places;
  }
}
