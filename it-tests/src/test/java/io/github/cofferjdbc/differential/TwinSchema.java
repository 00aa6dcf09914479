package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.admin.ScopeRegistration;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.value.BaseType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables that exist on both sides with the same rows.
 *
 * <ul>
 *   <li>{@code item} has a column of every encrypted type: {@code e_…} is {@code _eq}, {@code r_…}
 *       randomized.
 *   <li>{@code pal} shares columns with it for USING; some are wider or narrower.
 *   <li>{@code half} and {@code rest} share just {@code grp} and {@code e_text}, for NATURAL.
 *   <li>{@code account} has unique encrypted columns, for ON CONFLICT.
 *   <li>{@code basket} has arrays, {@code bill} users' domains, two of them registered as scopes.
 *   <li>{@code sliced} is partitioned by its key, {@code hashed} by an encrypted column.
 *   <li>{@code animal} inherits from {@code being}.
 *   <li>{@code scratch} is temporary, so each connection makes its own.
 * </ul>
 */
final class TwinSchema {
  private static final Column ID = new Column("id", Type.NUMBER);
  private static final Column GRP = new Column("grp", Type.NUMBER);
  private static final Column E_TEXT = new Column("e_text", Type.eq(BaseType.TEXT));
  private static final Column NOTE = new Column("note", Type.random(BaseType.TEXT));
  private static final Column DAY = new Column("day", Type.eq(BaseType.DATE));

  static final Table ITEM = item();
  static final Table PAL =
      Table.of(
          "pal",
          ID,
          GRP,
          E_TEXT,
          new Column("e_int4", Type.eq(BaseType.INT8)),
          new Column("e_int8", Type.eq(BaseType.INT2)),
          new Column("e_float8", Type.eq(BaseType.FLOAT4)),
          new Column("e_numeric", Type.eq(BaseType.NUMERIC)),
          new Column("e_bpchar", Type.eq(BaseType.BPCHAR)),
          DAY,
          new Column("moment", Type.eq(BaseType.TIMESTAMPTZ)),
          new Column("flag", Type.eq(BaseType.BOOL)),
          NOTE,
          new Column("amount", Type.random(BaseType.NUMERIC)));
  static final Table HALF =
      Table.of("half", ID, GRP, E_TEXT, new Column("left_note", Type.random(BaseType.TEXT)));
  static final Table REST =
      Table.of(
          "rest",
          new Column("rest_id", Type.NUMBER),
          E_TEXT,
          GRP,
          new Column("e_date", Type.eq(BaseType.DATE)));
  static final Table ACCOUNT =
      new Table(
          "account",
          List.of(
              ID,
              GRP,
              new Column("code", Type.eq(BaseType.TEXT)),
              new Column("n", Type.eq(BaseType.INT4)),
              new Column("amount", Type.eq(BaseType.NUMERIC)),
              DAY,
              NOTE,
              new Column("tag", Type.WORD)),
          Table.Kind.TABLE,
          ", UNIQUE (code), UNIQUE (grp, n)");
  static final Table BASKET =
      Table.of(
          "basket",
          ID,
          GRP,
          E_TEXT,
          new Column("n", Type.eq(BaseType.INT4)),
          DAY,
          new Column("words", Type.eq(BaseType.TEXT).arrayOf()),
          new Column("numbers", Type.eq(BaseType.INT4).arrayOf()),
          new Column("days", Type.eq(BaseType.DATE).arrayOf()),
          new Column("prices", Type.eq(BaseType.NUMERIC).arrayOf()),
          new Column("notes", Type.random(BaseType.TEXT).arrayOf()),
          new Column("amounts", Type.random(BaseType.NUMERIC).arrayOf()));
  static final Table BILL =
      Table.of(
          "bill",
          ID,
          GRP,
          E_TEXT,
          new Column("nick", Type.of(Type.Domain.NICKNAME)),
          new Column("fee", Type.of(Type.Domain.PRICE)),
          new Column("fine", Type.of(Type.Domain.PRICE)),
          new Column("badge", Type.of(Type.Domain.BADGE)),
          new Column("memo", Type.of(Type.Domain.MEMO)));
  static final Table SLICED =
      new Table(
          "sliced",
          List.of(ID, GRP, E_TEXT, new Column("n", Type.eq(BaseType.INT4)), DAY, NOTE),
          Table.Kind.PARTITIONED,
          """
          RANGE (id);
          CREATE TABLE sliced_low PARTITION OF sliced (PRIMARY KEY (id))
            FOR VALUES FROM (MINVALUE) TO (12);
          CREATE TABLE sliced_high PARTITION OF sliced (PRIMARY KEY (id)) DEFAULT""");
  static final Table HASHED =
      new Table(
          "hashed",
          List.of(ID, GRP, E_TEXT, DAY, NOTE),
          Table.Kind.PARTITIONED,
          """
          HASH (e_text);
          CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
          CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1)""");
  static final Table BEING = Table.of("being", ID, GRP, E_TEXT, DAY, NOTE);
  static final Table ANIMAL =
      new Table(
          "animal",
          List.of(
              ID,
              GRP,
              E_TEXT,
              DAY,
              NOTE,
              new Column("breed", Type.eq(BaseType.TEXT)),
              new Column("weight", Type.random(BaseType.FLOAT8))),
          Table.Kind.INHERITING,
          "being");
  static final Table SCRATCH =
      new Table(
          "scratch",
          List.of(ID, GRP, E_TEXT, new Column("n", Type.eq(BaseType.INT4)), NOTE),
          Table.Kind.TEMPORARY,
          "");

