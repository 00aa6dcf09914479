package io.github.cofferjdbc.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A table, partition, view, materialized view, foreign table or composite type with its columns.
 * Immutable.
 *
 * @param oid {@code pg_class.oid}
 * @param schema its schema
 * @param name its name
 * @param kind {@code pg_class.relkind}: r, p, v, m, f or c
 * @param columns the live columns in the order of their numbers
 */
public record Relation(int oid, String schema, String name, char kind, List<Column> columns) {

  public Relation {
    columns = List.copyOf(columns);
  }

  /** Returns the column of this name, or empty. */
  public Optional<Column> column(String columnName) {
    return columns.stream().filter(column -> column.name().equals(columnName)).findFirst();
  }

  /** Tells whether any column is protected. */
  public boolean encrypted() {
    return columns.stream().anyMatch(Column::encrypted);
  }
}
