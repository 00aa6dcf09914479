package io.github.cofferjdbc.catalog;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table, partition, view, materialized view, foreign table or composite type with its columns.
 * Immutable.
 *
 * @param oid {@code pg_class.oid}
 * @param schema its schema
 * @param name its name
 * @param kind {@code pg_class.relkind}: r, p, v, m, f or c
 * @param columns the live columns in the order of their numbers
 * @param partitionKey what it is partitioned by, or null if it is not, or that is not known
 */
public record Relation(
    int oid,
    String schema,
    String name,
    char kind,
    List<Column> columns,
    @Nullable PartitionKey partitionKey) {

  public Relation {
    columns = List.copyOf(columns);
  }

  /** A relation that is not partitioned. */
  public Relation(int oid, String schema, String name, char kind, List<Column> columns) {
    this(oid, schema, name, kind, columns, null);
  }

  /** Returns the column of this name, or empty. */
  public Optional<Column> column(String columnName) {
    for (Column column : columns) {
      if (column.name().equals(columnName)) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }

  /** Tells whether any column is protected. */
  public boolean encrypted() {
    for (Column column : columns) {
      if (column.encrypted()) {
        return true;
      }
    }
    return false;
  }
}
