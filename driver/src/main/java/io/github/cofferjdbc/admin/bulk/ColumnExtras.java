package io.github.cofferjdbc.admin.bulk;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a column has beside type, default and indexes, and what the one that takes its name must be
 * given: NOT NULL, CHECK, targets of the statistics, options, rights and comment. No state; the
 * session's search path is {@code pg_catalog}.
 */
final class ColumnExtras {

  private static final String COLUMN =
      " FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid WHERE a.attrelid = %1$s AND"
          + " a.attname = %2$s";

  private static final String STATEMENTS =
      """
      SELECT 1, format('ALTER TABLE %%s ALTER COLUMN %%I SET NOT NULL', c.oid::regclass, a.attname)
        %3$s AND a.attnotnull AND NOT EXISTS (SELECT FROM pg_constraint AS n
          WHERE n.conrelid = c.oid AND n.contype = 'n' AND a.attnum = ANY (n.conkey))
      UNION ALL
      SELECT 2, format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', n.conrelid::regclass, n.conname,
          pg_get_constraintdef(n.oid))
        FROM pg_constraint AS n JOIN pg_attribute AS a ON a.attrelid = n.conrelid
          AND a.attnum = ANY (n.conkey)
        WHERE n.conrelid = %1$s AND n.contype IN ('c', 'n') AND a.attname = %2$s
      UNION ALL
      SELECT 3, format('COMMENT ON CONSTRAINT %%I ON %%s IS %%L', n.conname, n.conrelid::regclass,
          obj_description(n.oid, 'pg_constraint'))
        FROM pg_constraint AS n JOIN pg_attribute AS a ON a.attrelid = n.conrelid
          AND a.attnum = ANY (n.conkey)
        WHERE n.conrelid = %1$s AND n.contype IN ('c', 'n') AND a.attname = %2$s
          AND obj_description(n.oid, 'pg_constraint') IS NOT NULL
      UNION ALL
      SELECT 4, format('ALTER TABLE %%s ALTER COLUMN %%I SET STATISTICS %%s', c.oid::regclass,
          a.attname, a.attstattarget)
        %3$s AND a.attstattarget >= 0
      UNION ALL
      SELECT 5, format('ALTER TABLE %%s ALTER COLUMN %%I SET (%%s)', c.oid::regclass, a.attname,
          array_to_string(a.attoptions, ', '))
        %3$s AND a.attoptions IS NOT NULL
      UNION ALL
      SELECT 6, format('GRANT %%s (%%I) ON %%s TO %%s%%s', x.privilege_type, a.attname,
          c.oid::regclass, CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE x.grantee::regrole::text END,
          CASE WHEN x.is_grantable THEN ' WITH GRANT OPTION' END)
        FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
          CROSS JOIN LATERAL aclexplode(a.attacl) AS x
        WHERE a.attrelid = %1$s AND a.attname = %2$s
      UNION ALL
      SELECT 7, format('COMMENT ON COLUMN %%s.%%I IS %%L', c.oid::regclass, a.attname,
          col_description(c.oid, a.attnum))
        %3$s AND col_description(c.oid, a.attnum) IS NOT NULL
      ORDER BY 1, 2
      """;

  private static final String OBSTACLES =
      """
      SELECT 'rights on it were granted by others than the table''s owner'
        FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
          CROSS JOIN LATERAL aclexplode(a.attacl) AS x
        WHERE a.attrelid = %1$s AND a.attname = %2$s AND x.grantor <> c.relowner
      UNION
      SELECT 'it has a security label' %3$s AND EXISTS (SELECT FROM pg_seclabel AS l
        WHERE l.classoid = 'pg_class'::regclass AND l.objoid = c.oid AND l.objsubid = a.attnum)
      UNION
      SELECT format('the statistics %%s are over it', s.stxname)
        FROM pg_statistic_ext AS s JOIN pg_attribute AS a ON a.attrelid = s.stxrelid
          AND a.attnum = ANY (s.stxkeys)
        WHERE s.stxrelid = %1$s AND a.attname = %2$s
      ORDER BY 1
      """;

  private ColumnExtras() {}

  /** Returns the statements that give them to the column of this name once it is another one. */
  static List<String> statements(Connection connection, ColumnFacts facts) throws SQLException {
    return texts(connection, STATEMENTS, facts, 2);
  }

  /** Returns what cannot be given to another column, for people. */
  static List<String> obstacles(Connection connection, ColumnFacts facts) throws SQLException {
    return texts(connection, OBSTACLES, facts, 1);
  }

  private static List<String> texts(
      Connection connection, String query, ColumnFacts facts, int column) throws SQLException {
    String oid = Integer.toUnsignedString(facts.root().oid());
    String name = Sql.literal(facts.name());
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(query.formatted(oid, name, COLUMN.formatted(oid, name)))) {
      while (result.next()) {
        texts.add(result.getString(column));
      }
    }
    return texts;
  }
}
