package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.ResultPlan.ResultColumn;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The descriptions of a result that is not there yet.
 *
 * @param statement the delegate that will return it
 */
record PlannedDescriptions(Statement statement, List<ResultColumn> columns)
    implements Descriptions {

  @Override
  public @Nullable ResultSetMetaData description(int column) throws SQLException {
    return column >= 1
            && column <= columns.size()
            && columns.get(column - 1) instanceof ResultColumn.Opened opened
        ? new Cell(statement, "?column?", opened.type()).row().getMetaData()
        : null;
  }
}
