package io.github.cofferjdbc.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is measured. As a pooled application does it, a connection is borrowed and a statement
 * prepared for every operation.
 *
 * <p>The order matters: {@code UPDATE} leaves dead rows behind, so it comes last.
 */
enum Work {
  POINT_SELECT("point-select", 0.95, 1.08),
  /** Every value was written under a data key of its own, and there are more than are kept. */
  COLD_SELECT("cold-select", Double.NaN, Double.NaN),
  EQ_SELECT("eq-select", 0.95, 1.08),
  INSERT("insert", 0.93, 1.12),
  BATCH("batch", 0.65, 1.45),
  REWRITTEN_BATCH("rewritten-batch", 0.60, 1.70),
  COPY_IN("copy-in", 0.45, 2.4),
  COPY_OUT("copy-out", Double.NaN, Double.NaN),
  SCAN("scan", 0.45, 2.2),
  /** Coffer reads a fetch ahead and opens values on a second processor; the other scans do not. */
  SCAN_AHEAD("scan-ahead", 0.65, 2.3),
  SCAN_ONE("scan-one", 0.62, 1.70),
  UNPROTECTED("unprotected", 0.99, 1.01),
  CONNECT("connect", 0.95, 1.05),
  UPDATE("update", 0.93, 1.12);

  private static final int BATCH_SIZE = 1_000;
  private static final int FETCH_SIZE = 1_000;

  private final String label;
  private final double leastThroughput;
  private final double mostCpu;

  Work(String label, double leastThroughput, double mostCpu) {
    this.label = label;
    this.leastThroughput = leastThroughput;
    this.mostCpu = mostCpu;
  }

  String label() {
    return label;
  }

  /** Returns the ratio of throughput that is aimed at, or not a number. */
  double leastThroughput() {
    return leastThroughput;
  }

  /** Returns the ratio of CPU that is aimed at, or not a number. */
  double mostCpu() {
    return mostCpu;
  }

  boolean rewritten() {
    return this == REWRITTEN_BATCH;
  }

  boolean looksAhead() {
    return this != SCAN && this != SCAN_ONE;
  }

  /** Tells whether {@link BareCiphers} can do it. */
  boolean opensOrSeals() {
    return switch (this) {
      case POINT_SELECT, EQ_SELECT, INSERT, BATCH, REWRITTEN_BATCH, SCAN, SCAN_AHEAD -> true;
      case SCAN_ONE, UPDATE -> true;
      case COLD_SELECT, COPY_IN, COPY_OUT, UNPROTECTED, CONNECT -> false;
    };
  }

  boolean cold() {
    return this == COLD_SELECT;
  }

  boolean writes() {
    return this == INSERT || this == BATCH || this == REWRITTEN_BATCH || this == COPY_IN;
  }

  /** Does the work until the slice ends and returns how often, or for how many rows. */
  long run(Slice slice) throws SQLException {
    return switch (this) {
      case POINT_SELECT, COLD_SELECT -> pointSelect(slice);
      case EQ_SELECT -> eqSelect(slice);
      case INSERT -> insert(slice);
      case UPDATE -> update(slice);
      case BATCH, REWRITTEN_BATCH -> batch(slice);
      case COPY_IN -> CopyWork.in(slice);
      case COPY_OUT -> CopyWork.out(slice);
      case SCAN -> scan(slice, false);
      case SCAN_AHEAD ->
          slice.who() == Subject.CIPHERS ? scanAheadByHand(slice) : scan(slice, false);
      case SCAN_ONE -> scan(slice, true);
      case UNPROTECTED -> unprotected(slice);
      case CONNECT -> connect(slice);
    };
  }

  private static long id(Slice slice) {
    return 1L + ThreadLocalRandom.current().nextInt(slice.rows());
  }

