package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;
import java.util.ArrayList;
import java.util.List;

/** Conditions that section 5's table allows. Used by one thread. */
final class Conditions {
  private final Dice dice;
  private final Samples samples;
  private final Names names;
  private final Expressions expressions;

  Conditions(Dice dice, Samples samples, Names names, Expressions expressions) {
    this.dice = dice;
    this.samples = samples;
    this.names = names;
    this.expressions = expressions;
  }

  /** Returns a condition; deeper ones have more parts. */
  Sql condition(Scope scope, int depth) {
    if (depth > 0 && dice.chance(45)) {
      return switch (dice.below(5)) {
        case 0, 1 -> both(scope, " AND ", depth);
        case 2 -> both(scope, " OR ", depth);
        case 3 -> Sql.of("NOT (", condition(scope, depth - 1), ")");
        default ->
            Sql.of(
                "(",
                condition(scope, depth - 1),
                ") ",
                dice.of(
                    "IS TRUE",
                    "IS NOT TRUE",
                    "IS FALSE",
                    "IS NOT FALSE",
                    "IS UNKNOWN",
                    "IS NOT UNKNOWN"));
      };
    }
    if (scope.where(Type::searchable).isEmpty() || dice.chance(15)) {
      return plain(scope);
    }
    if (dice.chance(40) && !scope.where(Conditions::comparableArray).isEmpty()) {
      return arrays(scope);
    }
    return switch (dice.below(depth > 0 ? 13 : 8)) {
      case 0, 1 -> comparison(scope, depth);
      case 2 -> inList(scope, depth);
      case 3 -> array(scope, depth);
      case 4 -> distinct(scope, depth);
      case 5 -> isNull(scope, depth);
      case 6 -> row(scope);
      case 7 -> columns(scope);
      case 8 -> inQuery(scope, depth);
      case 9 -> quantified(scope, depth);
      case 10 -> exists(scope, depth);
      case 11 -> rowInQuery(scope);
      default -> scalar(scope, depth);
    };
  }

  private Sql both(Scope scope, String operator, int depth) {
    return Sql.of("(", condition(scope, depth - 1), operator, condition(scope, depth - 1), ")");
  }

  /** A condition on plain columns alone. */
  Sql plain(Scope scope) {
    List<Expr> numbers = scope.where(Type.NUMBER::equals);
    if (numbers.isEmpty()) {
      return dice.of(Sql.of("true"), Sql.of("1 = 1"));
    }
    Sql number = dice.of(numbers).sql();
    Value bound = new Value(BaseType.INT4, "" + dice.below(20), Value.Style.BARE, false);
    return Sql.of(number, " " + dice.of("<", ">", "=", "<>", "<=") + " ", bound);
  }

  private Sql comparison(Scope scope, int depth) {
    Expr left = expressions.equal(scope, depth);
    Hole right = samples.comparand(left.type());
    String operator = dice.chance(70) ? " = " : dice.of(" <> ", " != ");
    return dice.chance(80)
        ? Sql.of(left.sql(), operator, right)
        : Sql.of(right, operator, left.sql());
  }

  private Sql inList(Scope scope, int depth) {
    Expr left = expressions.equal(scope, depth);
    List<Sql> items = new ArrayList<>();
    int count = 1 + dice.below(4);
    for (int i = 0; i < count; i++) {
      items.add(Sql.of(samples.listed(left.type())));
    }
    return Sql.of(left.sql(), dice.of(" IN (", " NOT IN ("), Sql.joined(", ", items), ")");
  }

  private Sql array(Scope scope, int depth) {
    Expr left = expressions.equal(scope, depth);
    String operator =
        dice.of(" = ANY (", " = ANY (", " = SOME (", " <> ALL (", " <> ANY (", " = ALL (");
    return Sql.of(left.sql(), operator, samples.array(left.type()), ")");
  }

  private static boolean comparableArray(Type type) {
    return type.array() && type.comparable();
  }

  /** A column that is an array: the whole, an element, or any of its elements. */
  private Sql arrays(Scope scope) {
    Expr array = dice.of(scope.where(Conditions::comparableArray));
    Type element = array.type().element();
    List<Expr> members = scope.where(element::meets);
    Object member =
        members.isEmpty() || dice.chance(50) ? samples.comparand(element) : dice.of(members).sql();
    return switch (dice.below(6)) {
      case 0, 1 ->
          Sql.of(
              member,
              dice.of(" = ANY (", " = ANY (", " = SOME (", " <> ALL (", " <> ANY ("),
              array.sql(),
              ")");
      case 2 ->
          Sql.of(
              array.sql(),
              dice.of(" = ", " <> ", " IS DISTINCT FROM ", " IS NOT DISTINCT FROM "),
              dice.chance(50)
                  ? samples.comparand(array.type())
                  : dice.of(scope.where(array.type()::equals)).sql());
      case 3 -> Sql.of(array.sql(), "[" + (1 + dice.below(2)) + "] = ", member);
      case 4 ->
          Sql.of(
              array.sql(),
              dice.of(" IN (", " NOT IN ("),
              samples.listed(array.type()),
              ", ",
              samples.listed(array.type()),
              ")");
      default -> Sql.of(array.sql(), dice.of(" IS NULL", " IS NOT NULL", "[9] IS NULL"));
    };
  }

