package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.ResultPlan;
import java.sql.SQLException;

/**
 * One execution of one text: planned, made, and made once more if the catalog turns out to have
 * been old.
 */
final class Execution {

  /** Plans the text in the catalog's present state. */
  interface Planning {
    Planned plan() throws SQLException;
  }

  /** Executes by a plan. */
  interface Attempt<T> {
    T make(Planned planned) throws SQLException;
  }

  private Execution() {}

  /**
   * @param keys which generated keys were asked for
   */
  static <T> T run(
      Session session, Planning planning, Results results, Keys keys, Attempt<T> attempt)
      throws SQLException {
    for (boolean again = false; ; again = true) {
      Planned planned = planning.plan();
      session.requireKeys(planned);
      ResultPlan keysPlan = session.keys(planned, keys);
      boolean inTransaction = session.inTransaction();
      try {
        T result = TypeChanging.around(session, planned, () -> attempt.make(planned));
        session.succeeded(planned);
        results.begin(planned, keysPlan, session.recheck(planning, planned, keys));
        return result;
      } catch (SQLException e) {
        session.failed(planned, e);
        if (again || !session.worthAnotherTry(e, planned, planning)) {
          throw e;
        }
      } finally {
        session.executed(planned, inTransaction);
      }
    }
  }
}
