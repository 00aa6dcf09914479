package io.github.cofferjdbc.catalog;

import io.github.cofferjdbc.envelope.EncryptedType;
import java.util.Collection;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The queries of the catalog. They must neither fail nor be led astray inside a user's transaction:
 * every function, type and operator is named with {@code pg_catalog}, so that no early schema in
 * the search path captures one, and nothing is called that raises an error for lack of rights or
 * for an object that another session drops meanwhile. {@code encrypted.database_id()} is read,
 * never run.
 *
 * <p>Rows, by tag:
 *
 * <table>
 *   <caption>fields</caption>
 *   <tr><td>m<td>a isolation level, b the server's time of what is seen (seconds), c whether the
 *       transaction has written
 *   <tr><td>e<td>the schema {@code encrypted} exists
 *   <tr><td>p<td>a schema of the effective search path, number its place
 *   <tr><td>t<td>a type that is or holds an encrypted one: oid, a schema, b name, c kind (d domain,
 *       a array of a domain, n other), number the user's domain, d visible, type the built-in domain,
 *       typeName of a domain: the oid of the one below, a blank, and its constraint that names a scope
 *   <tr><td>r<td>a relation: oid, a schema, b name, c relkind, d of a partitioned table the letter of
 *       its strategy and the numbers of its key's columns, with blanks between
 *   <tr><td>c<td>its column: oid the relation's, a name, b how it is generated or empty, number,
 *       type, typeName
 *   <tr><td>n<td>a wanted name means oid; number the wanted name's place from 1, or 0 for the name
 *       of the protected relation b
 *   <tr><td>f<td>a routine: oid, a schema, b name, c returns a set, number 1 for a procedure,
 *       d how many arguments have a default, and whether the last is variadic, with a blank between,
 *       type and typeName of its result
 *   <tr><td>a<td>its argument or result column: oid the routine's, a name or null, b mode (PostgreSQL's,
 *       or x: a column of a row type result), number, type, typeName
 *   <tr><td>i<td>the body of {@code encrypted.database_id()} in a
 *   <tr><td>w<td>a column is about to change its type, a function {@code coffer_announced_…} says
 *   <tr><td>v<td>a view that uses an encrypted column and shows bytea: oid, a its stored query
 * </table>
 */
final class CatalogQueries {

  private static final String[] OPERATORS = {"=", "<>", ">"};

  private static final String META =
      """
      SELECT 'm'::pg_catalog.text AS tag, 0::pg_catalog.int8 AS oid,
        pg_catalog.current_setting('transaction_isolation') AS a,
        (pg_catalog.date_part('epoch', CASE
          WHEN pg_catalog.current_setting('transaction_isolation') = 'read committed'
          THEN pg_catalog.statement_timestamp()
          ELSE pg_catalog.transaction_timestamp() END))::pg_catalog.text AS b,
        (pg_catalog.pg_current_xact_id_if_assigned() IS NOT NULL)::pg_catalog.text AS c,
        0::pg_catalog.int8 AS number, NULL::pg_catalog.text AS d,
        0::pg_catalog.int8 AS type, NULL::pg_catalog.text AS type_name
      UNION ALL
      SELECT 'p', 0, s.name::pg_catalog.text, NULL, NULL, s.place, NULL, 0, NULL
      FROM pg_catalog.unnest(pg_catalog.current_schemas(true)) WITH ORDINALITY AS s(name, place)
      """;

  private static final String INSTALLED =
      """
      UNION ALL
      SELECT 'e', n.oid::pg_catalog.int8, NULL, NULL, NULL, 0, NULL, 0, NULL
      FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'encrypted'
      """;

  /** The view whose stored query depends on what {@code d} says, if it shows bytea or bytea[]. */
  private static final String VIEW_WITH_BYTEA =
      """
      SELECT c.oid
          FROM pg_catalog.pg_rewrite AS r
          JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
          WHERE r.oid = d.objid AND c.relkind = ANY ('{v,m}'::pg_catalog."char"[])
            AND EXISTS (
              SELECT FROM pg_catalog.pg_attribute AS a
              WHERE a.attrelid = c.oid AND a.attnum > 0
                AND a.atttypid = ANY ('{17,1001}'::pg_catalog.oid[]))
      """;

