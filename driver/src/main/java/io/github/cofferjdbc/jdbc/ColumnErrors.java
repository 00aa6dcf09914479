package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.error.CofferState;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Optional;

/** Errors about a protected column: with its name, and without its values. */
final class ColumnErrors {

  private ColumnErrors() {}

  /**
   * Returns an error of Coffer's own with the column in its message. Errors about data become
   * pgjdbc's class, since the server would have sent them.
   */
  static SQLException at(String column, SQLException error) {
    Optional<CofferState> own =
        Arrays.stream(CofferState.values()).filter(state -> state.matches(error)).findFirst();
    if (own.isPresent()) {
      return own.get().exception("Column " + column + ": " + error.getMessage(), error.getCause());
    }
    String state = error.getSQLState();
    return state == null
        ? error
        : Pgjdbc.serverError(error.getMessage() + " (column " + column + ")", state);
  }

  /**
   * Returns an exception of the same class and SQLState as the driver's, but without its message,
   * cause and companions, which may hold the value. What the driver does not support at all it says
   * without one.
   */
  static SQLException withheld(String what, SQLException error) {
    return error instanceof SQLFeatureNotSupportedException
        ? error
        : Pgjdbc.clientError(message(what), error.getSQLState());
  }

  /** Returns the like for an unchecked exception of a conversion. */
  static RuntimeException withheld(String what, RuntimeException error) {
    try {
      return error.getClass().getConstructor(String.class).newInstance(message(what));
    } catch (ReflectiveOperationException e) {
      return error instanceof DateTimeException
          ? new DateTimeException(message(what))
          : new IllegalArgumentException(message(what));
    }
  }

  private static String message(String what) {
    return "The value of "
        + what
        + " cannot be converted as asked; the driver's own message is withheld, since it may hold"
        + " the value.";
  }
}
