package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import java.util.List;

/**
 * A plan with the state of the catalog that it was made for. Immutable.
 *
 * @param text the user's text
 * @param plan how the text is executed
 * @param version the catalog's version
 * @param command which command of the session the text is
 */
record Planned(String text, Plan plan, long version, SessionCommand command) {

  Planned(String text, Plan plan, long version) {
    this(text, plan, version, SessionCommand.NONE);
  }

  /** Tells whether the text is sent byte for byte. */
  boolean passthrough() {
    return plan.passthrough();
  }

  /**
   * Tells whether a result has a column that the plan knows to be protected. Asked at each
   * execution, so it is a loop.
   */
  boolean opensPlannedColumns() {
    for (ResultPlan result : plan.results()) {
      if (result instanceof ResultPlan.Columns columns) {
        for (ResultPlan.ResultColumn column : columns.columns()) {
          if (column instanceof ResultPlan.ResultColumn.Opened) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Returns what a result of the text is, counted from 0. */
  ResultPlan result(int index) {
    if (passthrough()) {
      return new ResultPlan.Clear();
    }
    List<ResultPlan> results = plan.results();
    return index < results.size() ? results.get(index) : new ResultPlan.ByHeader();
  }

  /** Returns the text that the delegate gets, but for what stands for sealed literals. */
  String sent() {
    return passthrough() ? text : Rewritten.shown(plan);
  }

  /** Returns what the first statement of the text returns. */
  ResultPlan firstResult() {
    List<ResultPlan> results = plan.results();
    return results.isEmpty() ? new ResultPlan.Clear() : results.get(0);
  }
}
