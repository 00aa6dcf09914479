package io.github.cofferjdbc.differential;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/**
 * Statements that go beyond section 5's table, mix types or are wrong: Coffer answers as the server
 * does or refuses. Used by one thread.
 */
final class FreeStatements {
  private final Dice dice;
  private final Samples samples;
  private final Names names;
  private final Queries queries;

  FreeStatements(Dice dice, Samples samples, Names names, Queries queries) {
    this.dice = dice;
    this.samples = samples;
    this.names = names;
    this.queries = queries;
  }

  Statement statement() {
    return switch (dice.below(7)) {
      case 0, 1 -> condition();
      case 2 -> item();
      case 3 -> clause();
      case 4 -> mixed();
      case 5 -> wrong();
      default -> change();
    };
  }

  private static Statement query(String family, Sql sql) {
    return new Statement("free: " + family, sql, List.of(), false, null, false);
  }

  private FromItems.From from() {
    FromItems.From from =
        dice.chance(70)
            ? queries.fromItems().table(dice.of(TwinSchema.LARGE))
            : queries.fromItems().from();
    return from.scope().where(Type::encrypted).isEmpty() ? from() : from;
  }

  private Expr encrypted(Scope scope) {
    return dice.of(scope.where(Type::encrypted));
  }

  /** An operator or function in WHERE that the server cannot compute on ciphertext. */
  private Statement condition() {
    FromItems.From from = from();
    Scope scope = from.scope();
    Expr one = encrypted(scope);
    Type type = one.type();
    Sql column = one.sql();
    Sql condition =
        switch (dice.below(16)) {
          case 0 -> Sql.of(column, dice.of(" < ", " >= ", " > "), samples.typed(type));
          case 1 -> Sql.of(column, " BETWEEN ", samples.typed(type), " AND ", samples.typed(type));
          case 2 -> Sql.of(column, dice.of(" LIKE ", " NOT LIKE ", " ILIKE ", " ~ "), "'a%'");
          case 3 -> Sql.of("upper(", column, ") = 'A'");
          case 4 -> Sql.of(column, "::text = 'a'");
          case 5 -> Sql.of("(", column, " || 'x') = 'ax'");
          case 6 -> Sql.of(column, " + 1 = 2");
          case 7 -> Sql.of(column, " = ", dice.of(scope.columns()).sql());
          case 8 -> Sql.of(column, " IS NOT DISTINCT FROM ", dice.of(scope.columns()).sql());
          case 9 -> Sql.of("length(", column, ") > 1");
          case 10 -> column;
          case 11 -> Sql.of("NOT ", column);
          case 12 -> Sql.of(column, " = ANY (ARRAY[", samples.typed(type), ", ", column, "])");
          case 13 -> Sql.of(column, " < ALL (SELECT ", column, ")");
          case 14 -> Sql.of(column, " IN (SELECT ", "tag FROM item)");
          default -> Sql.of("(", column, ", 1) < (", samples.typed(type), ", 2)");
        };
    return query(
        "condition",
        Sql.of(
            "SELECT ",
            scope.keys().isEmpty() ? "1" : scope.keys().get(0),
            " FROM ",
            from.sql(),
            " WHERE ",
            condition));
  }

  /** Something computed in the list of SELECT. */
  private Statement item() {
    FromItems.From from = from();
    Scope scope = from.scope();
    Expr one = encrypted(scope);
    Sql column = one.sql();
    Sql item =
        switch (dice.below(18)) {
          case 0 -> Sql.of("lower(", column, ")");
          case 1 -> Sql.of(column, "::text");
          case 2 -> Sql.of("min(", column, "), max(", column, ")");
          case 3 -> Sql.of("sum(", column, ")");
          case 4 -> Sql.of("string_agg(", column, ", ',' ORDER BY 1)");
          // The order of the elements is not decided.
          case 5 -> Sql.of("(array_agg(", column, "))[9999] IS NULL");
          case 6 -> Sql.of("GREATEST(", column, ", ", samples.typed(one.type()), ")");
          case 7 -> Sql.of("COALESCE(", column, ", ", dice.of(scope.columns()).sql(), ")");
          case 8 ->
              Sql.of(
                  "CASE WHEN true THEN ", column, " ELSE ", dice.of(scope.columns()).sql(), " END");
          case 9 -> Sql.of("to_json(", column, ")");
          case 10 -> Sql.of(column, " = ", samples.typed(one.type()));
          case 11 -> Sql.of(column, " IS NULL, ", column, " IS NOT NULL");
          case 12 -> Sql.of("concat(", column, ", 'x')");
          case 13 -> Sql.of("bool_and(", column, " = ", samples.typed(one.type()), ")");
          case 14 -> Sql.of("row_number() OVER (ORDER BY ", column, ")");
          case 15 -> Sql.of("extract(year FROM ", column, ")");
          case 16 -> Sql.of("row(", column, ", 1)");
          default -> Sql.of("pg_typeof(", column, ")");
        };
    return query("item", Sql.of("SELECT ", item, " FROM ", from.sql(), queries.where(scope, 30)));
  }

