package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.field.FieldCipher;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.core.Field;

/**
 * Columns that were planned as plain, watched: the first value of each that is not NULL is looked
 * at when it is asked for. If it is a stored value, somebody has encrypted the column since the
 * catalog was read, and the result is planned anew. All columns of one statement are of one state
 * of the catalog, so one value tells. Not thread safe.
 */
final class WatchedCells implements Cells, LookAhead.Columns {

  /** Plans the result anew. */
  interface Replanning {
    /** Returns the cells of the newest plan, or null if it is the one that the rows are read by. */
    @Nullable Cells cells() throws SQLException;
  }

  /** What the current row is read from. */
  private ResultSet rows;

  private @Nullable LookAhead ahead;
  private final Replanning replanning;
  private @Nullable Cells cells;

  /** Which columns were looked at; null when watching is over. */
  private boolean @Nullable [] seen;

  /**
   * @param cells opens the protected columns that the plan knows, null if there is none
   */
  WatchedCells(ResultSet rows, @Nullable Cells cells, Replanning replanning) throws SQLException {
    this.rows = rows;
    this.cells = cells;
    this.replanning = replanning;
    this.seen = new boolean[rows.getMetaData().getColumnCount()];
  }

  @Override
  public void moved() {
    if (cells != null) {
      cells.moved();
    }
  }

  @Override
  public boolean isClear(int column) throws SQLException {
    if (cells != null && !cells.isClear(column)) {
      return false;
    }
    boolean[] watched = seen;
    if (watched == null || column < 1 || column > watched.length || watched[column - 1]) {
      return true;
    }
    if (!looksStored(column, watched)) {
      return true;
    }
    seen = null;
    Cells newest = replanning.cells();
    if (newest == null) {
      return true;
    }
    cells = newest;
    LookAhead reads = ahead;
    if (reads != null) {
      readFrom(rows, reads);
    }
    return newest.isClear(column);
  }

  @Override
  public List<FetchedRows.Column> wanted(long rows) throws SQLException {
    return cells instanceof LookAhead.Columns columns ? columns.wanted(rows) : List.of();
  }

  @Override
  public void readFrom(ResultSet row, LookAhead reads) {
    rows = row;
    ahead = reads;
    if (cells instanceof LookAhead.Columns columns) {
      columns.readFrom(row, reads);
    }
  }

  private boolean looksStored(int column, boolean[] watched) {
    try {
      if (format(column) == Field.BINARY_FORMAT) {
        // What pgjdbc asks for in binary form is of types that it knows.
        boolean bytes = rows.getMetaData().getColumnType(column) == Types.BINARY;
        byte[] value = bytes ? rows.getBytes(column) : null;
        watched[column - 1] = !bytes || value != null;
        return value != null && FieldCipher.typeOf(value).isPresent();
      }
      // Asking for the type could ask the server; the text tells without.
      String text = rows.getString(column);
      watched[column - 1] = text != null;
      return text != null && (isStoredArray(text) || (isBytes(text) && isStored(column)));
    } catch (SQLException e) {
      return false; // The delegate will complain itself.
    }
  }

  private int format(int column) throws SQLException {
    ResultSetMetaData metaData = rows.getMetaData();
    return metaData instanceof PGResultSetMetaData own
        ? own.getFormat(column)
        : metaData.unwrap(PGResultSetMetaData.class).getFormat(column);
  }

  /** Tells whether the text may be bytea that begins as stored values do, in either notation. */
  private static boolean isBytes(String text) {
    return text.startsWith("\\xec1")
        || text.startsWith("\\354\\02")
        || text.startsWith("\\354\\03");
  }

  private boolean isStored(int column) throws SQLException {
    byte[] value = rows.getBytes(column);
    return rows.getMetaData().getColumnType(column) == Types.BINARY
        && value != null
        && FieldCipher.typeOf(value).isPresent();
  }

  private static boolean isStoredArray(String text) {
    return (text.startsWith("{") || text.startsWith("[")) && text.contains("\"\\\\xec1");
  }

  @Override
  public boolean isAlwaysClear(int column) throws SQLException {
    return cells == null || cells.isAlwaysClear(column);
  }

  @Override
  public boolean opensAny() {
    return cells != null;
  }

  @Override
  public Cell cell(int column) throws SQLException {
    return Objects.requireNonNull(cells, "no column is protected").cell(column);
  }

  @Override
  public @Nullable ResultSetMetaData description(int column) throws SQLException {
    return cells == null ? null : cells.description(column);
  }

  @Override
  public ColumnType.@Nullable Encrypted plannedType(int column) {
    return cells == null ? null : cells.plannedType(column);
  }

  @Override
  public String origin(int column) throws SQLException {
    return cells == null ? rows.getMetaData().getColumnLabel(column) : cells.origin(column);
  }
}
