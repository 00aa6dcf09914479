package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.value.MalformedValueException;
import io.github.cofferjdbc.value.SessionTime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Tuple;

/**
 * The rows of one fetch, whose protected values another thread opens from the last row towards the
 * first, while their reader goes from the first towards the last and opens what is not open yet
 * itself: so neither waits for the other, and no value but one row's is opened twice. Where
 * something does not open, the other thread ends without a word; the reader comes to the value and
 * tells.
 *
 * <p>For one reader; the other thread touches nothing that is not said to be its.
 */
final class FetchedRows {

  /**
   * A column to be opened ahead.
   *
   * @param column counts from 0
   * @param time the session's, which the values are opened in
   */
  record Column(int column, EncryptedType type, SessionTime time) {}

  /** Longer fetches are not opened ahead: their plaintexts would all be in memory at once. */
  private static final long MOST_BYTES = 16L << 20;

  private static final Executor THREADS = threads();

  private final List<Tuple> rows = new ArrayList<>();
  private long bytes;
  private @Nullable SQLException error;
  private boolean last;

  private List<Column> columns = List.of();
  private @Nullable Tuple[] opened = {};

  /** The row that is read; the other thread stops before it. */
  private final AtomicInteger reading = new AtomicInteger();

  /** All rows from here on are open; written by the other thread, behind what it opened. */
  private final AtomicInteger openFrom = new AtomicInteger(Integer.MAX_VALUE);

  /**
   * As many threads as there are processors but one. More work than they can do is left to the
   * readers, who would do it anyway; idle ones end.
   */
  private static Executor threads() {
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            count,
            count,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(4 * count),
            task -> {
              Thread thread = new Thread(task, LookAhead.THREAD);
              thread.setDaemon(true);
              thread.setContextClassLoader(null);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Adds a row of what the server sent for each column, null for NULL. */
  void add(Tuple row) {
    rows.add(row);
    bytes += row.length();
  }

  int size() {
    return rows.size();
  }

  /** Returns the bytes of all values as the server sent them. */
  long bytes() {
    return bytes;
  }

  Tuple row(int row) {
    return rows.get(row);
  }

  /** Tells whether no row follows these. */
  boolean last() {
    return last;
  }

  /** Notes that no row follows. */
  void end() {
    last = true;
  }

  /** Notes that fetching the row behind these has failed. */
  void fail(SQLException failure) {
    error = failure;
  }

  /** Returns what fetching the row behind these has failed with, or null. */
  @Nullable SQLException error() {
    return error;
  }

  /**
   * Begins to open these columns; to be called once, after the last row was added.
   *
   * @param cipher which the reader does not use, so that the two do not wait for one another
   */
  void open(List<Column> ahead, FieldCipher cipher) {
    if (ahead.isEmpty() || rows.size() < 2 || bytes > MOST_BYTES) {
      return;
    }
    columns = ahead;
    opened = new Tuple[rows.size()];
    THREADS.execute(() -> openBackwards(cipher));
  }

  private void openBackwards(FieldCipher cipher) {
    try {
      for (int row = rows.size() - 1; row > reading.get(); row--) {
        Tuple values = new Tuple(columns.size());
        boolean begun = false;
        for (int i = 0; i < columns.size(); i++) {
          Column column = columns.get(i);
          byte[] stored = rows.get(row).get(column.column());
          if (stored != null) {
            values.set(i, Opening.opened(stored, column.type(), cipher, begun, column.time()));
            begun = true;
          }
        }
        opened[row] = values;
        openFrom.setRelease(row);
      }
    } catch (SQLException | MalformedValueException | RuntimeException e) {
      // The reader opens the value itself and fails where it stands.
    }
  }

  /** Notes which row is read, so that the other thread does not open it any more. */
  void read(int row) {
    reading.lazySet(row);
  }

  /** Ends the other thread's work. */
  void cancel() {
    reading.set(Integer.MAX_VALUE);
  }

  /**
   * Returns a value that was opened ahead as {@link Opening} says, its text in UTF-8, or null if it
   * was not, or in another time zone.
   *
   * @param column counts from 0
   */
  byte @Nullable [] opened(int row, int column, SessionTime time) {
    if (row >= openFrom.getAcquire()) {
      Tuple values = opened[row];
      for (int i = 0; values != null && i < columns.size(); i++) {
        Column known = columns.get(i);
        if (known.column() == column) {
          return known.time().equals(time) ? values.get(i) : null;
        }
      }
    }
    return null;
  }
}