  /** An order, group or set operation over anything. */
  private Statement clause() {
    FromItems.From from = from();
    Sql column = encrypted(from.scope()).sql();
    Sql other = dice.of(from.scope().columns()).sql();
    Sql sql =
        switch (dice.below(8)) {
          case 0 -> Sql.of("SELECT ", column, " FROM ", from.sql(), " ORDER BY 1");
          case 1 -> Sql.of("SELECT ", column, " AS x FROM ", from.sql(), " ORDER BY x DESC");
          case 2 -> Sql.of("SELECT count(*) FROM ", from.sql(), " GROUP BY ", column);
          case 3 -> Sql.of("SELECT DISTINCT ", column, " FROM ", from.sql());
          case 4 ->
              Sql.of(
                  "SELECT ",
                  column,
                  " FROM ",
                  from.sql(),
                  " UNION SELECT ",
                  other,
                  " FROM ",
                  from.sql());
          case 5 ->
              Sql.of(
                  "SELECT ",
                  column,
                  " FROM ",
                  from.sql(),
                  " UNION ALL SELECT ",
                  other,
                  " FROM ",
                  from.sql());
          case 6 -> Sql.of("SELECT count(DISTINCT ", column, ") FROM ", from.sql());
          default -> Sql.of("SELECT ", column, " FROM ", from.sql(), " EXCEPT SELECT NULL");
        };
    return query("clause", sql);
  }

  /** A value of another type than the column's. */
  private Sloppy sloppy() {
    return dice.of(
        new Sloppy("'1'", "1", null),
        new Sloppy("'1'::varchar", "1", Types.VARCHAR),
        new Sloppy("1", 1, null),
        new Sloppy("1", 1, Types.BIGINT),
        new Sloppy("1::int2", 1, Types.SMALLINT),
        new Sloppy("70000", 70000, null),
        new Sloppy("3000000000", 3_000_000_000L, null),
        new Sloppy("1.0", new BigDecimal("1.0"), null),
        new Sloppy("1.5", new BigDecimal("1.5"), null),
        new Sloppy("0.1", new BigDecimal("0.1"), null),
        new Sloppy("16777217", 16_777_217, null),
        new Sloppy("1.5::float8", 1.5d, null),
        new Sloppy("1.5::float4", 1.5f, null),
        new Sloppy("true", true, null),
        new Sloppy("'2024-02-29'", "2024-02-29", Types.OTHER),
        new Sloppy("date '2024-02-29'", LocalDate.parse("2024-02-29"), null),
        new Sloppy(
            "timestamp '2024-02-29 12:00:00'", LocalDateTime.parse("2024-02-29T12:00:00"), null),
        new Sloppy(
            "timestamptz '2024-02-29 12:00:00+00'",
            java.time.OffsetDateTime.parse("2024-02-29T12:00:00Z"),
            null),
        new Sloppy("'\\xec11'::bytea", new byte[] {(byte) 0xEC, 0x11}, null),
        new Sloppy("'a '::bpchar", "a ", Types.CHAR),
        new Sloppy("NULL", null, null));
  }

  /** Compares, stores or unifies a value of another type. */
  private Statement mixed() {
    FromItems.From from = queries.fromItems().table(TwinSchema.ITEM);
    Expr one = encrypted(from.scope());
    Sql column = one.sql();
    String key = from.scope().keys().get(0);
    Sql head = Sql.of("SELECT " + key + " FROM ", from.sql(), " WHERE ");
    Sql sql =
        switch (dice.below(9)) {
          case 8 -> Sql.of(head, column, " = ANY (ARRAY[", sloppy(), ", ", sloppy(), "])");
          case 0, 1, 2 -> Sql.of(head, column, dice.of(" = ", " <> "), sloppy());
          case 3 -> Sql.of(head, column, " IN (", sloppy(), ", ", sloppy(), ")");
          case 4 -> Sql.of(head, column, " IS DISTINCT FROM ", sloppy());
          case 5 ->
              Sql.of(
                  "SELECT " + key + ", COALESCE(", column, ", ", sloppy(), ") FROM ", from.sql());
          case 6 ->
              Sql.of(
                  "SELECT " + key + ", CASE WHEN " + key + " < 9 THEN ",
                  column,
                  " ELSE ",
                  sloppy(),
                  " END FROM ",
                  from.sql());
          default -> Sql.of(head, sloppy(), " = ", column);
        };
    return query("mixed types", sql);
  }

