package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.syntax.Reading;
import org.jspecify.annotations.Nullable;

/**
 * The plans of texts that one connection has executed lately, so that executing one again makes no
 * object and asks no cache that all connections share. Whether a plan is still that of the
 * catalog's present state is for the caller to say ({@link Planned#version}).
 *
 * <p>Each text has one place; another text with the same place takes it. So it holds at most
 * {@value #PLACES} texts of {@value #LONGEST_TEXT} characters. Thread safe: what is held never
 * changes, and of two threads that write a place one is forgotten.
 */
final class RecentPlans {

  private static final int PLACES = 64;
  private static final int LONGEST_TEXT = 4_096;

  private record Recent(Planned planned, Reading reading) {}

  private final @Nullable Recent[] places = new @Nullable Recent[PLACES];

  /** Returns the plan that the text had when it was executed last, or null if it is not known. */
  @Nullable Planned of(String sql, Reading reading) {
    Recent recent = places[place(sql)];
    return recent != null && recent.reading() == reading && recent.planned().text().equals(sql)
        ? recent.planned()
        : null;
  }

  /** Keeps a plan that nothing but the text, its reading and the catalog decides. */
  void keep(Planned planned, Reading reading) {
    String sql = planned.text();
    if (sql.length() <= LONGEST_TEXT) {
      places[place(sql)] = new Recent(planned, reading);
    }
  }

  private static int place(String sql) {
    int hash = sql.hashCode();
    return (hash ^ hash >>> 16) & (PLACES - 1);
  }
}
