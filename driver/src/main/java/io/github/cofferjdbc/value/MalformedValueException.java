package io.github.cofferjdbc.value;

/**
 * Signals that bytes which should be a value of a base type are not one, or are a value that its
 * column's type cannot hold. The message says what is wrong and never holds the value.
 */
public final class MalformedValueException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedValueException(BaseType type, String what) {
    // Without a stack trace's cost: the caller always turns it into an SQLException of its own.
    super("not a value of type " + type.typeName() + ": " + what, null, false, false);
  }
}
