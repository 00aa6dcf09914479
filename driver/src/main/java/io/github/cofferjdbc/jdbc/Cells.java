package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The protected columns of one result: the current row's values, opened on demand. Columns count
 * from 1; one out of range is clear, so that the delegate complains. Not thread safe.
 */
interface Cells extends Descriptions {

  /** Forgets the current row's values. */
  void moved();

  /** Tells whether the column is the delegate's own in the current row. */
  boolean isClear(int column) throws SQLException;

  /** Tells whether the column is the delegate's own in every row. */
  boolean isAlwaysClear(int column) throws SQLException;

  /** Tells whether any column may be protected, as far as is known now. */
  default boolean opensAny() {
    return true;
  }

  /** Returns the current row's opened value of a column that is not clear. */
  Cell cell(int column) throws SQLException;

  /** Returns the type that the plan gives the column, or null if it is clear or not known. */
  ColumnType.@Nullable Encrypted plannedType(int column);

  /** Returns the column's name for messages. */
  String origin(int column) throws SQLException;
}
