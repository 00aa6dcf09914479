package io.github.cofferjdbc.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * A scan as a program would write it for two processors, with {@link BareCiphers}: another thread
 * fetches, reads the clear columns, and opens values from the last row towards the first until the
 * program wants the rows; the program opens the rest. It knows the columns, and that nobody else
 * uses the connection.
 */
final class AheadByHand {

  /** What one fetch returned. */
  private static final class Rows {
    private final long[] clear;
    private final byte[][][] stored;
    private final int[] lengths;
    private int size;

    /** From here on all is open; to be read after the rows were handed over. */
    private int openFrom;

    Rows(int most) {
      clear = new long[most];
      stored = new byte[most][3][];
      lengths = new int[most];
    }

    void add(ResultSet rows) throws SQLException {
      clear[size] =
          rows.getLong(1) + rows.getBigDecimal(5).signum() + rows.getTimestamp(6).getTime();
      for (int i = 0; i < 3; i++) {
        stored[size][i] = rows.getBytes(i + 2);
      }
      size++;
      openFrom = size;
    }

    int open(int row, BareCiphers ciphers) {
      return ciphers.openRandom(stored[row][0]).length()
          + ciphers.openEquality(stored[row][1]).length()
          + ciphers.openRandom(stored[row][2]).length();
    }
  }

  private final SynchronousQueue<Rows> handedOver = new SynchronousQueue<>();
  private final int fetchSize;
  private volatile boolean ended;

  private AheadByHand(int fetchSize) {
    this.fetchSize = fetchSize;
  }

  /** Reads the table once, or until the slice ends, and returns how many rows. */
  static long scan(Slice slice, String sql, int fetchSize) throws SQLException {
    try (Connection connection = slice.borrow();
        PreparedStatement select = connection.prepareStatement(sql)) {
      connection.setAutoCommit(false);
      select.setFetchSize(fetchSize);
      long done = new AheadByHand(fetchSize).read(slice, select.executeQuery());
      connection.commit();
      return done;
    }
  }

  private long read(Slice slice, ResultSet rows) throws SQLException {
    BareCiphers ciphers = slice.people().ciphers();
    BareCiphers others = ciphers.another();
    CompletableFuture<Void> fetching = CompletableFuture.runAsync(() -> fetch(rows, others));
    long done = 0;
    try (rows) {
      boolean more = true;
      while (more && slice.goesOn()) {
        Rows fetched = handedOver.poll(1, TimeUnit.SECONDS);
        if (fetched == null) {
          fetching.getNow(null); // throws what it failed with
          continue;
        }
        for (int row = 0; row < fetched.size; row++) {
          slice.consume(
              fetched.clear[row]
                  + (row < fetched.openFrom ? fetched.open(row, ciphers) : fetched.lengths[row]));
        }
        done += fetched.size;
        more = fetched.size == fetchSize;
      }
      ended = true;
      while (!fetching.isDone()) {
        handedOver.poll();
      }
      fetching.join();
      return done;
    } catch (InterruptedException e) {
      throw new CancellationException(e.getMessage());
    }
  }

  private void fetch(ResultSet rows, BareCiphers ciphers) {
    try {
      boolean more = true;
      while (more && !ended) {
        Rows fetched = new Rows(fetchSize);
        while (fetched.size < fetchSize && more) {
          more = rows.next();
          if (more) {
            fetched.add(rows);
          }
        }
        while (!handedOver.offer(fetched) && !ended) {
          if (fetched.openFrom > 0) {
            int row = fetched.openFrom - 1;
            fetched.lengths[row] = fetched.open(row, ciphers);
            fetched.openFrom = row;
          } else {
            Thread.onSpinWait();
          }
        }
      }
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }
}
