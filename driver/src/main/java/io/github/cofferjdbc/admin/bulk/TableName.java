package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a name of one to three parts means in a database. Immutable.
 *
 * @param oid the table's oid
 * @param schema its schema
 * @param name its name
 * @param column the column's name, or empty if the name means a table
 */
record TableName(int oid, String schema, String name, Optional<String> column) {

  private static final String FIND =
      """
      SELECT c.oid::pg_catalog.int8, n.nspname
      FROM pg_catalog.pg_class AS c
      JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
      WHERE c.relname OPERATOR(pg_catalog.=) ?::pg_catalog.name
        AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v,m,f}'::pg_catalog."char"[])
        AND CASE WHEN ?::pg_catalog.name IS NULL THEN pg_catalog.pg_table_is_visible(c.oid)
            ELSE n.nspname OPERATOR(pg_catalog.=) ?::pg_catalog.name END
        AND (?::pg_catalog.name IS NULL OR EXISTS (
          SELECT FROM pg_catalog.pg_attribute AS a
          WHERE a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attnum OPERATOR(pg_catalog.>) 0
            AND NOT a.attisdropped AND a.attname OPERATOR(pg_catalog.=) ?::pg_catalog.name))
      """;

  /**
   * Finds a table or a column of one.
   *
   * @throws SQLException KE009 if there is none, or if {@code A.B} means both
   */
  static TableName resolve(Connection connection, ObjectName name) throws SQLException {
    List<String> parts = name.parts();
    Optional<TableName> found =
        switch (parts.size()) {
          case 1 -> find(connection, null, parts.get(0), null);
          case 2 -> {
            Optional<TableName> table = find(connection, parts.get(0), parts.get(1), null);
            Optional<TableName> column = find(connection, null, parts.get(0), parts.get(1));
            if (table.isPresent() && column.isPresent()) {
              throw CofferState.BAD_CONFIGURATION.exception(
                  name + " means a table and a column: name the schema of the column's table too.");
            }
            yield table.or(() -> column);
          }
          default -> find(connection, parts.get(0), parts.get(1), parts.get(2));
        };
    return found.orElseThrow(() -> unknown(name));
  }

  /**
   * Finds a column.
   *
   * @throws SQLException KE009 if there is none
   */
  static TableName resolveColumn(Connection connection, ObjectName name) throws SQLException {
    List<String> parts = name.parts();
    Optional<TableName> found =
        switch (parts.size()) {
          case 1 -> Optional.empty();
          case 2 -> find(connection, null, parts.get(0), parts.get(1));
          default -> find(connection, parts.get(0), parts.get(1), parts.get(2));
        };
    return found.orElseThrow(() -> unknown(name));
  }

  private static Optional<TableName> find(
      Connection connection, @Nullable String schema, String table, @Nullable String column)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      statement.setString(1, table);
      statement.setString(2, schema);
      statement.setString(3, schema);
      statement.setString(4, column);
      statement.setString(5, column);
      try (ResultSet result = statement.executeQuery()) {
        return result.next()
            ? Optional.of(
                new TableName(
                    (int) result.getLong(1),
                    result.getString(2),
                    table,
                    Optional.ofNullable(column)))
            : Optional.empty();
      }
    }
  }

  private static SQLException unknown(ObjectName name) {
    return CofferState.BAD_CONFIGURATION.exception(
        "There is no "
            + name
            + ": name TABLE.COLUMN or SCHEMA.TABLE.COLUMN, with capital letters in double quotes.");
  }
}
