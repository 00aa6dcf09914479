package io.github.cofferjdbc.copy;

import java.sql.SQLException;

/**
 * Says that the text of a field has to be read by the server itself. The stream that met it has
 * converted every row before that field's row, and nothing of that row.
 */
public final class UncertainValueException extends SQLException {

  private static final long serialVersionUID = 1L;

  /** Makes one; it holds nothing of the value. */
  public UncertainValueException() {
    super("the server has to read this value");
  }

  /** It is caught and answered, so nobody looks at where it came from. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
