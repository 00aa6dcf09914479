package io.github.cofferjdbc.benchmarks.parts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Getting one column of rows that pgjdbc holds already, with no server in it: clear ones show what
 * forwarding costs, protected ones the whole way of a value, also how much it allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class ReadParts {

  private static final int ROWS = 1_000;

  private PartsDatabase database;
  private Connection coffer;
  private Connection plain;
  private ResultSet cofferPerson;
  private ResultSet cofferPersonAsText;
  private ResultSet cofferPlain;
  private ResultSet plainPerson;
  private ResultSet plainPlain;

  @Setup
  public void open() throws SQLException {
    database = new PartsDatabase();
    coffer = database.database().coffer();
    plain = database.database().plain();
    String note = "n".repeat(200);
    try (PreparedStatement person =
            coffer.prepareStatement(
                "INSERT INTO person (id, mail, number, note) VALUES (?, ?, ?, ?)");
        PreparedStatement other = plain.prepareStatement("INSERT INTO plain VALUES (?, ?)")) {
      for (int id = 1; id <= ROWS; id++) {
        person.setInt(1, id);
        person.setString(2, "somebody" + id % 10 + "@example.org");
        person.setString(3, "12345678901");
        person.setString(4, note);
        person.addBatch();
        other.setInt(1, id);
        other.setString(2, note);
        other.addBatch();
      }
      person.executeBatch();
      other.executeBatch();
    }
    cofferPerson = prepared(coffer, "SELECT id, mail, number, note FROM person");
    cofferPersonAsText = all(coffer, "SELECT id, mail, number, note FROM person");
    cofferPlain = all(coffer, "SELECT id, note FROM plain");
    plainPerson = all(plain, "SELECT id, mail, number, note FROM person");
    plainPlain = all(plain, "SELECT id, note FROM plain");
  }

  private static ResultSet all(Connection connection, String sql) throws SQLException {
    return connection
        .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
        .executeQuery(sql);
  }

  /** Coffer asks for binary results of prepared statements. */
  private static ResultSet prepared(Connection connection, String sql) throws SQLException {
    return connection
        .prepareStatement(sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
        .executeQuery();
  }

  private static ResultSet next(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      rows.beforeFirst();
      rows.next();
    }
    return rows;
  }

  @TearDown
  public void close() throws SQLException {
    coffer.close();
    plain.close();
    database.close();
  }

  @Benchmark
  public long clearColumnForwarded() throws SQLException {
    return next(cofferPlain).getLong(1);
  }

  @Benchmark
  public long clearColumnOfPgjdbc() throws SQLException {
    return next(plainPlain).getLong(1);
  }

  @Benchmark
  public long clearColumnBesideProtected() throws SQLException {
    return next(cofferPerson).getLong(1);
  }

  @Benchmark
  public String note() throws SQLException {
    return next(cofferPerson).getString(4);
  }

  /** As a Statement without a fetch size gets it: pgjdbc makes bytes of hexadecimal first. */
  @Benchmark
  public String noteSentAsText() throws SQLException {
    return next(cofferPersonAsText).getString(4);
  }

  @Benchmark
  public String mail() throws SQLException {
    return next(cofferPerson).getString(2);
  }

  @Benchmark
  public String numberByEquality() throws SQLException {
    return next(cofferPerson).getString(3);
  }

  @Benchmark
  public String noteOfPgjdbc() throws SQLException {
    return next(plainPlain).getString(2);
  }

  @Benchmark
  public byte[] noteAsStored() throws SQLException {
    return next(plainPerson).getBytes(4);
  }

  /** Prepares and closes, without executing: what wrapping a statement costs. */
  @Benchmark
  public int prepareForwarded() throws SQLException {
    return prepared(coffer);
  }

  @Benchmark
  public int prepareOfPgjdbc() throws SQLException {
    return prepared(plain);
  }

  private static int prepared(Connection connection) throws SQLException {
    try (Statement statement =
        connection.prepareStatement("SELECT id, note FROM plain WHERE id = ?")) {
      return statement.getFetchSize();
    }
  }
}
