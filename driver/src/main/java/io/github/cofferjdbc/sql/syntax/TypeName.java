package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;

/**
 * A type as PostgreSQL's parser names it: {@code int} is {@code pg_catalog.int4}, {@code char(3)}
 * is {@code pg_catalog.bpchar}, while {@code text}, {@code int4} and {@code encrypted.text_eq} stay
 * as written.
 *
 * @param names the name with its qualifiers
 * @param modifiers what stands in parentheses after it; for an interval with fields the first is
 *     PostgreSQL's bit mask, a constant at the fields' keywords
 * @param dimensions the number of array dimensions written
 * @param setOf whether SETOF stands before it
 * @param columnType whether {@code %TYPE} stands after it
 */
public record TypeName(
    int start,
    int end,
    List<String> names,
    List<Expr> modifiers,
    int dimensions,
    boolean setOf,
    boolean columnType)
    implements Node {
  public TypeName {
    names = List.copyOf(names);
    modifiers = List.copyOf(modifiers);
  }

  /** The type's own name, without a schema. */
  public String name() {
    return names.get(names.size() - 1);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    modifiers.forEach(action);
  }
}
