package io.github.cofferjdbc.examples;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads and reads a table as any JDBC program would: the same code runs through Coffer and past it.
 */
final class Table {
  private static final int BATCH = 1_000;
  private static final int FETCH = 1_000;

  private final Dataset dataset;
  private final String name;

  Table(Dataset dataset, String name) {
    this.dataset = dataset;
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Creates the table; with {@code plain} its columns have their plain types. */
  void create(Connection connection, boolean plain) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(dataset.createTable(name, plain));
    }
  }

  void truncate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE " + name);
    }
  }

  /** Inserts all rows in batches, in one transaction, and returns the rows per second. */
  double load(Connection connection) throws SQLException {
    long start = System.nanoTime();
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement(dataset.insert(name))) {
      int pending = 0;
      for (List<String> row : dataset.rows()) {
        bind(insert, row);
        insert.addBatch();
        if (++pending == BATCH) {
          insert.executeBatch();
          pending = 0;
        }
      }
      if (pending > 0) {
        insert.executeBatch();
      }
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
    return dataset.rows().size() / seconds(start);
  }

  private void bind(PreparedStatement insert, List<String> row) throws SQLException {
    for (int i = 0; i < row.size(); i++) {
      String field = row.get(i);
      String type = dataset.columns().get(i).plainType();
      switch (type) {
        case "bigint" -> insert.setLong(i + 1, Long.parseLong(field));
        case "date" -> insert.setObject(i + 1, LocalDate.parse(field));
        case "numeric" -> insert.setBigDecimal(i + 1, new BigDecimal(field));
        case "text" -> {
          if (field.isEmpty()) {
            insert.setNull(i + 1, Types.VARCHAR);
          } else {
            insert.setString(i + 1, field);
          }
        }
        default -> throw new IllegalStateException("no way to bind " + type);
      }
    }
  }

  /** Reads all rows as text, in the order in which the server has them. */
  Scan read(Connection connection) throws SQLException {
    long start = System.nanoTime();
    List<List<String>> rows = new ArrayList<>();
    connection.setAutoCommit(false);
    try (PreparedStatement select = connection.prepareStatement("SELECT * FROM " + name)) {
      select.setFetchSize(FETCH);
      try (ResultSet results = select.executeQuery()) {
        int columns = dataset.columns().size();
        while (results.next()) {
          List<String> row = new ArrayList<>(columns);
          for (int i = 1; i <= columns; i++) {
            String field = results.getString(i);
            row.add(field == null ? "" : field);
          }
          rows.add(row);
        }
      }
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
    return new Scan(rows, rows.size() / seconds(start));
  }

  /** The rows that a scan returned and how fast. */
  record Scan(List<List<String>> rows, double rowsPerSecond) {}

  private static double seconds(long startNanos) {
    return Math.max(1, System.nanoTime() - startNanos) / 1e9;
  }
}
