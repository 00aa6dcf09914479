package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batches are written behind the reading, in order, and what becomes of them is told. */
class BatchWriterIT {

  private static final int ROWS = 95;
  private static final int BATCH = 10;

  @Test
  void everyRowIsWrittenAndCountedOnce() throws SQLException {
    try (TestDatabase database = table("");
        BatchWriter writer = writer(database)) {
      BatchWriter.Batches batches = batches(writer);

      long written = add(database, batches, "true") + batches.finish();

      assertThat(written).isEqualTo(ROWS);
      assertThat(batches.finish()).as("nothing is counted twice").isZero();
      assertThat(value(database, "count(*) FROM t WHERE convert_from(new, 'UTF8') = old"))
          .isEqualTo("95");
      assertThat(value(database, "count(DISTINCT xmin::text) FROM t"))
          .as("batches")
          .isEqualTo("10");
    }
  }

  @Test
  void theFailureOfABatchIsToldAtTheNextAndTheOnesBeforeItStay() throws SQLException {
    try (TestDatabase database = table("CHECK (new <> '\\x3235')");
        BatchWriter writer = writer(database)) {
      BatchWriter.Batches batches = batches(writer);

      assertThatThrownBy(() -> add(database, batches, "true"))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("23514");

      assertThat(value(database, "max(id) FROM t WHERE new IS NOT NULL")).isEqualTo("20");
    }
  }

  @Test
  void aRowThatWasChangedSinceIsLeftOutAndSoIsOneThatIsHeld() throws SQLException {
    try (TestDatabase database = table("");
        Connection other = database.connect();
        BatchWriter writer = writer(database)) {
      BatchWriter.Batches batches = batches(writer);
      add(database, batches, "id <= 9");
      Session.execute(other, "UPDATE t SET old = 'changed' WHERE id = 3");
      other.setAutoCommit(false);
      Session.execute(other, "SELECT FROM t WHERE id = 4 FOR UPDATE");

      assertThat(batches.finish()).isEqualTo(7);

      other.rollback();
      assertThat(value(database, "string_agg(id::text, ',') FROM t WHERE id < 10 AND new IS NULL"))
          .isEqualTo("3,4");
    }
  }

  @Test
  void anInterruptEndsItBeforeTheNextBatch() throws SQLException {
    try (TestDatabase database = table("");
        BatchWriter writer = writer(database)) {
      BatchWriter.Batches batches = batches(writer);
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> add(database, batches, "true"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("57014");

      assertThat(value(database, "count(*) FROM t WHERE new IS NOT NULL")).isEqualTo("0");
    }
  }

  @Test
  void closingWaitsForTheBatchThatIsBeingWritten() throws SQLException {
    try (TestDatabase database = table("");
        Connection other = database.connect()) {
      other.setAutoCommit(false);
      Session.execute(other, "SELECT FROM t WHERE id = 4 FOR UPDATE");
      try (BatchWriter writer = writer(database)) {
        assertThat(add(database, batches(writer), "id <= 10")).isZero();
      }

      assertThat(value(database, "count(*) FROM t WHERE new IS NOT NULL")).isEqualTo("9");
      other.rollback();
    }
  }

  private static TestDatabase table(String constraint) throws SQLException {
    TestDatabase database = TestPostgres.shared().newDatabase();
    database.execute(
        "CREATE TABLE t (id int PRIMARY KEY, old text, new bytea "
            + constraint
            + "); INSERT INTO t SELECT i, i FROM generate_series(1, "
            + ROWS
            + ") AS i");
    return database;
  }

  private static BatchWriter writer(TestDatabase database) throws SQLException {
    Connection connection = database.connect();
    Session.prepareToWrite(connection);
    Session.execute(connection, "SET lock_timeout = " + RowBatch.PATIENCE_MILLIS);
    connection.setAutoCommit(false);
    return new BatchWriter(connection);
  }

  private static BatchWriter.Batches batches(BatchWriter writer) {
    return writer.batches(
        () ->
            new RowBatch(
                "t", "new = v.value_1", List.of("pg_catalog.bytea"), "t.new IS NULL", BATCH),
        Throttle.NONE);
  }

  /** Adds rows with their own numbers as new values; returns how many are known to be written. */
  private static long add(TestDatabase database, BatchWriter.Batches batches, String condition)
      throws SQLException {
    long written = 0;
    try (Connection reader = database.connect();
        BinaryCopy copy =
            BinaryCopy.of(
                reader,
                "SELECT ctid, xmin, old FROM t WHERE new IS NULL AND " + condition + " ORDER BY id",
                3)) {
      while (copy.next()) {
        byte[] value = copy.value(2);
        batches.filling().add(copy.ctid(0), copy.transaction(1), List.of(value));
        written += batches.writeIfFull();
      }
    }
    return written;
  }

  private static String value(TestDatabase database, String query) throws SQLException {
    try (Connection connection = database.connect()) {
      return String.valueOf(Session.text(connection, "SELECT " + query));
    }
  }
}
