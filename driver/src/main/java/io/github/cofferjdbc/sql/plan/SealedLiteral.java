package io.github.cofferjdbc.sql.plan;

import org.jspecify.annotations.Nullable;

/**
 * A literal of the user's text that is sealed at each execution. {@link #toString} hides the value.
 *
 * @param kind how the text writes it
 * @param text the decoded value: of a string without its quotes, of a number its digits, {@code
 *     true} or {@code false}; null for NULL
 * @param operand how it is encrypted
 */
public record SealedLiteral(Kind kind, @Nullable String text, Operand operand) {

  /** How a text writes a literal; PostgreSQL gives each another type to start with. */
  public enum Kind {
    /** Untyped: takes the column's type. */
    STRING,
    /** int4 or int8 or numeric, by its size. */
    INTEGER,
    /** numeric. */
    DECIMAL,
    BOOLEAN,
    NULL
  }

  @Override
  public String toString() {
    return "SealedLiteral[kind=" + kind + ", text=<hidden>, operand=" + operand + "]";
  }
}