  private static final List<Table> PERMANENT =
      List.of(ITEM, PAL, HALF, REST, ACCOUNT, BASKET, BILL, SLICED, HASHED, BEING, ANIMAL);

  /** All tables. */
  static final List<Table> TABLES = Stream.concat(PERMANENT.stream(), Stream.of(SCRATCH)).toList();

  /** What can be read: the tables and the views over them. */
  static final List<Table> READABLE =
      Stream.concat(TABLES.stream(), TwinViews.ALL.stream()).toList();

  /** Those with {@code id}, {@code grp} and several encrypted columns. */
  static final List<Table> LARGE =
      List.of(
          ITEM,
          ITEM,
          ITEM,
          PAL,
          PAL,
          ACCOUNT,
          ACCOUNT,
          BASKET,
          BASKET,
          BILL,
          SLICED,
          ANIMAL,
          TwinViews.CARD);

  private static final int ROWS = 22;

  private TwinSchema() {}

  private static Table item() {
    List<Column> columns = new ArrayList<>();
    columns.add(ID);
    columns.add(GRP);
    columns.add(new Column("tag", Type.WORD));
    for (BaseType base : BaseType.all()) {
      String name = base.name().toLowerCase(Locale.ROOT);
      if (base != BaseType.JSON && base != BaseType.JSONB) {
        columns.add(new Column("e_" + name, Type.eq(base)));
      }
      columns.add(new Column("r_" + name, Type.random(base)));
    }
    return Table.of("item", columns.toArray(new Column[0]));
  }

  static String ddl(boolean encryptedSide) {
    return domains(encryptedSide)
        + PERMANENT.stream().map(table -> table.ddl(encryptedSide)).collect(Collectors.joining());
  }

  private static String domains(boolean encryptedSide) {
    return encryptedSide
        ? "CREATE DOMAIN nickname AS encrypted.text_eq; CREATE DOMAIN memo AS encrypted.text_random;"
            + " CREATE DOMAIN price AS encrypted.numeric_eq; CREATE DOMAIN badge AS encrypted.uuid_eq;\n"
        : "CREATE DOMAIN nickname AS text; CREATE DOMAIN memo AS text;"
            + " CREATE DOMAIN price AS numeric(10,2); CREATE DOMAIN badge AS uuid;\n";
  }

  /** Gives the domains on the encrypted side scopes. */
  static void register(ProtectedDatabase database) throws SQLException {
    try (Connection connection = database.plain()) {
      ScopeRegistration.run(
          connection, database.keyStore(), database.settings(), "price", "numeric(10,2)");
      ScopeRegistration.run(connection, database.keyStore(), database.settings(), "badge", null);
    }
  }

  /** Puts the rows of a seed into all tables but the temporary; the same text on both sides. */
  static void fill(Connection connection, long seed) throws SQLException {
    Dice dice = new Dice(seed);
    for (Table table : PERMANENT) {
      fill(connection, table, dice);
    }
    execute(connection, TwinViews.ALL.stream().map(view -> view.ddl(true)).toList());
    execute(connection, List.of("REFRESH MATERIALIZED VIEW kept"));
  }

  /** Makes and fills the connection's own temporary table. */
  static void makeTemporary(Connection connection, boolean encryptedSide, long seed)
      throws SQLException {
    execute(connection, List.of(SCRATCH.ddl(encryptedSide)));
    fill(connection, SCRATCH, new Dice(seed));
  }

  private static void execute(Connection connection, List<String> texts) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String text : texts) {
        statement.execute(text);
      }
    }
  }

  private static void fill(Connection connection, Table table, Dice dice) throws SQLException {
    Samples samples = new Samples(dice);
    List<String> rows = new ArrayList<>();
    // A parent shows the rows of its children too.
    int first = table.equals(ANIMAL) ? 31 : 1;
    for (int id = first; id < first + ROWS; id++) {
      rows.add(row(table, id, dice, samples));
    }
    String names = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
    execute(
        connection,
        List.of(
            "INSERT INTO " + table.name() + " (" + names + ") VALUES " + String.join(", ", rows)));
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
    String text = samples.textOrNull(column.type());
    return text == null ? "NULL" : Value.quoted(text);
  }
}
