package io.github.cofferjdbc.sql;

import org.jspecify.annotations.Nullable;

/**
 * A column of a query, or of a table as a query sees it.
 *
 * @param name as PostgreSQL names it
 * @param cell its type
 * @param blocked why it cannot be used at all, or null; a star may carry it along unused
 */
record OutputColumn(String name, Cell cell, @Nullable String blocked) {

  OutputColumn(String name, Cell cell) {
    this(name, cell, null);
  }

  OutputColumn named(String other) {
    return new OutputColumn(other, cell, blocked);
  }

  /** Returns the column as what encloses its query sees it. */
  OutputColumn outside() {
    return new OutputColumn(name, cell.leaveQuery(), blocked);
  }

  /** Returns the type for use in an expression, an output or an assignment. */
  Cell use() {
    if (blocked != null) {
      throw Refusal.of(cell.origin(), "use", blocked);
    }
    return cell;
  }

  /** Tells whether the column is protected, or may still turn out to be. */
  boolean mayBeEncrypted() {
    return blocked != null || !cell.isPlain();
  }
}
