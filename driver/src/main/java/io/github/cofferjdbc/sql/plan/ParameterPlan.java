package io.github.cofferjdbc.sql.plan;

/** What becomes of one parameter of the user's text. Immutable. */
public sealed interface ParameterPlan {

  /** Bound as the application binds it. */
  record Clear() implements ParameterPlan {}

  /** Encrypted. */
  record Sealed(Operand operand) implements ParameterPlan {}

  /**
   * Only tested for NULL, as the first of {@code (? IS NULL OR ssn = ?)}: bound as the boolean
   * true, or as NULL if the application binds NULL. Whatever else it binds is often the very value
   * that is protected a few words on, so it is not sent.
   */
  record NullTest() implements ParameterPlan {}
}
