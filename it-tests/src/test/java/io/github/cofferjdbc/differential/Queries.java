package io.github.cofferjdbc.differential;

import java.util.ArrayList;
import java.util.List;

/** SELECT and its like, within section 5's table. Used by one thread. */
final class Queries {
  private final Dice dice;
  private final Samples samples;
  private final Names names;
  private final Expressions expressions;
  private final FromItems fromItems;

  Queries(Dice dice, Samples samples, Names names) {
    this.dice = dice;
    this.samples = samples;
    this.names = names;
    this.expressions = new Expressions(dice, samples, names);
    this.fromItems = new FromItems(dice, samples, names, expressions.conditions());
  }

  Expressions expressions() {
    return expressions;
  }

  FromItems fromItems() {
    return fromItems;
  }

  Statement query() {
    return switch (dice.below(14)) {
      case 0, 1, 2, 3 -> rows();
      case 4 -> stars();
      case 5, 6 -> groups();
      case 7 -> distinct();
      case 8, 9 -> setOperation();
      case 10 -> commonTable();
      case 11 -> new RecursiveQueries(dice, this).query();
      case 12 -> new ArrayQueries(dice, samples, names, this).query();
      default -> windows();
    };
  }

  static Statement statement(String family, Sql sql, List<Type> types, boolean ordered) {
    return new Statement(family, sql, types, ordered, null, true);
  }

  record Items(Sql sql, List<Type> types) {}

  Items items(List<Expr> exprs) {
    List<Sql> texts = new ArrayList<>();
    List<Type> types = new ArrayList<>();
    for (Expr expr : exprs) {
      String alias = "c" + (texts.size() + 1);
      texts.add(dice.chance(25) ? Sql.of(expr.sql(), " AS " + alias) : expr.sql());
      types.add(expr.type());
    }
    return new Items(Sql.joined(", ", texts), types);
  }

  List<Expr> exprs(Scope scope) {
    List<Expr> exprs = new ArrayList<>();
    int count = 1 + dice.below(5);
    for (int i = 0; i < count; i++) {
      exprs.add(expressions.any(scope, 2));
    }
    return exprs;
  }

  Sql where(Scope scope, int percent) {
    return dice.chance(percent)
        ? Sql.of(" WHERE ", expressions.conditions().condition(scope, 2))
        : Sql.of("");
  }

  private Statement rows() {
    FromItems.From from = fromItems.from();
    Items items = items(exprs(from.scope()));
    Sql select = Sql.of("SELECT ", items.sql(), " FROM ", from.sql(), where(from.scope(), 75));
    return ordered(from.family(), select, items.types(), from.scope());
  }

  private Statement stars() {
    FromItems.From from =
        dice.chance(50) ? fromItems.table(dice.of(TwinSchema.READABLE)) : fromItems.from();
    Sql select = Sql.of("SELECT * FROM ", from.sql(), where(from.scope(), 75));
    boolean inOrder = !from.family().equals("using") && !from.family().equals("natural");
    List<Type> types = from.scope().columns().stream().map(Expr::type).toList();
    return ordered("star of " + from.family(), select, inOrder ? types : List.of(), from.scope());
  }

  Statement ordered(String family, Sql select, List<Type> types, Scope scope) {
    if (scope.keys().isEmpty() || dice.chance(40)) {
      return statement(family, select, types, false);
    }
    String direction = dice.of("", " DESC", " NULLS FIRST", " ASC");
    Sql sql =
        Sql.of(select, " ORDER BY " + String.join(direction + ", ", scope.keys()) + direction);
    String tail = dice.of("", "", " LIMIT 5", " OFFSET 2 LIMIT 3", " FETCH FIRST 4 ROWS ONLY");
    return statement(family, Sql.of(sql, tail), types, true);
  }

  private Statement groups() {
    FromItems.From from = fromItems.from();
    Scope scope = from.scope();
    List<Expr> exprs = new ArrayList<>();
    int keys = 1 + dice.below(3);
    List<String> ordinals = new ArrayList<>();
    for (int i = 1; i <= keys; i++) {
      exprs.add(expressions.comparable(scope, 1));
      ordinals.add(Integer.toString(i));
    }
    int aggregates = 1 + dice.below(3);
    for (int i = 0; i < aggregates; i++) {
      boolean array = !scope.keys().isEmpty() && dice.chance(15);
      exprs.add(array ? expressions.arrayAggregate(scope) : expressions.aggregate(scope));
    }
    Items items = items(exprs);
    Sql by = Sql.of(String.join(", ", ordinals));
    String family = "group by";
    if (dice.chance(30)) {
      Expr one = columnOf(scope);
      Expr two = columnOf(scope);
      items = items(List.of(one, two, expressions.aggregate(scope)));
      Sql both = Sql.of(one.sql(), ", ", two.sql());
      by =
          switch (dice.below(3)) {
            case 0 -> Sql.of("ROLLUP (", both, ")");
            case 1 -> Sql.of("CUBE (", both, ")");
            default -> Sql.of("GROUPING SETS ((", both, "), (", two.sql(), "), ())");
          };
      family = "grouping sets";
    }
    Sql having =
        dice.chance(40)
            ? Sql.of(" HAVING ", expressions.aggregate(scope).sql(), " > " + dice.below(3))
            : Sql.of("");
    Sql sql =
        Sql.of(
            "SELECT ",
            items.sql(),
            " FROM ",
            from.sql(),
            where(scope, 50),
            " GROUP BY ",
            by,
            having);
    return statement(family, sql, items.types(), false);
  }