  private static long pointSelect(Slice slice) throws SQLException {
    String sql = "SELECT * FROM " + slice.readTable() + " WHERE id = ?";
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (Connection connection = slice.borrow();
          PreparedStatement select = connection.prepareStatement(sql)) {
        select.setLong(1, id(slice));
        readOnly(slice, select);
      }
    }
    return done;
  }

  private static long eqSelect(Slice slice) throws SQLException {
    String sql = "SELECT * FROM " + slice.readTable() + " WHERE number = ?";
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (Connection connection = slice.borrow();
          PreparedStatement select = connection.prepareStatement(sql)) {
        slice.who().bindNumber(select, slice.people(), id(slice));
        readOnly(slice, select);
      }
    }
    return done;
  }

  private static void readOnly(Slice slice, PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      if (!rows.next()) {
        throw new IllegalStateException("no row");
      }
      slice.consume(slice.who().read(rows, slice.people()));
    }
  }

  private static long insert(Slice slice) throws SQLException {
    String sql = Subject.insertInto(slice.who().writtenTable());
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (Connection connection = slice.borrow();
          PreparedStatement insert = connection.prepareStatement(sql)) {
        slice.who().bind(insert, slice.people(), done, id(slice));
        insert.executeUpdate();
      }
    }
    return done;
  }

  private static long update(Slice slice) throws SQLException {
    String sql = "UPDATE " + slice.readTable() + " SET note = ? WHERE id = ?";
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (Connection connection = slice.borrow();
          PreparedStatement update = connection.prepareStatement(sql)) {
        slice.who().bindNote(update, slice.people(), id(slice));
        update.setLong(2, id(slice));
        update.executeUpdate();
      }
    }
    return done;
  }

  private static long batch(Slice slice) throws SQLException {
    String sql = Subject.insertInto(slice.who().writtenTable());
    long done = 0;
    while (slice.goesOn()) {
      try (Connection connection = slice.borrow();
          PreparedStatement insert = connection.prepareStatement(sql)) {
        connection.setAutoCommit(false);
        for (int i = 0; i < BATCH_SIZE; i++, done++) {
          slice.who().bind(insert, slice.people(), done, 1 + done % slice.rows());
          insert.addBatch();
        }
        insert.executeBatch();
        connection.commit();
      }
    }
    return done;
  }

  private static long scan(Slice slice, boolean one) throws SQLException {
    String sql = "SELECT * FROM " + slice.readTable();
    long done = 0;
    while (slice.goesOn()) {
      try (Connection connection = slice.borrow();
          PreparedStatement select = connection.prepareStatement(sql)) {
        connection.setAutoCommit(false);
        select.setFetchSize(FETCH_SIZE);
        try (ResultSet rows = select.executeQuery()) {
          while ((done % FETCH_SIZE != 0 || slice.goesOn()) && rows.next()) {
            slice.consume(
                one
                    ? slice.who().readOne(rows, slice.people())
                    : slice.who().read(rows, slice.people()));
            done++;
          }
        }
        connection.commit();
      }
    }
    return done;
  }

  private static long scanAheadByHand(Slice slice) throws SQLException {
    String sql = "SELECT * FROM " + slice.readTable();
    long done = 0;
    while (slice.goesOn()) {
      done += AheadByHand.scan(slice, sql, FETCH_SIZE);
    }
    return done;
  }

  private static long unprotected(Slice slice) throws SQLException {
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (Connection connection = slice.borrow();
          PreparedStatement select =
              connection.prepareStatement("SELECT id, name FROM town WHERE id = ?")) {
        select.setLong(1, 1 + done % 1_000);
        try (ResultSet rows = select.executeQuery()) {
          rows.next();
          slice.consume(rows.getLong(1) + rows.getString(2).length());
        }
      }
    }
    return done;
  }

  private static long connect(Slice slice) throws SQLException {
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (Connection connection = slice.connect()) {
        slice.consume(connection.isClosed() ? 1 : 0);
      }
    }
    return done;
  }
}
