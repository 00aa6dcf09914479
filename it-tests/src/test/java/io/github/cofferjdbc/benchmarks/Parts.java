package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.benchmarks.parts.ProviderParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks of the parts, with {@code benchmarks.rounds} iterations of {@code
 * benchmarks.seconds} each, and writes a table of nanoseconds and allocated bytes. {@code
 * benchmarks.works} names classes or methods; all of them if it is empty.
 */
public final class Parts {

  private Parts() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws RunnerException, IOException {
    Options options = Options.ofProperties();
    OptionsBuilder builder = new OptionsBuilder();
    if (options.works().isEmpty()) {
      builder.include("benchmarks\\.parts\\.");
    }
    options.works().forEach(builder::include);
    if (!hasCorretto()) {
      builder.exclude(ProviderParts.class.getSimpleName());
    }
    TimeValue time = TimeValue.milliseconds(options.millis());
    builder
        .forks(1)
        .warmupIterations(3)
        .warmupTime(time)
        .measurementIterations(options.rounds())
        .measurementTime(time)
        .jvmArgs("-Xmx512m", "-Dcoffer.test.postgresBinaries=" + binaries())
        .addProfiler(GCProfiler.class);
    String text = Machine.facts() + table(new Runner(builder.build()).run());
    System.out.print(text);
    Files.createDirectories(options.folder());
    Path file = options.folder().resolve("parts-java-" + Runtime.version().feature() + ".txt");
    Files.writeString(file, text);
    System.out.println("(" + file.toAbsolutePath() + ")");
  }

  private static boolean hasCorretto() {
    try {
      Class.forName(ProviderParts.CORRETTO, false, Parts.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static String binaries() {
    return System.getProperty("coffer.test.postgresBinaries", "target/postgres");
  }

  private static String table(Collection<RunResult> runs) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%n%-60s %12s %8s %10s", "", "ns", "error", "bytes"));
    for (RunResult run : runs) {
      Result<?> time = run.getPrimaryResult();
      lines.add(
          String.format(
              Locale.ROOT,
              "%-60s %,12.1f %,8.1f %,10.0f",
              name(run),
              time.getScore(),
              time.getScoreError(),
              allocated(run)));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String name(RunResult run) {
    String method = run.getParams().getBenchmark();
    method = method.substring(method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1);
    String parameters =
        run.getParams().getParamsKeys().stream()
            .map(run.getParams()::getParam)
            .collect(Collectors.joining(" "));
    return method + " " + parameters;
  }

  /** Returns bytes for one operation. */
  private static double allocated(RunResult run) {
    for (String name : run.getSecondaryResults().keySet()) {
      if (name.endsWith("gc.alloc.rate.norm")) {
        return run.getSecondaryResults().get(name).getScore();
      }
    }
    return Double.NaN;
  }
}
