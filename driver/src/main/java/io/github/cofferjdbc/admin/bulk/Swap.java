package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.field.FieldCipher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The end of a change: under the table's lock the last rows are converted, the column takes its new
 * type and the values beside it, and everything temporary goes, in one transaction. The column
 * keeps its place, if the table is rewritten, and rights, comment, NOT NULL, keys and indexes. For
 * one use.
 */
final class Swap {

  /** A constant with casts, as pg_get_expr writes it. */
  private static final Pattern CONSTANT =
      Pattern.compile(
          "\\(*(?:NULL|true|false|'(?:[^']|'')*'|-?[0-9]+(?:\\.[0-9]+)?)\\)*"
              + "(?:::[a-z_\" .()0-9\\[\\]]+)*");

  private static final int LAST_ROWS_AT_ONCE = 5000;

  private final Connection connection;
  private final Migration migration;
  private final Conversion conversion;

  Swap(Connection connection, Migration migration, FieldCipher cipher) {
    this.connection = connection;
    this.migration = migration;
    this.conversion = migration.conversion(cipher);
  }

  /** Tells whether the column's default can go with it; empty if so, else why not. */
  static @Nullable String defaultObstacle(ColumnFacts facts) {
    String sql = facts.defaultSql().orElse("NULL");
    return CONSTANT.matcher(sql).matches()
        ? null
        : "its default is computed, and is no constant that could be converted: drop the default"
            + " first";
  }

  /**
   * Does it in the open transaction, which holds the table (ACCESS EXCLUSIVE), and commits; the
   * caller handles locks that cannot be had.
   */
  void run() throws SQLException {
    ColumnFacts before = migration.facts();
    String table = before.root().sqlName();
    ColumnFacts now = FactsReader.read(connection, before.root().oid(), before.name());
    if (!now.equals(before) || !Shadow.complete(connection, now)) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The table "
              + before.root().displayName()
              + " or what depends on the column was changed meanwhile: run the command again.");
    }
    for (TableRef each : before.members()) {
      lastRows(each);
    }
    Shadow.dropMarks(connection, before);
    String column = Sql.name(before.name());
    String newDefault = newDefault();
    if (before.defaultSql().isPresent()) {
      Session.execute(
          connection, "ALTER TABLE " + table + " ALTER COLUMN " + column + " DROP DEFAULT");
    }
    Migration after = migration;
    if (migration.renaming()) {
      after = migration.with(Renaming.run(connection, migration));
    } else {
      rewrite(table, column);
    }
    if (newDefault != null) {
      Session.execute(
          connection,
          "ALTER TABLE " + table + " ALTER COLUMN " + column + " SET DEFAULT " + newDefault);
    }
    StaleWriterGuard.install(connection, after);
    connection.commit();
  }

  private void rewrite(String table, String column) throws SQLException {
    // In one command, so that the rewrite takes the values and leaves no room for the dropped ones.
    Session.execute(
        connection,
        "ALTER TABLE "
            + table
            + " DROP COLUMN "
            + migration.facts().shadow()
            + ", ALTER COLUMN "
            + column
            + " TYPE "
            + migration.newType()
            + " USING "
            + migration.facts().shadow()
            + "::"
            + migration.newType());
  }

  private void lastRows(TableRef table) throws SQLException {
    String query = Backfill.missing(migration, table, "true") + " LIMIT " + LAST_ROWS_AT_ONCE;
    RowBatch batch = Backfill.batch(migration, table, conversion);
    int found;
    do {
      try (BinaryCopy copy = BinaryCopy.of(connection, query, 3)) {
        while (copy.next()) {
          Backfill.add(batch, copy, conversion);
        }
      }
      found = batch.size();
      if (batch.writeHeld(connection) != found) {
        throw CofferState.NOT_TRUSTWORTHY.exception(
            "Rows of " + table.displayName() + " were not written though the table is locked.");
      }
    } while (found > 0);
  }

  /** Returns the default of the new type in SQL, or null if there is none. */
  private @Nullable String newDefault() throws SQLException {
    String sql = migration.facts().defaultSql().orElse("NULL");
    if (migration.encrypting()) {
      String type = migration.facts().typeName();
      byte[] binary = binaryDefault(sql, type);
      return binary == null ? null : literal(conversion.convert(binary));
    }
    byte[] stored = binaryDefault(sql, migration.facts().array() ? "bytea[]" : "bytea");
    return stored == null ? null : literal(conversion.convert(stored));
  }

  /** Evaluates a constant; COPY gives it in its send format. */
  private byte @Nullable [] binaryDefault(String sql, String type) throws SQLException {
    try (BinaryCopy copy = BinaryCopy.of(connection, "SELECT (" + sql + ")::" + type, 1)) {
      byte[] value = copy.next() ? copy.value(0) : null;
      while (copy.next()) {
        // There is one row.
      }
      return value;
    }
  }

  private String literal(Object converted) {
    String text =
        converted instanceof byte[] bytes
            ? "\\x" + HexFormat.of().formatHex(bytes)
            : (String) converted;
    return Sql.literal(text) + "::" + conversion.shadowType() + "::" + migration.newType();
  }
}
