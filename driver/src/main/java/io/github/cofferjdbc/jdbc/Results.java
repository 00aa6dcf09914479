package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.ResultPlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the last execution of one statement returns, result by result, each with what the plan says
 * of it. A result is wrapped once, however often it is asked for. As thread safe as a statement.
 */
final class Results {

  private final EncryptingConnection connection;
  private final Statement owner;
  private List<ResultPlan> plans = List.of();
  private boolean passthrough = true;

  private ResultPlan keysPlan = new ResultPlan.Clear();

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
   */
  void begin(Planned planned, ResultPlan keysPlan) {
    plans = planned.plan().results();
    this.keysPlan = keysPlan;
    passthrough = planned.passthrough();
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
      wrapped = connection.wrap(delegate, owner, plan(at));
    }
    return wrapped;
  }

  /** Returns the wrapper of the generated keys. */
  ResultSet generatedKeys(ResultSet delegate) throws SQLException {
    if (wrappedKeys == null || delegate != rawKeys) {
      rawKeys = delegate;
      wrappedKeys = connection.wrap(delegate, owner, keysPlan);
    }
    return wrappedKeys;
  }

  /**
   * Wraps the rows of a cursor that an OUT parameter or column holds; other values are returned.
   */
  Object value(Object value) {
    return value instanceof ResultSet rows ? connection.wrapCursor(rows, owner) : value;
  }

  private ResultPlan plan(int index) {
    if (passthrough) {
      return new ResultPlan.Clear();
    }
    return index < plans.size() ? plans.get(index) : new ResultPlan.ByHeader();
  }
}
