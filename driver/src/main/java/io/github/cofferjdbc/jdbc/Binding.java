package io.github.cofferjdbc.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * One call of a setter, kept until the statement is executed: it can be made again on another
 * statement, where the parameter stays clear, or give its value, where it is sealed. What the
 * application may change afterwards was copied. Not thread safe.
 *
 * @param call makes the call again
 * @param value says what the call announces
 */
record Binding(Call call, Value value) {

  /** A setter with all its arguments but the index. */
  interface Call {
    void on(PreparedStatement statement, int index) throws SQLException;
  }

  /** The value of a setter. */
  interface Value {
    /** Returns what pgjdbc would announce. */
    Announced announced(Announcer announcer) throws SQLException;
  }

  /** Returns the binding of a setter whose value is NULL, announced as this SQL type. */
  static Binding ofNull(int sqlType, Call call) {
    return new Binding(call, announcer -> announcer.nullOf(sqlType));
  }

  @Override
  public String toString() {
    return "Binding[<hidden>]";
  }
}
