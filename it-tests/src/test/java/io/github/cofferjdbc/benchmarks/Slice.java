package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The time in which one subject does one work in one round. Used by one thread. */
final class Slice implements AutoCloseable {

  private final ProtectedDatabase database;
  private final Subject subject;
  private final People people;
  private final Options options;
  private final Connection connection;
  private long ends;
  private long sum;

  Slice(
      ProtectedDatabase database,
      Subject subject,
      People people,
      Options options,
      boolean rewritten)
      throws SQLException {
    this.database = database;
    this.subject = subject;
    this.people = people;
    this.options = options;
    this.connection = subject.connect(database, rewritten);
  }

  ProtectedDatabase database() {
    return database;
  }

  Subject subject() {
    return subject;
  }

  People people() {
    return people;
  }

  int rows() {
    return options.rows();
  }

  Connection connection() {
    return connection;
  }

  /** Starts the clock. */
  void begin() {
    ends = System.nanoTime() + options.millis() * 1_000_000;
  }

  boolean goesOn() {
    return System.nanoTime() < ends;
  }

  /** Takes what was read, so that reading it cannot be left out. */
  void consume(long value) {
    sum += value;
  }

  long consumed() {
    return sum;
  }

  /** Empties the table that is written; not part of what is measured. */
  void emptyWritten() throws SQLException {
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement()) {
      statement.execute("TRUNCATE " + subject.writtenTable());
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
