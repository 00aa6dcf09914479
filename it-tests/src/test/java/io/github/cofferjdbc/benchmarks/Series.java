package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the cost grows: with the number of protected columns among six, and with the size of one
 * protected value. Rows are read in a scan and written in rewritten batches.
 */
enum Series {
  COLUMNS("columns", List.of(0, 1, 2, 3, 4, 5, 6)),
  SIZES("sizes", List.of(16, 64, 256, 1_024, 4_096, 16_384, 65_536));

  private static final int COLUMN_COUNT = 6;
  private static final int TEXT_LENGTH = 24;
  private static final int ROWS = 20_000;
  private static final int MOST_BYTES = 32 << 20;

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // only ever an unmodifiable list
  private final List<Integer> points;

  Series(String label, List<Integer> points) {
    this.label = label;
    this.points = points;
  }

  String label() {
    return label;
  }

  List<Integer> points() {
    return points;
  }

  /** Returns the name under which reading or writing is recorded. */
  String work(boolean writing) {
    return label + (writing ? "-batch" : "-scan");
  }

  /** Returns the name of Coffer at a point. */
  static String coffer(int point) {
    return "coffer-" + point;
  }

  /** Returns the name of plain pgjdbc at a point. */
  String control(int point) {
    return this == COLUMNS ? "control" : "control-" + point;
  }

  /** Returns the statements that make all tables. */
  static String ddl() {
    StringBuilder ddl = new StringBuilder();
    for (Series series : values()) {
      for (Shape shape : series.shapes()) {
        ddl.append(shape.ddl());
      }
    }
    return ddl.toString();
  }

  private List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    if (this == COLUMNS) {
      shapes.add(new Shape(control(0), false, COLUMN_COUNT, 0, TEXT_LENGTH, ROWS));
    }
    for (int point : points) {
      if (this == COLUMNS) {
        shapes.add(new Shape(coffer(point), true, COLUMN_COUNT, point, TEXT_LENGTH, ROWS));
      } else {
        int rows = Math.min(ROWS, MOST_BYTES / point);
        shapes.add(new Shape(control(point), false, 1, 0, point, rows));
        shapes.add(new Shape(coffer(point), true, 1, 1, point, rows));
      }
    }
    return shapes;
  }

  /** Returns those that are compared; each fills its table first. */
  List<Turn> turns(ProtectedDatabase database, boolean writing) throws SQLException {
    List<Turn> turns = new ArrayList<>();
    for (Shape shape : shapes()) {
      turns.add(new ShapeTurn(database, shape, writing));
    }
    return turns;
  }
}
