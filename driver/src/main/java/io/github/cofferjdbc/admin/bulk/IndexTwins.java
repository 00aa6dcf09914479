package io.github.cofferjdbc.admin.bulk;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The indexes over the column beside, for {@code --swap=rename}: made while everybody works, and
 * put in the place of the old ones by the swap. One that was cut off is not valid, and made anew.
 * No state; the session's search path is {@code pg_catalog}.
 */
final class IndexTwins {

  private static final String QUERY =
      """
      SELECT ci.relname,
        format('coffer_index_%%s_%%s', a.attnum, i.indexrelid::int8),
        format('CREATE %%sINDEX CONCURRENTLY %%I ON %%s USING %%I (%%s)%%s%%s%%s%%s',
          CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END,
          format('coffer_index_%%s_%%s', a.attnum, i.indexrelid::int8),
          i.indrelid::regclass, m.amname, k.keys, ' INCLUDE (' || k.included || ')',
          CASE WHEN (to_jsonb(i) ->> 'indnullsnotdistinct')::bool THEN ' NULLS NOT DISTINCT' END,
          ' WITH (' || array_to_string(ci.reloptions, ', ') || ')',
          ' TABLESPACE ' || quote_ident(s.spcname)),
        CASE WHEN con.oid IS NOT NULL THEN
          format('ADD CONSTRAINT %%I %%s USING INDEX %%I%%s', con.conname,
            CASE con.contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END,
            format('coffer_index_%%s_%%s', a.attnum, i.indexrelid::int8),
            CASE WHEN con.condeferred THEN ' DEFERRABLE INITIALLY DEFERRED'
              WHEN con.condeferrable THEN ' DEFERRABLE' END) END,
        CASE WHEN obj_description(con.oid, 'pg_constraint') IS NOT NULL THEN
            format('COMMENT ON CONSTRAINT %%I ON %%s IS %%L', con.conname, i.indrelid::regclass,
              obj_description(con.oid, 'pg_constraint'))
          WHEN obj_description(i.indexrelid, 'pg_class') IS NOT NULL THEN
            format('COMMENT ON INDEX %%s IS %%L', i.indexrelid::regclass,
              obj_description(i.indexrelid, 'pg_class')) END,
        CASE WHEN NOT i.indisvalid THEN 'is not valid'
          WHEN i.indisexclusion THEN 'belongs to an exclusion constraint'
          WHEN i.indisreplident THEN 'is the table''s replica identity'
          WHEN i.indisclustered THEN 'is what the table is clustered on'
          WHEN k.collated THEN 'has a collation of its own'
          WHEN obj_description(con.oid, 'pg_constraint') IS NOT NULL
            AND obj_description(i.indexrelid, 'pg_class') IS NOT NULL
            THEN 'has a comment, and so has its constraint' END
      FROM pg_attribute AS a
        JOIN pg_index AS i ON i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey)
        JOIN pg_class AS ci ON ci.oid = i.indexrelid
        JOIN pg_am AS m ON m.oid = ci.relam
        LEFT JOIN pg_tablespace AS s ON s.oid = ci.reltablespace
        LEFT JOIN pg_constraint AS con ON con.conindid = i.indexrelid
          AND con.contype IN ('p', 'u', 'x')
        CROSS JOIN LATERAL (
          SELECT string_agg(n.name || CASE n.option WHEN 0 THEN '' WHEN 1 THEN ' DESC NULLS LAST'
              WHEN 2 THEN ' NULLS FIRST' ELSE ' DESC' END, ', ' ORDER BY n.place)
              FILTER (WHERE n.place <= i.indnkeyatts) AS keys,
            string_agg(n.name, ', ' ORDER BY n.place) FILTER (WHERE n.place > i.indnkeyatts)
              AS included,
            coalesce(bool_or(n.place <= i.indnkeyatts AND n.number <> a.attnum
              AND n.collation <> n.own), false) AS collated
          FROM (
            SELECT u.number, u.place,
              CASE WHEN u.number = a.attnum THEN %s
                ELSE pg_get_indexdef(i.indexrelid, u.place::int4, false) END AS name,
              CASE WHEN u.place <= i.indnkeyatts THEN i.indoption[u.place - 1] & 3 ELSE 0 END
                AS option,
              CASE WHEN u.place <= i.indnkeyatts THEN i.indcollation[u.place - 1] ELSE 0::oid END
                AS collation,
              coalesce(o.attcollation, 0::oid) AS own
            FROM unnest(i.indkey) WITH ORDINALITY AS u(number, place)
              LEFT JOIN pg_attribute AS o ON o.attrelid = i.indrelid AND o.attnum = u.number) AS n
        ) AS k
      WHERE a.attrelid = %s AND a.attname = %s
      ORDER BY ci.relname
      """;

