package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.value.BoundValue;
import io.github.cofferjdbc.value.Source;
import org.jspecify.annotations.Nullable;

/**
 * What a setter would announce to the server: a value with its type. Immutable.
 *
 * @param source the type
 * @param oid the type's oid where the source is {@link Source#OTHER}, else 0
 * @param value the value; of an array its text, in PostgreSQL's form; null for NULL
 * @param element the type of an array's elements, or null if the value is announced as no array
 */
record Announced(Source source, int oid, @Nullable BoundValue value, @Nullable Source element) {

  static Announced of(Source source, Object value) {
    return new Announced(source, 0, new BoundValue(source, value), null);
  }

  static Announced ofNull(Source source) {
    return new Announced(source, 0, null, null);
  }

  /** A value of any type, as text; null for NULL. */
  static Announced ofType(int oid, @Nullable String text) {
    Source source = Source.ofOid(oid);
    return new Announced(
        source,
        source == Source.OTHER ? oid : 0,
        text == null ? null : new BoundValue(source, text),
        null);
  }

  static Announced array(Source element, String text) {
    return new Announced(Source.OTHER, 0, new BoundValue(Source.OTHER, text), element);
  }

  @Override
  public String toString() {
    return "Announced[<hidden>]";
  }
}
