package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.crypto.Varint;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.envelope.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the values of a table that name retired keys are found and replaced. Searchable values name
 * no database key and are left alone. Immutable.
 *
 * @param table the table
 * @param columns its randomized ones; not empty
 * @param retired the ids of the keys
 */
record ResealTable(
    ProtectedTable table, List<ProtectedTable.ProtectedColumn> columns, Set<Integer> retired) {

  static ResealTable of(ProtectedTable table, Set<Integer> retired) {
    return new ResealTable(
        table,
        table.columns().stream()
            .filter(column -> column.type().type().mode() == Mode.RANDOM)
            .toList(),
        retired);
  }

  /**
   * Returns the query for rows with such values: place, version, and of each column the value, or
   * NULL if it needs nothing.
   */
  String query(Pages pages) {
    StringBuilder sql = new StringBuilder("SELECT t.ctid, t.xmin");
    List<String> conditions = new ArrayList<>();
    for (ProtectedTable.ProtectedColumn column : columns) {
      String needs = needs(column);
      conditions.add(needs);
      sql.append(", CASE WHEN ").append(needs).append(" THEN ").append(name(column)).append(" END");
    }
    return sql.append(" FROM ONLY ")
        .append(table.sqlName())
        .append(" AS t WHERE ")
        .append(pages.condition("t"))
        .append(" AND (")
        .append(String.join(" OR ", conditions))
        .append(')')
        .toString();
  }

  private static String name(ProtectedTable.ProtectedColumn column) {
    return "t." + Sql.name(column.name());
  }

  private String needs(ProtectedTable.ProtectedColumn column) {
    ColumnType.Encrypted type = column.type();
    return type.array()
        ? "EXISTS (SELECT FROM unnest("
            + name(column)
            + ") AS e(v) WHERE "
            + retired("e.v", type)
            + ")"
        : retired(name(column), type);
  }

  /** The key id follows the scope, a varint from byte 3 (docs/format.md). */
  private String retired(String value, ColumnType.Encrypted type) {
    int at = 4 + Varint.length(type.type().scope());
    return "substring("
        + value
        + "::pg_catalog.bytea, "
        + at
        + ", 4) = ANY ("
        + Sql.literal(
            retired.stream()
                .sorted()
                .map(id -> "\"\\\\x" + KeyId.text(id) + "\"")
                .collect(Collectors.joining(",", "{", "}")))
        + "::pg_catalog.bytea[])";
  }

  /** Returns an empty batch of new values, a null where a value stays. */
  RowBatch batch(int mostRows) {
    List<String> assignments = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (ProtectedTable.ProtectedColumn column : columns) {
      ColumnType.Encrypted type = column.type();
      String domain = Sql.name(type.domain().schema(), type.domain().name());
      String given = "v.value_" + (assignments.size() + 1);
      String sealed =
          type.array() ? given + "::pg_catalog.bytea[]::" + domain + "[]" : given + "::" + domain;
      types.add(type.array() ? "pg_catalog.text" : "pg_catalog.bytea");
      assignments.add(
          Sql.name(column.name()) + " = COALESCE(" + sealed + ", " + name(column) + ")");
    }
    return new RowBatch(table.sqlName(), String.join(", ", assignments), types, "true", mostRows);
  }
}
