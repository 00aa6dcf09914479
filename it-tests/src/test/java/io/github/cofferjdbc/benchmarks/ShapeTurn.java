package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

/** Reads a {@link Shape}'s table in a scan, or writes it in rewritten batches. One thread. */
final class ShapeTurn implements Turn {

  private static final int BATCH_SIZE = 1_000;
  private static final int BATCH_BYTES = 4 << 20;
  private static final int VARIETY = 64;

  private final ProtectedDatabase database;
  private final Shape shape;
  private final boolean writing;
  private final String[] texts = new String[VARIETY];
  private final Connection connection;
  private long sum;

  ShapeTurn(ProtectedDatabase database, Shape shape, boolean writing) throws SQLException {
    this.database = database;
    this.shape = shape;
    this.writing = writing;
    Random random = new Random(shape.length());
    for (int i = 0; i < VARIETY; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(shape.length(), 'a', 'z' + 1).forEach(letter -> text.append((char) letter));
      texts[i] = text.toString();
    }
    Subject driver = shape.coffer() ? Subject.COFFER : Subject.CONTROL;
    this.connection =
        DriverManager.getConnection(driver.url(database), driver.properties(database, true));
    connection.setAutoCommit(false);
    if (!writing) {
      load();
    }
  }

  private void load() throws SQLException {
    database.database().execute("TRUNCATE " + shape.table());
    for (int done = 0; done < shape.rows(); ) {
      done += batch(shape.table(), done, Math.min(batchSize(), shape.rows() - done));
    }
    database.database().execute("ANALYZE " + shape.table());
  }

  private int batchSize() {
    return Math.max(1, Math.min(BATCH_SIZE, BATCH_BYTES / shape.length()));
  }

  private int batch(String table, long firstId, int size) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(shape.insertInto(table))) {
      for (long id = firstId; id < firstId + size; id++) {
        insert.setLong(1, id);
        for (int column = 0; column < shape.columns(); column++) {
          insert.setString(2 + column, texts[(int) ((id + column) % VARIETY)]);
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.commit();
    return size;
  }

  @Override
  public String subject() {
    return shape.subject();
  }

  @Override
  public void prepare() throws SQLException {
    if (writing) {
      database.database().execute("TRUNCATE " + shape.writtenTable());
    }
  }

  @Override
  public long run(long millis) throws SQLException {
    long ends = System.nanoTime() + millis * 1_000_000;
    long done = 0;
    while (System.nanoTime() < ends) {
      done += writing ? batch(shape.writtenTable(), done, batchSize()) : scan(ends);
    }
    return done;
  }

  private long scan(long ends) throws SQLException {
    int fetchSize = batchSize();
    long done = 0;
    try (PreparedStatement select = connection.prepareStatement("SELECT * FROM " + shape.table())) {
      select.setFetchSize(fetchSize);
      try (ResultSet rows = select.executeQuery()) {
        while ((done % fetchSize != 0 || System.nanoTime() < ends) && rows.next()) {
          for (int column = 0; column < shape.columns(); column++) {
            sum += rows.getString(2 + column).length();
          }
          done++;
        }
      }
    }
    connection.commit();
    return done;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    if (sum < 0) {
      throw new IllegalStateException("never; so that what was read is not dead code");
    }
  }
}
