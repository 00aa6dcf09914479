package io.github.cofferjdbc.catalog;

/**
 * A column of a relation. Immutable.
 *
 * @param number {@code pg_attribute.attnum}, from 1
 * @param name as stored in the catalog
 * @param type its type
 */
public record Column(int number, String name, ColumnType type) {

  /** Tells whether the column is protected: its values are, or hold, encrypted ones. */
  public boolean encrypted() {
    return !(type instanceof ColumnType.Plain);
  }
}
