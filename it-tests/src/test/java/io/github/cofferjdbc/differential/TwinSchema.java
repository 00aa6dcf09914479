package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The tables that exist on both sides with the same rows.
 *
 * <ul>
 *   <li>{@code item} has a column of every encrypted type: {@code e_…} is {@code _eq}, {@code r_…}
 *       randomized.
 *   <li>{@code pal} shares columns with it for USING; some are wider or narrower.
 *   <li>{@code half} and {@code rest} share just {@code grp} and {@code e_text}, for NATURAL.
 *   <li>{@code account} has unique encrypted columns, for ON CONFLICT.
 * </ul>
 */
final class TwinSchema {
  static final Table ITEM = item();
  static final Table PAL =
      table(
          "pal",
          "",
          new Column("grp", Type.NUMBER),
          new Column("e_text", Type.eq(BaseType.TEXT)),
          new Column("e_int4", Type.eq(BaseType.INT8)),
          new Column("e_int8", Type.eq(BaseType.INT2)),
          new Column("e_float8", Type.eq(BaseType.FLOAT4)),
          new Column("e_numeric", Type.eq(BaseType.NUMERIC)),
          new Column("e_bpchar", Type.eq(BaseType.BPCHAR)),
          new Column("day", Type.eq(BaseType.DATE)),
          new Column("moment", Type.eq(BaseType.TIMESTAMPTZ)),
          new Column("flag", Type.eq(BaseType.BOOL)),
          new Column("note", Type.random(BaseType.TEXT)),
          new Column("amount", Type.random(BaseType.NUMERIC)));
  static final Table HALF =
      new Table(
          "half",
          List.of(
              new Column("id", Type.NUMBER),
              new Column("grp", Type.NUMBER),
              new Column("e_text", Type.eq(BaseType.TEXT)),
              new Column("left_note", Type.random(BaseType.TEXT))),
          "");
  static final Table REST =
      new Table(
          "rest",
          List.of(
              new Column("rest_id", Type.NUMBER),
              new Column("e_text", Type.eq(BaseType.TEXT)),
              new Column("grp", Type.NUMBER),
              new Column("e_date", Type.eq(BaseType.DATE))),
          "");
  static final Table ACCOUNT =
      table(
          "account",
          ", UNIQUE (code), UNIQUE (grp, n)",
          new Column("grp", Type.NUMBER),
          new Column("code", Type.eq(BaseType.TEXT)),
          new Column("n", Type.eq(BaseType.INT4)),
          new Column("amount", Type.eq(BaseType.NUMERIC)),
          new Column("day", Type.eq(BaseType.DATE)),
          new Column("note", Type.random(BaseType.TEXT)),
          new Column("tag", Type.WORD));

  /** All tables. */
  static final List<Table> TABLES = List.of(ITEM, PAL, HALF, REST, ACCOUNT);

  /** Those with {@code id}, {@code grp} and several encrypted columns. */
  static final List<Table> LARGE = List.of(ITEM, ITEM, PAL, ACCOUNT);

  private static final int ROWS = 22;

  private TwinSchema() {}

  private static Table item() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("grp", Type.NUMBER));
    columns.add(new Column("tag", Type.WORD));
    for (BaseType base : BaseType.all()) {
      String name = base.name().toLowerCase(Locale.ROOT);
      if (base != BaseType.JSON && base != BaseType.JSONB) {
        columns.add(new Column("e_" + name, Type.eq(base)));
      }
      columns.add(new Column("r_" + name, Type.random(base)));
    }
    return table("item", "", columns.toArray(new Column[0]));
  }

  private static Table table(String name, String constraints, Column... columns) {
    List<Column> all = new ArrayList<>();
    all.add(new Column("id", Type.NUMBER));
    all.addAll(List.of(columns));
    return new Table(name, all, constraints);
  }

  static String ddl(boolean encryptedSide) {
    return TABLES.stream().map(table -> table.ddl(encryptedSide)).collect(Collectors.joining());
  }

  /** Puts the rows of a seed into all tables; the same text on both sides. */
  static void fill(Connection connection, long seed) throws SQLException {
    Dice dice = new Dice(seed);
    Samples samples = new Samples(dice);
    try (Statement statement = connection.createStatement()) {
      for (Table table : TABLES) {
        List<String> rows = new ArrayList<>();
        for (int id = 1; id <= ROWS; id++) {
          rows.add(row(table, id, dice, samples));
        }
        String names = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        statement.executeUpdate(
            "INSERT INTO " + table.name() + " (" + names + ") VALUES " + String.join(", ", rows));
      }
    }
  }

  private static String row(Table table, int id, Dice dice, Samples samples) {
    List<String> values = new ArrayList<>();
    for (Column column : table.columns()) {
      values.add(cell(table, column, id, dice, samples));
    }
    return "(" + String.join(", ", values) + ")";
  }

  private static String cell(Table table, Column column, int id, Dice dice, Samples samples) {
    if (column.name().equals(table.key())) {
      return Integer.toString(id);
    }
    if (column.name().equals("grp")) {
      return dice.chance(10) ? "NULL" : Integer.toString(dice.below(5));
    }
    if (table.equals(ACCOUNT) && column.name().equals("code")) {
      return "'code " + id + "'";
    }
    if (table.equals(ACCOUNT) && column.name().equals("n")) {
      return Integer.toString(id * 10);
    }
    String text = samples.textOrNull(column.type().base());
    return text == null ? "NULL" : Value.quoted(text);
  }
}
