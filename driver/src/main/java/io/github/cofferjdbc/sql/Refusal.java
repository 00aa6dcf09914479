package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.syntax.SyntaxRefusal;
import org.jspecify.annotations.Nullable;

/**
 * Ends the analysis of a text: what it holds of protected data is not understood wholly, or is not
 * possible on it. Never leaves this package.
 */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String column;
  private final String construct;
  private final boolean unknownName;

  private Refusal(@Nullable String column, String construct, String message, boolean unknownName) {
    super(message, null, false, false);
    this.column = column;
    this.construct = construct;
    this.unknownName = unknownName;
  }

  /** Refuses a construct on a column: "ORDER BY on patient.note: reason". */
  static Refusal of(String column, String construct, String reason) {
    return new Refusal(column, construct, construct + " on " + column + ": " + reason, false);
  }

  /** Refuses a construct that concerns no column in particular. */
  static Refusal of(String construct, String reason) {
    return new Refusal(null, construct, construct + ": " + reason, false);
  }

  /** Refuses a statement in which a name cannot be resolved. */
  static Refusal unknown(String construct, String reason) {
    return new Refusal(null, construct, construct + ": " + reason, true);
  }

  /** Refuses a text that cannot be read. */
  static Refusal notUnderstood(SyntaxRefusal reason) {
    return of(
        "syntax",
        reason.getMessage()
            + " (at character "
            + (reason.offset() + 1)
            + "). Coffer does not understand this statement, which names something protected, so"
            + " it was not sent");
  }

  Analysis.Refused analysis() {
    String message = getMessage();
    return new Analysis.Refused(
        column, construct, message == null ? construct : message, unknownName);
  }
}
