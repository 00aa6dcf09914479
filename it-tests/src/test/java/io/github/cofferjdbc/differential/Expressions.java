package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;
import java.util.List;
import java.util.function.Predicate;

/** Values that section 5's table allows to be computed. Used by one thread. */
final class Expressions {
  private final Dice dice;
  private final Samples samples;
  private final Names names;
  private final Conditions conditions;

  Expressions(Dice dice, Samples samples, Names names) {
    this.dice = dice;
    this.samples = samples;
    this.names = names;
    this.conditions = new Conditions(dice, samples, names, this);
  }

  Conditions conditions() {
    return conditions;
  }

  /** Returns an expression made from a column of the scope. */
  Expr any(Scope scope, int depth) {
    return of(scope, dice.of(scope.columns()), depth);
  }

  /** Returns an expression that equality means something for. */
  Expr comparable(Scope scope, int depth) {
    return of(scope, dice.of(scope.where(Type::comparable)), depth);
  }

  /** Returns an encrypted expression that equality means something for. */
  Expr equal(Scope scope, int depth) {
    return of(scope, dice.of(scope.where(Type::searchable)), depth);
  }

  /** Returns the column, or an expression of its type with it inside. */
  Expr of(Scope scope, Expr column, int depth) {
    if (depth == 0 || !column.type().encrypted() || dice.chance(55)) {
      return column;
    }
    Type type = column.type();
    Sql sql =
        switch (dice.below(type.comparable() ? 6 : 4)) {
          case 0 -> Sql.of("COALESCE(", column.sql(), ", ", second(scope, type, depth), ")");
          case 1 -> searched(scope, column, depth);
          case 2 -> Sql.of("(", single(scope, type), ")");
          case 3 ->
              Sql.of(
                  "COALESCE(",
                  column.sql(),
                  ", ",
                  second(scope, type, depth),
                  ", ",
                  second(scope, type, depth),
                  ")");
          case 4 -> Sql.of("NULLIF(", column.sql(), ", ", samples.companion(type), ")");
          default -> simple(scope, column, depth);
        };
    return new Expr(sql, type);
  }

  private Sql second(Scope scope, Type type, int depth) {
    List<Expr> same = scope.where(type::equals);
    return !same.isEmpty() && dice.chance(50)
        ? of(scope, dice.of(same), depth - 1).sql()
        : Sql.of(samples.companion(type));
  }

  private Sql searched(Scope scope, Expr column, int depth) {
    Sql condition = conditions.condition(scope, depth - 1);
    Sql result = Sql.of("CASE WHEN ", condition, " THEN ", column.sql());
    if (dice.chance(40)) {
      Sql other = conditions.condition(scope, depth - 1);
      Sql then = second(scope, column.type(), depth);
      result = Sql.of(result, " WHEN ", other, " THEN ", then);
    }
    return dice.chance(30)
        ? Sql.of(result, " END")
        : Sql.of(result, " ELSE ", second(scope, column.type(), depth), " END");
  }

  private Sql simple(Scope scope, Expr column, int depth) {
    Type type = column.type();
    return Sql.of(
        "CASE ",
        column.sql(),
        " WHEN ",
        samples.comparand(type),
        " THEN ",
        second(scope, type, depth),
        " ELSE ",
        column.sql(),
        " END");
  }

  /** A query that returns one value of the type at most. */
  private Sql single(Scope scope, Type type) {
    Table table =
        dice.of(
            TwinSchema.READABLE.stream()
                .filter(each -> each.columns().stream().anyMatch(is(type)))
                .toList());
    return single(scope, table, dice.of(table.columns().stream().filter(is(type)).toList()));
  }

  private static Predicate<Column> is(Type type) {
    return column -> column.type().equals(type);
  }

  private Sql single(Scope scope, Table table, Column column) {
    String alias = names.next();
    Sql query =
        Sql.of("SELECT ", alias + "." + column.name(), " FROM " + table.name() + " " + alias);
    List<Expr> numbers = scope.where(Type.NUMBER::equals);
    Object key =
        numbers.isEmpty() || dice.chance(50)
            ? new Value(BaseType.INT4, "" + (1 + dice.below(24)), Value.Style.BARE, false)
            : dice.of(numbers).sql();
    return Sql.of(query, " WHERE " + alias + "." + table.key() + " = ", key);
  }

  /** Returns a window function's value: only for the list of a SELECT. */
  Expr window(Scope scope) {
    Expr column = dice.of(scope.columns());
    String order = "ORDER BY " + String.join(", ", scope.keys());
    Sql partition =
        dice.chance(60) ? Sql.of("PARTITION BY ", comparable(scope, 1).sql(), " ") : Sql.of("");
    Sql over = Sql.of(" OVER (", partition, order, ")");
    return switch (dice.below(7)) {
      case 0 -> new Expr(Sql.of("row_number()", over), Type.BIG_NUMBER);
      case 1 -> new Expr(Sql.of("count(", column.sql(), ")", over), Type.BIG_NUMBER);
      case 2 -> new Expr(Sql.of("lag(", column.sql(), ")", over), column.type());
      case 3 -> new Expr(Sql.of("lead(", column.sql(), ", 2)", over), column.type());
      case 4 -> new Expr(Sql.of("first_value(", column.sql(), ")", over), column.type());
      case 5 -> new Expr(Sql.of("last_value(", column.sql(), ")", over), column.type());
      default -> new Expr(Sql.of("nth_value(", column.sql(), ", 2)", over), column.type());
    };
  }

  /** Returns an array of all values, in an order that is decided. */
  Expr arrayAggregate(Scope scope) {
    Expr column = of(scope, dice.of(scope.where(type -> !type.array())), 1);
    String order = " ORDER BY " + String.join(", ", scope.keys()) + ")";
    Sql filter =
        dice.chance(25)
            ? Sql.of(" FILTER (WHERE ", conditions.condition(scope, 1), ")")
            : Sql.of("");
    return new Expr(Sql.of("array_agg(", column.sql(), order, filter), column.type().arrayOf());
  }

  /** Returns an aggregate's value. */
  Expr aggregate(Scope scope) {
    Expr column = dice.of(scope.columns());
    Expr number = dice.of(scope.where(Type.NUMBER::equals));
    Expr distinct = comparable(scope, 1);
    Expr plain = dice.of(scope.where(type -> type.equals(Type.NUMBER)));
    return switch (dice.below(6)) {
      case 0 -> new Expr(Sql.of("count(*)"), Type.BIG_NUMBER);
      case 1 -> new Expr(Sql.of("count(", any(scope, 1).sql(), ")"), Type.BIG_NUMBER);
      case 2 -> new Expr(Sql.of("count(DISTINCT ", distinct.sql(), ")"), Type.BIG_NUMBER);
      case 3 -> new Expr(Sql.of("sum(", number.sql(), ")"), Type.BIG_NUMBER);
      case 4 -> new Expr(Sql.of("max(", plain.sql(), ")"), Type.NUMBER);
      default ->
          new Expr(
              Sql.of(
                  "count(", column.sql(), ") FILTER (WHERE ", conditions.condition(scope, 1), ")"),
              Type.BIG_NUMBER);
    };
  }
}
