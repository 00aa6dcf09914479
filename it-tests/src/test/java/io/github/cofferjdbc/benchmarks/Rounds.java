package io.github.cofferjdbc.benchmarks;

import java.io.PrintStream;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets those that are compared take turns, in another order each round, and records what each of
 * them did. Used by one thread.
 *
 * <p>What Java has not compiled yet says nothing about a process that runs for days, so rounds are
 * thrown away until the compiler is quiet: until it worked for less than a fiftieth of a round.
 */
final class Rounds {

  private static final double QUIET = 0.02;
  private static final int MOST_WARM_UPS = 12;
  private static final long LONGEST_WARM_UP_MILLIS = 500;

  private final Cpu cpu;
  private final Results results;
  private final PrintStream progress;
  private final @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

  Rounds(Cpu cpu, Results results, PrintStream progress) {
    this.cpu = cpu;
    this.results = results;
    this.progress = progress;
  }

  /** Warms up until the compiler is quiet, then measures the rounds. */
  void measure(String work, List<Turn> turns, int rounds, long millis) throws SQLException {
    long began = System.nanoTime();
    int warmUps = 1;
    double compiling = warmUp(turns, millis);
    while (compiling > QUIET && warmUps < MOST_WARM_UPS) {
      compiling = warmUp(turns, millis);
      warmUps++;
    }
    List<Turn> order = new ArrayList<>(turns);
    for (int round = 1; round <= rounds; round++) {
      for (Turn turn : order) {
        results.add(work, turn.subject(), round, measured(turn, millis));
      }
      Collections.rotate(order, 1);
    }
    progress.printf(
        Locale.ROOT,
        "%s: %d rounds to warm up, then %.1f %% compiling; %.0f s%n",
        work,
        warmUps,
        compiling * 100,
        (System.nanoTime() - began) / 1e9);
  }

  /** Lets each have one turn, and returns the share of the time that the compiler worked. */
  double warmUp(List<Turn> turns, long millis) throws SQLException {
    long compiledBefore = compiledMillis();
    long began = System.nanoTime();
    for (Turn turn : turns) {
      turn.prepare();
      turn.run(Math.min(millis, LONGEST_WARM_UP_MILLIS));
    }
    return (compiledMillis() - compiledBefore) * 1e6 / (System.nanoTime() - began);
  }

  private long compiledMillis() {
    return compiler == null ? 0 : compiler.getTotalCompilationTime();
  }

  private Results.Result measured(Turn turn, long millis) throws SQLException {
    turn.prepare();
    Cpu.Used before = cpu.used();
    long began = System.nanoTime();
    long done = turn.run(millis);
    double seconds = (System.nanoTime() - began) / 1e9;
    Cpu.Used after = cpu.used();
    return new Results.Result(
        done / seconds,
        (after.jvm() - before.jvm()) * 1e6 / done,
        (after.server() - before.server()) * 1e6 / done);
  }
}
