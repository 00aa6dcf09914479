package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the works of {@link Work} and the {@link Series} through Coffer and past it, in turn in
 * one JVM against one server. Prints tables of ratios of throughput and CPU, and writes them, every
 * single turn and a plot into files. {@link Options} has the properties.
 */
public final class EndToEnd {

  private static final long SEED = 20_261_124;

  private final ProtectedDatabase database;
  private final Options options;
  private final People people = new People(SEED);
  private final Rounds rounds;

  private EndToEnd(ProtectedDatabase database, Options options, Results results)
      throws SQLException {
    this.database = database;
    this.options = options;
    try (Connection plain = database.plain()) {
      this.rounds = new Rounds(Cpu.of(plain, database.database().name()), results, System.err);
    }
  }

  /** Runs everything; takes no arguments. */
  public static void main(String[] arguments) throws SQLException, IOException {
    Options options = Options.ofProperties();
    String name = "end-to-end-java-" + Runtime.version().feature();
    Results results = Results.inNew(options.folder().resolve(name + ".tsv"));
    try (ProtectedDatabase database = ProtectedDatabase.with(Subject.ddl() + Series.ddl())) {
      // The tests' server logs every statement.
      database
          .database()
          .execute("ALTER DATABASE " + database.database().name() + " SET log_statement = 'none'");
      results.note(Machine.facts(database) + Machine.amount(options));
      new EndToEnd(database, options, results).run();
      results.note(Machine.load());
    }
    Report.write(results, options.folder(), name);
  }

  private void run() throws SQLException {
    List<Work> works = new ArrayList<>(List.of(Work.values()));
    works.removeIf(work -> !options.wantsWork(work.label()));
    if (!works.isEmpty()) {
      for (Subject subject : Subject.values()) {
        subject.load(database, people, options.rows());
      }
      database
          .database()
          .execute("INSERT INTO town SELECT i, 'town ' || i FROM generate_series(1, 1000) AS i");
      database.database().execute("VACUUM ANALYZE");
    }
    // One work's warm-up compiles what the next one's would otherwise show as compiled anew.
    for (Work work : works) {
      for (Turn turn : turns(work)) {
        try (turn) {
          turn.prepare();
          turn.run(Math.min(options.millis(), 300));
        }
      }
    }
    for (Work work : works) {
      measure(work.label(), turns(work), options.rounds(), options.millis());
    }
    // A series has many points: it gets less time for each.
    long millis = Math.min(options.millis(), 1_000);
    int seriesRounds = Math.min(options.rounds(), 5);
    for (Series series : Series.values()) {
      if (options.wantsWork(series.label())) {
        for (boolean writing : List.of(false, true)) {
          measure(series.work(writing), series.turns(database, writing), seriesRounds, millis);
        }
      }
    }
  }

  private void measure(String work, List<Turn> turns, int count, long millis) throws SQLException {
    try {
      rounds.measure(work, turns, count, millis);
    } finally {
      for (Turn turn : turns) {
        turn.close();
      }
    }
  }

  private List<Turn> turns(Work work) {
    List<Turn> turns = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      if (options.wantsSubject(subject.label()) && subject.does(work)) {
        turns.add(new Slice(database, work, subject, people, options.rows()));
      }
    }
    return turns;
  }
}
