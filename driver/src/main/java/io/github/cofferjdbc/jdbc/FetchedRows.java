package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.value.MalformedValueException;
import io.github.cofferjdbc.value.SessionTime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Tuple;

/**
 * The rows of one fetch, whose protected values the thread that fetched them opens from the last
 * row towards the first, while their reader goes from the first towards the last and opens what is
 * not open yet itself: so neither waits for the other, and no value but one row's is opened twice.
 * Where something does not open, the other thread ends without a word; the reader comes to the
 * value and tells.
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

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** Longer fetches are not opened ahead: their plaintexts would all be in memory at once. */
  private static final long MOST_BYTES = 16L << 20;

  /**
   * How many threads may open at once: as many as there are processors but one. More work than they
   * can do is left to the readers, who would do it anyway.
   */
  private static final Semaphore OPENERS = new Semaphore(Math.max(1, PROCESSORS - 1));

  private final List<Tuple> rows = new ArrayList<>();
  private long bytes;
  private @Nullable SQLException error;
  private boolean last;

  private List<Column> columns = List.of();
  private @Nullable Tuple[] opened = {};
  private @Nullable FieldCipher opener;

  /** The row that is read; the other thread stops behind it. */
  private final AtomicInteger reading = new AtomicInteger(-1);

  /** All rows from here on are open; written by the other thread, behind what it opened. */
  private final AtomicInteger openFrom = new AtomicInteger(Integer.MAX_VALUE);

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
   * Says what may be opened ahead, by {@link #open}; to be called once, after the last row was
   * added.
   *
   * @param cipher which the reader does not use, so that the two do not wait for one another
   */
  void wanted(List<Column> ahead, FieldCipher cipher) {
    if (!ahead.isEmpty() && rows.size() > 1 && bytes <= MOST_BYTES) {
      columns = ahead;
      opened = new Tuple[rows.size()];
      opener = cipher;
    }
  }

  /** Opens what is wanted, if not too many threads do so. To be called by the other thread. */
  void open() {
    FieldCipher cipher = opener;
    if (cipher != null && OPENERS.tryAcquire()) {
      try {
        openBackwards(cipher);
      } finally {
        OPENERS.release();
      }
    }
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

  /**
   * Notes which row is read, so that the other thread does not open it any more. With two
   * processors it opens none of these any more: one has the reader, and the other one is for the
   * next fetch, which both would keep waiting. (On a machine that has the server too, a scan was a
   * fifth slower when they opened on while the fetch was under way.)
   */
  void read(int row) {
    reading.lazySet(PROCESSORS > 2 ? row : Integer.MAX_VALUE);
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
