package io.github.cofferjdbc.admin.bulk;

import java.sql.SQLException;

/**
 * What becomes of a column's values: from PostgreSQL's binary send format of the old type to what
 * is written for the new one. Used by one thread.
 */
interface Conversion {

  /** Returns the SQL type of the column beside, in which new values gather. */
  String shadowType();

  /** Returns the type of the array parameter that carries new values, without brackets. */
  String parameterType();

  /** Returns the SQL that makes a value of the shadow's type of one element of the parameter. */
  default String ofParameter(String element) {
    return shadowType().equals(parameterType()) ? element : element + "::" + shadowType();
  }

  /**
   * Returns a new value: {@code byte[]} if {@link #parameterType} is bytea, else a String.
   *
   * @throws SQLException if a value cannot be converted, or there is no key
   */
  Object convert(byte[] value) throws SQLException;
}
