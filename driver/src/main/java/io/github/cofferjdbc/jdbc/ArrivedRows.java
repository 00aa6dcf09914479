package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import io.github.cofferjdbc.sql.plan.ResultPlan.ResultColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that have just arrived, compared with what they were planned as.
 *
 * @param session whose rows they are
 * @param rows the delegate's
 */
record ArrivedRows(Session session, ResultSet rows, Opening opening) {

  /**
   * Returns what reads the protected columns: those of the plan, or of the newest one if the rows
   * show that the plan is old.
   *
   * @throws SQLException KE006 if the rows fit neither
   */
  Cells cells(ResultPlan plan, Recheck.Result recheck) throws SQLException {
    if (plan instanceof ResultPlan.ByHeader) {
      return new HeaderCells(rows, opening);
    }
    ResultPlan newest = fits(plan) ? null : recheck.newest();
    return newest == null
        ? new WatchedCells(rows, planned(plan), () -> again(recheck))
        : again(newest);
  }

  private @Nullable Cells again(Recheck.Result recheck) throws SQLException {
    ResultPlan newest = recheck.newest();
    return newest == null ? null : again(newest);
  }

  private Cells again(ResultPlan newest) throws SQLException {
    Cells cells =
        newest instanceof ResultPlan.ByHeader ? new HeaderCells(rows, opening) : planned(newest);
    return cells == null ? new PlannedCells(rows, opening, List.of()) : cells;
  }

  private @Nullable Cells planned(ResultPlan plan) throws SQLException {
    if (!(plan instanceof ResultPlan.Columns columns)) {
      return null;
    }
    int count = rows.getMetaData().getColumnCount();
    if (count != columns.columns().size()) {
      throw session.untrusted(
          "The server returned "
              + count
              + " columns where the catalog lets Coffer expect "
              + columns.columns().size()
              + "; the table was changed meanwhile: execute the statement again.");
    }
    return new PlannedCells(rows, opening, columns.columns());
  }

  /** Tells whether the rows can be what the plan says, as far as their description tells. */
  private boolean fits(ResultPlan plan) throws SQLException {
    if (!(plan instanceof ResultPlan.Columns columns)) {
      return true;
    }
    List<ResultColumn> expected = columns.columns();
    if (rows.getMetaData().getColumnCount() != expected.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (expected.get(i) instanceof ResultColumn.Opened opened
          && !isStored(i + 1, opened.type())) {
        return false;
      }
    }
    return true;
  }

  private boolean isStored(int column, ColumnType.Encrypted type) throws SQLException {
    return type.array()
        ? rows.getMetaData().getColumnType(column) == Types.ARRAY
        : Pgjdbc.isBytea(rows, column);
  }
}
