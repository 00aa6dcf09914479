package io.github.cofferjdbc.catalog;

import org.jspecify.annotations.Nullable;

/**
 * The name of a relation, type or routine as a statement has it, already folded to PostgreSQL's
 * case. Immutable.
 *
 * @param schema null if the statement leaves it to the search path
 * @param name the last part
 */
public record RelationName(@Nullable String schema, String name) {

  @Override
  public String toString() {
    return schema == null ? name : schema + "." + name;
  }
}
