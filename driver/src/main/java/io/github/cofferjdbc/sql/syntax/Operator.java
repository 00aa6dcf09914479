package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;

/**
 * An operator where it stands: its tokens' span and the name that PostgreSQL's parser gives it
 * ({@code !=} is {@code <>}, {@code LIKE} is {@code ~~}, {@code NOT IN} is {@code <>}, {@code
 * BETWEEN} and {@code NOT BETWEEN} stay words).
 *
 * @param parts the name, its schema first if {@code OPERATOR(schema.name)} was written
 */
public record Operator(int start, int end, List<String> parts) implements Node {
  public Operator {
    parts = List.copyOf(parts);
  }

  /** The operator's own name, without a schema. */
  public String name() {
    return parts.get(parts.size() - 1);
  }

  /** Whether a schema is written. */
  public boolean qualified() {
    return parts.size() > 1;
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {}
}
