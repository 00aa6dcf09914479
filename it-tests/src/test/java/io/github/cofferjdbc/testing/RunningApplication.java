package io.github.cofferjdbc.testing;

import io.github.cofferjdbc.admin.ConnectionSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An application that writes and reads {@code patient (id int, ssn encrypted.text_eq)}, on a
 * connection that stays open and on one that is opened for each turn, until it is closed. Any error
 * that reaches it fails the test. For one thread.
 */
public final class RunningApplication implements AutoCloseable {

  /** Keys that are to be asked for again after a second, so that an outage is met soon. */
  public static final Map<String, String> SHORT_LIVED_KEYS =
      Map.of("coffer.databaseKeyTtl", "PT1S");

  private static final int FIRST_ID = 1_000_000;

  private final ConnectionSource source;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<?> running;
  private final AtomicInteger turns = new AtomicInteger();
  private volatile boolean stop;

  /** Starts it; returns when it has made its first turn. */
  public RunningApplication(ConnectionSource source) throws SQLException {
    this.source = source;
    running =
        thread.submit(
            () -> {
              run();
              return null;
            });
    goesOnUntil(Duration.ZERO);
  }

  private void run() throws SQLException {
    try (Connection kept = source.open()) {
      while (!stop) {
        int id = FIRST_ID + 2 * turns.get();
        turn(kept, id);
        try (Connection fresh = source.open()) {
          turn(fresh, id + 1);
        }
        turns.incrementAndGet();
      }
    }
  }

  private static void turn(Connection connection, int id) throws SQLException {
    String value = "value " + id;
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO patient VALUES (?, ?)")) {
      insert.setInt(1, id);
      insert.setString(2, value);
      insert.executeUpdate();
    }
    try (PreparedStatement select =
        connection.prepareStatement("SELECT ssn FROM patient WHERE id = ? AND ssn = ?")) {
      select.setInt(1, id);
      select.setString(2, value);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next() || !value.equals(rows.getString(1))) {
          throw new AssertionError("the application does not find what it wrote as " + id);
        }
      }
    }
  }

  /** Returns how many turns it has made. */
  public int turns() {
    return turns.get();
  }

  /** Returns when it has made a whole turn after this time has passed. */
  public void goesOnUntil(Duration time) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos()) {
      requireAlive();
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    int before = turns.get();
    while (turns.get() < before + 2) {
      requireAlive();
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  private void requireAlive() {
    if (running.isDone()) {
      throw new AssertionError("the application ended early", failure());
    }
  }

  private @Nullable Throwable failure() {
    try {
      running.get();
      return new IllegalStateException("without an error");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e;
    }
  }

  /** Ends it, and throws what it met. */
  @Override
  public void close() {
    stop = true;
    thread.shutdown();
    try {
      running.get();
    } catch (ExecutionException e) {
      throw new AssertionError("an error reached the application", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      thread.shutdownNow();
    }
  }
}
