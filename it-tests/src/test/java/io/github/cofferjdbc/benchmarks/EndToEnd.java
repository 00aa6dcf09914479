package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures the works of {@link Work} through Coffer and past it, in turn in one JVM against one
 * server, and prints ratios of throughput and CPU. {@link Options} has the properties.
 */
public final class EndToEnd {

  private static final long SEED = 20_261_124;

  private final ProtectedDatabase database;
  private final Options options;
  private final People people = new People(SEED);
  private final Cpu cpu;
  private long consumed;

  private EndToEnd(ProtectedDatabase database, Options options) throws SQLException {
    this.database = database;
    this.options = options;
    try (Connection plain = database.plain()) {
      this.cpu = Cpu.of(plain, database.database().name());
    }
  }

  /** Runs everything; takes no arguments. */
  public static void main(String[] arguments) throws SQLException {
    Options options = Options.ofProperties();
    PrintStream out = System.out;
    Machine.print(out, options);
    try (ProtectedDatabase database = ProtectedDatabase.with(Subject.ddl())) {
      new EndToEnd(database, options).run(out);
    }
  }

  private void run(PrintStream out) throws SQLException {
    // The tests' server logs every statement.
    database
        .database()
        .execute("ALTER DATABASE " + database.database().name() + " SET log_statement = 'none'");
    for (Subject subject : Subject.values()) {
      subject.load(database, people, options.rows());
    }
    database
        .database()
        .execute("INSERT INTO town SELECT i, 'town ' || i FROM generate_series(1, 1000) AS i");
    database.database().execute("VACUUM ANALYZE");
    out.println(Measured.header());
    for (Work work : Work.values()) {
      if (options.wants(work)) {
        out.println(measured(work).line(work));
      }
    }
    out.println("(server: " + TestPostgres.shared().origin() + "; checksum " + consumed + ")");
  }

  private Measured measured(Work work) throws SQLException {
    Measured measured = new Measured();
    List<Subject> order = new ArrayList<>(List.of(Subject.values()));
    for (int round = 0; round <= options.rounds(); round++) {
      for (Subject subject : order) {
        if (!options.wants(subject)) {
          continue;
        }
        Measured.Result result = slice(work, subject);
        if (round > 0) { // the first one warms up
          measured.add(subject, result);
        }
      }
      Collections.rotate(order, 1);
    }
    return measured;
  }

  private Measured.Result slice(Work work, Subject subject) throws SQLException {
    try (Slice slice = new Slice(database, subject, people, options, work.rewritten())) {
      if (work.writes()) {
        slice.emptyWritten();
      }
      double cpuBefore = cpu.seconds();
      long began = System.nanoTime();
      slice.begin();
      long done = work.run(slice);
      double seconds = (System.nanoTime() - began) / 1e9;
      double cpuSeconds = cpu.seconds() - cpuBefore;
      consumed += slice.consumed();
      return new Measured.Result(done / seconds, cpuSeconds * 1e6 / done);
    }
  }
}
