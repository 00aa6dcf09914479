package io.github.cofferjdbc.admin.bulk;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Does tasks with several workers, each in a thread of its own. No state. */
final class Threads {

  /** Makes a worker. */
  @FunctionalInterface
  interface Workers<W> {
    W make() throws SQLException;
  }

  /** Does one task. */
  @FunctionalInterface
  interface Job<W, T> {
    void run(W worker, T task) throws SQLException;
  }

  private Threads() {}

  /**
   * Does all tasks, in their order as far as several threads have one, and returns when every
   * thread has ended. The first failure interrupts the others; so does an interrupt of the caller,
   * who then does not wait for them.
   */
  static <W extends AutoCloseable, T> void run(
      int threads, List<T> tasks, Workers<W> workers, Job<W, T> job) throws SQLException {
    Queue<T> left = new ConcurrentLinkedQueue<>(tasks);
    int count = Math.max(1, Math.min(threads, tasks.size()));
    ExecutorService executor =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(null, task, "coffer-bulk", 0, false);
              thread.setDaemon(true);
              return thread;
            });
    try {
      ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(executor);
      for (int i = 0; i < count; i++) {
        running.submit(
            () -> {
              try (W worker = workers.make()) {
                for (T task = left.poll(); task != null; task = left.poll()) {
                  job.run(worker, task);
                }
              }
              return null;
            });
      }
      List<Throwable> failures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        try {
          running.take().get();
        } catch (ExecutionException e) {
          left.clear();
          executor.shutdownNow();
          failures.add(e.getCause());
        }
      }
      if (!failures.isEmpty()) {
        throw failure(failures.get(0)); // it is the cause of the others
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    } finally {
      executor.shutdownNow();
    }
  }

  /** Returns what a thread failed with, or throws it if it is unchecked. */
  static SQLException failure(@Nullable Throwable cause) {
    if (cause instanceof SQLException sql) {
      return sql;
    }
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new SQLException(cause);
  }

  /** Returns the exception of a command that was interrupted. */
  static SQLException interrupted() {
    return new SQLException("The command was interrupted; run it again.", "57014");
  }
}
