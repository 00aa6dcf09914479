package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;
import java.util.ArrayList;
import java.util.List;

/** What stands in FROM, as section 5's table allows. Used by one thread. */
final class FromItems {
  private final Dice dice;
  private final Samples samples;
  private final Names names;
  private final Conditions conditions;

  FromItems(Dice dice, Samples samples, Names names, Conditions conditions) {
    this.dice = dice;
    this.samples = samples;
    this.names = names;
    this.conditions = conditions;
  }

  /** FROM's text, and what it brings. */
  record From(String family, Sql sql, Scope scope) {}

  From from() {
    return switch (dice.below(11)) {
      case 0, 1, 2 -> table(dice.of(TwinSchema.READABLE));
      case 3, 4 -> join();
      case 5 -> threeTables();
      case 6 -> using();
      case 7 -> natural();
      case 8 -> derived();
      case 9 -> lateral();
      default -> values();
    };
  }

  From table(Table table) {
    String alias = names.next();
    String name = name(table);
    return new From("table", Sql.of(name + dice.of(" ", " AS ") + alias), Scope.of(table, alias));
  }

  private String name(Table table) {
    if (table.equals(TwinSchema.BEING) && dice.chance(30)) {
      return dice.of("ONLY being", "ONLY (being)", "being *");
    }
    boolean schema = table.kind() != Table.Kind.TEMPORARY && dice.chance(15);
    return schema ? "public." + table.name() : table.name();
  }

  private From join() {
    return joined(table(dice.of(TwinSchema.READABLE)));
  }

  private From threeTables() {
    From joined = joined(join());
    return new From("three tables", joined.sql(), joined.scope());
  }

  /** Adds a table that one of the columns can be compared with. */
  private From joined(From left) {
    Expr key = dice.of(left.scope().where(Type::searchable));
    List<Table> partners =
        TwinSchema.READABLE.stream().filter(table -> !table.meeting(key.type()).isEmpty()).toList();
    Table partner = dice.of(partners);
    String alias = names.next();
    String column = alias + "." + dice.of(partner.meeting(key.type())).name();
    Scope both = left.scope().and(Scope.of(partner, alias));
    String kind = dice.of("JOIN", "INNER JOIN", "LEFT JOIN", "RIGHT OUTER JOIN", "FULL JOIN");
    Sql on = Sql.of(key.sql(), " = " + column);
    // The server merges or hashes a full join, so its condition can have nothing else.
    if (!kind.equals("FULL JOIN") && dice.chance(35)) {
      on = Sql.of(on, " AND ", conditions.condition(both, 1));
    }
    Sql sql = Sql.of(left.sql(), " " + kind + " " + partner.name() + " " + alias + " ON ", on);
    return new From(kind.toLowerCase(java.util.Locale.ROOT), sql, both);
  }

  private From using() {
    List<String> shared =
        dice.some(
            List.of("e_text", "grp", "e_int4", "e_int8", "e_float8", "e_numeric", "e_bpchar"), 2);
    String left = names.next();
    String right = names.next();
    String kind = dice.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    String text =
        "item "
            + left
            + " "
            + kind
            + " pal "
            + right
            + " USING ("
            + String.join(", ", shared)
            + ")";
    List<Expr> columns = new ArrayList<>(Scope.of(TwinSchema.ITEM, left).columns());
    columns.addAll(Scope.of(TwinSchema.PAL, right).columns());
    for (String name : shared) {
      columns.add(Expr.column(name, mergedType(name)));
    }
    return new From(
        "using", Sql.of(text), new Scope(columns, List.of(left + ".id", right + ".id")));
  }

  /** A merged column has the wider of both types. */
  private static Type mergedType(String name) {
    return switch (name) {
      case "grp" -> Type.NUMBER;
      case "e_text" -> Type.eq(BaseType.TEXT);
      case "e_int4", "e_int8" -> Type.eq(BaseType.INT8);
      case "e_float8" -> Type.eq(BaseType.FLOAT8);
      case "e_numeric" -> Type.eq(BaseType.NUMERIC);
      default -> Type.eq(BaseType.BPCHAR);
    };
  }

