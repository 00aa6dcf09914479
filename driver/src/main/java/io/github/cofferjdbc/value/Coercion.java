package io.github.cofferjdbc.value;

import java.sql.SQLException;

/**
 * Turns what a setter or literal gives into a value of a protected column, by PostgreSQL's rules.
 * Thread safe; holds no state.
 *
 * <p>Errors are PostgreSQL's: 42804 and 42883 where the types do not go together, 22xxx where the
 * value does not fit. KE003 where PostgreSQL would go on and Coffer cannot: the message has the
 * remedy. No message holds the value.
 */
public final class Coercion {

  private Coercion() {}

  /**
   * Returns the value as the column stores it after INSERT or UPDATE, that is, after PostgreSQL's
   * assignment cast, in binary send format.
   */
  public static byte[] assign(BaseType column, BoundValue value, SessionTime session)
      throws SQLException {
    if (value.source() == Source.UNKNOWN && value.value() instanceof String text) {
      return ValueText.fromText(column, text, session);
    }
    throw new UnsupportedOperationException("typed values are not built yet");
  }

  /**
   * Returns the value after an explicit cast to the type, {@code CAST(value AS type)} without a
   * type modifier, in binary send format.
   */
  public static byte[] cast(BaseType type, BoundValue value, SessionTime session)
      throws SQLException {
    if (value.source() == Source.UNKNOWN && value.value() instanceof String text) {
      return ValueText.fromText(type, text, session);
    }
    throw new UnsupportedOperationException("typed values are not built yet");
  }

  /** Returns which value of the column satisfies {@code column = value}. */
  public static Comparand compare(BaseType column, BoundValue value, SessionTime session)
      throws SQLException {
    if (value.source() == Source.UNKNOWN && value.value() instanceof String text) {
      return new Comparand.Encoded(
          Searchable.encode(column, ValueText.fromText(column, text, session)));
    }
    throw new UnsupportedOperationException("typed values are not built yet");
  }
}