  private IndexTwins() {}

  /** Reads what the column has now. */
  static List<IndexTwin> read(Connection connection, ColumnFacts facts) throws SQLException {
    List<IndexTwin> twins = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                QUERY.formatted(
                    Sql.literal(facts.shadow()),
                    Integer.toUnsignedString(facts.root().oid()),
                    Sql.literal(facts.name())))) {
      while (result.next()) {
        twins.add(
            new IndexTwin(
                result.getString(1),
                result.getString(2),
                result.getString(3),
                result.getString(4),
                result.getString(5),
                result.getString(6)));
      }
    }
    return twins;
  }

  /** Makes those that are not there yet; outside a transaction. */
  static void build(Connection connection, ColumnFacts facts) throws SQLException {
    for (IndexTwin each : read(connection, facts)) {
      String valid = Session.text(connection, valid(facts, each));
      if ("f".equals(valid)) {
        Session.execute(
            connection,
            "DROP INDEX CONCURRENTLY IF EXISTS " + Sql.name(facts.root().schema(), each.twin()));
      }
      if (!"t".equals(valid)) {
        Session.execute(connection, each.creation());
      }
    }
  }

  /** Tells whether all are there and valid, and no other that a run before this one made. */
  static boolean complete(Connection connection, ColumnFacts facts, List<IndexTwin> twins)
      throws SQLException {
    for (IndexTwin each : twins) {
      if (!Session.yes(connection, valid(facts, each))) {
        return false;
      }
    }
    return Session.number(
            connection,
            "SELECT count(*) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE"
                + " i.indrelid = "
                + Integer.toUnsignedString(facts.root().oid())
                + " AND starts_with(c.relname::text, "
                + Sql.literal("coffer_index_" + facts.number() + "_")
                + ")")
        == twins.size();
  }

  private static String valid(ColumnFacts facts, IndexTwin twin) {
    return "SELECT i.indisvalid FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE"
        + " i.indrelid = "
        + Integer.toUnsignedString(facts.root().oid())
        + " AND c.relname = "
        + Sql.literal(twin.twin());
  }

  /** Gives them the names and constraints of the old ones, which are gone; in a transaction. */
  static void adopt(Connection connection, ColumnFacts facts, List<IndexTwin> twins)
      throws SQLException {
    for (IndexTwin each : twins) {
      String constraint = each.constraint();
      Session.execute(
          connection,
          constraint == null
              ? "ALTER INDEX "
                  + Sql.name(facts.root().schema(), each.twin())
                  + " RENAME TO "
                  + Sql.name(each.name())
              : "ALTER TABLE " + facts.root().sqlName() + " " + constraint);
      renameColumn(connection, facts, each);
      String comment = each.comment();
      if (comment != null) {
        Session.execute(connection, comment);
      }
    }
  }

  /** The columns of an index have names of their own, which stay when the table's is renamed. */
  private static void renameColumn(Connection connection, ColumnFacts facts, IndexTwin twin)
      throws SQLException {
    String index = Sql.name(facts.root().schema(), twin.name());
    boolean there =
        Session.yes(
            connection,
            "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = "
                + Sql.literal(index)
                + "::regclass AND attname = "
                + Sql.literal(facts.shadow())
                + ")");
    if (there) {
      Session.execute(
          connection,
          "ALTER TABLE "
              + index
              + " RENAME COLUMN "
              + facts.shadow()
              + " TO "
              + Sql.name(facts.name()));
    }
  }
}
