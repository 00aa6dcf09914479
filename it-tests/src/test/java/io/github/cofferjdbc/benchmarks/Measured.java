package io.github.cofferjdbc.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the rounds of one work gave, and how it is told. Used by one thread. */
final class Measured {

  /**
   * One slice.
   *
   * @param perSecond operations or rows
   * @param cpuMicros of JVM and server for one of them
   */
  record Result(double perSecond, double cpuMicros) {}

  private final Map<Subject, List<Result>> results = new EnumMap<>(Subject.class);

  void add(Subject subject, Result result) {
    results.computeIfAbsent(subject, key -> new ArrayList<>()).add(result);
  }

  static String header() {
    return String.format(
        Locale.ROOT,
        "%-16s | %9s %9s | %6s %6s %6s | %6s %6s %6s | %8s %8s",
        "",
        "coffer/s",
        "plain/s",
        "ratio",
        "plain",
        "bytes",
        "cpu",
        "plain",
        "bytes",
        "coffer",
        "control");
  }

  /**
   * Returns a line: throughput of Coffer and the control, then the median over the rounds of the
   * ratio to the control in the same round, of throughput and of CPU, and microseconds of CPU.
   */
  String line(Work work) {
    return String.format(
        Locale.ROOT,
        "%-16s | %,9.0f %,9.0f | %6.2f %6.2f %6.2f | %6.2f %6.2f %6.2f | %8.2f %8.2f",
        work.label(),
        median(Subject.COFFER, Result::perSecond),
        median(Subject.CONTROL, Result::perSecond),
        ratio(Subject.COFFER, Result::perSecond),
        ratio(Subject.PLAIN, Result::perSecond),
        ratio(Subject.BYTES, Result::perSecond),
        ratio(Subject.COFFER, Result::cpuMicros),
        ratio(Subject.PLAIN, Result::cpuMicros),
        ratio(Subject.BYTES, Result::cpuMicros),
        median(Subject.COFFER, Result::cpuMicros),
        median(Subject.CONTROL, Result::cpuMicros));
  }

  private interface Figure {
    double of(Result result);
  }

  private double median(Subject subject, Figure figure) {
    return median(of(subject).stream().map(figure::of).toList());
  }

  private double ratio(Subject subject, Figure figure) {
    List<Result> mine = of(subject);
    List<Result> control = of(Subject.CONTROL);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(mine.size(), control.size()); i++) {
      ratios.add(figure.of(mine.get(i)) / figure.of(control.get(i)));
    }
    return median(ratios);
  }

  private List<Result> of(Subject subject) {
    return results.getOrDefault(subject, List.of());
  }

  private static double median(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    int half = sorted.size() / 2;
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
