package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** INSERT, UPDATE, DELETE and MERGE, within section 5's table. Used by one thread. */
final class Changes {
  private final Dice dice;
  private final Samples samples;
  private final Names names;
  private final Queries queries;
  private final Expressions expressions;
  private final boolean merges;

  /**
   * Makes the generator.
   *
   * @param merges whether the server knows MERGE
   */
  Changes(Dice dice, Samples samples, Names names, Queries queries, boolean merges) {
    this.dice = dice;
    this.samples = samples;
    this.names = names;
    this.queries = queries;
    this.expressions = queries.expressions();
    this.merges = merges;
  }

  Statement change() {
    return switch (dice.below(merges ? 9 : 8)) {
      case 0 -> insert();
      case 1 -> insertSelect();
      case 2, 3 -> upsert();
      case 4 -> update();
      case 5 -> updateFrom();
      case 6 -> delete();
      case 7 -> inCommonTable();
      default -> merge();
    };
  }

  private record Returning(Sql sql, List<Type> types) {}

  private Returning returning(Table table) {
    return switch (dice.below(3)) {
      case 0 -> new Returning(Sql.of(""), List.of());
      case 1 ->
          new Returning(
              Sql.of(" RETURNING " + table.name() + ".*"),
              table.columns().stream().map(Column::type).toList());
      default -> {
        Expr shown = expressions.any(Scope.of(table, table.name()), 1);
        yield new Returning(
            Sql.of(" RETURNING ", shown.sql(), ", " + table.name() + "." + table.key() + " AS key"),
            List.of(shown.type(), Type.NUMBER));
      }
    };
  }

  private static Statement statement(String family, Sql sql, Returning returning, Table table) {
    return new Statement(
        family, Sql.of(sql, returning.sql()), returning.types(), false, table, true);
  }

  /** The columns to write beside the key. */
  private List<Column> targets(Table table) {
    List<Column> others = table.columns().subList(1, table.columns().size());
    return dice.some(others, 7);
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  private static Sql number(int value) {
    return Sql.of(new Value(BaseType.INT4, "" + value, Value.Style.BARE, false));
  }

  private Sql values(int key, List<Column> columns) {
    List<Sql> values = new ArrayList<>(List.of(number(key)));
    for (Column column : columns) {
      boolean small = column.type().equals(Type.NUMBER);
      values.add(
          dice.chance(6)
              ? Sql.of("DEFAULT")
              : small ? number(dice.below(6)) : Sql.of(samples.companion(column.type())));
    }
    return Sql.of("(", Sql.joined(", ", values), ")");
  }

  /** A table, or a view that is simple enough. */
  private Table written() {
    return dice.chance(8) ? TwinViews.CARD : dice.of(TwinSchema.TABLES);
  }

  private Statement insert() {
    Table table = written();
    List<Column> columns = targets(table);
    List<Sql> rows = new ArrayList<>();
    int count = 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      rows.add(values(100 + i, columns));
    }
    Sql sql =
        Sql.of(
            "INSERT INTO "
                + table.name()
                + " ("
                + table.key()
                + ", "
                + names(columns)
                + ") VALUES ",
            Sql.joined(", ", rows));
    return statement("insert", sql, returning(table), table);
  }

  private Statement insertSelect() {
    Table table = written();
    Table source = dice.of(TwinSchema.LARGE);
    String alias = names.next();
    Scope scope = Scope.of(source, alias);
    List<Column> targets = new ArrayList<>();
    List<Sql> values = new ArrayList<>(List.of(Sql.of(alias + "." + source.key() + " + 1000")));
    for (Column column : targets(table)) {
      List<Expr> same = scope.where(column.type()::equals);
      if (!same.isEmpty()) {
        targets.add(column);
        values.add(expressions.of(scope, dice.of(same), 1).sql());
      } else if (column.type().encrypted() && dice.chance(30)) {
        targets.add(column);
        values.add(Sql.of(samples.typed(column.type())));
      }
    }
    if (targets.isEmpty()) {
      return insertSelect();
    }
    Sql sql =
        Sql.of(
            "INSERT INTO "
                + table.name()
                + " ("
                + table.key()
                + ", "
                + names(targets)
                + ") SELECT ",
            Sql.joined(", ", values),
            " FROM " + source.name() + " " + alias,
            queries.where(scope, 60));
    return statement("insert select", sql, returning(table), table);
  }

  private Statement upsert() {
    Table table = TwinSchema.ACCOUNT;
    int key = 1 + dice.below(24);
    String code = "code " + (1 + dice.below(24));
    String target =
        dice.of(" (id)", " (code)", " (code)", " (grp, n)", " ON CONSTRAINT account_pkey");
    Sql row =
        Sql.of(
            "(",
            number(target.equals(" (id)") || target.endsWith("pkey") ? key : 100 + key),
            ", ",
            number(dice.below(5)),
            ", ",
            new Value(BaseType.TEXT, code, dice.of(Value.Style.UNTYPED, Value.Style.TYPED), false),
            ", ",
            number(10 * dice.below(24)),
            ", ",
            samples.companion(Type.eq(BaseType.TEXT)),
            ", ",
            samples.companion(Type.eq(BaseType.DATE)),
            ")");
    Sql insert =
        Sql.of(
            "INSERT INTO account (id, grp, code, n, note, day) VALUES ",
            row,
            " ON CONFLICT" + target);
    if (dice.chance(25)) {
      return statement(
          "on conflict do nothing", Sql.of(insert, " DO NOTHING"), returning(table), table);
    }
    Scope scope = Scope.of(table, "account").and(Scope.of(table, "excluded"));
    Sql where =
        dice.chance(40)
            ? Sql.of(" WHERE ", expressions.conditions().condition(scope, 1))
            : Sql.of("");
    String set =
        dice.of(
            "note = excluded.note",
            "day = EXCLUDED.day, note = account.note",
            "note = COALESCE(excluded.note, account.note), grp = 99",
            "(note, day) = (excluded.note, excluded.day)",
            "(note, day) = ROW(excluded.note, account.day)");
    Sql sql = Sql.of(insert, " DO UPDATE SET " + set, where);
    return statement("on conflict do update", sql, returning(table), table);
  }