  private From natural() {
    String kind = dice.of("NATURAL JOIN", "NATURAL LEFT JOIN", "NATURAL FULL JOIN");
    List<Expr> columns =
        List.of(
            Expr.column("id", Type.NUMBER),
            Expr.column("grp", Type.NUMBER),
            Expr.column("e_text", Type.eq(BaseType.TEXT)),
            Expr.column("left_note", Type.random(BaseType.TEXT)),
            Expr.column("rest_id", Type.NUMBER),
            Expr.column("e_date", Type.eq(BaseType.DATE)));
    return new From(
        "natural", Sql.of("half " + kind + " rest"), new Scope(columns, List.of("id", "rest_id")));
  }

  private From derived() {
    From inner = table(dice.of(TwinSchema.LARGE));
    String alias = names.next();
    List<Sql> items = new ArrayList<>();
    List<Expr> columns = new ArrayList<>();
    for (Expr column : dice.some(inner.scope().columns(), 6)) {
      String name = "c" + (items.size() + 1);
      items.add(Sql.of(column.sql(), " AS " + name));
      columns.add(Expr.column(alias + "." + name, column.type()));
    }
    String key = inner.scope().keys().get(0);
    items.add(Sql.of(key + " AS k"));
    columns.add(Expr.column(alias + ".k", Type.NUMBER));
    Sql where =
        dice.chance(60) ? Sql.of(" WHERE ", conditions.condition(inner.scope(), 1)) : Sql.of("");
    Sql sql =
        Sql.of("(SELECT ", Sql.joined(", ", items), " FROM ", inner.sql(), where, ") AS " + alias);
    return new From("derived", sql, new Scope(columns, List.of(alias + ".k")));
  }

  private From lateral() {
    From left = table(dice.of(TwinSchema.LARGE));
    Expr key = dice.of(left.scope().where(Type::searchable));
    Table partner =
        dice.of(
            TwinSchema.READABLE.stream()
                .filter(table -> !table.meeting(key.type()).isEmpty())
                .toList());
    String inner = names.next();
    String alias = names.next();
    Column match = dice.of(partner.meeting(key.type()));
    Column shown = dice.of(partner.columns());
    Sql query =
        Sql.of(
            "(SELECT "
                + inner
                + "."
                + partner.key()
                + " AS k, "
                + inner
                + "."
                + shown.name()
                + " AS v, "
                + inner
                + "."
                + match.name()
                + " AS m FROM "
                + partner.name()
                + " "
                + inner
                + " WHERE "
                + inner
                + "."
                + match.name()
                + " = ",
            key.sql(),
            " ORDER BY " + inner + "." + partner.key() + " LIMIT 2) " + alias);
    Scope own =
        new Scope(
            List.of(
                Expr.column(alias + ".k", Type.NUMBER),
                Expr.column(alias + ".v", shown.type()),
                Expr.column(alias + ".m", match.type())),
            List.of(alias + ".k"));
    String kind = dice.of(", LATERAL ", " CROSS JOIN LATERAL ", " LEFT JOIN LATERAL ");
    String on = kind.startsWith(" LEFT") ? " ON true" : "";
    return new From("lateral", Sql.of(left.sql(), kind, query, on), left.scope().and(own));
  }

  /** A table of constants that a column is joined with. */
  private From values() {
    From left = table(dice.of(TwinSchema.LARGE));
    Expr key = dice.of(left.scope().where(Type::searchable));
    String alias = names.next();
    List<Sql> rows = new ArrayList<>();
    int count = 1 + dice.below(3);
    for (int i = 1; i <= count; i++) {
      rows.add(Sql.of("(" + i + ", ", samples.typed(key.type()), ")"));
    }
    Scope own =
        new Scope(
            List.of(Expr.column(alias + ".n", Type.NUMBER), Expr.column(alias + ".v", key.type())),
            List.of(alias + ".n"));
    Sql sql =
        Sql.of(
            left.sql(),
            dice.of(" JOIN ", " LEFT JOIN "),
            "(VALUES ",
            Sql.joined(", ", rows),
            ") AS " + alias + "(n, v) ON ",
            key.sql(),
            " = " + alias + ".v");
    return new From("values", sql, left.scope().and(own));
  }
}
