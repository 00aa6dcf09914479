package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.ResultPlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What the last execution of one statement returns, result by result, each with what the plan says
 * of it. A result is wrapped once, however often it is asked for. As thread safe as a statement.
 */
final class Results {

  private final EncryptingConnection connection;
  private final Statement owner;
  private @Nullable Planned planned;
  private ResultPlan keysPlan = new ResultPlan.Clear();
  private @Nullable Recheck recheck;

  private int at;
  private @Nullable ResultSet raw;
  private @Nullable ResultSet wrapped;
  private @Nullable ResultSet rawKeys;
  private @Nullable ResultSet wrappedKeys;

  Results(EncryptingConnection connection, Statement owner) {
    this.connection = connection;
    this.owner = owner;
  }

  /**
   * Takes over a successful execution.
   *
   * @param keysPlan what its generated keys are
   * @param recheck looks again at rows that do not look as planned; null if there are none
   */
  void begin(Planned planned, ResultPlan keysPlan, @Nullable Recheck recheck) {
    this.planned = planned;
    this.keysPlan = keysPlan;
    this.recheck = recheck;
    at = 0;
    raw = null;
    wrapped = null;
    rawKeys = null;
    wrappedKeys = null;
  }

  /** Goes on to the next result. */
  void advance() {
    at++;
  }

  /** Returns the wrapper of the current result, null for null. */
  @Nullable ResultSet current(@Nullable ResultSet delegate) throws SQLException {
    if (delegate == null) {
      return null;
    }
    if (wrapped == null || delegate != raw) {
      raw = delegate;
      int index = at;
      Recheck again = recheck;
      wrapped =
          connection.wrap(
              delegate,
              owner,
              plan(index),
              again == null ? null : () -> again.result(index),
              planned);
    }
    return wrapped;
  }

  /** Returns the wrapper of the generated keys. */
  ResultSet generatedKeys(ResultSet delegate) throws SQLException {
    if (wrappedKeys == null || delegate != rawKeys) {
      rawKeys = delegate;
      Recheck again = recheck;
      wrappedKeys =
          connection.wrap(
              delegate, owner, keysPlan, again == null ? null : again::generatedKeys, null);
    }
    return wrappedKeys;
  }

  /**
   * Wraps the rows of a cursor that an OUT parameter or column holds; other values are returned.
   */
  Object value(Object value) throws SQLException {
    return value instanceof ResultSet rows ? connection.wrapCursor(rows, owner) : value;
  }

  private ResultPlan plan(int index) {
    Planned last = planned;
    return last == null ? new ResultPlan.Clear() : last.result(index);
  }
}
