package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.sql.plan.TypeChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What cannot go with a column whose values become ciphertext, or cease to be: expressions over it
 * would fail or, worse, go on with another meaning, such as {@code CHECK (length(c) > 3)}.
 */
final class TypeChangeObstacles {

  /** The column in the table and all that inherit it: the kind of what depends on it, and what. */
  private static final String DEPENDENTS =
      """
      WITH RECURSIVE tree(oid) AS (
        SELECT pg_catalog.to_regclass(?)::pg_catalog.oid
        UNION SELECT i.inhrelid FROM tree JOIN pg_catalog.pg_inherits AS i ON i.inhparent = tree.oid),
      col AS (
        SELECT a.* FROM tree JOIN pg_catalog.pg_attribute AS a ON a.attrelid = tree.oid
          AND a.attname = ? AND NOT a.attisdropped)
      SELECT CASE
          WHEN k.contype IS NOT NULL THEN 'constraint ' || k.contype::pg_catalog.text
          WHEN f.adrelid = col.attrelid AND f.adnum = col.attnum THEN 'default'
          WHEN i.indexrelid IS NULL THEN 'other'
          WHEN i.indexprs IS NULL AND i.indpred IS NULL THEN 'index'
          ELSE 'index expression' END,
        pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid),
        pg_catalog.pg_get_constraintdef(k.oid) = 'CHECK ((' || pg_catalog.quote_ident(col.attname)
          || ' IS NOT NULL))'
      FROM col JOIN pg_catalog.pg_depend AS d
        ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.refobjid = col.attrelid AND d.refobjsubid = col.attnum
      LEFT JOIN pg_catalog.pg_constraint AS k
        ON d.classid = 'pg_catalog.pg_constraint'::pg_catalog.regclass AND k.oid = d.objid
      LEFT JOIN pg_catalog.pg_attrdef AS f
        ON d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND f.oid = d.objid
      LEFT JOIN pg_catalog.pg_index AS i
        ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND i.indexrelid = d.objid
      UNION
      SELECT 'identity', '', NULL FROM col WHERE col.attidentity <> ''
      UNION
      SELECT 'partition key', p.partrelid::pg_catalog.regclass::pg_catalog.text, NULL
      FROM col JOIN pg_catalog.pg_partitioned_table AS p ON p.partrelid = col.attrelid
        AND (p.partexprs IS NOT NULL OR col.attnum = ANY (p.partattrs))
      UNION
      SELECT 'collation', l.collname, NULL
      FROM col JOIN pg_catalog.pg_collation AS l ON l.oid = col.attcollation
        AND NOT l.collisdeterministic
      ORDER BY 1, 2
      """;

  private static final Set<String> KEYS = Set.of("index", "constraint p", "constraint u");

  private TypeChangeObstacles() {}

  /**
   * Does nothing if everything that depends on the column can go with it.
   *
   * @throws SQLException KE003 with all that cannot
   */
  static void check(Connection connection, TypeChange change) throws SQLException {
    List<String> obstacles = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(DEPENDENTS)) {
      query.setString(1, change.table().quoted());
      query.setString(2, change.column());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String obstacle =
              obstacle(rows.getString(1), rows.getString(2), rows.getBoolean(3), change.to());
          if (!obstacle.isEmpty()) {
            obstacles.add(obstacle);
          }
        }
      }
    }
    if (!obstacles.isEmpty()) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "ALTER COLUMN TYPE on "
              + change.origin()
              + ": "
              + String.join("; ", obstacles)
              + ". Drop what is named, change the type, and make it again through Coffer.");
    }
  }

  private static String obstacle(
      String kind, String what, boolean notNull, ColumnType.@Nullable Encrypted to) {
    if (KEYS.contains(kind)) {
      return to == null || to.type().mode().deterministic()
          ? ""
          : what + " cannot be on " + to.type() + ", which is not comparable";
    }
    return switch (kind) {
      case "constraint n" -> "";
      case "constraint c" -> notNull ? "" : what + " would compute with values of the new type";
      case "constraint f" -> what + " ties it to a column of another table, of the old type";
      case "default" -> "its default is of the old type";
      case "identity" -> "it is an identity column";
      case "partition key" -> "it is, or may be, in the partition key of " + what;
      case "collation" -> "its collation " + what + " takes different texts as equal";
      default -> what + " uses it";
    };
  }
}
