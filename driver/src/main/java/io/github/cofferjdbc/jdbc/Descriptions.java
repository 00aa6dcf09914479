package io.github.cofferjdbc.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How the protected columns of a result are described. */
@FunctionalInterface
interface Descriptions {
  /** Returns the description of the column as its base type, as column 1, or null if clear. */
  @Nullable ResultSetMetaData description(int column) throws SQLException;
}
