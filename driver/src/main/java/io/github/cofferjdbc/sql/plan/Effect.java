package io.github.cofferjdbc.sql.plan;

/** What an executed text may have changed on the server. */
public enum Effect {
  /** Tables, types or routines: the catalog is loaded again before the next statement. */
  CATALOG,
  /**
   * The search path or role: names are resolved again, now and, since SET LOCAL and a rollback undo
   * it, once more when the transaction ends.
   */
  SEARCH_PATH
}
