package io.github.cofferjdbc.benchmarks;

import com.sun.management.ThreadMXBean;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Measures what one query costs the client's thread that touches nothing protected, in a database
 * that protects something: prepare, set, execute, read, close. Coffer, plain pgjdbc as control, and
 * plain pgjdbc once more take turns; {@code benchmarks.rounds} of {@code benchmarks.seconds} each.
 */
public final class Forwarding {

  private static final String DDL =
      """
      CREATE TABLE person (id bigint PRIMARY KEY, note encrypted.text_random);
      CREATE TABLE town (id bigint PRIMARY KEY, name text);
      INSERT INTO town SELECT n, 'Town number ' || n FROM generate_series(1, 1000) AS n;
      """;

  private static final int WARM_UP = 40_000;
  private static final int UNTIL_A_LOOK_AT_THE_CLOCK = 50;

  /** What one query took, in nanoseconds and bytes. */
  private record Cost(double time, double cpu, double bytes) {}

  private record Measured(String label, Connection connection, List<Cost> costs) {}

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Options options;
  private long sum;

  private Forwarding(Options options) {
    this.options = options;
  }

  /** Takes no arguments. */
  public static void main(String[] arguments) throws SQLException, IOException {
    Options options = Options.ofProperties();
    try (ProtectedDatabase database = ProtectedDatabase.with(DDL);
        Connection coffer = database.coffer();
        Connection control = database.plain();
        Connection plain = database.plain()) {
      List<Measured> subjects =
          List.of(
              new Measured("control", control, new ArrayList<>()),
              new Measured("coffer", coffer, new ArrayList<>()),
              new Measured("plain", plain, new ArrayList<>()));
      String text = Machine.facts(database) + new Forwarding(options).measured(subjects);
      System.out.print(text);
      Files.createDirectories(options.folder());
      Files.writeString(
          options.folder().resolve("forwarding-java-" + Runtime.version().feature() + ".txt"),
          text);
    }
  }

  private String measured(List<Measured> subjects) throws SQLException {
    for (int i = 0; i < WARM_UP; i++) {
      for (Measured subject : subjects) {
        query(subject.connection(), i);
      }
    }
    List<Measured> order = new ArrayList<>(subjects);
    for (int round = 0; round < options.rounds(); round++) {
      for (Measured subject : order) {
        subject.costs().add(turn(subject.connection()));
      }
      Collections.rotate(order, 1);
    }
    if (sum == 0) {
      throw new IllegalStateException("nothing was read");
    }
    return table(subjects);
  }

  private Cost turn(Connection connection) throws SQLException {
    long done = 0;
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long cpu = threads.getCurrentThreadCpuTime();
    long began = System.nanoTime();
    long time = 0;
    while (time < options.millis() * 1_000_000L) {
      for (int i = 0; i < UNTIL_A_LOOK_AT_THE_CLOCK; i++) {
        query(connection, done++);
      }
      time = System.nanoTime() - began;
    }
    return new Cost(
        (double) time / done,
        (double) (threads.getCurrentThreadCpuTime() - cpu) / done,
        (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / done);
  }

  private void query(Connection connection, long number) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT id, name FROM town WHERE id = ?")) {
      select.setLong(1, 1 + number % 1_000);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        sum += rows.getLong(1) + rows.getString(2).length();
      }
    }
  }

  private String table(List<Measured> subjects) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%nOne query that touches nothing protected, the client's thread, median of %d turns of"
                    + " %d ms (quartiles)%n%-10s %26s %26s %18s%n",
                options.rounds(),
                options.millis(),
                "",
                "time, us",
                "CPU, us",
                "allocated, bytes"));
    for (Measured subject : subjects) {
      Spread time = Spread.of(subject.costs().stream().map(cost -> cost.time() / 1e3).toList());
      Spread cpu = Spread.of(subject.costs().stream().map(cost -> cost.cpu() / 1e3).toList());
      Spread bytes = Spread.of(subject.costs().stream().map(Cost::bytes).toList());
      text.append(
          String.format(
              Locale.ROOT,
              "%-10s %8.2f (%6.2f - %6.2f) %8.2f (%6.2f - %6.2f) %18.0f%n",
              subject.label(),
              time.median(),
              time.low(),
              time.high(),
              cpu.median(),
              cpu.low(),
              cpu.high(),
              bytes.median()));
    }
    return text.toString();
  }
}