  // 1247 is pg_type, 1255 pg_proc, 1259 pg_class, 2618 pg_rewrite in every server; so are the keys
  // of pg_depend.
  private static final String HOLDERS =
      """
      built_in AS (
        SELECT t.oid
        FROM pg_catalog.pg_namespace AS n
        JOIN pg_catalog.pg_type AS t ON t.typnamespace = n.oid
        WHERE n.nspname = 'encrypted' AND t.typtype = 'd' AND t.typbasetype = 17
          AND t.typname = ANY ('{%s}'::pg_catalog.name[])
      ), holder(oid, root, own, kind) AS (
        SELECT b.oid, b.oid, b.oid, 'd'::pg_catalog.text FROM built_in AS b
        UNION
        SELECT x.oid,
          CASE WHEN x.kind = 'n' THEN 0 ELSE h.root END::pg_catalog.oid, x.own, x.kind
        FROM holder AS h
        JOIN pg_catalog.pg_depend AS d ON d.refclassid = 1247 AND d.refobjid = h.oid
        CROSS JOIN LATERAL (
          SELECT t.oid,
            CASE WHEN h.kind = 'd' AND t.typtype = 'd' THEN t.oid
                 WHEN h.kind = 'd' AND t.typelem = h.oid THEN h.own
                 ELSE 0 END::pg_catalog.oid AS own,
            CASE WHEN h.kind = 'd' AND t.typtype = 'd' THEN 'd'
                 WHEN h.kind = 'd' AND t.typelem = h.oid THEN 'a'
                 ELSE 'n' END::pg_catalog.text AS kind
          FROM pg_catalog.pg_type AS t
          WHERE d.classid = 1247 AND t.oid = d.objid
          UNION ALL
          SELECT c.reltype, 0::pg_catalog.oid, 'n'::pg_catalog.text
          FROM pg_catalog.pg_class AS c
          WHERE d.classid = 1259 AND d.objsubid > 0 AND c.oid = d.objid AND c.reltype <> 0
        ) AS x
      ), marked(classid, objid, objsubid) AS (
        SELECT DISTINCT d.classid, d.objid, d.objsubid
        FROM holder AS h
        JOIN pg_catalog.pg_depend AS d ON d.refclassid = 1247 AND d.refobjid = h.oid
        WHERE d.classid = 1255 OR d.classid = 1259 AND d.objsubid > 0
      ), user_view(oid) AS (
        SELECT x.oid
        FROM marked AS m
        JOIN pg_catalog.pg_depend AS d
          ON d.refclassid = 1259 AND d.refobjid = m.objid AND d.refobjsubid = m.objsubid
        CROSS JOIN LATERAL (%s) AS x
        WHERE m.classid = 1259 AND d.classid = 2618
        UNION
        SELECT x.oid
        FROM user_view AS v
        JOIN pg_catalog.pg_depend AS d ON d.refclassid = 1259 AND d.refobjid = v.oid
        CROSS JOIN LATERAL (%s) AS x
        WHERE d.classid = 2618
      ), held(classid, objid) AS (
        SELECT m.classid, m.objid FROM marked AS m
        UNION
        SELECT 1259::pg_catalog.oid, v.oid FROM user_view AS v
      ),
      """
          .formatted(builtInDomains(), VIEW_WITH_BYTEA, VIEW_WITH_BYTEA);

  private static final String WANTED_PROTECTED =
      """
        SELECT 0::pg_catalog.int8, NULL::pg_catalog.name, c.relname
        FROM held JOIN pg_catalog.pg_class AS c ON c.oid = held.objid WHERE held.classid = 1259
        UNION
      """;

  private static final String WANTED =
      """
        SELECT w.place, w.s, w.n
        FROM ROWS FROM (pg_catalog.unnest(%s), pg_catalog.unnest(%s)) WITH ORDINALITY
          AS w(s, n, place)
      """;