  private Sql assignments(Scope scope, List<Column> columns) {
    List<Sql> sets = new ArrayList<>();
    for (Column column : columns) {
      List<Expr> same = scope.where(column.type()::equals);
      Object value =
          !column.type().encrypted() || same.isEmpty() || dice.chance(50)
              ? samples.companion(column.type())
              : expressions.of(scope, dice.of(same), 1).sql();
      sets.add(Sql.of(column.name() + " = ", value));
    }
    return Sql.joined(", ", sets);
  }

  private Statement update() {
    Table table = written();
    Scope scope = Scope.of(table, table.name());
    Sql set = assignments(scope, targets(table));
    if (table.equals(TwinSchema.ITEM) && dice.chance(40)) {
      set =
          dice.of(
              Sql.of(
                  "(e_text, r_text) = (",
                  samples.companion(Type.eq(BaseType.TEXT)),
                  ", ",
                  samples.companion(Type.eq(BaseType.TEXT)),
                  ")"),
              Sql.of(
                  "(e_text, r_text) = (SELECT h.e_text, h.left_note FROM half h WHERE h.id = item.id)"),
              Sql.of("(r_text, grp) = ROW(", samples.companion(Type.eq(BaseType.TEXT)), ", 3)"));
    }
    Sql sql = Sql.of("UPDATE " + table.name() + " SET ", set, queries.where(scope, 90));
    return statement("update", sql, returning(table), table);
  }

  private Statement updateFrom() {
    Table table = dice.of(TwinSchema.ITEM, TwinSchema.PAL, TwinSchema.ACCOUNT);
    Table source = dice.of(TwinSchema.ITEM, TwinSchema.PAL, TwinSchema.ACCOUNT);
    String alias = names.next();
    Scope both = Scope.of(table, table.name()).and(Scope.of(source, alias));
    // Matched by key, so that no row has two partners to choose from.
    Sql sql =
        Sql.of(
            "UPDATE " + table.name() + " SET ",
            assignments(both, targets(table)),
            " FROM "
                + source.name()
                + " "
                + alias
                + " WHERE "
                + alias
                + ".id = "
                + table.name()
                + ".id AND ",
            expressions.conditions().condition(both, 1));
    return statement("update from", sql, returning(table), table);
  }

  private Statement delete() {
    Table table = written();
    Scope scope = Scope.of(table, table.name());
    if (dice.chance(50)) {
      Sql sql = Sql.of("DELETE FROM " + table.name(), queries.where(scope, 90));
      return statement("delete", sql, returning(table), table);
    }
    Table source = dice.of(TwinSchema.TABLES);
    String alias = names.next();
    Scope both = scope.and(Scope.of(source, alias));
    Sql sql =
        Sql.of(
            "DELETE FROM " + table.name() + " USING " + source.name() + " " + alias + " WHERE ",
            expressions.conditions().condition(both, 2));
    List<String> shown = List.of(" RETURNING " + table.name() + "." + table.key(), "");
    Returning key = new Returning(Sql.of(dice.of(shown)), List.of(Type.NUMBER));
    return statement("delete using", sql, key, table);
  }

  private Statement inCommonTable() {
    Statement inner = dice.chance(50) ? update() : delete();
    Table table = java.util.Objects.requireNonNull(inner.changed());
    String text = inner.sql().withLiterals();
    if (text.contains(" RETURNING ") || text.contains(" USING ")) {
      return inCommonTable();
    }
    Column shown = dice.of(table.columns());
    Sql sql =
        Sql.of(
            "WITH gone AS (",
            inner.sql(),
            " RETURNING "
                + table.key()
                + " AS key, "
                + shown.name()
                + " AS shown) "
                + "SELECT gone.shown, gone.key, count(*) OVER () FROM gone");
    return new Statement(
        "data-modifying with",
        sql,
        List.of(shown.type(), Type.NUMBER, Type.BIG_NUMBER),
        false,
        table,
        true);
  }

  private Statement merge() {
    Scope both = Scope.of(TwinSchema.ACCOUNT, "a").and(Scope.of(TwinSchema.PAL, "p"));
    String on =
        dice.of(
            "a.id = p.id", "a.id = p.id AND a.day IS NOT DISTINCT FROM p.day", "a.code = p.e_text");
    Sql when =
        dice.chance(50) ? Sql.of(" AND ", expressions.conditions().condition(both, 1)) : Sql.of("");
    Sql matched =
        dice.of(
            Sql.of("DELETE"),
            Sql.of("UPDATE SET note = p.note, day = ", samples.companion(Type.eq(BaseType.DATE))),
            Sql.of(
                "UPDATE SET (note, amount) = (",
                samples.companion(Type.eq(BaseType.TEXT)),
                ", p.e_numeric)"));
    Sql sql =
        Sql.of(
            "MERGE INTO account a USING pal p ON " + on + " WHEN MATCHED",
            when,
            " THEN ",
            matched,
            " WHEN NOT MATCHED THEN INSERT (id, code, day, note) VALUES (p.id + 500, ",
            dice.of(Sql.of("p.e_text"), Sql.of("NULL")),
            ", p.day, ",
            samples.companion(Type.eq(BaseType.TEXT)),
            ")");
    return new Statement("merge", sql, List.of(), false, TwinSchema.ACCOUNT, true);
  }
}
