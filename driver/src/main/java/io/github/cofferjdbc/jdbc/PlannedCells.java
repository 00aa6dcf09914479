package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.sql.plan.ResultPlan.ResultColumn;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protected columns of a result that the plan knows; it alone decides. */
final class PlannedCells implements Cells, LookAhead.Columns {

  private final ResultSet rows;
  private final Opening opening;
  private final ResultColumn[] columns;
  private final @Nullable Cell[] cells;
  private final @Nullable OpenedColumn[] stored;

  /** For each column the row that its cell holds; rows count from 1. */
  private final long[] filled;

  /** For each column how many values were asked for since somebody wanted to know. */
  private final int[] asked;

  private long row = 1;

  /** What the current row is read from. */
  private ResultSet source;

  private @Nullable LookAhead ahead;

  PlannedCells(ResultSet rows, Opening opening, List<ResultColumn> columns) {
    this.rows = rows;
    this.source = rows;
    this.opening = opening;
    this.columns = columns.toArray(ResultColumn[]::new);
    this.cells = new Cell[columns.size()];
    this.stored = new OpenedColumn[columns.size()];
    this.filled = new long[columns.size()];
    this.asked = new int[columns.size()];
  }

  private ResultColumn.@Nullable Opened opened(int column) {
    return column >= 1
            && column <= columns.length
            && columns[column - 1] instanceof ResultColumn.Opened opened
        ? opened
        : null;
  }

  @Override
  public void moved() {
    row++;
    opening.moved();
  }

  @Override
  public boolean isClear(int column) {
    return opened(column) == null;
  }

  @Override
  public boolean isAlwaysClear(int column) {
    return opened(column) == null;
  }

  @Override
  public Cell cell(int column) throws SQLException {
    ResultColumn.Opened opened = required(column);
    Cell cell = shadow(column, opened);
    boolean closed = rows.isClosed(); // then reading it fails as it should
    if (filled[column - 1] != row || closed) {
      try {
        cell.set(value(column, opened, closed));
      } catch (SQLException e) {
        throw ColumnErrors.at(opened.origin(), e);
      }
      filled[column - 1] = row;
      asked[column - 1]++;
    }
    return cell;
  }

  private byte @Nullable [] value(int column, ResultColumn.Opened opened, boolean closed)
      throws SQLException {
    LookAhead known = ahead;
    if (known != null && !closed && opening.utf8()) {
      byte[] value = known.opened(column - 1, opening.time(opened.type().type()));
      if (value != null) {
        return value;
      }
    }
    return stored(column, opened).value(closed ? rows : source);
  }

  @Override
  public List<FetchedRows.Column> wanted(long rows) throws SQLException {
    List<FetchedRows.Column> wanted = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] instanceof ResultColumn.Opened opened
          && !opened.type().array()
          && opened.type().modifier() == null
          && 2L * asked[i] > rows
          && opening.utf8()) {
        EncryptedType type = opened.type().type();
        wanted.add(new FetchedRows.Column(i, type, opening.time(type)));
      }
      asked[i] = 0;
    }
    return wanted;
  }

  @Override
  public void readFrom(ResultSet row, LookAhead ahead) {
    this.source = row;
    this.ahead = ahead;
  }

  private Cell shadow(int column, ResultColumn.Opened opened) throws SQLException {
    Cell cell = cells[column - 1];
    if (cell == null) {
      cell =
          new Cell(rows.getStatement(), rows.getMetaData().getColumnLabel(column), opened.type());
      cells[column - 1] = cell;
    }
    return cell;
  }

  private OpenedColumn stored(int column, ResultColumn.Opened opened) {
    OpenedColumn known = stored[column - 1];
    if (known == null) {
      known = new OpenedColumn(opening, column, opened.type());
      stored[column - 1] = known;
    }
    return known;
  }

  @Override
  public @Nullable ResultSetMetaData description(int column) throws SQLException {
    ResultColumn.Opened opened = opened(column);
    return opened == null ? null : shadow(column, opened).row().getMetaData();
  }

  @Override
  public ColumnType.@Nullable Encrypted plannedType(int column) {
    ResultColumn.Opened opened = opened(column);
    return opened == null ? null : opened.type();
  }

  @Override
  public String origin(int column) {
    return required(column).origin();
  }

  private ResultColumn.Opened required(int column) {
    ResultColumn.Opened opened = opened(column);
    if (opened == null) {
      throw new IllegalArgumentException("column " + column + " is clear");
    }
    return opened;
  }
}
