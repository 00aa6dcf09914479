package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * With a fetch size a result of any length fits into a small heap. The number of rows is {@code
 * coffer.test.streamedRows}; see CONTRIBUTING.
 */
class StreamingIT {

  private static final int ROWS = Integer.getInteger("coffer.test.streamedRows", 300_000);
  private static final int HEAP_MEGABYTES = 48;

  private static ProtectedDatabase database;

  @BeforeAll
  static void fill() throws Exception {
    database =
        ProtectedDatabase.with(
            "CREATE TABLE patient (id int, name encrypted.text_random, born encrypted.date_eq)");
    try (Connection connection = database.coffer();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO patient VALUES (?, ?, ?)")) {
      for (int id = 0; id < StreamingProcess.PERIOD; id++) {
        insert.setInt(1, id);
        insert.setString(2, StreamingProcess.name(id));
        insert.setObject(3, StreamingProcess.born(id));
        insert.addBatch();
      }
      insert.executeBatch();
    }
    int period = StreamingProcess.PERIOD;
    try (Connection connection = database.plain();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO patient SELECT id + copy * "
              + period
              + ", name, born FROM patient, generate_series(1, "
              + (ROWS / period - 1)
              + ") copy");
    }
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @Test
  void aFetchSizeKeepsNoRowsThatWereRead() throws Exception {
    StreamingProcess reader = StreamingProcess.run(database, HEAP_MEGABYTES, 1000);
    assertThat(reader.output()).isEqualTo(ROWS + " and " + ROWS);
    assertThat(reader.exitStatus()).isZero();
  }

  /** Else the heap would be large enough for all rows, and the other test could not fail. */
  @Test
  void withoutAFetchSizeTheRowsDoNotFitIntoThatHeap() throws Exception {
    StreamingProcess reader = StreamingProcess.run(database, HEAP_MEGABYTES, 0);
    assertThat(reader.exitStatus()).as(reader.output()).isEqualTo(StreamingProcess.OUT_OF_MEMORY);
  }
}
