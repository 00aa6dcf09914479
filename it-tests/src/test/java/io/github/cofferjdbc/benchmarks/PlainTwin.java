package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A table without protection, and the statements on it that do as much as the long commands do on
 * its twin: a scan, and updates of all rows in batches, by as many threads.
 *
 * @param database that it is in
 * @param table its name
 * @param rows in it, with ids from 1 on
 * @param threads that update
 */
record PlainTwin(ProtectedDatabase database, String table, int rows, int threads) {

  /** As many as the long commands write in one statement. */
  private static final int BATCH = 1_000;

  private static final int FETCH_SIZE = 10_000;

  /** Reads all columns of all rows with a cursor. */
  void scan() throws SQLException {
    int read = 0;
    try (Connection plain = database.plain()) {
      plain.setAutoCommit(false);
      try (PreparedStatement statement = plain.prepareStatement("SELECT * FROM " + table)) {
        statement.setFetchSize(FETCH_SIZE);
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            if (result.getLong(1) > 0
                && result.getString(2).length() == 11
                && result.getDate(3) != null
                && result.getString(4).length() == 64) {
              read++;
            }
          }
        }
      }
    }
    require(read);
  }

  /** Sets one column of all rows. */
  void updateOne() throws SQLException {
    update(
        "UPDATE "
            + table
            + " AS t SET note = v.note FROM unnest(?::bigint[], ?::text[]) AS v(id, note)"
            + " WHERE t.id = v.id",
        (statement, ids) -> {
          bind(statement, 2, notes(ids));
        });
  }

  /** Sets three columns of all rows. */
  void updateThree() throws SQLException {
    update(
        "UPDATE "
            + table
            + " AS t SET ssn = v.ssn, born = v.born, note = v.note"
            + " FROM unnest(?::bigint[], ?::text[], ?::date[], ?::text[])"
            + " AS v(id, ssn, born, note) WHERE t.id = v.id",
        (statement, ids) -> {
          String[] numbers = new String[ids.length];
          String[] dates = new String[ids.length];
          for (int i = 0; i < ids.length; i++) {
            numbers[i] = Long.toString(99_000_000_000L + ids[i]);
            dates[i] = (1950 + ids[i] % 50) + "-01-01";
          }
          bind(statement, 2, numbers);
          bind(statement, 3, dates);
          bind(statement, 4, notes(ids));
        });
  }

  private static String[] notes(Long[] ids) {
    String[] notes = new String[ids.length];
    for (int i = 0; i < ids.length; i++) {
      String id = Long.toString(ids[i]);
      notes[i] =
          "a note that is as long as others, which have 64 letters......: "
                  .substring(0, 64 - id.length())
              + id;
    }
    return notes;
  }

  private static void bind(PreparedStatement statement, int at, String[] values)
      throws SQLException {
    statement.setArray(at, statement.getConnection().createArrayOf("text", values));
  }

  /** Binds what is set in the rows with these ids. */
  private interface Values {
    void bind(PreparedStatement statement, Long[] ids) throws SQLException;
  }

  private void update(String sql, Values values) throws SQLException {
    AtomicInteger next = new AtomicInteger(1);
    AtomicInteger written = new AtomicInteger();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            executor.submit(
                () -> {
                  try (Connection connection = database.plain();
                      PreparedStatement statement = connection.prepareStatement(sql)) {
                    for (int from = next.getAndAdd(BATCH);
                        from <= rows;
                        from = next.getAndAdd(BATCH)) {
                      Long[] ids = new Long[Math.min(BATCH, rows - from + 1)];
                      for (int id = 0; id < ids.length; id++) {
                        ids[id] = (long) from + id;
                      }
                      statement.setArray(1, connection.createArrayOf("bigint", ids));
                      values.bind(statement, ids);
                      written.addAndGet(statement.executeUpdate());
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new SQLException(e);
    } finally {
      executor.shutdownNow();
    }
    require(written.get());
  }

  private void require(int done) {
    if (done != rows) {
      throw new IllegalStateException(done + " of " + rows + " rows");
    }
  }

  /** Makes the rows. */
  void fill() throws SQLException {
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement()) {
      statement.execute(
          "INSERT INTO "
              + table
              + " SELECT i, lpad(i::text, 11, '0'), date '1950-01-01' + (i % 20000)::int,"
              + " repeat(md5(i::text), 2) FROM generate_series(1, "
              + rows
              + ") AS i");
    }
  }
}