  /** A statement with a mistake; the errors have to be the same. */
  private Statement wrong() {
    Sql sql =
        dice.of(
            Sql.of("SELECT e_int4 FROM item WHERE e_int4 = 'x" + dice.below(9) + "'"),
            Sql.of("SELECT e_date FROM item WHERE e_date = '2024-13-0" + (1 + dice.below(9)) + "'"),
            Sql.of("SELECT e_uuid FROM item WHERE e_uuid = 'nothing " + dice.below(9) + "'"),
            Sql.of("SELECT e_bool FROM item WHERE e_bool = 'maybe" + dice.below(9) + "'"),
            Sql.of("INSERT INTO item (id, e_int2) VALUES (99, " + (40000 + dice.below(99)) + ")"),
            Sql.of("INSERT INTO item (id, r_int4) VALUES (99, '" + dice.below(9) + "z')"),
            Sql.of("INSERT INTO item (id, r_json) VALUES (99, '{" + dice.below(9) + "')"),
            Sql.of("INSERT INTO item (id, r_date) VALUES (99, 'the " + dice.below(9) + "')"),
            Sql.of("INSERT INTO item (id, e_numeric) VALUES (99, '1e" + dice.below(9) + "x')"),
            Sql.of("INSERT INTO item (id, e_bytea) VALUES (99, '\\x" + dice.below(9) + "')"),
            Sql.of("INSERT INTO item (id, e_text) VALUES (1, 'again " + dice.below(9) + "')"),
            Sql.of(
                "INSERT INTO account (id, code) VALUES (99, 'code " + (1 + dice.below(9)) + "')"),
            Sql.of("INSERT INTO item (e_text) VALUES ('" + dice.below(9) + "')"),
            Sql.of("SELECT nothing" + dice.below(9) + " FROM item"),
            Sql.of("SELECT e_text FROM nothing" + dice.below(9)),
            Sql.of("SELECT e_text FROM item WHERE e_text == " + dice.below(9)),
            Sql.of("SELECT e_text, FROM item WHERE id = " + dice.below(9)),
            Sql.of("SELECT e_text FROM item GROUP BY e_date HAVING count(*) > " + dice.below(9)),
            Sql.of("SELECT e_text FROM item WHERE id = 1 / (" + dice.below(9) + " * 0)"),
            Sql.of("SELECT (SELECT e_text FROM item WHERE id > " + dice.below(9) + ")"),
            Sql.of("SELECT e_text FROM item, pal WHERE item.id = " + dice.below(9)),
            Sql.of("UPDATE account SET code = 'same " + dice.below(9) + "'"),
            Sql.of("UPDATE item SET e_int4 = e_int8 WHERE id = " + dice.below(9)),
            Sql.of("SELECT id FROM item WHERE e_int4 = e_text AND id < " + dice.below(9)),
            Sql.of("SELECT id FROM item WHERE e_date = e_timestamp AND id < " + dice.below(9)),
            Sql.of(
                "INSERT INTO item (id, e_text) SELECT 99, tag FROM item WHERE id = "
                    + dice.below(9)),
            Sql.of(
                "INSERT INTO item (id, tag) SELECT 99, e_text FROM item WHERE id = "
                    + dice.below(9)));
    return query("mistakes", sql);
  }

  /** Stores what is of another type, or computed by the server. */
  private Statement change() {
    Column column =
        dice.of(
            TwinSchema.ITEM.columns().stream().filter(each -> each.type().encrypted()).toList());
    String name = column.name();
    String alias = names.next();
    Scope scope = Scope.of(TwinSchema.ITEM, "item");
    Sql sql =
        switch (dice.below(7)) {
          case 0, 1 -> Sql.of("INSERT INTO item (id, " + name + ") VALUES (99, ", sloppy(), ")");
          case 2 -> Sql.of("UPDATE item SET " + name + " = ", sloppy(), " WHERE id < 5");
          case 3 -> Sql.of("UPDATE item SET " + name + " = ", dice.of(scope.columns()).sql());
          case 4 -> Sql.of("UPDATE item SET tag = " + name + " WHERE id = " + dice.below(9));
          case 5 ->
              Sql.of(
                  "INSERT INTO item (id, " + name + ") SELECT " + alias + ".id + 50, ",
                  samples.comparand(column.type()),
                  " FROM pal " + alias);
          default ->
              Sql.of(
                  "UPDATE item SET " + name + " = " + name + dice.of(" || 'x'", " + 1", "::text"),
                  queries.where(scope, 50));
        };
    return new Statement("free: change", sql, List.of(), false, TwinSchema.ITEM, false);
  }
}