  private static final String NAMED =
      """
      , named(oid, place, n) AS (
        SELECT c.oid, w.place, w.n
        FROM wanted AS w
        JOIN pg_catalog.pg_class AS c ON c.relname = w.n
        JOIN pg_catalog.pg_namespace AS ns ON ns.oid = c.relnamespace
        WHERE c.relkind <> ALL ('{i,I}'::pg_catalog."char"[]) AND
          CASE WHEN w.s IS NULL THEN pg_catalog.pg_table_is_visible(c.oid)
               WHEN w.s = 'pg_temp' THEN c.relnamespace = pg_catalog.pg_my_temp_schema()
               ELSE ns.nspname = w.s END
      ), shown(oid) AS (
        %s
        SELECT named.oid FROM named
      )
      """;

  private static final String SHOWN_PROTECTED =
      "SELECT held.objid FROM held WHERE held.classid = 1259 UNION";

  private static final String RELATIONS =
      """
      UNION ALL
      SELECT 'r', c.oid::pg_catalog.int8, n.nspname::pg_catalog.text, c.relname::pg_catalog.text,
        c.relkind::pg_catalog.text, 0,
        CASE WHEN c.relkind = 'p' THEN (
          SELECT pg_catalog.concat(k.partstrat, ' ', k.partattrs)
          FROM pg_catalog.pg_partitioned_table AS k WHERE k.partrelid = c.oid)
        END, 0, NULL
      FROM shown
      JOIN pg_catalog.pg_class AS c ON c.oid = shown.oid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relkind <> ALL ('{i,I}'::pg_catalog."char"[])
      UNION ALL
      SELECT 'c', shown.oid::pg_catalog.int8, a.attname::pg_catalog.text,
        a.attgenerated::pg_catalog.text, NULL, a.attnum,
        NULL, a.atttypid::pg_catalog.int8, t.typname::pg_catalog.text
      FROM shown
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = shown.oid
      JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
      WHERE a.attnum > 0 AND NOT a.attisdropped
      UNION ALL
      SELECT 'n', named.oid::pg_catalog.int8, NULL, named.n::pg_catalog.text, NULL, named.place,
        NULL, 0, NULL
      FROM named
      """;

  private static final String PROTECTED =
      """
      UNION ALL
      SELECT 't', t.oid::pg_catalog.int8, n.nspname::pg_catalog.text, t.typname::pg_catalog.text,
        h.kind, h.own::pg_catalog.int8, pg_catalog.pg_type_is_visible(t.oid)::pg_catalog.text,
        h.root::pg_catalog.int8,
        CASE WHEN h.kind = 'd' THEN pg_catalog.concat(t.typbasetype::pg_catalog.int8, ' ', (
          SELECT pg_catalog.min(k.conname::pg_catalog.text)
          FROM pg_catalog.pg_constraint AS k
          WHERE k.contypid = t.oid
            AND pg_catalog.starts_with(k.conname::pg_catalog.text, '%s')))
        END
      FROM holder AS h
      JOIN pg_catalog.pg_type AS t ON t.oid = h.oid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
      UNION ALL
      SELECT 'f', p.oid::pg_catalog.int8, n.nspname::pg_catalog.text, p.proname::pg_catalog.text,
        p.proretset::pg_catalog.text, (p.prokind = 'p')::pg_catalog.int4,
        pg_catalog.concat(p.pronargdefaults, ' ', p.provariadic <> 0), p.prorettype::pg_catalog.int8,
        t.typname::pg_catalog.text
      FROM held
      JOIN pg_catalog.pg_proc AS p ON p.oid = held.objid
      JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
      JOIN pg_catalog.pg_type AS t ON t.oid = p.prorettype
      WHERE held.classid = 1255
      UNION ALL
      SELECT 'a', p.oid::pg_catalog.int8, x.name, x.mode, NULL, x.place, NULL,
        x.type::pg_catalog.int8, t.typname::pg_catalog.text
      FROM held
      JOIN pg_catalog.pg_proc AS p ON p.oid = held.objid
      CROSS JOIN LATERAL (
        SELECT i.type, i.place, 'i'::pg_catalog.text AS mode,
          p.proargnames[i.place::pg_catalog.int4] AS name
        FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS i(type, place)
        WHERE p.proallargtypes IS NULL
        UNION ALL
        SELECT w.type, w.place, w.mode::pg_catalog.text, w.name
        FROM ROWS FROM (pg_catalog.unnest(p.proallargtypes), pg_catalog.unnest(p.proargmodes),
          pg_catalog.unnest(p.proargnames)) WITH ORDINALITY AS w(type, mode, name, place)
        WHERE w.type IS NOT NULL
        UNION ALL
        SELECT c.atttypid, c.attnum, 'x', c.attname::pg_catalog.text
        FROM pg_catalog.pg_type AS rt
        JOIN pg_catalog.pg_attribute AS c ON c.attrelid = rt.typrelid
        WHERE rt.oid = p.prorettype AND rt.typrelid <> 0 AND p.proallargtypes IS NULL
          AND c.attnum > 0 AND NOT c.attisdropped
      ) AS x
      JOIN pg_catalog.pg_type AS t ON t.oid = x.type
      WHERE held.classid = 1255
      UNION ALL
      SELECT 'v', v.oid::pg_catalog.int8, r.ev_action::pg_catalog.text, NULL, NULL, 0, NULL, 0, NULL
      FROM user_view AS v
      JOIN pg_catalog.pg_rewrite AS r ON r.ev_class = v.oid AND r.ev_type = '1'
      UNION ALL
      SELECT 'w', p.oid::pg_catalog.int8, NULL, NULL, NULL, 0, NULL, 0, NULL
      FROM pg_catalog.pg_proc AS p
      WHERE p.proname OPERATOR(pg_catalog.>=) 'coffer_announced_'
        AND p.proname < 'coffer_announced`' AND p.pronargs = 0
      UNION ALL
      SELECT 'i', p.oid::pg_catalog.int8, p.prosrc, NULL, NULL, 0, NULL, 0, NULL
      FROM pg_catalog.pg_namespace AS n
      JOIN pg_catalog.pg_proc AS p ON p.pronamespace = n.oid
      WHERE n.nspname = 'encrypted' AND p.proname = 'database_id' AND p.pronargs = 0
      """
          .formatted(DomainScopes.CONSTRAINT);

