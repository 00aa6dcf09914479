package io.github.cofferjdbc.admin.bulk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * New values of a column, for rows as they were read. A row is written only if it is still that
 * version: place and writing transaction ({@code ctid}, {@code xmin}) name a version for ever, also
 * when a vacuum gives its place to another. So a change that anybody made meanwhile wins, and the
 * row is left to a later pass.
 *
 * <p>Nobody waits for more than {@value #PATIENCE_MILLIS} ms for a batch, which waits no longer for
 * others: less than the server's deadlock_timeout, so that a deadlock costs no application its
 * transaction. The rows that somebody holds are then left out.
 *
 * <p>Used by one thread.
 */
final class RowBatch {

  static final int PATIENCE_MILLIS = 100;

  private static final int MOST_ROWS = 1000;
  private static final long MOST_BYTES = 8L << 20;

  private final String optimistic;
  private final String skipping;
  private final boolean binary;
  private final List<String> places = new ArrayList<>();
  private final List<String> versions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private long bytes;

  /**
   * Makes an empty batch.
   *
   * @param table that the rows are in, in SQL
   * @param assignment what is set, where {@code v.value} is the new value
   * @param parameterType the type of a new value as a parameter
   * @param condition on the row {@code t}, beside its version
   */
  RowBatch(String table, String assignment, String parameterType, String condition) {
    String given =
        "unnest(?::tid[], ?::xid[], ?::" + parameterType + "[]) AS v(place, version, value)";
    String same = "t.ctid = v.place AND t.xmin = v.version AND " + condition;
    this.optimistic =
        "UPDATE ONLY " + table + " AS t SET " + assignment + " FROM " + given + " WHERE " + same;
    this.skipping =
        "UPDATE ONLY "
            + table
            + " AS t SET "
            + assignment
            + " FROM (SELECT v.place, v.version, v.value FROM "
            + given
            + " JOIN ONLY "
            + table
            + " AS t ON "
            + same
            + " FOR NO KEY UPDATE OF t SKIP LOCKED) AS v WHERE "
            + same;
    this.binary = parameterType.endsWith("bytea");
  }

  void add(Ctid place, long version, Object value) {
    places.add(place.toString());
    versions.add(Long.toString(version));
    values.add(value);
    bytes += value instanceof byte[] some ? some.length : ((String) value).length();
  }

  boolean full() {
    return places.size() >= MOST_ROWS || bytes >= MOST_BYTES;
  }

  /**
   * Writes and commits, and is empty afterwards. The connection has autocommit off, and its
   * lock_timeout is {@link #PATIENCE_MILLIS}.
   *
   * @return how many rows were written
   */
  int write(Connection connection) throws SQLException {
    int written = 0;
    if (!places.isEmpty()) {
      try {
        written = execute(connection, optimistic);
        connection.commit();
      } catch (SQLException e) {
        connection.rollback();
        if (!Session.isOfLock(e)) {
          throw e;
        }
        written = withoutHeldRows(connection);
      }
    }
    clear();
    return written;
  }

  private int withoutHeldRows(Connection connection) throws SQLException {
    try {
      int written = execute(connection, skipping);
      connection.commit();
      return written;
    } catch (SQLException e) {
      connection.rollback();
      if (!Session.isOfLock(e)) {
        throw e;
      }
      Session.pause(PATIENCE_MILLIS); // somebody holds the whole table
      return 0;
    }
  }

  /** Writes into the open transaction, which holds the table, and is empty afterwards. */
  int writeHeld(Connection connection) throws SQLException {
    int written = places.isEmpty() ? 0 : execute(connection, optimistic);
    clear();
    return written;
  }

  private int execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", places.toArray()));
      statement.setArray(2, connection.createArrayOf("text", versions.toArray()));
      statement.setArray(
          3,
          binary
              ? connection.createArrayOf("bytea", values.toArray(byte[][]::new))
              : connection.createArrayOf("text", values.toArray(String[]::new)));
      return statement.executeUpdate();
    }
  }

  private void clear() {
    places.clear();
    versions.clear();
    values.clear();
    bytes = 0;
  }
}
