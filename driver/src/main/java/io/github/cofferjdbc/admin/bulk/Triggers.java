package io.github.cofferjdbc.admin.bulk;

/** What {@code pg_trigger} says of triggers, and how those beside a column are told from others. */
final class Triggers {

  /** What the names of the triggers beside a column, and of their functions, begin with. */
  static final String MARKER = "~coffer_shadow_";

  /** Bits of {@code tgtype} (pg_trigger.h). */
  private static final int EACH_ROW = 1;

  private static final int BEFORE = 2;
  private static final int INSERT = 4;
  static final int UPDATE = 16;

  static final int BEFORE_UPDATE_EACH_ROW = BEFORE | UPDATE | EACH_ROW;
  static final int BEFORE_INSERT_OR_UPDATE_EACH_ROW = INSERT | BEFORE_UPDATE_EACH_ROW;

  private Triggers() {}

  /**
   * Returns the condition of a trigger beside a column.
   *
   * @param trigger the name of {@code pg_trigger} in the query
   */
  static String beside(String trigger) {
    return trigger + ".tgname LIKE '" + MARKER.replace("_", "\\_") + "%'";
  }

  /**
   * Returns the condition of a user's trigger that is fired for all of these events, and as they
   * say.
   *
   * @param trigger the name of {@code pg_trigger} in the query
   * @param type bits of {@code tgtype}
   */
  static String ofUser(String trigger, int type) {
    return "NOT "
        + trigger
        + ".tgisinternal AND "
        + trigger
        + ".tgenabled <> 'D' AND "
        + has(trigger + ".tgtype", type)
        + " AND NOT "
        + beside(trigger);
  }

  /** Returns the condition that a type has all of these bits. */
  static String has(String tgtype, int type) {
    return tgtype + " & " + type + " = " + type;
  }
}
