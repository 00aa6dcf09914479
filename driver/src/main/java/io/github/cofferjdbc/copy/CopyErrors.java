package io.github.cofferjdbc.copy;

import java.sql.SQLException;

/** PostgreSQL's errors about the form of a COPY stream, with its SQLStates and no data. */
final class CopyErrors {

  private CopyErrors() {}

  static SQLException format(String message) {
    return new SQLException(message, "22P04");
  }

  static SQLException rowTooLong() {
    return new SQLException("a row of COPY is longer than 2 GiB", "54000");
  }

  static SQLException encoding(String message) {
    return new SQLException(message, "22021");
  }

  static SQLException extraData() {
    return format("extra data after last expected column");
  }

  static SQLException missingData(int field) {
    return format("missing data for column " + (field + 1) + " of the COPY");
  }
}
