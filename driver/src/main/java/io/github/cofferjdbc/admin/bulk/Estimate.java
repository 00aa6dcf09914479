package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.keys.KeyAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Says beforehand what a change will take, from the sizes that the catalog has and a sample of rows
 * that is read and converted, and then thrown away. No state.
 */
final class Estimate {

  private static final int SAMPLE = 1000;

  /** What a middling server does; nothing that changes no data can measure it. */
  private static final double ROWS_WRITTEN_A_SECOND = 40_000;

  private static final double BYTES_REWRITTEN_A_SECOND = 60e6;
  private static final double BYTES_READ_A_SECOND = 1e9;
  private static final long ROW_OVERHEAD = 8;

  private Estimate() {}

  static MigrationPlan of(Connection control, Settings settings, MigrationRequest request)
      throws SQLException {
    MigrationReader reader = MigrationReader.read(control, settings, request);
    Migration migration = reader.migration();
    ColumnFacts facts = migration.facts();
    List<String> obstacles = ColumnMigration.obstacles(control, migration);
    long rows = 0;
    long bytes = 0;
    for (TableRef table : facts.members()) {
      String oid = Integer.toUnsignedString(table.oid());
      long known =
          Session.number(control, "SELECT reltuples::int8 FROM pg_class WHERE oid = " + oid);
      rows +=
          known > 0
              ? known
              : Session.number(control, "SELECT count(*) FROM ONLY " + table.sqlName());
      bytes += Session.number(control, "SELECT pg_total_relation_size(" + oid + ")");
    }
    double seconds = rows / ROWS_WRITTEN_A_SECOND;
    long valueBytes = 0;
    if (obstacles.isEmpty() && !reader.done()) {
      try (FieldCipher cipher =
          FieldCipher.of(KeyAccess.shared().keysOf(settings, reader.databaseId()), settings)) {
        Sample sample = sample(control, migration, migration.conversion(cipher));
        seconds = Math.max(seconds, rows * sample.seconds / request.threads());
        valueBytes = (long) (rows * sample.bytes);
      }
    }
    long shadow = valueBytes + rows * ROW_OVERHEAD;
    // Each row is written again beside the old one, and all of them once more by a rewrite.
    long extra = (migration.renaming() ? 1 : 2) * (bytes + shadow);
    // A renaming only reads the table, for rows that were changed last and for NOT NULL.
    double lockedBytesASecond =
        migration.renaming() ? BYTES_READ_A_SECOND : BYTES_REWRITTEN_A_SECOND;
    return new MigrationPlan(
        facts.displayName(),
        facts.typeName(),
        migration.newType(),
        Shadow.exists(control, facts),
        reader.done(),
        rows,
        bytes,
        extra,
        Duration.ofSeconds((long) Math.ceil(seconds)),
        Duration.ofSeconds((long) Math.ceil((bytes + shadow) / lockedBytesASecond)),
        obstacles,
        migration.notes());
  }

  /** Seconds and bytes a row. */
  private record Sample(double seconds, double bytes) {}

  private static Sample sample(Connection control, Migration migration, Conversion conversion)
      throws SQLException {
    long began = System.nanoTime();
    long rows = 0;
    long bytes = 0;
    for (TableRef table : migration.facts().members()) {
      String query =
          "SELECT t."
              + Sql.name(migration.facts().name())
              + " FROM ONLY "
              + table.sqlName()
              + " AS t LIMIT "
              + SAMPLE;
      try (BinaryCopy copy = BinaryCopy.of(control, query, 1)) {
        while (copy.next()) {
          byte[] value = copy.value(0);
          if (value != null) {
            Object converted = conversion.convert(value);
            bytes += converted instanceof byte[] some ? some.length : ((String) converted).length();
          }
          rows++;
        }
      }
      if (rows >= SAMPLE) {
        break;
      }
    }
    return rows == 0
        ? new Sample(0, 0)
        : new Sample((System.nanoTime() - began) / 1e9 / rows, (double) bytes / rows);
  }
}
