package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what there is to know of a column whose type is to change. Everything that depends on it is
 * either understood or an obstacle. For one use; the session's search path is {@code pg_catalog}.
 */
final class FactsReader {

  private final Connection connection;
  private final int oid;
  private final String column;
  private final List<String> obstacles = new ArrayList<>();
  private final List<String> views = new ArrayList<>();

  private FactsReader(Connection connection, int oid, String column) {
    this.connection = connection;
    this.oid = oid;
    this.column = column;
  }

  /**
   * Reads.
   *
   * @throws SQLException KE006 if the column is gone
   */
  static ColumnFacts read(Connection connection, int oid, String column) throws SQLException {
    return new FactsReader(connection, oid, column).read();
  }

  private ColumnFacts read() throws SQLException {
    List<TableRef> tree = tree();
    if (tree.isEmpty()) {
      throw gone();
    }
    TableRef root = tree.get(0);
    List<TableRef> members = new ArrayList<>();
    for (TableRef each : tree) {
      if (each.kind() == 'r') {
        members.add(each);
      } else if (each.kind() != 'p') {
        obstacles.add(each.displayName() + " is no ordinary table: it cannot be changed here");
      }
    }
    String every = TablePages.Table.oids(tree);
    otherParents(every);
    partitionKeys(every);
    dependents(every);
    triggersBehind(every);
    Row row = row();
    return new ColumnFacts(
        root,
        List.copyOf(members),
        row.number,
        column,
        row.typeOid,
        row.elementOid,
        row.typeName,
        row.modified,
        row.kindOfType,
        defaultSql(every),
        indexes(every),
        List.copyOf(views),
        List.copyOf(obstacles),
        triggers(every));
  }

  private record Row(
      int number,
      int typeOid,
      int elementOid,
      String typeName,
      boolean modified,
      char kindOfType) {}

