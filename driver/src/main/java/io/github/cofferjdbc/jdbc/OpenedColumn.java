package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A protected column of rows, opened value by value.
 *
 * <p>What is the same in all rows is found out once. Not thread safe.
 */
final class OpenedColumn {

  private final Opening opening;
  private final int column;
  private final ColumnType.Encrypted type;
  private boolean known;

  OpenedColumn(Opening opening, int column, ColumnType.Encrypted type) {
    this.opening = opening;
    this.column = column;
    this.type = type;
  }

  /**
   * Returns the value in the current one of these rows as {@link Opening} says, or null for NULL.
   *
   * @throws SQLException KE001 if the column holds anything but a value of exactly this type
   */
  byte @Nullable [] value(ResultSet rows) throws SQLException {
    if (type.array()) {
      String array = rows.getString(column);
      return array == null ? null : opening.openedArray(array, type);
    }
    byte[] stored = rows.getBytes(column);
    if (stored == null) {
      return null;
    }
    if (!known) {
      if (!Pgjdbc.isBytea(rows, column)) {
        throw opening.notStored(type.type());
      }
      known = true;
    }
    return opening.opened(stored, type);
  }
}
