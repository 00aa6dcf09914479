package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.admin.Rotate;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures the long commands against the plain statements that do as much without cryptography:
 * {@code -Dit.test=BulkSpeedIT -Dcoffer.bulk.rows=1000000}. Left out unless the rows are given.
 */
@EnabledIfSystemProperty(named = "coffer.bulk.rows", matches = "[0-9]+")
class BulkSpeedIT {

  private static final int ROWS = Integer.getInteger("coffer.bulk.rows", 0);
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  @Test
  void printsTheShareOfThePlainSpeed() throws SQLException {
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            "CREATE TABLE plain (id bigint PRIMARY KEY, ssn text, born date, note text);"
                + "CREATE TABLE patient (id bigint PRIMARY KEY, ssn encrypted.text_eq,"
                + " born encrypted.date_random, note encrypted.text_random)")) {
      database
          .database()
          .execute(
              "INSERT INTO plain SELECT i, lpad(i::text, 11, '0'), date '1950-01-01' + (i % 20000),"
                  + " repeat(md5(i::text), 2) FROM generate_series(1, %d) AS i".formatted(ROWS));
      load(database);
      database.database().execute("VACUUM ANALYZE");

      scan(database);
      scan(database);
      double plain = scan(database);
      say("plain scan", plain, plain);
      verify(database);
      verify(database);
      double verify = verify(database);
      say("verify", verify, plain);

      rotations(database);
      double update = update(database);
      say("plain batched UPDATE", update, update);
      say("reseal", reseal(database), update);
      say("encrypt", encrypt(database), update);
    }
  }

  /** Writes one column of all rows in as many threads and batches of the size that reseal has. */
  private static double update(ProtectedDatabase database) throws SQLException {
    record Batch(int from) {}
    List<Batch> batches = new ArrayList<>();
    for (int from = 1; from <= ROWS; from += RowBatch.MOST_ROWS) {
      batches.add(new Batch(from));
    }
    long began = System.nanoTime();
    Threads.run(
        THREADS,
        batches,
        database::plain,
        (connection, batch) -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "UPDATE plain AS t SET note = v.note FROM unnest(?::bigint[], ?::text[]) AS v(id,"
                      + " note) WHERE t.id = v.id")) {
            Long[] ids = new Long[Math.min(RowBatch.MOST_ROWS, ROWS - batch.from + 1)];
            String[] notes = new String[ids.length];
            for (int i = 0; i < ids.length; i++) {
              ids[i] = (long) batch.from + i;
              notes[i] = "a note that is as long as the others, which have 64 letters: " + i;
            }
            statement.setArray(1, connection.createArrayOf("bigint", ids));
            statement.setArray(2, connection.createArrayOf("text", notes));
            assertThat(statement.executeUpdate()).isEqualTo(ids.length);
          }
        });
    return rate(ROWS, began);
  }

  private static void rotations(ProtectedDatabase database) throws SQLException {
    try (KeyStore store = database.keyStore()) {
      long began = System.nanoTime();
      Rotate.database(store, database.settings(), Rotated.id(database));
      long databaseDone = System.nanoTime();
      Rotate.cluster(store, database.settings());
      System.err.printf(
          Locale.ROOT,
          "BulkSpeedIT: rotate database %.2f s, cluster %.2f s%n",
          (databaseDone - began) / 1e9,
          (System.nanoTime() - databaseDone) / 1e9);
    }
    KeyAccess.shared().clear();
  }

  /** Two randomized columns of each row. */
  private static double reseal(ProtectedDatabase database) throws SQLException {
    Rotated.rotate(database);
    long began = System.nanoTime();
    ResealResult result =
        Reseal.run(
            database::plain,
            database.settings(),
            ResealRequest.of(Optional.empty(), THREADS),
            Progress.NONE);
    assertThat(result.rows()).isEqualTo(ROWS);
    return rate(ROWS, began);
  }

  /** One column: the filling alone, without the rewrite under the lock, which is told apart. */
  private static double encrypt(ProtectedDatabase database) throws SQLException {
    MigrationResult result =
        ColumnMigration.run(
            database::plain,
            database.settings().with(Setting.CATALOG_TTL, "PT0.1S"),
            MigrationRequest.encrypt(
                ObjectName.parse("plain.ssn"), "encrypted.text_random", THREADS),
            Progress.NONE);
    System.err.printf(
        Locale.ROOT, "BulkSpeedIT: locked for %.1f s%n", result.locked().toMillis() / 1000.0);
    return ROWS * 1e9 / result.backfill().toNanos();
  }

  private static void say(String what, double rate, double plain) {
    System.err.printf(
        Locale.ROOT,
        "BulkSpeedIT: %-24s %,12.0f rows/s  %.2f of plain%n",
        what,
        rate,
        rate / plain);
  }

  private static double scan(ProtectedDatabase database) throws SQLException {
    long began = System.nanoTime();
    int rows = 0;
    try (Connection plain = database.plain()) {
      plain.setAutoCommit(false);
      try (PreparedStatement statement = plain.prepareStatement("SELECT * FROM plain")) {
        statement.setFetchSize(10_000);
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            if (result.getLong(1) > 0
                && result.getString(2).length() + result.getString(4).length() == 75
                && result.getDate(3) != null) {
              rows++;
            }
          }
        }
      }
    }
    assertThat(rows).isEqualTo(ROWS);
    return rate(rows, began);
  }

  private static double verify(ProtectedDatabase database) throws SQLException {
    long began = System.nanoTime();
    VerifyResult result =
        Verify.run(database::plain, database.settings(), null, THREADS, Progress.NONE);
    assertThat(result.rows()).isEqualTo(ROWS);
    assertThat(result.unauthentic()).isZero();
    return rate(ROWS, began);
  }

  private static double rate(long rows, long began) {
    return rows * 1e9 / (System.nanoTime() - began);
  }

  private static void load(ProtectedDatabase database) throws SQLException {
    try (Connection from = database.plain();
        Connection to = database.coffer()) {
      from.setAutoCommit(false);
      to.setAutoCommit(false);
      try (Statement select = from.createStatement();
          PreparedStatement insert =
              to.prepareStatement("INSERT INTO patient VALUES (?, ?, ?, ?)")) {
        select.setFetchSize(5_000);
        try (ResultSet rows = select.executeQuery("SELECT * FROM plain")) {
          for (int i = 1; rows.next(); i++) {
            insert.setLong(1, rows.getLong(1));
            insert.setString(2, rows.getString(2));
            insert.setDate(3, rows.getDate(3));
            insert.setString(4, rows.getString(4));
            insert.addBatch();
            if (i % 5_000 == 0) {
              insert.executeBatch();
            }
          }
        }
        insert.executeBatch();
      }
      to.commit();
    }
  }
}
