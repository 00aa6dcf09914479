package io.github.cofferjdbc.sql.syntax;

/** How a text is meant. */
public enum Reading {
  /**
   * As a PreparedStatement or CallableStatement hands it over: {@code ?} is a parameter, {@code ??}
   * the operator {@code ?}, and braces hold escapes.
   */
  JDBC,
  /**
   * As a plain Statement hands it over: {@code ?} is an operator, also where it is doubled, {@code
   * $1} a parameter (of PREPARE), and braces hold escapes.
   */
  STATEMENT,
  /** As PostgreSQL reads it: {@code ?} is an operator and {@code $1} a parameter. */
  NATIVE
}
