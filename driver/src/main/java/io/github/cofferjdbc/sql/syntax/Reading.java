package io.github.cofferjdbc.sql.syntax;

/** How a text is meant. */
public enum Reading {
  /**
   * As JDBC hands it over: {@code ?} is a parameter, {@code ??} the operator {@code ?}, and braces
   * hold escapes.
   */
  JDBC,
  /** As PostgreSQL reads it: {@code ?} is an operator and {@code $1} a parameter. */
  NATIVE
}
