package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * One thread that fills the column beside: a connection that reads rows, another that writes them
 * back, and a cipher.
 */
final class Backfill implements AutoCloseable {

  private final Connection reader;
  private final Connection writer;
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
    this.cipher = FieldCipher.of(keys, settings);
    this.conversion = migration.conversion(cipher);
    this.reader = source.open();
    boolean ready = false;
    Connection second = reader;
    try {
      Session.prepare(reader);
      second = source.open();
      Session.prepare(second);
      if (withoutTriggers) {
        Session.withoutTriggers(second);
      }
      Session.execute(second, "SET lock_timeout = " + RowBatch.PATIENCE_MILLIS);
      second.setAutoCommit(false);
      ready = true;
    } finally {
      this.writer = second;
      if (!ready) {
        close();
      }
    }
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
        shadow + " = " + conversion.ofParameter("v.value"),
        conversion.parameterType(),
        "t." + shadow + " IS NULL");
  }

  /** Fills a run of pages and returns how many rows that were. */
  long fill(TableRef table, Pages pages) throws SQLException {
    RowBatch batch = batch(migration, table, conversion);
    long rows = 0;
    try (BinaryCopy copy =
        BinaryCopy.of(reader, missing(migration, table, pages.condition("t")), 3)) {
      while (copy.next()) {
        add(batch, copy, conversion);
        if (batch.full()) {
          rows += batch.write(writer);
          if (Thread.interrupted()) {
            throw Threads.interrupted();
          }
        }
      }
    }
    return rows + batch.write(writer);
  }

  static void add(RowBatch batch, BinaryCopy copy, Conversion conversion) throws SQLException {
    byte[] value = copy.value(2);
    if (value == null) {
      return;
    }
    Ctid place = copy.ctid(0);
    try {
      batch.add(place, copy.transaction(1), conversion.convert(value));
    } catch (SQLException e) {
      throw new SQLException(
          "The row at ctid " + place + ": " + e.getMessage(), e.getSQLState(), e);
    }
  }

  @Override
  public void close() throws SQLException {
    cipher.close();
    try (reader) {
      writer.close();
    }
  }
}
