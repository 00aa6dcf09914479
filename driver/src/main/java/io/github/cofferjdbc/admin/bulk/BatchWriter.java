package io.github.cofferjdbc.admin.bulk;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches on a connection of its own, one behind the other: while the server writes one, the
 * next is read and sealed. So neither waits for the other's work, and no more than two batches are
 * in memory.
 *
 * <p>Used by one thread, beside the one that it has itself.
 */
final class BatchWriter implements AutoCloseable {

  /** Batches of one table, in turn: one is filled while the other is written. For one thread. */
  final class Batches {

    private final Throttle throttle;
    private RowBatch filling;
    private RowBatch other;

    private Batches(Supplier<RowBatch> empty, Throttle throttle) {
      this.throttle = throttle;
      this.filling = empty.get();
      this.other = empty.get();
    }

    /** Returns the batch that is filled now. */
    RowBatch filling() {
      return filling;
    }

    /**
     * Writes the batch if it is full.
     *
     * @return how many rows were written of the batch before it
     */
    int writeIfFull() throws SQLException {
      return filling.full() ? write() : 0;
    }

    /**
     * Writes what is left and waits until it is written.
     *
     * @return how many rows were written since the last answer
     */
    int finish() throws SQLException {
      int written = filling.size() == 0 ? 0 : write();
      return written + done();
    }

    private int write() throws SQLException {
      throttle.await(filling.size());
      int written = done();
      if (Thread.interrupted()) {
        throw Threads.interrupted();
      }
      RowBatch batch = filling;
      running = executor.submit(() -> batch.write(connection));
      filling = other;
      other = batch;
      return written;
    }
  }

  private final Connection connection;
  private final ExecutorService executor;
  private @Nullable Future<Integer> running;

  /**
   * Takes over a connection.
   *
   * @param connection as {@link RowBatch#write} wants it
   */
  BatchWriter(Connection connection) {
    this.connection = connection;
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(null, task, "coffer-bulk-writer", 0, false);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Returns the way to write batches of one table, after those of another are finished.
   *
   * @param empty makes an empty batch
   */
  Batches batches(Supplier<RowBatch> empty, Throttle throttle) {
    return new Batches(empty, throttle);
  }

  /** Waits for the batch that is being written, if any. */
  private int done() throws SQLException {
    Future<Integer> last = running;
    if (last == null) {
      return 0;
    }
    try {
      int written = last.get();
      running = null;
      return written;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Threads.interrupted();
    } catch (ExecutionException e) {
      running = null;
      throw Threads.failure(e.getCause());
    }
  }

  /** Waits for the batch that is being written, whatever becomes of it, and closes. */
  @Override
  public void close() throws SQLException {
    executor.shutdownNow(); // ends its pauses; a statement goes on to its end
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    connection.close();
  }
}
