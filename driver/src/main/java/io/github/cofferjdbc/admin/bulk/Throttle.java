package io.github.cofferjdbc.admin.bulk;

import java.sql.SQLException;
import java.time.Duration;

/** Lets so many rows a second through, whichever threads they come from. Thread safe. */
final class Throttle {

  /** Without a limit. */
  static final Throttle NONE = new Throttle(0);

  /** How many times a second rows go through, so that a low rate is smooth. */
  private static final long PORTIONS_A_SECOND = 4;

  private final long rowsPerSecond;
  private long freeAtNanos = System.nanoTime();

  /** Makes one; 0 rows a second mean no limit. */
  Throttle(long rowsPerSecond) {
    this.rowsPerSecond = rowsPerSecond;
  }

  /** Returns how many rows are well asked for at once. */
  int portion() {
    return rowsPerSecond == 0
        ? RowBatch.MOST_ROWS
        : (int) Math.max(1, Math.min(RowBatch.MOST_ROWS, rowsPerSecond / PORTIONS_A_SECOND));
  }

  /** Waits until so many rows may be written; an interrupt ends the command. */
  void await(int rows) throws SQLException {
    if (rowsPerSecond == 0) {
      return;
    }
    long wait;
    synchronized (this) {
      long now = System.nanoTime();
      wait = Math.max(0, freeAtNanos - now);
      freeAtNanos = now + wait + Math.round(rows * 1e9 / rowsPerSecond);
    }
    Session.pause(Duration.ofNanos(wait).toMillis());
  }
}
