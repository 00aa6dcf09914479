package io.github.cofferjdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What expressions can use.
 *
 * @param columns by the names to write
 * @param keys plain columns that together decide the order of rows; empty if there are none
 */
record Scope(List<Expr> columns, List<String> keys) {

  /** Returns the columns of a table under an alias. */
  static Scope of(Table table, String alias) {
    List<Expr> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      columns.add(Expr.column(alias + "." + column.name(), column.type()));
    }
    return new Scope(columns, List.of(alias + "." + table.key()));
  }

  Scope and(Scope other) {
    List<Expr> all = new ArrayList<>(columns);
    all.addAll(other.columns);
    List<String> allKeys = new ArrayList<>();
    if (!keys.isEmpty() && !other.keys.isEmpty()) {
      allKeys.addAll(keys);
      allKeys.addAll(other.keys);
    }
    return new Scope(all, allKeys);
  }

  List<Expr> where(Predicate<Type> wanted) {
    return columns.stream().filter(column -> wanted.test(column.type())).toList();
  }
}
