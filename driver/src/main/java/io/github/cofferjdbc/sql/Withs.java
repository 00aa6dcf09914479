package io.github.cofferjdbc.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The WITH queries in sight, innermost first. Immutable but for {@link Entry}.
 *
 * @param entry the nearest; null at the end
 * @param rest the others; null at the end
 */
record Withs(@Nullable Entry entry, @Nullable Withs rest) {
  static final Withs NONE = new Withs(null, null);

  /** A WITH query; its columns come when it is analysed. */
  static final class Entry {
    private final String name;
    private final Runnable analysis;
    private @Nullable List<OutputColumn> columns;
    private boolean running;

    Entry(String name, Runnable analysis) {
      this.name = name;
      this.analysis = analysis;
    }

    /** Sets what the query returns; for a recursive one first what its first part does. */
    void columns(List<OutputColumn> known) {
      columns = known;
    }

    /** Returns the columns, analysing the query if that has not happened yet. */
    List<OutputColumn> columns() {
      List<OutputColumn> known = columns;
      if (known == null) {
        if (running) {
          throw Refusal.of("WITH RECURSIVE " + name, "it refers to itself in its first part");
        }
        running = true;
        analysis.run();
        known = columns;
      }
      return known == null ? List.of() : known;
    }
  }

  Withs and(Entry next) {
    return new Withs(next, this);
  }

  /** Returns the WITH query of this name, or null. */
  @Nullable Entry find(String name) {
    for (Withs withs = this; withs != null; withs = withs.rest) {
      if (withs.entry != null && withs.entry.name.equals(name)) {
        return withs.entry;
      }
    }
    return null;
  }
}
