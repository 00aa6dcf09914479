package io.github.cofferjdbc.admin;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads what the server keeps of declarations that may hold constants. No state. */
final class StoredDefinitions {

  private static final String OF_RELATIONS =
      """
      SELECT 'DEFAULT', d.adrelid::pg_catalog.int8, d.adnum::pg_catalog.text,
        pg_catalog.pg_get_expr(d.adbin, d.adrelid), ''
      FROM pg_catalog.pg_attrdef AS d
      UNION ALL
      SELECT 'CHECK', c.conrelid::pg_catalog.int8, pg_catalog.array_to_string(c.conkey, ','),
        pg_catalog.pg_get_constraintdef(c.oid), c.conname
      FROM pg_catalog.pg_constraint AS c WHERE c.contype = 'c' AND c.conrelid <> 0
      UNION ALL
      SELECT 'INDEX', i.indrelid::pg_catalog.int8, pg_catalog.array_to_string(i.indkey, ','), '',
        i.indexrelid::pg_catalog.regclass::pg_catalog.text
      FROM pg_catalog.pg_index AS i
      UNION ALL
      SELECT 'CONDITION OF INDEX', i.indrelid::pg_catalog.int8, '*',
        COALESCE(pg_catalog.pg_get_expr(i.indpred, i.indrelid), '') || ' '
          || COALESCE(pg_catalog.pg_get_expr(i.indexprs, i.indrelid), ''),
        i.indexrelid::pg_catalog.regclass::pg_catalog.text
      FROM pg_catalog.pg_index AS i WHERE (i.indpred IS NOT NULL OR i.indexprs IS NOT NULL)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits AS h WHERE h.inhrelid = i.indexrelid)
      UNION ALL
      SELECT 'POLICY', p.polrelid::pg_catalog.int8, '*',
        COALESCE(pg_catalog.pg_get_expr(p.polqual, p.polrelid), '') || ' '
          || COALESCE(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), ''), p.polname
      FROM pg_catalog.pg_policy AS p
      UNION ALL
      SELECT 'TRIGGER', t.tgrelid::pg_catalog.int8, '*',
        COALESCE(pg_catalog.substring(pg_catalog.pg_get_triggerdef(t.oid),
          ' WHEN [(](.*)[)] EXECUTE '), ''), t.tgname
      FROM pg_catalog.pg_trigger AS t WHERE t.tgqual IS NOT NULL
      UNION ALL
      SELECT 'PARTITION', p.partrelid::pg_catalog.int8, '*',
        pg_catalog.pg_get_partkeydef(p.partrelid) || ' '
          || COALESCE(pg_catalog.pg_get_expr(c.relpartbound, c.oid), ''),
        c.oid::pg_catalog.regclass::pg_catalog.text
      FROM pg_catalog.pg_partitioned_table AS p
        JOIN pg_catalog.pg_inherits AS i ON i.inhparent = p.partrelid
        JOIN pg_catalog.pg_class AS c ON c.oid = i.inhrelid
      UNION ALL
      SELECT DISTINCT CASE r.rulename WHEN '_RETURN' THEN 'VIEW' ELSE 'RULE' END,
        d.refobjid::pg_catalog.int8, d.refobjsubid::pg_catalog.text,
        pg_catalog.pg_get_ruledef(r.oid),
        CASE r.rulename WHEN '_RETURN' THEN r.ev_class::pg_catalog.regclass::pg_catalog.text
          ELSE r.rulename END
      FROM pg_catalog.pg_rewrite AS r
        JOIN pg_catalog.pg_depend AS d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
          AND d.objid = r.oid AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
          AND d.refobjsubid > 0 AND d.refobjid >= 16384
      """;

  /** Conditions of publications are from PostgreSQL 15 on. */
  private static final String OF_PUBLICATIONS =
      """
      UNION ALL
      SELECT 'PUBLICATION', r.prrelid::pg_catalog.int8, '*',
        pg_catalog.pg_get_expr(r.prqual, r.prrelid), p.pubname
      FROM pg_catalog.pg_publication_rel AS r
        JOIN pg_catalog.pg_publication AS p ON p.oid = r.prpubid
      WHERE r.prqual IS NOT NULL
      """;

  /** Of users' domains over encrypted types, but for the CHECK that Coffer itself makes. */
  private static final String OF_DOMAINS =
      """
      WITH RECURSIVE above(oid) AS (
        SELECT t.oid FROM pg_catalog.pg_type AS t
          JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
          WHERE n.nspname = 'encrypted' AND t.typtype = 'd'
        UNION SELECT t.oid FROM pg_catalog.pg_type AS t JOIN above ON t.typbasetype = above.oid)
      SELECT t.oid::pg_catalog.regtype::pg_catalog.text, d.kind, d.expression
      FROM above JOIN pg_catalog.pg_type AS t ON t.oid = above.oid
        JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace AND n.nspname <> 'encrypted'
        CROSS JOIN LATERAL (
          SELECT 'DEFAULT', t.typdefault WHERE t.typdefault IS NOT NULL
          UNION ALL SELECT 'CHECK ' || c.conname, pg_catalog.pg_get_constraintdef(c.oid)
            FROM pg_catalog.pg_constraint AS c WHERE c.contypid = t.oid AND c.contype = 'c'
              AND c.conname !~ '^coffer_scope_') AS d(kind, expression)
      """;

  private static final int FIRST_WITH_CONDITIONS = 15;

  /**
   * What is declared on a relation. Immutable.
   *
   * @param kind DEFAULT, CHECK, INDEX and so on
   * @param relation the relation's oid
   * @param columns numbers with commas between them, or {@code *} if the expression tells
   * @param expression as the server shows it; empty if there is none
   * @param name for people; empty for a DEFAULT
   */
  record OfRelation(String kind, int relation, String columns, String expression, String name) {}

  /**
   * What is declared on a domain. Immutable.
   *
   * @param domain for people
   * @param kind DEFAULT, or CHECK with its name
   * @param expression as the server shows it
   */
  record OfDomain(String domain, String kind, String expression) {}

  private StoredDefinitions() {}

  static List<OfRelation> ofRelations(Connection connection) throws SQLException {
    boolean conditions =
        connection.getMetaData().getDatabaseMajorVersion() >= FIRST_WITH_CONDITIONS;
    List<OfRelation> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(OF_RELATIONS + (conditions ? OF_PUBLICATIONS : ""))) {
      while (result.next()) {
        found.add(
            new OfRelation(
                result.getString(1),
                (int) result.getLong(2),
                result.getString(3),
                result.getString(4),
                result.getString(5)));
      }
    }
    return found;
  }

  static List<OfDomain> ofDomains(Connection connection) throws SQLException {
    List<OfDomain> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(OF_DOMAINS)) {
      while (result.next()) {
        found.add(new OfDomain(result.getString(1), result.getString(2), result.getString(3)));
      }
    }
    return found;
  }
}
