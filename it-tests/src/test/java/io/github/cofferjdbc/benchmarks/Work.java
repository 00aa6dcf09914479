package io.github.cofferjdbc.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is measured: as a pooled application does it, a statement is prepared for every operation.
 */
enum Work {
  POINT_SELECT("point-select"),
  EQ_SELECT("eq-select"),
  INSERT("insert"),
  UPDATE("update"),
  BATCH("batch"),
  REWRITTEN_BATCH("rewritten-batch"),
  COPY_IN("copy-in"),
  COPY_OUT("copy-out"),
  SCAN("scan"),
  SCAN_ONE("scan-one"),
  UNPROTECTED("unprotected"),
  CONNECT("connect");

  private static final int BATCH_SIZE = 1_000;
  private static final int FETCH_SIZE = 1_000;

  private final String label;

  Work(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  boolean rewritten() {
    return this == REWRITTEN_BATCH;
  }

  boolean writes() {
    return this == INSERT || this == BATCH || this == REWRITTEN_BATCH || this == COPY_IN;
  }

  /** Does the work once until the slice ends and returns how often, or for how many rows. */
  long run(Slice slice) throws SQLException {
    return switch (this) {
      case POINT_SELECT -> pointSelect(slice);
      case EQ_SELECT -> eqSelect(slice);
      case INSERT -> insert(slice);
      case UPDATE -> update(slice);
      case BATCH, REWRITTEN_BATCH -> batch(slice);
      case COPY_IN -> CopyWork.in(slice);
      case COPY_OUT -> CopyWork.out(slice);
      case SCAN -> scan(slice, false);
      case SCAN_ONE -> scan(slice, true);
      case UNPROTECTED -> unprotected(slice);
      case CONNECT -> connect(slice);
    };
  }

  private static long id(Slice slice) {
    return 1L + ThreadLocalRandom.current().nextInt(slice.rows());
  }

  private static long pointSelect(Slice slice) throws SQLException {
    String sql = "SELECT * FROM " + slice.subject().table() + " WHERE id = ?";
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (PreparedStatement select = slice.connection().prepareStatement(sql)) {
        select.setLong(1, id(slice));
        readOnly(slice, select);
      }
    }
    return done;
  }

  private static long eqSelect(Slice slice) throws SQLException {
    String sql = "SELECT * FROM " + slice.subject().table() + " WHERE number = ?";
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (PreparedStatement select = slice.connection().prepareStatement(sql)) {
        slice.subject().bindNumber(select, slice.people(), id(slice));
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
      slice.consume(slice.subject().read(rows));
    }
  }

  private static long insert(Slice slice) throws SQLException {
    String sql = Subject.insertInto(slice.subject().writtenTable());
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (PreparedStatement insert = slice.connection().prepareStatement(sql)) {
        slice.subject().bind(insert, slice.people(), done, id(slice));
        insert.executeUpdate();
      }
    }
    return done;
  }

  private static long update(Slice slice) throws SQLException {
    String sql = "UPDATE " + slice.subject().table() + " SET note = ? WHERE id = ?";
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (PreparedStatement update = slice.connection().prepareStatement(sql)) {
        slice.subject().bindNote(update, slice.people(), id(slice));
        update.setLong(2, id(slice));
        update.executeUpdate();
      }
    }
    return done;
  }

  private static long batch(Slice slice) throws SQLException {
    String sql = Subject.insertInto(slice.subject().writtenTable());
    slice.connection().setAutoCommit(false);
    long done = 0;
    while (slice.goesOn()) {
      try (PreparedStatement insert = slice.connection().prepareStatement(sql)) {
        for (int i = 0; i < BATCH_SIZE; i++, done++) {
          slice.subject().bind(insert, slice.people(), done, 1 + done % slice.rows());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      slice.connection().commit();
    }
    return done;
  }

  private static long scan(Slice slice, boolean one) throws SQLException {
    slice.connection().setAutoCommit(false);
    long done = 0;
    while (slice.goesOn()) {
      try (PreparedStatement select =
          slice.connection().prepareStatement("SELECT * FROM " + slice.subject().table())) {
        select.setFetchSize(FETCH_SIZE);
        try (ResultSet rows = select.executeQuery()) {
          while ((done % FETCH_SIZE != 0 || slice.goesOn()) && rows.next()) {
            slice.consume(one ? slice.subject().readOne(rows) : slice.subject().read(rows));
            done++;
          }
        }
      }
      slice.connection().commit();
    }
    return done;
  }

  private static long unprotected(Slice slice) throws SQLException {
    long done = 0;
    for (; slice.goesOn(); done++) {
      try (PreparedStatement select =
          slice.connection().prepareStatement("SELECT id, name FROM town WHERE id = ?")) {
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
      try (Connection connection = slice.subject().connect(slice.database(), false)) {
        slice.consume(connection.isClosed() ? 1 : 0);
      }
    }
    return done;
  }
}
