package io.github.cofferjdbc.catalog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name of a relation, type or routine as a statement has it, already folded to PostgreSQL's
 * case. Immutable.
 *
 * @param schema null if the statement leaves it to the search path
 * @param name the last part
 */
public record RelationName(@Nullable String schema, String name) {

  // As the record's own would be, which Java links at the first use, for milliseconds of a start.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RelationName same
        && name.equals(same.name)
        && Objects.equals(schema, same.schema);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Objects.hashCode(schema);
  }

  /** Returns the name as SQL has it, each part in double quotes. */
  public String quoted() {
    return schema == null ? quoted(name) : quoted(schema) + "." + quoted(name);
  }

  /** Returns one part of a name in double quotes (PostgreSQL's manual, 4.1.1). */
  public static String quoted(String part) {
    return '"' + part.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return schema == null ? name : schema + "." + name;
  }
}
