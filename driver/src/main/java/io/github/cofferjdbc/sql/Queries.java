package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.sql.syntax.Expr;
import io.github.cofferjdbc.sql.syntax.Grouping;
import io.github.cofferjdbc.sql.syntax.Limit;
import io.github.cofferjdbc.sql.syntax.Query;
import io.github.cofferjdbc.sql.syntax.QueryBody;
import io.github.cofferjdbc.sql.syntax.SelectItem;
import io.github.cofferjdbc.sql.syntax.SortKey;
import io.github.cofferjdbc.sql.syntax.ValuesRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a query returns, and that all within it is possible. Used by one thread. */
final class Queries {
  private final Expressions expressions;
  private final FromItems fromItems;
  private final CommonTables commonTables;

  Queries(Context context) {
    this.expressions = new Expressions(context, this);
    this.fromItems = new FromItems(context, this, expressions);
    this.commonTables = new CommonTables(this);
  }

  Expressions expressions() {
    return expressions;
  }

  FromItems fromItems() {
    return fromItems;
  }

  CommonTables commonTables() {
    return commonTables;
  }

  /**
   * Returns the columns of a query.
   *
   * @param outer what its expressions can use beside its own FROM
   */
  List<OutputColumn> query(Query query, Scope outer) {
    Scope scope = query.with() == null ? outer : commonTables.with(query.with(), outer);
    QueryBody body = query.body();
    List<OutputColumn> columns;
    if (body instanceof QueryBody.Select select) {
      columns = select(select, query.orderBy(), scope);
    } else {
      columns = body(query, scope);
      for (SortKey key : query.orderBy()) {
        sortKey(key, columns, scope.inner(Scope.From.NOTHING));
      }
    }
    limit(query.limit(), scope);
    return columns;
  }

  private List<OutputColumn> body(Query query, Scope scope) {
    QueryBody body = query.body();
    if (body instanceof QueryBody.SetOperation operation) {
      return setOperation(operation, scope);
    }
    if (body instanceof QueryBody.Values values) {
      return values(values, scope);
    }
    if (body instanceof QueryBody.Table table) {
      return fromItems.from(List.of(table.table()), scope).columns();
    }
    throw new IllegalStateException("SELECT is analysed with its ORDER BY");
  }

  /** Like a query whose result is read by an expression or FROM: its constants become text. */
  List<OutputColumn> subquery(Query query, Scope outer) {
    List<OutputColumn> columns = new ArrayList<>();
    query(query, outer).forEach(column -> columns.add(column.outside()));
    return columns;
  }

  private List<OutputColumn> select(QueryBody.Select select, List<SortKey> orderBy, Scope outer) {
    Scope.From from = fromItems.from(select.from(), outer);
    Scope scope = outer.inner(from);
    for (var window : select.windows()) {
      expressions.window(window, scope);
    }
    List<OutputColumn> columns = items(select.items(), scope);
    if (select.where() != null) {
      expressions.condition(select.where(), scope, "WHERE");
    }
    if (select.groupBy() != null) {
      for (Grouping element : select.groupBy().elements()) {
        grouping(element, columns, scope);
      }
    }
    if (select.having() != null) {
      expressions.condition(select.having(), scope, "HAVING");
    }
    for (Expr expression : select.distinctOn()) {
      Types.require(sortValue(expression, columns, scope), Ability.EQUALITY, "DISTINCT ON");
    }
    if (select.distinct() && select.distinctOn().isEmpty()) {
      requireEquality(columns, "DISTINCT");
    }
    for (SortKey key : orderBy) {
      sortKey(key, columns, scope);
    }
    return columns;
  }

  static void requireEquality(List<OutputColumn> columns, String construct) {
    for (OutputColumn column : columns) {
      Types.require(column.use(), Ability.EQUALITY, construct);
    }
  }

  /** Returns the output columns of SELECT or RETURNING, stars expanded. */
  List<OutputColumn> items(List<SelectItem> items, Scope scope) {
    List<OutputColumn> columns = new ArrayList<>();
    for (SelectItem item : items) {
      if (item.value() instanceof Atom.ColumnRef ref && ref.star()) {
        columns.addAll(star(ref, scope));
      } else {
        Cell cell = expressions.value(item.value(), scope);
        String name = item.alias() == null ? OutputNames.of(item.value()) : item.alias().text();
        columns.add(new OutputColumn(name, cell));
      }
    }
    return columns;
  }

  private static List<OutputColumn> star(Atom.ColumnRef ref, Scope scope) {
    if (ref.parts().isEmpty()) {
      if (!scope.from().complete()) {
        throw Refusal.of("*", "the columns of a function in FROM are not known; name them");
      }
      return scope.from().columns();
    }
    Source source = scope.source(ref);
    if (source == null) {
      throw Refusal.unknown(Scope.tableOf(ref) + ".*", "the table is not in FROM at this place");
    }
    if (!source.complete()) {
      throw Refusal.of(Scope.tableOf(ref) + ".*", "its columns are not known; name them");
    }
    return source.columns();
  }

  private void grouping(Grouping element, List<OutputColumn> columns, Scope scope) {
    if (element instanceof Grouping.Sets sets) {
      sets.elements().forEach(inner -> grouping(inner, columns, scope));
    } else if (element instanceof Grouping.By by) {
      for (Expr value : Expressions.fields(by.value())) {
        Cell cell = groupValue(value, columns, scope);
        Types.require(cell, Ability.EQUALITY, "GROUP BY");
      }
    }
  }