  private Expr columnOf(Scope scope) {
    return dice.of(scope.where(Type::comparable));
  }

  private Statement distinct() {
    FromItems.From from = fromItems.from();
    List<Expr> exprs = new ArrayList<>();
    int count = 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      exprs.add(expressions.comparable(from.scope(), 1));
    }
    Items items = items(exprs);
    Scope scope = from.scope();
    if (!scope.keys().isEmpty() && dice.chance(30)) {
      Expr any = expressions.any(scope, 1);
      Sql number = dice.of(scope.where(Type.NUMBER::equals)).sql();
      Sql sql =
          Sql.of(
              "SELECT DISTINCT ON (",
              number,
              ") ",
              number,
              ", ",
              any.sql(),
              " FROM ",
              from.sql(),
              where(scope, 50),
              " ORDER BY ",
              number,
              ", ",
              String.join(", ", scope.keys()));
      return statement("distinct on", sql, List.of(Type.NUMBER, any.type()), false);
    }
    Sql sql = Sql.of("SELECT DISTINCT ", items.sql(), " FROM ", from.sql(), where(scope, 50));
    return statement("distinct", sql, items.types(), false);
  }

  private Statement setOperation() {
    FromItems.From left = fromItems.from();
    FromItems.From right = fromItems.from();
    String operation =
        dice.of("UNION ALL", "UNION", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL");
    List<Type> types = new ArrayList<>();
    List<Sql> lefts = new ArrayList<>();
    List<Sql> rights = new ArrayList<>();
    for (Expr column : dice.some(left.scope().columns(), 8)) {
      List<Expr> same = right.scope().where(column.type()::equals);
      if (!same.isEmpty() && (column.type().comparable() || operation.equals("UNION ALL"))) {
        types.add(column.type());
        lefts.add(expressions.of(left.scope(), column, 1).sql());
        rights.add(expressions.of(right.scope(), dice.of(same), 1).sql());
      }
    }
    if (types.isEmpty()) {
      return setOperation();
    }
    Sql sql =
        Sql.of(
            "SELECT ",
            Sql.joined(", ", lefts),
            " FROM ",
            left.sql(),
            where(left.scope(), 50),
            " " + operation + " SELECT ",
            Sql.joined(", ", rights),
            " FROM ",
            right.sql(),
            where(right.scope(), 50));
    return statement(operation.toLowerCase(java.util.Locale.ROOT), sql, types, false);
  }

  private Statement commonTable() {
    FromItems.From inner = fromItems.table(dice.of(TwinSchema.LARGE));
    List<Expr> columns = new ArrayList<>();
    List<Sql> items = new ArrayList<>();
    for (Expr expr : dice.some(inner.scope().columns(), 6)) {
      String name = "c" + (items.size() + 1);
      items.add(Sql.of(expressions.of(inner.scope(), expr, 1).sql(), " AS " + name));
      columns.add(Expr.column("w." + name, expr.type()));
    }
    items.add(Sql.of(inner.scope().keys().get(0) + " AS k"));
    columns.add(Expr.column("w.k", Type.NUMBER));
    Scope own = new Scope(columns, List.of("w.k"));
    Sql with =
        Sql.of(
            "WITH w AS ",
            dice.of("", "MATERIALIZED ", "NOT MATERIALIZED "),
            "(SELECT ",
            Sql.joined(", ", items),
            " FROM ",
            inner.sql(),
            where(inner.scope(), 40),
            ") ");
    FromItems.From beside = fromItems.table(dice.of(TwinSchema.READABLE));
    Scope scope = own;
    Sql from = Sql.of("w");
    if (dice.chance(50)) {
      scope = own.and(beside.scope());
      Sql on = expressions.conditions().condition(scope, 1);
      from = Sql.of("w ", dice.of("JOIN ", "LEFT JOIN "), beside.sql(), " ON ", on);
    }
    Items shown = items(exprs(scope));
    Sql sql = Sql.of(with, "SELECT ", shown.sql(), " FROM ", from, where(scope, 50));
    return ordered("with", sql, shown.types(), scope);
  }

  private Statement windows() {
    FromItems.From from = fromItems.from();
    if (from.scope().keys().isEmpty()) {
      return windows();
    }
    List<Expr> exprs = exprs(from.scope());
    exprs.add(expressions.window(from.scope()));
    if (dice.chance(50)) {
      exprs.add(expressions.window(from.scope()));
    }
    Items items = items(exprs);
    Sql sql = Sql.of("SELECT ", items.sql(), " FROM ", from.sql(), where(from.scope(), 40));
    return ordered("window", sql, items.types(), from.scope());
  }
}
