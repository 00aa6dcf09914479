package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;
import java.util.List;

/** The views over {@link TwinSchema}'s tables; the same text on both sides. */
final class TwinViews {

  /** Simple enough to be written to. */
  static final Table CARD =
      view(
          "card",
          "SELECT id, grp, e_text, r_text AS note, e_int4 AS number, e_date AS day,"
              + " r_numeric AS amount FROM item WHERE grp IS NOT NULL",
          eq("e_text", BaseType.TEXT),
          new Column("note", Type.random(BaseType.TEXT)),
          eq("number", BaseType.INT4),
          eq("day", BaseType.DATE),
          new Column("amount", Type.random(BaseType.NUMERIC)));

  /** Over a view, with expressions. */
  private static final Table MATCH =
      view(
          "match",
          "SELECT c.id, p.grp, COALESCE(p.e_text, c.e_text) AS e_text,"
              + " CASE WHEN p.grp > 2 THEN c.note ELSE p.note END AS note, NULLIF(p.day, c.day) AS day"
              + " FROM card c LEFT JOIN pal p ON p.id = c.id",
          eq("e_text", BaseType.TEXT),
          new Column("note", Type.random(BaseType.TEXT)),
          eq("day", BaseType.DATE));

  private static final Table EVERYONE =
      view(
          "everyone",
          "SELECT id, grp, e_text, note FROM pal UNION ALL SELECT id + 100, grp, e_text, left_note FROM half"
              + " UNION ALL SELECT id + 200, grp, e_text, NULL FROM being",
          eq("e_text", BaseType.TEXT),
          new Column("note", Type.random(BaseType.TEXT)));

  private static final Table WORDS =
      view(
          "words",
          "SELECT min(id) AS id, count(*)::int4 AS grp, e_text FROM item GROUP BY e_text",
          eq("e_text", BaseType.TEXT));

  private static final Table KEPT =
      new Table(
          "kept",
          columns(
              eq("e_text", BaseType.TEXT),
              eq("day", BaseType.DATE),
              new Column("words", Type.eq(BaseType.TEXT).arrayOf()),
              new Column("fee", Type.of(Type.Domain.PRICE)),
              new Column("memo", Type.of(Type.Domain.MEMO))),
          Table.Kind.MATERIALIZED_VIEW,
          "SELECT b.id, b.grp, b.e_text, NULLIF(b.day, m.day) AS day, b.words, l.fee, l.memo FROM basket b"
              + " JOIN bill l ON l.id = b.id LEFT JOIN match m ON m.id = b.id");

  private static final Table LATEST =
      view(
          "latest",
          "WITH k AS (SELECT * FROM kept WHERE id > 3) SELECT id, grp, k.e_text, day, words, fee FROM k",
          eq("e_text", BaseType.TEXT),
          eq("day", BaseType.DATE),
          new Column("words", Type.eq(BaseType.TEXT).arrayOf()),
          new Column("fee", Type.of(Type.Domain.PRICE)));

  /** All, each after those that it reads. */
  static final List<Table> ALL = List.of(CARD, MATCH, EVERYONE, WORDS, KEPT, LATEST);

  private TwinViews() {}

  private static Column eq(String name, BaseType base) {
    return new Column(name, Type.eq(base));
  }

  private static List<Column> columns(Column... columns) {
    List<Column> all = new java.util.ArrayList<>();
    all.add(new Column("id", Type.NUMBER));
    all.add(new Column("grp", Type.NUMBER));
    all.addAll(List.of(columns));
    return all;
  }

  private static Table view(String name, String query, Column... columns) {
    return new Table(name, columns(columns), Table.Kind.VIEW, query);
  }
}
