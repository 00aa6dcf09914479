package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.catalog.ColumnType;
import java.util.List;

/**
 * A table, partition or materialized view with rows of its own, and the protected columns of it
 * that a command is about. Immutable.
 *
 * @param oid its oid
 * @param schema its schema
 * @param name its name
 * @param kind {@code pg_class.relkind}: r or m
 * @param columns by number
 */
record ProtectedTable(int oid, String schema, String name, char kind, List<ProtectedColumn> columns)
    implements TablePages.Table {

  /**
   * A protected column.
   *
   * @param number of the column in the table
   * @param name its name
   * @param type its type
   */
  record ProtectedColumn(int number, String name, ColumnType.Encrypted type) {}

  ProtectedTable {
    columns = List.copyOf(columns);
  }

  /** Returns schema and name as SQL has them. */
  String sqlName() {
    return Sql.name(schema, name);
  }

  /** Returns schema and name for people. */
  String displayName() {
    return schema + "." + name;
  }
}
