package io.github.cofferjdbc.keys;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** A clock that a test moves, and an executor whose tasks a test runs. Thread safe. */
final class ManualTime implements Ticker, Executor {

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private long nanos = Long.MAX_VALUE - 1_000_000; // overflows soon, as System.nanoTime may

  @Override
  public synchronized long read() {
    return nanos;
  }

  synchronized void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs what was to run in the background, also what that adds. */
  void runBackground() {
    for (Runnable task = next(); task != null; task = next()) {
      task.run();
    }
  }

  private synchronized Runnable next() {
    return tasks.poll();
  }
}