  private Sql distinct(Scope scope, int depth) {
    Expr left = expressions.equal(scope, depth);
    List<Expr> others = scope.where(left.type()::meets);
    Object right = dice.chance(50) ? dice.of(others).sql() : samples.comparand(left.type());
    return Sql.of(left.sql(), dice.of(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM "), right);
  }

  private Sql isNull(Scope scope, int depth) {
    return Sql.of(expressions.any(scope, depth).sql(), dice.of(" IS NULL", " IS NOT NULL"));
  }

  private Sql columns(Scope scope) {
    Expr left = expressions.equal(scope, 0);
    Expr right = dice.of(scope.where(left.type()::meets));
    return Sql.of(left.sql(), dice.of(" = ", " <> "), right.sql());
  }

  private Sql row(Scope scope) {
    Expr one = expressions.equal(scope, 0);
    Expr two = expressions.comparable(scope, 0);
    Sql left = Sql.of(dice.of("(", "ROW("), one.sql(), ", ", two.sql(), ")");
    if (dice.chance(60)) {
      return Sql.of(left, dice.of(" = ", " <> "), pair(one, two));
    }
    return Sql.of(left, dice.of(" IN (", " NOT IN ("), pair(one, two), ", ", pair(one, two), ")");
  }

  private Sql pair(Expr one, Expr two) {
    return Sql.of("(", samples.comparand(one.type()), ", ", samples.comparand(two.type()), ")");
  }

  /** The query's FROM and WHERE; its condition may use the surroundings. */
  private Sql tail(Scope scope, Table table, String alias, int depth) {
    Scope own = Scope.of(table, alias);
    Scope both = own.and(scope);
    return Sql.of(" FROM " + table.name() + " " + alias + " WHERE ", condition(both, depth - 1));
  }

  private record Partner(Table table, String column) {}

  private Partner partner(Type type) {
    List<Partner> partners = new ArrayList<>();
    for (Table table : TwinSchema.READABLE) {
      table.meeting(type).forEach(column -> partners.add(new Partner(table, column.name())));
    }
    return dice.of(partners);
  }

  private Sql query(Scope scope, Type type, int depth) {
    Partner partner = partner(type);
    String alias = names.next();
    String distinct = dice.chance(15) ? "DISTINCT " : "";
    return Sql.of(
        "(SELECT " + distinct + alias + "." + partner.column(),
        tail(scope, partner.table(), alias, depth),
        ")");
  }

  private Sql inQuery(Scope scope, int depth) {
    Expr left = expressions.equal(scope, depth - 1);
    return Sql.of(left.sql(), dice.of(" IN ", " NOT IN "), query(scope, left.type(), depth));
  }

  private Sql quantified(Scope scope, int depth) {
    Expr left = expressions.equal(scope, depth - 1);
    String operator = dice.of(" = ANY ", " = SOME ", " <> ALL ", " <> ANY ", " = ALL ");
    return Sql.of(left.sql(), operator, query(scope, left.type(), depth));
  }

  private Sql exists(Scope scope, int depth) {
    Expr outer = expressions.equal(scope, 0);
    Partner partner = partner(outer.type());
    String alias = names.next();
    Sql correlated = Sql.of(alias + "." + partner.column() + " = ", outer.sql());
    return Sql.of(
        dice.of("EXISTS (SELECT ", "NOT EXISTS (SELECT "),
        dice.of("1", "*", alias + "." + partner.column()),
        tail(scope, partner.table(), alias, depth),
        " AND ",
        correlated,
        ")");
  }

  private Sql rowInQuery(Scope scope) {
    List<Expr> texts = scope.where(Type.eq(BaseType.TEXT)::equals);
    List<Expr> numbers = scope.where(Type.NUMBER::equals);
    if (texts.isEmpty() || numbers.isEmpty()) {
      return isNull(scope, 0);
    }
    String alias = names.next();
    return Sql.of(
        "(",
        dice.of(texts).sql(),
        ", ",
        dice.of(numbers).sql(),
        ")",
        dice.of(" IN ", " NOT IN ", " = ANY "),
        "(SELECT "
            + alias
            + ".e_text, "
            + alias
            + ".grp FROM "
            + dice.of("item", "pal", "half", "rest")
            + " "
            + alias
            + ")");
  }

  private Sql scalar(Scope scope, int depth) {
    Expr left = expressions.equal(scope, depth - 1);
    Partner partner = partner(left.type());
    String alias = names.next();
    Value key = new Value(BaseType.INT4, "" + (1 + dice.below(24)), Value.Style.BARE, false);
    return Sql.of(
        left.sql(),
        dice.of(" = ", " <> "),
        "(SELECT "
            + alias
            + "."
            + partner.column()
            + " FROM "
            + partner.table().name()
            + " "
            + alias
            + " WHERE "
            + alias
            + "."
            + partner.table().key()
            + " = ",
        key,
        ")");
  }
}
