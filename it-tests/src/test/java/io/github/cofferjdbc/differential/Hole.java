package io.github.cofferjdbc.differential;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A place in a statement where a value stands, as a literal or as a parameter. */
interface Hole {

  /** Returns the value as it is written in SQL. */
  String literal();

  /** Tells whether it stays a literal in a prepared statement too. */
  boolean alwaysLiteral();

  /** Sets it as a parameter, with the type that the application would announce. */
  void bind(PreparedStatement statement, int index) throws SQLException;
}
