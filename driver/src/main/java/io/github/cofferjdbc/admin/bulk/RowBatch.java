package io.github.cofferjdbc.admin.bulk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * New values of one or more columns, for rows as they were read. A row is written only if it is
 * still that version: place and writing transaction ({@code ctid}, {@code xmin}) name a version for
 * ever, also when a vacuum gives its place to another. So a change that anybody made meanwhile
 * wins, and the row is left to a later pass.
 *
 * <p>Nobody waits for more than {@value #PATIENCE_MILLIS} ms for a batch, which waits no longer for
 * others: less than the server's deadlock_timeout, so that a deadlock costs no application its
 * transaction. The rows that somebody holds are then left out.
 *
 * <p>Used by one thread at a time.
 */
final class RowBatch {

  static final int PATIENCE_MILLIS = 100;

  static final int MOST_ROWS = 1000;
  private static final long MOST_BYTES = 8L << 20;

  private final String optimistic;
  private final String skipping;
  private final List<String> parameterTypes;

  /** Arrays in PostgreSQL's text form, whose end is not written yet. */
  private final StringBuilder places = new StringBuilder();

  private final StringBuilder versions = new StringBuilder();
  private final List<List<@Nullable Object>> values = new ArrayList<>();
  private final int mostRows;
  private int rows;
  private long bytes;

  /**
   * Makes an empty batch.
   *
   * @param table that the rows are in, in SQL
   * @param assignment what is set, where {@code v.value_1} and so on are the new values
   * @param parameterTypes the types of the new values as parameters
   * @param condition on the row {@code t}, beside its version
   * @param mostRows after which it is full, at most {@value #MOST_ROWS}
   */
  RowBatch(
      String table,
      String assignment,
      List<String> parameterTypes,
      String condition,
      int mostRows) {
    StringBuilder arrays = new StringBuilder("pg_catalog.unnest(?::pg_catalog.tid[])");
    arrays.append(", pg_catalog.unnest(?::pg_catalog.xid[])");
    StringBuilder names = new StringBuilder("place, version");
    for (int i = 1; i <= parameterTypes.size(); i++) {
      arrays.append(", pg_catalog.unnest(?::").append(parameterTypes.get(i - 1)).append("[])");
      names.append(", value_").append(i);
    }
    String given = "ROWS FROM (" + arrays + ") AS v(" + names + ")";
    String same = "t.ctid = v.place AND t.xmin = v.version AND " + condition;
    this.optimistic =
        "UPDATE ONLY " + table + " AS t SET " + assignment + " FROM " + given + " WHERE " + same;
    this.skipping =
        "UPDATE ONLY "
            + table
            + " AS t SET "
            + assignment
            + " FROM (SELECT v.* FROM "
            + given
            + " JOIN ONLY "
            + table
            + " AS t ON "
            + same
            + " FOR NO KEY UPDATE OF t SKIP LOCKED) AS v WHERE "
            + same;
    this.parameterTypes = List.copyOf(parameterTypes);
    this.mostRows = Math.min(mostRows, MOST_ROWS);
    parameterTypes.forEach(type -> values.add(new ArrayList<>()));
  }

  /** Adds the new values of a row, a null where one is not to be set. */
  void add(Ctid place, long version, List<@Nullable Object> row) {
    boolean first = rows++ == 0;
    places.append(first ? "{\"" : ",\"").append(place).append('"');
    versions.append(first ? '{' : ',').append(version);
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      values.get(i).add(value);
      if (value != null) {
        bytes += value instanceof byte[] some ? some.length : ((String) value).length();
      }
    }
  }

  int size() {
    return rows;
  }

  boolean full() {
    return rows >= mostRows || bytes >= MOST_BYTES;
  }

  /**
   * Writes and commits, and is empty afterwards. The connection has autocommit off, and its
   * lock_timeout is {@link #PATIENCE_MILLIS}.
   *
   * @return how many rows were written
   */
  int write(Connection connection) throws SQLException {
    int written = 0;
    if (rows > 0) {
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
    int written = rows == 0 ? 0 : execute(connection, optimistic);
    clear();
    return written;
  }

  private int execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, places + "}", Types.OTHER); // of the type that it is cast to
      statement.setObject(2, versions + "}", Types.OTHER);
      for (int i = 0; i < parameterTypes.size(); i++) {
        List<@Nullable Object> column = values.get(i);
        statement.setArray(
            3 + i,
            parameterTypes.get(i).endsWith("bytea")
                ? connection.createArrayOf("bytea", column.toArray(byte[][]::new))
                : connection.createArrayOf("text", column.toArray(String[]::new)));
      }
      return statement.executeUpdate();
    }
  }

  private void clear() {
    places.setLength(0);
    versions.setLength(0);
    values.forEach(List::clear);
    rows = 0;
    bytes = 0;
  }
}
