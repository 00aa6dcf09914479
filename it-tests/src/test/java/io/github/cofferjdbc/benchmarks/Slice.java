package io.github.cofferjdbc.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * One subject that does one work, a slice of time in each round, on a pool of one connection that
 * stays open between them. Used by one thread.
 */
final class Slice implements Turn {

  private final ProtectedDatabase database;
  private final Work work;
  private final Subject subject;
  private final People people;
  private final int rows;
  private final HikariDataSource pool;
  private long ends;
  private long sum;

  Slice(ProtectedDatabase database, Work work, Subject subject, People people, int rows) {
    this.database = database;
    this.work = work;
    this.subject = subject;
    this.people = people;
    this.rows = work.cold() ? Math.min(rows, Subject.MOST_COLD_ROWS) : rows;
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(subject.url(database));
    Properties properties = subject.properties(database, work.rewritten());
    if (subject == Subject.COFFER) {
      properties.setProperty(Setting.LOOK_AHEAD.key(), Boolean.toString(work.looksAhead()));
    }
    config.setDataSourceProperties(properties);
    config.setMaximumPoolSize(1);
    this.pool = new HikariDataSource(config);
  }

  @Override
  public String subject() {
    return who().label();
  }

  Subject who() {
    return subject;
  }

  String readTable() {
    return subject.table(work);
  }

  People people() {
    return people;
  }

  int rows() {
    return rows;
  }

  Connection borrow() throws SQLException {
    return pool.getConnection();
  }

  /** Opens a connection past the pool. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(subject.url(database), subject.properties(database, false));
  }

  boolean goesOn() {
    return System.nanoTime() < ends;
  }

  /** Takes what was read, so that reading it cannot be left out. */
  void consume(long value) {
    sum += value;
  }

  @Override
  public void prepare() throws SQLException {
    if (work.writes()) {
      try (Connection plain = database.plain();
          Statement statement = plain.createStatement()) {
        statement.execute("TRUNCATE " + subject.writtenTable());
      }
    }
  }

  @Override
  public long run(long millis) throws SQLException {
    ends = System.nanoTime() + millis * 1_000_000;
    return work.run(this);
  }

  @Override
  public void close() {
    pool.close();
    if (sum == Long.MIN_VALUE) {
      throw new IllegalStateException("never; so that what was read is not dead code");
    }
  }
}