  /** In GROUP BY a name is an input column first, then an output column. */
  private Cell groupValue(Expr value, List<OutputColumn> columns, Scope scope) {
    if (isBareName(value) && scope.from().column(bareName(value)) == null) {
      OutputColumn output = firstNamed(columns, bareName(value));
      if (output != null) {
        return output.use();
      }
    }
    Cell ordinal = ordinal(value, columns, "GROUP BY");
    return ordinal != null ? ordinal : expressions.value(value, scope);
  }

  private void sortKey(SortKey key, List<OutputColumn> columns, Scope scope) {
    Cell cell = sortValue(key.value(), columns, scope);
    if (key.using() != null && cell.isEncrypted()) {
      throw Refusal.of(cell.origin(), "ORDER BY USING", "an operator of its own is not supported");
    }
    Types.require(cell, Ability.ORDER, "ORDER BY");
  }

  /** In ORDER BY and DISTINCT ON a name is an output column first, then an input column. */
  private Cell sortValue(Expr value, List<OutputColumn> columns, Scope scope) {
    if (isBareName(value)) {
      OutputColumn output = firstNamed(columns, bareName(value));
      if (output != null) {
        return output.use();
      }
    }
    Cell ordinal = ordinal(value, columns, "ORDER BY");
    return ordinal != null ? ordinal : expressions.value(value, scope);
  }

  private static @Nullable OutputColumn firstNamed(List<OutputColumn> columns, String name) {
    for (OutputColumn column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    return null;
  }

  private static @Nullable Cell ordinal(Expr value, List<OutputColumn> columns, String construct) {
    if (value instanceof Atom.Constant constant && constant.kind() == Atom.Constant.Kind.INTEGER) {
      int position = Integer.parseInt(constant.value());
      if (position < 1 || position > columns.size()) {
        throw Refusal.of(construct, "there is no output column of this number");
      }
      return columns.get(position - 1).use();
    }
    return null;
  }

  private static boolean isBareName(Expr value) {
    return value instanceof Atom.ColumnRef ref && !ref.star() && ref.parts().size() == 1;
  }

  private static String bareName(Expr value) {
    return ((Atom.ColumnRef) value).parts().get(0).text();
  }

  void limit(@Nullable Limit limit, Scope outer) {
    if (limit == null) {
      return;
    }
    Scope scope = outer.inner(Scope.From.NOTHING);
    if (limit.count() != null) {
      expressions.requirePlain(limit.count(), scope, "LIMIT");
    }
    if (limit.offset() != null) {
      expressions.requirePlain(limit.offset(), scope, "OFFSET");
    }
  }

  private List<OutputColumn> values(QueryBody.Values values, Scope outer) {
    Scope scope = outer.inner(Scope.From.NOTHING);
    List<List<Cell>> cells = new ArrayList<>();
    for (ValuesRow row : values.rows()) {
      for (int i = 0; i < row.values().size(); i++) {
        if (cells.size() <= i) {
          cells.add(new ArrayList<>(values.rows().size()));
        }
        cells.get(i).add(expressions.value(row.values().get(i), scope));
      }
    }
    List<OutputColumn> columns = new ArrayList<>();
    for (List<Cell> column : cells) {
      Cell cell = column.size() == 1 ? column.get(0) : Types.unify(column, "VALUES");
      columns.add(new OutputColumn("column" + (columns.size() + 1), cell));
    }
    return columns;
  }

  /**
   * A chain of set operations leans to the left and may be long, so it is not walked by recursion.
   */
  private List<OutputColumn> setOperation(QueryBody.SetOperation last, Scope scope) {
    Deque<QueryBody.SetOperation> chain = new ArrayDeque<>();
    QueryBody.SetOperation operation = last;
    chain.push(operation);
    while (isBare(operation.left())
        && operation.left().body() instanceof QueryBody.SetOperation inner) {
      operation = inner;
      chain.push(operation);
    }
    List<OutputColumn> columns = query(operation.left(), scope);
    while (!chain.isEmpty()) {
      operation = chain.pop();
      columns = united(operation, columns, query(operation.right(), scope));
    }
    return columns;
  }

  static boolean isBare(Query query) {
    return query.with() == null
        && query.orderBy().isEmpty()
        && query.limit() == null
        && query.locking().isEmpty();
  }

  /** Returns the columns of a set operation of these two. */
  static List<OutputColumn> united(
      QueryBody.SetOperation operation, List<OutputColumn> left, List<OutputColumn> right) {
    String construct = operation.kind() + (operation.all() ? " ALL" : "");
    if (left.size() != right.size()) {
      throw Refusal.of(construct, "its queries have different numbers of columns");
    }
    boolean compares = !operation.all() || operation.kind() != QueryBody.SetOperation.Kind.UNION;
    List<OutputColumn> columns = new ArrayList<>(left.size());
    for (int i = 0; i < left.size(); i++) {
      Cell cell = Types.unify(List.of(left.get(i).use(), right.get(i).use()), construct);
      if (compares) {
        Types.require(cell, Ability.EQUALITY, construct);
      }
      columns.add(new OutputColumn(left.get(i).name(), cell));
    }
    return columns;
  }
}
