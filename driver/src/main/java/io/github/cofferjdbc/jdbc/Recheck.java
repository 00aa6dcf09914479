package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.ResultPlan;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A second look at an execution whose rows do not look as they were planned: another client may
 * have encrypted or decrypted a column since the catalog was read. The catalog is read again and
 * the text planned anew. What was executed stands if the new plan would have sent the same
 * operands; then the rows are read as the new plan says. Else they answer another question, and are
 * withheld.
 *
 * <p>As thread safe as a statement.
 *
 * @param session whose catalog is read again
 * @param planning plans the text that was executed
 * @param planned how it was executed
 * @param keys which generated keys were asked for
 */
record Recheck(Session session, Execution.Planning planning, Planned planned, Keys keys) {

  private static final String CHANGED =
      "A column of the statement was encrypted or decrypted by another client meanwhile, so what was"
          + " executed is not what the statement means now; its rows are withheld. Roll back if a"
          + " transaction is open, and execute it again.";

  /** One of the results of the execution. */
  interface Result {
    /**
     * Returns what the newest catalog says of the result, or null if that is what it was planned
     * as.
     *
     * @throws SQLException KE006 if the statement would now be sent otherwise; KE003 if it would be
     *     refused
     */
    @Nullable ResultPlan newest() throws SQLException;
  }

  /** Returns what the newest catalog says of a result, counted from 0. */
  @Nullable ResultPlan result(int index) throws SQLException {
    Planned newest = newest();
    return newest == null ? null : newest.result(index);
  }

  /** Returns what the newest catalog says of the generated keys. */
  @Nullable ResultPlan generatedKeys() throws SQLException {
    Planned newest = newest();
    return newest == null ? null : session.keys(newest, keys);
  }

  private @Nullable Planned newest() throws SQLException {
    if (session.inFailedTransaction()) {
      throw session.untrusted(CHANGED);
    }
    session.catalog().invalidate();
    Planned newest = planning.plan();
    if (newest.plan().equals(planned.plan())) {
      return null;
    }
    if (!newest.plan().sealsAs(planned.plan())) {
      throw session.untrusted(CHANGED);
    }
    session.requireKeys(newest);
    return newest;
  }
}
