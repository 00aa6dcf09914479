package io.github.cofferjdbc.jdbc;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A fetch that a thread of its own makes while the rows before it are read: the server and the
 * program, which with pgjdbc's cursors take turns, work at once. Whatever touches the result set
 * besides, or is sent after it, waits for its end ({@link Session#settle}), so that the server gets
 * everything in the program's order. Thread safe.
 */
final class PendingFetch {

  /** How many fetches may be under way; where there are more, the readers make them. */
  private static final int MOST = 64;

  private static final Executor THREADS =
      new ThreadPoolExecutor(
          0, MOST, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), LookAhead::thread);

  private final FutureTask<FetchedRows> task;

  private PendingFetch(Callable<FetchedRows> fetch) {
    task = new FutureTask<>(fetch);
  }

  /** Begins a fetch in another thread, or makes it if none is free. */
  static PendingFetch begun(Callable<FetchedRows> fetch) {
    PendingFetch pending = new PendingFetch(fetch);
    try {
      THREADS.execute(pending::run);
    } catch (RejectedExecutionException e) {
      pending.task.run();
    }
    return pending;
  }

  private void run() {
    task.run();
    open();
  }

  private void open() {
    FetchedRows ended = ended();
    if (ended != null) {
      ended.open();
    }
  }

  /** Makes a fetch. */
  static PendingFetch made(Callable<FetchedRows> fetch) {
    PendingFetch made = new PendingFetch(fetch);
    made.task.run();
    try {
      THREADS.execute(made::open);
    } catch (RejectedExecutionException e) {
      // The reader opens all values itself.
    }
    return made;
  }

  /** Returns the rows; waits for them, as for any fetch, even if the thread is interrupted. */
  FetchedRows rows() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unchecked(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for its end, however it ends. */
  void await() {
    ended();
  }

  /** Waits for its end, and has its values no longer be opened. */
  void close() {
    FetchedRows ended = ended();
    if (ended != null) {
      ended.cancel();
    }
  }

  /** Returns the rows, or null if it failed: who asks for the rows is told, and nobody else. */
  private @Nullable FetchedRows ended() {
    try {
      return rows();
    } catch (RuntimeException | Error e) {
      return null; // who waits to roll back or to close goes on
    }
  }

  /** A fetch notes the exceptions of SQL, so that is what is left. */
  private static RuntimeException unchecked(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