  private CatalogQueries() {}

  /** Returns the names of all built-in domains. In this class streams would show in a start. */
  private static String builtInDomains() {
    StringJoiner names = new StringJoiner(",");
    for (EncryptedType type : EncryptedType.builtIns()) {
      names.add(type.domainName());
    }
    return names.toString();
  }

  /** Returns the query for whether Coffer is installed, and for the effective search path. */
  static String path() {
    return qualified(META + INSTALLED);
  }

  /** Returns the query for everything protected, and for these names besides. */
  static String everything(Collection<RelationName> names) {
    return qualified(
            "WITH RECURSIVE "
                + HOLDERS
                + "wanted(place, s, n) AS (\n"
                + WANTED_PROTECTED
                + "%WANTED%"
                + ")"
                + NAMED.formatted(SHOWN_PROTECTED)
                + META
                + PROTECTED
                + RELATIONS)
        .replace("%WANTED%", wanted(names));
  }

  /** Returns the query for what these names mean. */
  static String named(Collection<RelationName> names) {
    return qualified(
            "WITH wanted(place, s, n) AS (\n%WANTED%)" + NAMED.formatted("") + META + RELATIONS)
        .replace("%WANTED%", wanted(names));
  }

  private static String wanted(Collection<RelationName> names) {
    StringJoiner schemas = array();
    StringJoiner lasts = array();
    for (RelationName name : names) {
      schemas.add(literal(name.schema()));
      lasts.add(literal(name.name()));
    }
    return WANTED.formatted(schemas, lasts);
  }

  private static StringJoiner array() {
    return new StringJoiner(", ", "ARRAY[", "]::pg_catalog.name[]");
  }

  /** Returns the text as a literal that means the same whatever standard_conforming_strings is. */
  static String literal(@Nullable String text) {
    return text == null
        ? "NULL"
        : "E'" + text.replace("\\", "\\\\").replace("'", "''").replace("\0", "") + "'";
  }

  /** Writes every operator of the templates above with its schema, which would hide their sense. */
  private static String qualified(String template) {
    String qualified = template;
    for (String operator : OPERATORS) { // a regular expression costs a start ten times as much
      qualified =
          qualified.replace(" " + operator + " ", " OPERATOR(pg_catalog." + operator + ") ");
    }
    return qualified;
  }
}
