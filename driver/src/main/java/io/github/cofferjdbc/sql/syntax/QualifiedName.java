package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A name with its qualifiers, as written: {@code t}, {@code schema.t}, {@code database.schema.t}.
 * For special syntax ({@code EXTRACT(…)}) it is the name that PostgreSQL gives it, {@code
 * pg_catalog.extract}, both parts at the keyword.
 *
 * @param parts at least one, the object's own name last
 */
public record QualifiedName(int start, int end, List<Name> parts) implements Node {
  public QualifiedName {
    parts = List.copyOf(parts);
  }

  /** The object's own name. */
  public Name last() {
    return parts.get(parts.size() - 1);
  }

  /** The schema, if one is written. */
  public Optional<Name> schema() {
    return parts.size() < 2 ? Optional.empty() : Optional.of(parts.get(parts.size() - 2));
  }

  /** The parts' texts. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>(parts.size());
    for (Name part : parts) {
      texts.add(part.text());
    }
    return Collections.unmodifiableList(texts);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    parts.forEach(action);
  }
}
