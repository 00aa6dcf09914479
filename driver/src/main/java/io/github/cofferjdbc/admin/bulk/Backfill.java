package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.SQLException;
import java.util.List;

/**
 * One thread that fills the column beside: a connection that reads rows, another that writes them
 * back, and a cipher.
 */
final class Backfill implements AutoCloseable {

  private final WorkerConnections connections;
  private final FieldCipher cipher;
  private final Migration migration;
  private final Conversion conversion;

  Backfill(
      ConnectionSource source,
      Settings settings,
      KeyringSource keys,
      Migration migration,
      boolean withoutTriggers)
      throws SQLException {
    this.migration = migration;
    this.connections = WorkerConnections.open(source, withoutTriggers);
    this.cipher = FieldCipher.of(keys, settings);
    this.conversion = migration.conversion(cipher);
  }

  /** Returns the query for the rows that have no new value yet: place, version, value. */
  static String missing(Migration migration, TableRef table, String condition) {
    String column = Sql.name(migration.facts().name());
    return "SELECT t.ctid, t.xmin, t."
        + column
        + " FROM ONLY "
        + table.sqlName()
        + " AS t WHERE t."
        + column
        + " IS NOT NULL AND t."
        + migration.facts().shadow()
        + " IS NULL AND "
        + condition;
  }

  static RowBatch batch(Migration migration, TableRef table, Conversion conversion) {
    String shadow = migration.facts().shadow();
    return new RowBatch(
        table.sqlName(),
        shadow + " = " + conversion.ofParameter("v.value_1"),
        List.of(conversion.parameterType()),
        "t." + shadow + " IS NULL",
        RowBatch.MOST_ROWS);
  }

  /** Fills a run of pages and returns how many rows that were. */
  long fill(TableRef table, Pages pages) throws SQLException {
    BatchWriter.Batches batches =
        connections.writer().batches(() -> batch(migration, table, conversion), Throttle.NONE);
    long rows = 0;
    try (BinaryCopy copy =
        BinaryCopy.of(connections.reader(), missing(migration, table, pages.condition("t")), 3)) {
      while (copy.next()) {
        add(batches.filling(), copy, conversion);
        rows += batches.writeIfFull();
      }
    }
    return rows + batches.finish();
  }

  /** Adds the row that was read, of {@link #missing}, with its new value. */
  static void add(RowBatch batch, BinaryCopy copy, Conversion conversion) throws SQLException {
    byte[] value = copy.value(2);
    if (value == null) {
      return;
    }
    Ctid place = copy.ctid(0);
    try {
      batch.add(place, copy.transaction(1), List.of(conversion.convert(value)));
    } catch (SQLException e) {
      throw new SQLException(
          "The row at ctid " + place + ": " + e.getMessage(), e.getSQLState(), e);
    }
  }

  @Override
  public void close() throws SQLException {
    cipher.close();
    connections.close();
  }
}
