package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.sql.plan.ResultPlan.ResultColumn;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protected columns of a result that the plan knows; it alone decides. */
final class PlannedCells implements Cells {

  private final ResultSet rows;
  private final Opening opening;
  private final ResultColumn[] columns;
  private final @Nullable Cell[] cells;
  private final @Nullable OpenedColumn[] stored;

  /** For each column the row that its cell holds; rows count from 1. */
  private final long[] filled;

  private long row = 1;

  PlannedCells(ResultSet rows, Opening opening, List<ResultColumn> columns) {
    this.rows = rows;
    this.opening = opening;
    this.columns = columns.toArray(ResultColumn[]::new);
    this.cells = new Cell[columns.size()];
    this.stored = new OpenedColumn[columns.size()];
    this.filled = new long[columns.size()];
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
    if (filled[column - 1] != row || rows.isClosed()) {
      try {
        cell.set(stored(column, opened).value());
      } catch (SQLException e) {
        throw ColumnErrors.at(opened.origin(), e);
      }
      filled[column - 1] = row;
    }
    return cell;
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
      known = new OpenedColumn(opening, rows, column, opened.type());
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
