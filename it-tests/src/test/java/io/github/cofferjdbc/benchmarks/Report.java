package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.benchmarks.Results.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The tables of text that the results make. As a program it writes text and plot of the files that
 * {@link EndToEnd} left in the folder {@code benchmarks.results}, all taken together: a run that
 * was cut off, or works that were measured one by one.
 */
public final class Report {

  private static final String COFFER = Subject.COFFER.label();
  private static final String CONTROL = Subject.CONTROL.label();

  private final Results results;
  private final StringBuilder text = new StringBuilder();

  private Report(Results results) {
    this.results = results;
  }

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Options.ofProperties().folder();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".tsv")).sorted().toList();
    }
    write(Results.read(files), folder, "end-to-end");
  }

  /** Prints the tables and writes them and the plot under this name. */
  static void write(Results results, Path folder, String name) throws IOException {
    String text = of(results);
    System.out.print(text);
    Files.writeString(folder.resolve(name + ".txt"), text);
    Files.writeString(folder.resolve(name + ".svg"), Plot.of(results));
    System.out.println("(" + name + ".txt and .svg are in " + folder.toAbsolutePath() + ")");
  }

  static String of(Results results) {
    Report report = new Report(results);
    results.notes().forEach(note -> report.line("%s", note));
    report.throughput();
    report.cpu();
    report.series(Series.COLUMNS);
    report.series(Series.SIZES);
    return report.text.toString();
  }

  /** What counts: how much of the control's work is done in the same time. */
  private void throughput() {
    line("");
    line("Throughput: operations or rows a second, and ratios to the control in the same round.");
    line(
        "`of it` is Coffer's share of the floor: `ciphers`, else the better of `bytes` and `binary`.");
    line(
        "%-16s | %9s %9s | %6s %11s %6s | %6s %6s %6s %7s | %5s",
        "",
        "coffer/s",
        "control/s",
        "coffer",
        "quartiles",
        "target",
        "plain",
        "bytes",
        "binary",
        "ciphers",
        "of it");
    for (Work work : Work.values()) {
      if (results.has(work.label(), COFFER)) {
        Spread ratio = ratio(work, Subject.COFFER, Result::perSecond);
        line(
            "%-16s | %,9.0f %,9.0f | %6.2f %11s %6s | %6.2f %6.2f %6.2f %7.2f | %5.2f",
            work.label(),
            results.spread(work.label(), COFFER, Result::perSecond).median(),
            results.spread(work.label(), CONTROL, Result::perSecond).median(),
            ratio.median(),
            ratio.quartiles(),
            target(work.leastThroughput()),
            ratio(work, Subject.PLAIN, Result::perSecond).median(),
            ratio(work, Subject.BYTES, Result::perSecond).median(),
            ratio(work, Subject.BINARY_BYTES, Result::perSecond).median(),
            ratio(work, Subject.CIPHERS, Result::perSecond).median(),
            ratio.median() / floor(results, work));
      }
    }
  }

  /** Returns the measured ratio that Coffer could reach at best. */
  static double floor(Results results, Work work) {
    double ciphers = ratio(results, work, Subject.CIPHERS);
    return Double.isNaN(ciphers)
        ? Math.max(ratio(results, work, Subject.BYTES), ratio(results, work, Subject.BINARY_BYTES))
        : ciphers;
  }

  /** Returns the median ratio of throughput to the control. */
  static double ratio(Results results, Work work, Subject subject) {
    return results.ratio(work.label(), subject.label(), CONTROL, Result::perSecond).median();
  }

  private void cpu() {
    line("");
    line("CPU: ratios to the control, and microseconds of JVM + server for one of them.");
    line(
        "%-16s | %6s %11s %6s | %6s %6s %6s %7s | %16s %16s %16s",
        "",
        "coffer",
        "quartiles",
        "target",
        "plain",
        "bytes",
        "binary",
        "ciphers",
        "coffer",
        "control",
        "ciphers");
    for (Work work : Work.values()) {
      if (results.has(work.label(), COFFER)) {
        Spread ratio = ratio(work, Subject.COFFER, Result::cpuMicros);
        line(
            "%-16s | %6.2f %11s %6s | %6.2f %6.2f %6.2f %7.2f | %16s %16s %16s",
            work.label(),
            ratio.median(),
            ratio.quartiles(),
            target(work.mostCpu()),
            ratio(work, Subject.PLAIN, Result::cpuMicros).median(),
            ratio(work, Subject.BYTES, Result::cpuMicros).median(),
            ratio(work, Subject.BINARY_BYTES, Result::cpuMicros).median(),
            ratio(work, Subject.CIPHERS, Result::cpuMicros).median(),
            micros(work.label(), COFFER),
            micros(work.label(), CONTROL),
            micros(work.label(), Subject.CIPHERS.label()));
      }
    }
  }

  private void series(Series series) {
    if (results.subjects(series.work(false)).isEmpty()) {
      return;
    }
    line("");
    line(
        series == Series.COLUMNS
            ? "Number of protected columns among six of 24 characters: rows."
            : "Size of one protected value, in bytes: rows of an id and the value.");
    line(
        "%-7s | %-42s | %-42s",
        "",
        "scan: ratio, CPU ratio, coffer, control",
        "rewritten batch: ratio, CPU ratio, coffer, control");
    for (int point : series.points()) {
      line("%,7d | %-42s | %-42s", point, point(series, point, false), point(series, point, true));
    }
  }

  private String point(Series series, int point, boolean writing) {
    String work = series.work(writing);
    String coffer = Series.coffer(point);
    String control = series.control(point);
    return String.format(
        Locale.ROOT,
        "%5.2f %5.2f %15s %14s",
        results.ratio(work, coffer, control, Result::perSecond).median(),
        results.ratio(work, coffer, control, Result::cpuMicros).median(),
        micros(work, coffer),
        micros(work, control));
  }

  private Spread ratio(Work work, Subject subject, Results.Figure figure) {
    return results.ratio(work.label(), subject.label(), CONTROL, figure);
  }

  private String micros(String work, String subject) {
    return String.format(
        Locale.ROOT,
        "%.2f + %.2f",
        results.spread(work, subject, Result::jvmMicros).median(),
        results.spread(work, subject, Result::serverMicros).median());
  }

  private static String target(double target) {
    return Double.isNaN(target) ? "" : String.format(Locale.ROOT, "%.2f", target);
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append('\n');
  }
}
