package io.github.cofferjdbc.admin.bulk;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run of pages of one table, which a thread takes on. Immutable.
 *
 * @param <T> what is known of a table
 * @param table the table
 * @param pages of it
 * @param count how many pages that is, for progress
 */
record TablePages<T extends TablePages.Table>(T table, Pages pages, long count) {

  /** A table with pages. */
  interface Table {
    int oid();

    /** Returns the oids of tables as SQL has them, with commas between. */
    static String oids(Collection<? extends Table> tables) {
      return tables.stream()
          .map(table -> Integer.toUnsignedString(table.oid()))
          .collect(Collectors.joining(","));
    }
  }

  /** A run of pages is a 32nd of a thread's share, within these bounds (8 kB a page). */
  static final long LEAST_PAGES = 64;

  static final long MOST_PAGES = 4096;
  private static final int RUNS_A_THREAD = 32;

  /** Cuts tables as long as they are now into runs of at most so many pages. */
  static <T extends Table> List<TablePages<T>> of(
      Connection connection, List<T> tables, int threads, long mostPages) throws SQLException {
    List<TablePages<T>> runs = new ArrayList<>();
    long blockSize = Session.number(connection, "SELECT pg_catalog.current_setting('block_size')");
    for (T table : tables) {
      long pages =
          Session.number(
                  connection,
                  "SELECT pg_catalog.pg_relation_size("
                      + Integer.toUnsignedString(table.oid())
                      + ")")
              / blockSize;
      long each =
          Math.max(LEAST_PAGES, Math.min(mostPages, pages / ((long) threads * RUNS_A_THREAD)));
      for (Pages run : Pages.of(pages, each)) {
        runs.add(new TablePages<>(table, run, run.count(pages)));
      }
    }
    return runs;
  }

  /** Returns how many pages all these are. */
  static long total(List<? extends TablePages<?>> runs) {
    return runs.stream().mapToLong(TablePages::count).sum();
  }
}