  private Row row() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT a.attnum, a.atttypid::int8,"
                    + " CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END::int8,"
                    + " format_type(a.atttypid, a.atttypmod), a.atttypmod >= 0, t.typtype,"
                    + " a.attidentity, a.attgenerated, a.attinhcount, c.reloftype <> 0,"
                    + " pg_has_role(c.relowner, 'USAGE'), coalesce(l.collisdeterministic, true),"
                    + " c.relpersistence, c.relnamespace::regnamespace::text,"
                    + " has_schema_privilege(c.relnamespace, 'CREATE')"
                    + " FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid"
                    + " JOIN pg_type AS t ON t.oid = a.atttypid"
                    + " LEFT JOIN pg_collation AS l ON l.oid = a.attcollation"
                    + " WHERE a.attrelid = "
                    + Integer.toUnsignedString(oid)
                    + " AND NOT a.attisdropped AND a.attname = "
                    + Sql.literal(column))) {
      if (!result.next()) {
        throw gone();
      }
      if (!result.getString(7).isEmpty()) {
        obstacles.add("it is an identity column: drop the identity first");
      }
      if (!result.getString(8).isEmpty()) {
        obstacles.add("it is a generated column");
      }
      if (result.getInt(9) > 0) {
        obstacles.add("it is inherited: name the column of the topmost table");
      }
      if (result.getBoolean(10)) {
        obstacles.add("the table is of a composite type (CREATE TABLE … OF)");
      }
      if (!result.getBoolean(11)) {
        obstacles.add("only the table's owner may change a column's type");
      }
      if (!result.getBoolean(12)) {
        obstacles.add("its collation takes different texts as equal, which ciphertext cannot");
      }
      if (result.getString(13).equals("t")) {
        obstacles.add("the table is temporary: other connections do not see it");
      }
      if (!result.getBoolean(15)) {
        obstacles.add(
            "a trigger function is to be made for a while: GRANT CREATE ON SCHEMA "
                + result.getString(14)
                + " TO the user");
      }
      return new Row(
          result.getInt(1),
          (int) result.getLong(2),
          (int) result.getLong(3),
          result.getString(4),
          result.getBoolean(5),
          result.getString(6).charAt(0));
    }
  }

  private List<TableRef> tree() throws SQLException {
    List<TableRef> tree = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "WITH RECURSIVE below(oid, depth) AS (SELECT "
                    + Integer.toUnsignedString(oid)
                    + "::oid, 0 UNION SELECT i.inhrelid, below.depth + 1 FROM below"
                    + " JOIN pg_inherits AS i ON i.inhparent = below.oid)"
                    + " SELECT c.oid::int8, n.nspname, c.relname, c.relkind"
                    + " FROM (SELECT oid, min(depth) AS depth FROM below GROUP BY oid) AS b"
                    + " JOIN pg_class AS c ON c.oid = b.oid"
                    + " JOIN pg_namespace AS n ON n.oid = c.relnamespace"
                    + " ORDER BY b.depth, n.nspname, c.relname")) {
      while (result.next()) {
        tree.add(
            new TableRef(
                (int) result.getLong(1),
                result.getString(2),
                result.getString(3),
                result.getString(4).charAt(0)));
      }
    }
    return tree;
  }

  /** A column that comes from two parents changes with both, or not at all. */
  private void otherParents(String every) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT DISTINCT p.inhparent::regclass::text FROM pg_inherits AS p"
                    + " JOIN pg_attribute AS a ON a.attrelid = p.inhparent AND NOT a.attisdropped"
                    + " AND a.attname = "
                    + Sql.literal(column)
                    + " WHERE p.inhrelid = ANY ('{"
                    + every
                    + "}'::oid[]) AND p.inhrelid <> "
                    + Integer.toUnsignedString(oid)
                    + " AND p.inhparent <> ALL ('{"
                    + every
                    + "}'::oid[]) ORDER BY 1")) {
      while (result.next()) {
        obstacles.add("an inheriting table inherits it from " + result.getString(1) + " too");
      }
    }
  }

  private void partitionKeys(String every) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT k.partrelid::regclass::text FROM pg_partitioned_table AS k"
                    + " JOIN pg_attribute AS a ON a.attrelid = k.partrelid AND a.attname = "
                    + Sql.literal(column)
                    + " WHERE k.partrelid = ANY ('{"
                    + every
                    + "}'::oid[]) AND (a.attnum = ANY (k.partattrs) OR k.partexprs IS NOT NULL)"
                    + " ORDER BY 1")) {
      while (result.next()) {
        obstacles.add("it is, or may be, in the partition key of " + result.getString(1));
      }
    }
  }

  /** Sorts everything that depends on the column, in any table of the tree. */
  private void dependents(String every) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT DISTINCT d.classid::regclass::text, d.objid::int8,"
                    + " pg_describe_object(d.classid, d.objid, d.objsubid),"
                    + " (SELECT k.contype FROM pg_constraint AS k WHERE d.classid ="
                    + " 'pg_constraint'::regclass AND k.oid = d.objid),"
                    + " (SELECT pg_get_constraintdef(k.oid) FROM pg_constraint AS k WHERE d.classid ="
                    + " 'pg_constraint'::regclass AND k.oid = d.objid),"
                    + " (SELECT c.relkind FROM pg_class AS c WHERE d.classid ="
                    + " 'pg_class'::regclass AND c.oid = d.objid),"
                    + " EXISTS (SELECT FROM pg_attrdef AS f WHERE d.classid ="
                    + " 'pg_attrdef'::regclass AND f.oid = d.objid AND f.adrelid = a.attrelid AND"
                    + " f.adnum = a.attnum),"
                    + " (SELECT s.stxexprs IS NULL FROM pg_statistic_ext AS s WHERE d.classid ="
                    + " 'pg_statistic_ext'::regclass AND s.oid = d.objid),"
                    + " (SELECT w.ev_class::int8 FROM pg_rewrite AS w WHERE d.classid ="
                    + " 'pg_rewrite'::regclass AND w.oid = d.objid)"
                    + " FROM pg_attribute AS a JOIN pg_depend AS d ON d.refclassid ="
                    + " 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum"
                    + " WHERE a.attname = "
                    + Sql.literal(column)
                    + " AND NOT a.attisdropped AND a.attrelid = ANY ('{"
                    + every
                    + "}'::oid[]) AND NOT EXISTS (SELECT FROM pg_trigger AS g WHERE d.classid ="
                    + " 'pg_trigger'::regclass AND g.oid = d.objid AND "
                    + Triggers.beside("g")
                    + ") ORDER BY 3")) {
      while (result.next()) {
        String kind = result.getString(1);
        String described = result.getString(3);
        switch (kind) {
          case "pg_constraint" -> constraint(described, result.getString(4), result.getString(5));
          case "pg_rewrite" -> views.add(described);
          case "pg_attrdef" -> {
            if (!result.getBoolean(7)) {
              obstacles.add(described + " is computed from it");
            }
          }
          case "pg_statistic_ext" -> {
            if (!result.getBoolean(8)) {
              obstacles.add(described + " computes with it: drop it first");
            }
          }
          case "pg_class" -> {
            String relkind = String.valueOf(result.getString(6));
            if (!Set.of("i", "I").contains(relkind)) {
              obstacles.add(described + " belongs to it or is built on it");
            }
          }
          default -> obstacles.add(described + " uses it: drop it first and make it again");
        }
      }
    }
  }

  private void constraint(String described, String type, String definition) {
    boolean understood =
        switch (type) {
          case "p", "u", "n" -> true; // keys are looked at as indexes
          case "c" -> definition.equals("CHECK ((" + quotedIfNeeded() + " IS NOT NULL))");
          default -> false;
        };
    if (!understood) {
      obstacles.add(
          described
              + (type.equals("f")
                  ? " ties it to a column of another table: drop it, change both, and make it again"
                  : " computes with it: drop it first"));
    }
  }

  /** As pg_get_constraintdef writes ordinary names; another one is an obstacle, no harm. */
  private String quotedIfNeeded() {
    return column.matches("[a-z_][a-z0-9_]*") ? column : Sql.name(column);
  }

  private Optional<String> defaultSql(String every) throws SQLException {
    List<String> defaults = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT DISTINCT coalesce(pg_get_expr(f.adbin, f.adrelid), '')"
                    + " FROM pg_attribute AS a LEFT JOIN pg_attrdef AS f ON f.adrelid = a.attrelid"
                    + " AND f.adnum = a.attnum WHERE NOT a.attisdropped AND a.attname = "
                    + Sql.literal(column)
                    + " AND a.attrelid = ANY ('{"
                    + every
                    + "}'::oid[])")) {
      while (result.next()) {
        defaults.add(result.getString(1));
      }
    }
    if (defaults.size() > 1) {
      obstacles.add("its partitions or inheriting tables have other defaults");
    }
    return defaults.stream().filter(each -> !each.isEmpty()).findFirst();
  }

  private List<ColumnFacts.IndexFacts> indexes(String every) throws SQLException {
    List<ColumnFacts.IndexFacts> indexes = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT i.indexrelid::regclass::text, m.amname, coalesce(k.place <= i.indnkeyatts,"
                    + " false), i.indexprs IS NULL AND i.indpred IS NULL"
                    + " AND (SELECT bool_and(o.opcdefault) FROM pg_opclass AS o WHERE o.oid = ANY"
                    + " (i.indclass)), i.indisunique OR i.indisexclusion"
                    + " FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid"
                    + " JOIN pg_am AS m ON m.oid = c.relam"
                    + " JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attname = "
                    + Sql.literal(column)
                    + " LEFT JOIN LATERAL (SELECT min(u.place) AS place FROM unnest(i.indkey) WITH"
                    + " ORDINALITY AS u(number, place) WHERE u.number = a.attnum) AS k ON true"
                    + " WHERE i.indrelid = ANY ('{"
                    + every
                    + "}'::oid[]) AND (k.place IS NOT NULL OR EXISTS (SELECT FROM pg_depend AS d"
                    + " WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND"
                    + " d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND"
                    + " d.refobjsubid = a.attnum)) ORDER BY 1")) {
      while (result.next()) {
        indexes.add(
            new ColumnFacts.IndexFacts(
                result.getString(1),
                result.getString(2),
                result.getBoolean(3),
                result.getBoolean(4),
                result.getBoolean(5)));
      }
    }
    return List.copyOf(indexes);
  }

  /** Returns what an UPDATE that sets another column fires: row triggers, and rules. */
  private List<String> triggers(String every) throws SQLException {
    List<String> triggers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT pg_describe_object('pg_trigger'::regclass, g.oid, 0) FROM pg_trigger AS g"
                    + " WHERE "
                    + Triggers.ofUser("g", Triggers.UPDATE)
                    + " AND g.tgrelid = ANY ('{"
                    + every
                    + "}'::oid[]) UNION ALL SELECT pg_describe_object('pg_rewrite'::regclass, w.oid,"
                    + " 0) FROM pg_rewrite AS w WHERE w.ev_type = '2' AND w.ev_enabled <> 'D' AND"
                    + " w.ev_class = ANY ('{"
                    + every
                    + "}'::oid[]) ORDER BY 1")) {
      while (result.next()) {
        triggers.add(result.getString(1));
      }
    }
    return List.copyOf(triggers);
  }

  /** They could change the value after {@link Shadow}'s trigger looked at it. */
  private void triggersBehind(String every) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT pg_describe_object('pg_trigger'::regclass, g.oid, 0) FROM pg_trigger AS g"
                    + " WHERE "
                    + Triggers.ofUser("g", Triggers.BEFORE_UPDATE_EACH_ROW)
                    + " AND g.tgname > "
                    + Sql.literal(Triggers.MARKER)
                    + " AND g.tgrelid = ANY ('{"
                    + every
                    + "}'::oid[]) ORDER BY 1")) {
      while (result.next()) {
        obstacles.add(
            result.getString(1)
                + " is fired behind the command's own, since its name sorts behind "
                + Triggers.MARKER
                + ", and could change the value unseen: rename the trigger");
      }
    }
  }

  private SQLException gone() {
    return CofferState.NOT_TRUSTWORTHY.exception(
        "The column " + column + " was dropped or renamed meanwhile; run the command again.");
  }
}
