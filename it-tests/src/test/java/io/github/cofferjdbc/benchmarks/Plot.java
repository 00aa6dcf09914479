package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.benchmarks.Results.Result;
import java.util.List;
import java.util.Locale;

/**
 * The results as a drawing: throughput ratio by work, with the floor and the target; ratio and CPU
 * by number of protected columns; the same by size of the value. Used by one thread.
 */
final class Plot {

  private static final int WIDTH = 760;
  private static final int LEFT = 120;
  private static final int RIGHT = 740;
  private static final int BAR = 22;
  private static final int PANEL = 230;
  private static final String COFFER = "#1f5fa8";
  private static final String FLOOR = "#b9cbe0";
  private static final String TARGET = "#c0392b";
  private static final String BATCH = "#d08a1d";
  private static final String GRID = "#dddddd";

  private final Results results;
  private final List<Work> works;
  private final Svg svg;

  private Plot(Results results) {
    this.results = results;
    this.works =
        List.of(Work.values()).stream()
            .filter(work -> results.has(work.label(), Subject.COFFER.label()))
            .toList();
    this.svg = new Svg(WIDTH, bars() + 2 * PANEL);
  }

  static String of(Results results) {
    Plot plot = new Plot(results);
    plot.works();
    int top = plot.bars();
    for (Series series : Series.values()) {
      plot.series(series, LEFT - 70, top, false);
      plot.series(series, LEFT + 270, top, true);
      top += PANEL;
    }
    return plot.svg.toString();
  }

  private int bars() {
    return 60 + works.size() * BAR;
  }

  private void works() {
    svg.text(
        LEFT,
        18,
        "start",
        "Throughput as a share of plain pgjdbc's; pale: the same by hand; red: target");
    double most = 1.2;
    for (int tenth = 0; tenth <= 12; tenth += 2) {
      double x = LEFT + (RIGHT - LEFT) * tenth / 10.0 / most;
      svg.line(x, 28, x, 32 + works.size() * BAR, tenth == 10 ? "#888888" : GRID);
      svg.text(x, 46 + works.size() * BAR, "middle", format("%.1f", tenth / 10.0));
    }
    double y = 30;
    for (Work work : works) {
      double floor = Report.floor(results, work);
      double ratio = Report.ratio(results, work, Subject.COFFER);
      svg.text(LEFT - 6, y + 15, "end", work.label());
      bar(y + 2, BAR - 4, floor, most, FLOOR);
      bar(y + 6, BAR - 12, ratio, most, COFFER);
      if (!Double.isNaN(work.leastThroughput())) {
        double x = LEFT + (RIGHT - LEFT) * work.leastThroughput() / most;
        svg.line(x, y + 1, x, y + BAR - 1, TARGET);
      }
      y += BAR;
    }
  }

  private void bar(double y, double height, double value, double most, String colour) {
    if (!Double.isNaN(value)) {
      svg.rectangle(LEFT, y, (RIGHT - LEFT) * Math.min(value, most) / most, height, colour);
    }
  }

  /** Draws scan and batch over the points: the ratio of throughput, or the microseconds added. */
  private void series(Series series, double left, double top, boolean added) {
    if (results.subjects(series.work(false)).isEmpty()) {
      return;
    }
    double width = 270;
    double bottom = top + PANEL - 50;
    double most = added ? mostAdded(series) : 1.2;
    svg.text(
        left,
        top + 14,
        "start",
        (added ? "CPU added, \u00b5s a row" : "Throughput, share of plain")
            + (series == Series.COLUMNS
                ? ", by protected columns of six"
                : ", by bytes of a value"));
    for (int i = 0; i <= 4; i++) {
      double y = bottom - (bottom - top - 30) * i / 4;
      svg.line(left, y, left + width, y, GRID);
      svg.text(left - 4, y + 4, "end", format(most < 10 ? "%.1f" : "%.0f", most * i / 4));
    }
    List<Integer> points = series.points();
    for (boolean writing : List.of(false, true)) {
      String colour = writing ? BATCH : COFFER;
      double beforeX = 0;
      double beforeY = 0;
      for (int i = 0; i < points.size(); i++) {
        double value =
            added ? added(series, points.get(i), writing) : ratio(series, points.get(i), writing);
        double x = left + width * i / (points.size() - 1);
        double y = bottom - (bottom - top - 30) * Math.max(0, value) / most;
        if (i > 0) {
          svg.line(beforeX, beforeY, x, y, colour);
        }
        svg.dot(x, y, colour);
        beforeX = x;
        beforeY = y;
        if (!writing) {
          svg.text(x, bottom + 15, "middle", format("%,d", points.get(i)));
        }
      }
      svg.dot(left + (writing ? 70 : 0), bottom + 29, colour);
      svg.text(
          left + (writing ? 76 : 6), bottom + 33, "start", writing ? "rewritten batch" : "scan");
    }
  }

  private double mostAdded(Series series) {
    double most = 1;
    for (int point : series.points()) {
      most = Math.max(most, added(series, point, false));
      most = Math.max(most, added(series, point, true));
    }
    return most * 1.1;
  }

  private double ratio(Series series, int point, boolean writing) {
    return results
        .ratio(series.work(writing), Series.coffer(point), series.control(point), Result::perSecond)
        .median();
  }

  private double added(Series series, int point, boolean writing) {
    String work = series.work(writing);
    return results.spread(work, Series.coffer(point), Result::cpuMicros).median()
        - results.spread(work, series.control(point), Result::cpuMicros).median();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
