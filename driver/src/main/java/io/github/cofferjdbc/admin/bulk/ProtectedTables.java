package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the tables that hold protected values. No state. */
final class ProtectedTables {

  /**
   * What was found. Immutable.
   *
   * @param tables with rows of their own, by name
   * @param notReached what may hold protected values that no scan of these tables meets, and why
   */
  record Found(List<ProtectedTable> tables, List<String> notReached) {}

  private ProtectedTables() {}

  /**
   * Returns all tables with protected columns, or those that a name means: a table with all its
   * partitions and inheriting tables, or one column of them.
   *
   * @throws SQLException KE006 if Coffer is not installed in the database; KE009 if the name means
   *     no table, or none with a protected column
   */
  static Found find(Connection connection, ConnectionCatalog catalog, @Nullable ObjectName name)
      throws SQLException {
    catalog.databaseId();
    Set<Integer> wanted = new HashSet<>();
    Optional<String> column = Optional.empty();
    if (name != null) {
      TableName table = TableName.resolve(connection, name);
      column = table.column();
      wanted.addAll(withChildren(connection, table.oid()));
    }
    List<ProtectedTable> tables = new ArrayList<>();
    List<String> notReached = new ArrayList<>();
    for (Relation relation :
        catalog.view().protectedRelations().stream()
            .filter(each -> name == null || wanted.contains(each.oid()))
            .sorted(Comparator.comparing(Relation::schema).thenComparing(Relation::name))
            .toList()) {
      add(relation, column, tables, notReached);
    }
    if (name != null && tables.isEmpty() && notReached.isEmpty()) {
      throw CofferState.BAD_CONFIGURATION.exception(
          name + " is not protected: coffer status lists the protected columns.");
    }
    return new Found(List.copyOf(tables), List.copyOf(notReached));
  }

  private static void add(
      Relation relation,
      Optional<String> wanted,
      List<ProtectedTable> tables,
      List<String> notReached) {
    List<ProtectedTable.ProtectedColumn> columns = new ArrayList<>();
    for (Column column : relation.columns()) {
      if (wanted.isPresent() && !wanted.get().equals(column.name())) {
        continue;
      }
      String place = relation.schema() + "." + relation.name() + "." + column.name();
      if (column.type() instanceof ColumnType.Encrypted type) {
        if (relation.kind() == 'f') {
          notReached.add(place + ": a foreign table, whose rows are elsewhere");
        }
        columns.add(new ProtectedTable.ProtectedColumn(column.number(), column.name(), type));
      } else if (column.type() instanceof ColumnType.Nested && isStored(relation)) {
        notReached.add(place + ": encrypted values inside a composite or nested type");
      } else if (column.type() instanceof ColumnType.Lost && relation.kind() == 'm') {
        notReached.add(place + ": bytea that may be ciphertext, without its type");
      }
    }
    if (!columns.isEmpty() && isTemporary(relation)) {
      notReached.add(
          relation.schema()
              + "."
              + relation.name()
              + ": a temporary table, which only its own session can read and write");
    } else if (!columns.isEmpty() && isStored(relation)) {
      tables.add(
          new ProtectedTable(
              relation.oid(), relation.schema(), relation.name(), relation.kind(), columns));
    }
  }

  /** PostgreSQL reserves such names. */
  private static boolean isTemporary(Relation relation) {
    return relation.schema().startsWith("pg_temp_");
  }

  private static boolean isStored(Relation relation) {
    return relation.kind() == 'r' || relation.kind() == 'm';
  }

  private static Set<Integer> withChildren(Connection connection, int oid) throws SQLException {
    Set<Integer> oids = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "WITH RECURSIVE below(oid) AS (SELECT "
                    + Integer.toUnsignedString(oid)
                    + "::pg_catalog.oid UNION SELECT i.inhrelid FROM below JOIN"
                    + " pg_catalog.pg_inherits AS i ON i.inhparent OPERATOR(pg_catalog.=)"
                    + " below.oid) SELECT oid::pg_catalog.int8 FROM below")) {
      while (result.next()) {
        oids.add((int) result.getLong(1));
      }
    }
    return oids;
  }
}
