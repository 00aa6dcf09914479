package io.github.cofferjdbc.sql.plan;

/** What becomes of one parameter of the user's text. Immutable. */
public sealed interface ParameterPlan {

  /** Bound as the application binds it. */
  record Clear() implements ParameterPlan {}

  /** Encrypted. */
  record Sealed(Operand operand) implements ParameterPlan {}
}
