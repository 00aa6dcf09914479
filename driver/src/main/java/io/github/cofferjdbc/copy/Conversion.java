package io.github.cofferjdbc.copy;

import java.sql.SQLException;

/** Replaces the value of a field. */
public interface Conversion {

  /**
   * Returns what takes the place of a value that is not NULL.
   *
   * @param field from 0
   * @param value of text and CSV the text in UTF-8 without quotes and escapes, not yet checked to
   *     be well formed; of binary the value's bytes; not kept, and not changed afterwards
   */
  byte[] convert(int field, byte[] value) throws SQLException;
}
