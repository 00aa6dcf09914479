package io.github.cofferjdbc.differential;

import java.util.ArrayList;
import java.util.List;

/** Arrays made from columns, and their elements, within section 5's table. Used by one thread. */
final class ArrayQueries {
  private final Dice dice;
  private final Samples samples;
  private final Names names;
  private final Queries queries;

  ArrayQueries(Dice dice, Samples samples, Names names, Queries queries) {
    this.dice = dice;
    this.samples = samples;
    this.names = names;
    this.queries = queries;
  }

  Statement query() {
    FromItems.From from = queries.fromItems().table(dice.of(TwinSchema.LARGE));
    Scope scope = from.scope();
    List<Expr> exprs = new ArrayList<>();
    int count = 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      exprs.add(value(scope));
    }
    Queries.Items items = queries.items(exprs);
    Sql where = dice.chance(40) ? Sql.of(" WHERE ", member(scope)) : queries.where(scope, 50);
    Sql sql = Sql.of("SELECT ", items.sql(), " FROM ", from.sql(), where);
    return queries.ordered("arrays", sql, items.types(), scope);
  }

  private Expr value(Scope scope) {
    List<Expr> arrays = scope.where(Type::array);
    if (!arrays.isEmpty() && dice.chance(50)) {
      Expr array = dice.of(arrays);
      return switch (dice.below(4)) {
        case 0 -> new Expr(Sql.of(array.sql(), "[1]"), array.type().element());
        case 1 -> new Expr(Sql.of("(", array.sql(), ")[2]"), array.type().element());
        case 2 -> new Expr(Sql.of(array.sql(), "[1:2]"), array.type());
        default -> new Expr(Sql.of("count(", array.sql(), ") OVER ()"), Type.BIG_NUMBER);
      };
    }
    Expr column = dice.of(scope.where(type -> type.encrypted() && !type.array()));
    Type type = column.type();
    return switch (dice.below(4)) {
      case 0 -> new Expr(constructed(scope, column), type.arrayOf());
      case 1 ->
          new Expr(Sql.of("(", constructed(scope, column), ")[" + (1 + dice.below(3)) + "]"), type);
      case 2 -> selected(scope);
      default -> aggregated(scope);
    };
  }

  private Sql constructed(Scope scope, Expr column) {
    Type type = column.type();
    List<Sql> elements = new ArrayList<>(List.of(column.sql()));
    elements.add(queries.expressions().of(scope, column, 1).sql());
    if (dice.chance(50)) {
      elements.add(Sql.of(samples.companion(type)));
    }
    return Sql.of("ARRAY[", Sql.joined(", ", elements), "]");
  }

  private record Inner(Column column, String alias, Sql tail) {}

  private Inner inner(Scope scope) {
    Table table = dice.of(TwinSchema.READABLE);
    String alias = names.next();
    Column column = dice.of(table.columns().stream().filter(each -> !each.type().array()).toList());
    Scope both = Scope.of(table, alias).and(scope);
    Sql tail =
        Sql.of(
            " FROM " + table.name() + " " + alias,
            dice.chance(50)
                ? Sql.of(" WHERE ", queries.expressions().conditions().condition(both, 1))
                : Sql.of(" WHERE " + alias + "." + table.key() + " < 6"));
    return new Inner(
        column,
        alias + "." + column.name(),
        Sql.of(tail, " ORDER BY " + alias + "." + table.key()));
  }

  private Expr selected(Scope scope) {
    Inner inner = inner(scope);
    return new Expr(
        Sql.of("ARRAY(SELECT " + inner.alias(), inner.tail(), ")"),
        inner.column().type().arrayOf());
  }

  private Expr aggregated(Scope scope) {
    Inner inner = inner(scope);
    Sql sql =
        Sql.of(
            "(SELECT array_agg(x) FROM (SELECT " + inner.alias() + " AS x",
            inner.tail(),
            ") AS " + names.next() + ")");
    return new Expr(sql, inner.column().type().arrayOf());
  }

  /** A column is, or is not, among what a query returns as an array. */
  private Sql member(Scope scope) {
    Expr left = dice.of(scope.where(Type::searchable));
    String alias = names.next();
    List<Table> partners =
        TwinSchema.READABLE.stream()
            .filter(table -> !table.meeting(left.type()).isEmpty())
            .toList();
    Table partner = dice.of(partners);
    String column = alias + "." + dice.of(partner.meeting(left.type())).name();
    return Sql.of(
        left.sql(),
        dice.of(" = ANY (ARRAY(SELECT ", " <> ALL (ARRAY(SELECT "),
        column
            + " FROM "
            + partner.name()
            + " "
            + alias
            + " WHERE "
            + alias
            + "."
            + partner.key()
            + " < 9))");
  }
}
