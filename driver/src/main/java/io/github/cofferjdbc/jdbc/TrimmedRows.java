package io.github.cofferjdbc.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Tuple;

/**
 * The clear columns of rows that were fetched uncut, so that protected values are whole, cut to
 * {@code maxFieldSize} as pgjdbc cuts them. Not thread safe.
 */
final class TrimmedRows {

  private final ResultSet rows;
  private final Tuple tuple;
  private final ResultSet trimmed;
  private boolean filled;

  private TrimmedRows(ResultSet rows) throws SQLException {
    this.rows = rows;
    this.tuple = new Tuple(rows.getMetaData().getColumnCount());
    this.trimmed = Pgjdbc.rowToTrim(rows, tuple);
  }

  /**
   * Returns what cuts the clear columns, or null if nothing needs to.
   *
   * @param planned the text that returned the rows, or null if it is not known
   */
  static @Nullable TrimmedRows of(ResultSet rows, @Nullable Planned planned) throws SQLException {
    if (planned != null && planned.passthrough()) {
      return null; // the delegate has cut them itself
    }
    Statement statement = rows.getStatement();
    return statement != null && statement.getMaxFieldSize() > 0 ? new TrimmedRows(rows) : null;
  }

  /** Forgets the current row's values. */
  void moved() {
    filled = false;
  }

  /** Returns what stands on the current row: the rows themselves if there is none. */
  ResultSet row() throws SQLException {
    if (rows.isClosed() || !(filled || fill())) {
      return rows;
    }
    return trimmed;
  }

  private boolean fill() {
    try {
      for (int i = 0; i < tuple.fieldCount(); i++) {
        tuple.set(i, Pgjdbc.sent(rows, i + 1));
      }
      filled = true;
    } catch (SQLException e) {
      filled = false; // no row: the getter of the rows complains
    }
    return filled;
  }
}
