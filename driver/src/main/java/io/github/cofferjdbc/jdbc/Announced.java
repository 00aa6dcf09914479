package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.value.BoundValue;
import io.github.cofferjdbc.value.Source;
import org.jspecify.annotations.Nullable;

/**
 * What a setter would announce to the server: a value that is not NULL with its type. Immutable.
 *
 * @param value the value; of an array its text, in PostgreSQL's form
 * @param element the type of an array's elements, or null if the value is announced as no array
 */
record Announced(BoundValue value, @Nullable Source element) {

  static Announced of(Source source, Object value) {
    return new Announced(new BoundValue(source, value), null);
  }

  static Announced array(Source element, String text) {
    return new Announced(new BoundValue(Source.OTHER, text), element);
  }

  @Override
  public String toString() {
    return "Announced[<hidden>]";
  }
}
