package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.bulk.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows progress on one line of a terminal, a few times a second. One call at a time. */
final class ProgressBar implements Progress, AutoCloseable {

  private static final int WIDTH = 24;
  private static final long PERIOD_NANOS = Duration.ofMillis(200).toNanos();

  private final PrintWriter out;
  private final long beganNanos = System.nanoTime();
  private long shownNanos;
  private int shownLength;

  private final boolean shown;

  private ProgressBar(PrintWriter out, boolean shown) {
    this.out = out;
    this.shown = shown;
  }

  /** Returns a bar that shows if it is wanted and the process has a terminal. */
  @SuppressWarnings("SystemConsoleNull") // from JDK 22 on it is there without a terminal too
  static ProgressBar of(PrintWriter err, boolean wanted) {
    boolean terminal = System.console() != null && System.getenv("TERM") != null;
    return new ProgressBar(err, wanted && terminal);
  }

  @Override
  public void at(String what, long done, long total, long rows) {
    long now = System.nanoTime();
    if (!shown || (shownLength > 0 && now - shownNanos < PERIOD_NANOS && done < total)) {
      return;
    }
    shownNanos = now;
    show(line(what, done, total, rows, now - beganNanos));
  }

  static String line(String what, long done, long total, long rows, long nanos) {
    double seconds = Math.max(1e-3, nanos / 1e9);
    double share = total <= 0 ? 0 : Math.min(1, (double) done / total);
    int filled = (int) (share * WIDTH);
    String left = share <= 0 ? "" : ", " + time(seconds / share - seconds) + " left";
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %%  %,d rows, %,.0f/s%s  %s",
        "#".repeat(filled),
        ".".repeat(WIDTH - filled),
        share * 100,
        rows,
        rows / seconds,
        left,
        what);
  }

  private static String time(double seconds) {
    Duration left = Duration.ofSeconds((long) Math.ceil(seconds));
    return left.toHours() > 0
        ? left.toHours() + " h " + left.toMinutesPart() + " min"
        : left.toMinutes() > 0
            ? left.toMinutes() + " min " + left.toSecondsPart() + " s"
            : left.toSeconds() + " s";
  }

  private void show(String line) {
    out.print('\r' + line + " ".repeat(Math.max(0, shownLength - line.length())));
    out.flush();
    shownLength = line.length();
  }

  /** Wipes the line. */
  @Override
  public void close() {
    if (shownLength > 0) {
      show("");
      out.print('\r');
      out.flush();
    }
  }
}
