package io.github.cofferjdbc.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Measures how throughput grows with threads on one pool of 64 connections, through Coffer and past
 * it, for single rows and for a hundred at a time, and what threads waited for while there were 64.
 */
public final class Threads {

  private static final List<Integer> COUNTS = List.of(1, 2, 4, 16, 64);
  private static final int MOST = 64;
  private static final int ROWS_AT_ONCE = 100;

  private Threads() {}

  /** Takes no arguments. */
  public static void main(String[] arguments)
      throws SQLException, IOException, InterruptedException, ExecutionException {
    Options options = Options.ofProperties();
    People people = new People(1);
    Path file = options.folder().resolve("threads-java-" + Runtime.version().feature() + ".tsv");
    try (ProtectedDatabase database = ProtectedDatabase.with(Subject.ddl())) {
      database
          .database()
          .execute("ALTER DATABASE " + database.database().name() + " SET log_statement = 'none'");
      // Else the server plans BETWEEN anew at each execution for the table with the longer rows
      // only.
      database
          .database()
          .execute(
              "ALTER DATABASE "
                  + database.database().name()
                  + " SET plan_cache_mode = force_generic_plan");
      Subject.COFFER.load(database, people, options.rows());
      Subject.CONTROL.load(database, people, options.rows());
      database.database().execute("VACUUM ANALYZE");
      Cpu cpu;
      try (Connection plain = database.plain()) {
        cpu = Cpu.of(plain, database.database().name());
      }
      Results results = Results.inNew(file);
      results.note(Machine.facts(database));
      List<PoolTurn> turns = new ArrayList<>();
      for (Subject subject : List.of(Subject.COFFER, Subject.CONTROL)) {
        turns.add(new PoolTurn(database, subject, people, options.rows()));
      }
      Rounds rounds = new Rounds(cpu, results, System.err);
      StringBuilder contention = new StringBuilder();
      for (int rowsAtOnce : List.of(1, ROWS_AT_ONCE)) {
        for (int count : COUNTS) {
          turns.forEach(turn -> turn.set(count, rowsAtOnce));
          rounds.measure(
              work(rowsAtOnce, count),
              Collections.unmodifiableList(turns),
              options.rounds(),
              options.millis());
        }
        // The first recording of a process is busy with itself.
        Contention.during("", () -> turns.get(0).run(options.millis()));
        for (PoolTurn turn : turns) {
          contention.append(
              Contention.during(
                  turn.subject() + ", " + MOST + " threads, " + rowsAtOnce + " rows at once",
                  () -> turn.run(options.millis())));
        }
      }
      for (PoolTurn turn : turns) {
        turn.close();
      }
      String text = String.join("\n", results.notes()) + "\n" + table(results) + contention;
      System.out.print(text);
      Files.writeString(Path.of(file.toString().replace(".tsv", ".txt")), text);
    }
  }

  private static String work(int rowsAtOnce, int count) {
    return rowsAtOnce + "-rows-" + count + "-threads";
  }

  private static String table(Results results) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%nRows a second by threads; `grows` is against one thread%n%7s %8s | %10s %6s |"
                    + " %10s %6s | %6s %6s%n",
                "rows",
                "threads",
                "coffer",
                "grows",
                "control",
                "grows",
                "ratio",
                "cpu"));
    for (int rowsAtOnce : List.of(1, ROWS_AT_ONCE)) {
      for (int count : COUNTS) {
        String work = work(rowsAtOnce, count);
        text.append(
            String.format(
                Locale.ROOT,
                "%7d %8d | %,10.0f %6.2f | %,10.0f %6.2f | %6.2f %6.2f%n",
                rowsAtOnce,
                count,
                perSecond(results, work, Subject.COFFER),
                perSecond(results, work, Subject.COFFER)
                    / perSecond(results, work(rowsAtOnce, 1), Subject.COFFER),
                perSecond(results, work, Subject.CONTROL),
                perSecond(results, work, Subject.CONTROL)
                    / perSecond(results, work(rowsAtOnce, 1), Subject.CONTROL),
                ratio(results, work, Results.Result::perSecond),
                ratio(results, work, Results.Result::cpuMicros)));
      }
    }
    return text.toString();
  }

  private static double perSecond(Results results, String work, Subject subject) {
    return results.spread(work, subject.label(), Results.Result::perSecond).median();
  }

  private static double ratio(Results results, String work, Results.Figure figure) {
    return results.ratio(work, Subject.COFFER.label(), Subject.CONTROL.label(), figure).median();
  }

  /** One subject's pool, and the threads that use it. */
  private static final class PoolTurn implements Turn {
    private final Subject subject;
    private final People people;
    private final int rows;
    private final HikariDataSource pool;
    private final ExecutorService executor = Executors.newFixedThreadPool(MOST);
    private int threads = 1;
    private int rowsAtOnce = 1;

    PoolTurn(ProtectedDatabase database, Subject subject, People people, int rows) {
      this.subject = subject;
      this.people = people;
      this.rows = rows;
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(subject.url(database));
      config.setDataSourceProperties(subject.properties(database, false));
      config.setMaximumPoolSize(MOST);
      this.pool = new HikariDataSource(config);
    }

    void set(int newThreads, int newRowsAtOnce) {
      threads = newThreads;
      rowsAtOnce = newRowsAtOnce;
    }

    @Override
    public String subject() {
      return subject.label();
    }

    @Override
    public long run(long millis) throws SQLException {
      long ends = System.nanoTime() + millis * 1_000_000;
      List<Callable<Long>> tasks = Collections.nCopies(threads, () -> work(ends));
      try {
        long done = 0;
        for (Future<Long> future : executor.invokeAll(tasks)) {
          done += future.get();
        }
        return done;
      } catch (InterruptedException | ExecutionException e) {
        throw new SQLException("a thread failed", e);
      }
    }

    private long work(long ends) throws SQLException {
      String sql =
          "SELECT * FROM " + subject.table(Work.POINT_SELECT) + " WHERE id BETWEEN ? AND ?";
      long done = 0;
      while (System.nanoTime() < ends) {
        try (Connection connection = pool.getConnection();
            PreparedStatement select = connection.prepareStatement(sql)) {
          long first = 1L + ThreadLocalRandom.current().nextInt(rows - rowsAtOnce);
          select.setLong(1, first);
          select.setLong(2, first + rowsAtOnce - 1);
          try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
              if (subject.read(found, people) == 0) {
                throw new IllegalStateException("nothing read");
              }
              done++;
            }
          }
        }
      }
      return done;
    }

    @Override
    public void close() {
      executor.shutdown();
      pool.close();
    }
  }
}
