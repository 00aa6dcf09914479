package io.github.cofferjdbc.admin.bulk;

import java.util.ArrayList;
import java.util.List;

/**
 * A run of pages of one table. Immutable.
 *
 * @param from the first page
 * @param to behind the last, or {@link #END}
 */
record Pages(long from, long to) {

  /** Behind whatever pages there are. */
  static final long END = Long.MAX_VALUE;

  /** Cuts a table of so many pages into runs, of which the last has no end. */
  static List<Pages> of(long pages, long each) {
    List<Pages> runs = new ArrayList<>();
    long from = 0;
    while (from + each < pages) {
      runs.add(new Pages(from, from + each));
      from += each;
    }
    runs.add(new Pages(from, END));
    return runs;
  }

  /** Returns the condition on a table's alias that PostgreSQL answers by reading these pages. */
  String condition(String alias) {
    String lower = alias + ".ctid OPERATOR(pg_catalog.>=) '(" + from + ",0)'::pg_catalog.tid";
    return to == END
        ? lower
        : lower + " AND " + alias + ".ctid OPERATOR(pg_catalog.<) '(" + to + ",0)'::pg_catalog.tid";
  }

  /** Returns how many of a table's pages these are. */
  long count(long pages) {
    return Math.max(0, Math.min(to, pages) - from);
  }
}
