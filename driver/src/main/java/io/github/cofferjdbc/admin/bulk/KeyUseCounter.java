package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.KeyId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Counts the values that name one of some keys, in every column of bytes of a database, whether it
 * is protected or not: ciphertext also lies in the column beside one that is being encrypted, and
 * in tables that were made past Coffer. Beside values it looks into the texts that the catalog
 * keeps.
 *
 * <p>All is seen in one snapshot, which every transaction that had begun before has ended ({@link
 * #settled}). Row security that would hide rows is an error (42501). For one use, by one thread.
 */
final class KeyUseCounter {

  /** Columns of bytea, of domains over it, and of arrays of these, in tables that hold rows. */
  private static final String COLUMNS =
      """
      WITH RECURSIVE bytes(oid, is_array) AS (
        VALUES (17::oid, false), (1001::oid, true)
        UNION
        SELECT t.oid, b.is_array OR t.typtype <> 'd'
        FROM bytes AS b
        JOIN pg_type AS t ON t.typtype = 'd' AND t.typbasetype = b.oid
          OR NOT b.is_array AND t.typcategory = 'A' AND t.typelem = b.oid
      )
      SELECT c.oid::int8, n.nspname, c.relname, a.attname, b.is_array
      FROM pg_class AS c
      JOIN pg_namespace AS n ON n.oid = c.relnamespace
      JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN bytes AS b ON b.oid = a.atttypid
      WHERE c.relkind IN ('r', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND (c.relpersistence <> 't' OR c.relnamespace = pg_my_temp_schema())
      ORDER BY n.nspname, c.relname, a.attnum
      """;

  /** What the catalog keeps as text, or shows as it, and may hold a stored value as a constant. */
  private static final String TEXTS =
      """
      SELECT what FROM (
        SELECT pg_describe_object('pg_attrdef'::regclass, oid, 0), pg_get_expr(adbin, adrelid)
        FROM pg_attrdef
        UNION ALL
        SELECT 'default of domain ' || oid::regtype, typdefault FROM pg_type WHERE typtype = 'd'
        UNION ALL
        SELECT pg_describe_object('pg_constraint'::regclass, oid, 0), pg_get_constraintdef(oid)
        FROM pg_constraint WHERE contype IN ('c', 'x')
        UNION ALL
        SELECT 'index ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
        FROM pg_index WHERE indpred IS NOT NULL OR indexprs IS NOT NULL
        UNION ALL
        SELECT pg_describe_object('pg_policy'::regclass, oid, 0),
          concat(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
        FROM pg_policy
        UNION ALL
        SELECT pg_describe_object('pg_trigger'::regclass, oid, 0), pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL
        SELECT pg_describe_object('pg_rewrite'::regclass, oid, 0), pg_get_ruledef(oid)
        FROM pg_rewrite WHERE oid >= 16384
        UNION ALL
        SELECT pg_describe_object('pg_proc'::regclass, oid, 0),
          CASE WHEN prosqlbody IS NULL THEN prosrc ELSE pg_get_functiondef(oid) END
        FROM pg_proc WHERE oid >= 16384
      ) AS texts(what, definition)
      WHERE lower(definition) ~ '%s'
      ORDER BY what
      """;

  private static final int SETTLE_ATTEMPTS = 20;
  private static final int SETTLE_PAUSE_MILLIS = 250;

  private final Connection connection;
  private final List<String> keyIds;
  private final List<String> places = new ArrayList<>();
  private final List<String> notCounted = new ArrayList<>();
  private long values;

  private KeyUseCounter(Connection connection, List<Integer> keyIds) {
    this.connection = connection;
    this.keyIds = keyIds.stream().map(KeyId::text).toList();
  }

  /**
   * Waits until every transaction has ended that began before this call: one may bring to light
   * what it wrote, or copy what it still sees and nobody else does. Of the latter a role without
   * {@code pg_read_all_stats} sees its own.
   *
   * @return whether they have; false after some seconds
   */
  static boolean settled(Connection connection) throws SQLException {
    Session.prepare(connection);
    String now = Session.text(connection, "SELECT pg_current_xact_id()");
    String question =
        "SELECT pg_snapshot_xmin(pg_current_snapshot()) > '"
            + now
            + "'::xid8 AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname ="
            + " current_database() AND pid <> pg_backend_pid() AND backend_type <> 'autovacuum worker'"
            + " AND age(backend_xmin) >= age('"
            + now
            + "'::xid8::xid))";
    for (int attempt = 1; !Session.yes(connection, question); attempt++) {
      if (attempt == SETTLE_ATTEMPTS) {
        return false;
      }
      Session.pause(SETTLE_PAUSE_MILLIS);
    }
    return true;
  }

  /**
   * Counts.
   *
   * @param connection with autocommit on
   * @throws SQLException the server's own if something cannot be read
   */
  static KeyUses count(Connection connection, Settings settings, List<Integer> keyIds)
      throws SQLException {
    KeyUseCounter counter = new KeyUseCounter(connection, keyIds);
    ConnectionCatalog catalog = ConnectionCatalog.of(connection, settings, ScopeRegistry.CLAIMED);
    catalog.invalidate();
    counter.nested(catalog.fresh());
    Session.prepare(connection);
    connection.setAutoCommit(false);
    try {
      Session.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      counter.columns();
      counter.texts();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return new KeyUses(counter.values, counter.places, counter.notCounted);
  }

  private void nested(CatalogView view) {
    for (Relation relation : view.protectedRelations()) {
      for (Column column : relation.columns()) {
        if ("rmf".indexOf(relation.kind()) >= 0 && column.type() instanceof ColumnType.Nested) {
          notCounted.add(
              relation.schema()
                  + "."
                  + relation.name()
                  + "."
                  + column.name()
                  + ": encrypted values inside a composite or nested type");
        }
      }
    }
  }

  /** A table, and its columns of bytes. */
  private record Table(String schema, String name, List<String> columns, List<String> counts) {}

  private void columns() throws SQLException {
    List<Table> tables = new ArrayList<>();
    long last = 0;
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(COLUMNS)) {
      while (result.next()) {
        if (last != result.getLong(1)) {
          last = result.getLong(1);
          tables.add(
              new Table(
                  result.getString(2), result.getString(3), new ArrayList<>(), new ArrayList<>()));
        }
        Table table = tables.get(tables.size() - 1);
        String column = result.getString(4);
        table.columns.add(column);
        table.counts.add(count("t." + Sql.name(column), result.getBoolean(5)));
      }
    }
    for (Table table : tables) {
      count(table);
    }
  }

  private void count(Table table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT "
                    + String.join(", ", table.counts)
                    + " FROM ONLY "
                    + Sql.name(table.schema, table.name)
                    + " AS t")) {
      result.next();
      for (int i = 0; i < table.columns.size(); i++) {
        long count = result.getLong(i + 1);
        values += count;
        if (count > 0) {
          places.add(
              String.format(
                  Locale.ROOT,
                  "%s.%s.%s: %,d values",
                  table.schema,
                  table.name,
                  table.columns.get(i),
                  count));
        }
      }
    }
  }

  private String count(String column, boolean array) {
    return array
        ? "sum((SELECT count(*) FROM unnest("
            + column
            + ") AS e(v) WHERE "
            + names("e.v::pg_catalog.bytea")
            + "))"
        : "count(*) FILTER (WHERE " + names(column + "::pg_catalog.bytea") + ")";
  }

  /** The key id follows the scope, a varint from byte 3; see docs/format.md. */
  private String names(String value) {
    String start = "substring(" + value + ", 1, 12)";
    String at =
        "CASE WHEN get_byte(s, 3) < 128 THEN 5 WHEN get_byte(s, 4) < 128 THEN 6"
            + " WHEN get_byte(s, 5) < 128 THEN 7 WHEN get_byte(s, 6) < 128 THEN 8 ELSE 9 END";
    return "(SELECT CASE WHEN length(s) = 12 AND get_byte(s, 0) = 236 THEN substring(s, "
        + at
        + ", 4) IN ('\\x"
        + String.join("', '\\x", keyIds)
        + "') ELSE false END FROM (SELECT "
        + start
        + ") AS h(s))";
  }

  private void texts() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(TEXTS.replace("%s", String.join("|", keyIds)))) {
      while (result.next()) {
        places.add(result.getString(1) + ": a constant under the key");
      }
    }
  }
}
