package io.github.cofferjdbc.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * The median of some figures, and the quartiles around it; not a number where there are none.
 *
 * @param low a quarter of the figures is below
 * @param high a quarter of them is above
 */
record Spread(double low, double median, double high) {

  static Spread of(List<Double> figures) {
    List<Double> sorted = figures.stream().sorted().toList();
    return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(List<Double> sorted, double share) {
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    double lower = sorted.get(below);
    double upper = sorted.get(Math.min(below + 1, sorted.size() - 1));
    return lower + (upper - lower) * (place - below);
  }

  /** Returns the quartiles with two digits, or a dash. */
  String quartiles() {
    return Double.isNaN(median) ? "-" : String.format(Locale.ROOT, "%.2f-%.2f", low, high);
  }
}
