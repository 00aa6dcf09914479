package io.github.cofferjdbc.jdbc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.field.FieldCipher;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.core.Field;
import org.postgresql.core.Oid;

/**
 * Columns that were planned as plain, watched: the first value of each that is not NULL is looked
 * at when it is asked for. If it is a stored value, somebody has encrypted the column since the
 * catalog was read, and the result is planned anew. All columns of one statement are of one state
 * of the catalog, so one value tells. Not thread safe.
 */
final class WatchedCells implements Cells, LookAhead.Columns {

  private static final boolean[] NONE = {};

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

  /** Which columns were looked at; empty before the first. */
  private boolean[] seen = NONE;

  private boolean over;

  /**
   * @param cells opens the protected columns that the plan knows, null if there is none
   */
  WatchedCells(ResultSet rows, @Nullable Cells cells, Replanning replanning) {
    this.rows = rows;
    this.cells = cells;
    this.replanning = replanning;
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
    if (over || (column > 0 && column <= seen.length && seen[column - 1])) {
      return true;
    }
    if (!looksStored(column)) {
      return true;
    }
    over = true;
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

  /** Looks at the value, and notes that the column was looked at if there is one. */
  private boolean looksStored(int column) {
    try {
      ResultSetMetaData metaData = rows.getMetaData();
      if (column < 1 || column > metaData.getColumnCount()) {
        return false; // The delegate will complain.
      }
      if (seen.length == 0) {
        seen = new boolean[metaData.getColumnCount()];
      }
      int oid = Pgjdbc.columnOid(rows, column);
      if (oid != Oid.UNSPECIFIED && oid != Oid.BYTEA) {
        // As the server sent it: pgjdbc neither copies nor converts it.
        byte[] value = rows.getBytes(column);
        seen[column - 1] = value != null;
        return value != null && isStoredArray(value);
      }
      if (format(column) == Field.BINARY_FORMAT) {
        // What pgjdbc asks for in binary form is of types that it knows.
        boolean bytes = Pgjdbc.isBytea(rows, column);
        byte[] value = bytes ? rows.getBytes(column) : null;
        seen[column - 1] = !bytes || value != null;
        return value != null && FieldCipher.typeOf(value).isPresent();
      }
      // Asking for the type could ask the server; the text tells without.
      String text = rows.getString(column);
      seen[column - 1] = text != null;
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
    return Pgjdbc.isBytea(rows, column) && value != null && FieldCipher.typeOf(value).isPresent();
  }

  /** As {@link #isStoredArray(String)} of the text that the server sent. */
  private static boolean isStoredArray(byte[] text) {
    return text.length > 0
        && (text[0] == '{' || text[0] == '[')
        && isStoredArray(new String(text, ISO_8859_1));
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
