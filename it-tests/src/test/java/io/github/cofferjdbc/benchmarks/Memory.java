package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Reads ten million rows of three protected columns on one connection and prints the heap in use,
 * after a collection, each million. Blocks are short, so that all caches fill.
 */
public final class Memory {

  private static final long ROWS = Long.getLong("benchmarks.memoryRows", 10_000_000);
  private static final int FETCH_SIZE = 1_000;

  private Memory() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws SQLException {
    Options options = Options.ofProperties();
    People people = new People(1);
    try (ProtectedDatabase database = ProtectedDatabase.with(Subject.ddl())) {
      database
          .database()
          .execute("ALTER DATABASE " + database.database().name() + " SET log_statement = 'none'");
      Subject.COFFER.load(
          database,
          people,
          Subject.COFFER.table(Work.SCAN),
          options.rows(),
          Map.of(Setting.BLOCK_VALUES.key(), "20"));
      System.out.print(Machine.facts(database));
      Properties properties = Subject.COFFER.properties(database, false);
      try (Connection connection =
          DriverManager.getConnection(Subject.COFFER.url(database), properties)) {
        connection.setAutoCommit(false);
        read(connection, people);
      }
    }
  }

  private static void read(Connection connection, People people) throws SQLException {
    long done = 0;
    long began = System.nanoTime();
    while (done < ROWS) {
      try (PreparedStatement select =
          connection.prepareStatement("SELECT * FROM " + Subject.COFFER.table(Work.SCAN))) {
        select.setFetchSize(FETCH_SIZE);
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            if (Subject.COFFER.read(rows, people) == 0) {
              throw new IllegalStateException("nothing read");
            }
            done++;
            if (done % 1_000_000 == 0) {
              System.gc();
              System.out.printf(
                  Locale.ROOT,
                  "%,12d rows %,8d KiB of heap in use %6.0f s%n",
                  done,
                  (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 10,
                  (System.nanoTime() - began) / 1e9);
            }
          }
        }
      }
      connection.commit();
    }
  }
}
