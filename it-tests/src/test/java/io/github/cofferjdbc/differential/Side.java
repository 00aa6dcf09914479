package io.github.cofferjdbc.differential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs statements on one of the two sides, each in a transaction that is rolled back. */
final class Side implements AutoCloseable {
  private final Connection connection;

  Side(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
  }

  /** Runs the statement with its values as literals, or as parameters. */
  Outcome run(Statement statement, boolean parameters) throws SQLException {
    try {
      Outcome result = parameters ? prepared(statement.sql()) : direct(statement.sql());
      Table changed = statement.changed();
      return changed == null ? result : new Outcome.Changed(result, content(changed));
    } catch (SQLException e) {
      return new Outcome.Failure(String.valueOf(e.getSQLState()), String.valueOf(e.getMessage()));
    } finally {
      connection.rollback();
    }
  }

  private Outcome direct(Sql sql) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      return outcome(statement, statement.execute(sql.withLiterals()), false);
    }
  }

  private Outcome prepared(Sql sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.withParameters())) {
      int index = 1;
      for (Hole hole : sql.parameters()) {
        hole.bind(statement, index);
        index++;
      }
      return outcome(statement, statement.execute(), true);
    }
  }

  private Outcome.Rows content(Table table) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + table.name())) {
      return rows(rows, false);
    }
  }

  private static Outcome outcome(java.sql.Statement statement, boolean hasRows, boolean objects)
      throws SQLException {
    if (!hasRows) {
      return new Outcome.Count(statement.getLargeUpdateCount());
    }
    try (ResultSet rows = statement.getResultSet()) {
      return rows(rows, objects);
    }
  }

  private static Outcome.Rows rows(ResultSet result, boolean objects) throws SQLException {
    ResultSetMetaData meta = result.getMetaData();
    List<String> labels = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      labels.add(meta.getColumnLabel(i));
      types.add(meta.getColumnTypeName(i));
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (result.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 1; i <= labels.size(); i++) {
        row.add(objects ? shown(result.getObject(i)) : result.getString(i));
      }
      rows.add(row);
    }
    return new Outcome.Rows(labels, types, rows);
  }

  private static @Nullable String shown(@Nullable Object value) throws SQLException {
    if (value == null) {
      return null;
    }
    if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof java.sql.Array array) {
      return Arrays.deepToString((Object[]) array.getArray());
    }
    return value.toString();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
