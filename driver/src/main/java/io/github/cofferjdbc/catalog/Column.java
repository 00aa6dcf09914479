package io.github.cofferjdbc.catalog;

/**
 * A column of a relation. Immutable.
 *
 * @param number {@code pg_attribute.attnum}, from 1
 * @param name as stored in the catalog
 * @param type its type
 * @param generated whether an expression computes its values, so that COPY leaves it out
 */
public record Column(int number, String name, ColumnType type, boolean generated) {

  /** Makes a column that is not generated. */
  public Column(int number, String name, ColumnType type) {
    this(number, name, type, false);
  }

  /** Tells whether the column is protected: its values are, or hold, encrypted ones. */
  public boolean encrypted() {
    return !(type instanceof ColumnType.Plain);
  }
}
