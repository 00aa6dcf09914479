package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code (elements) [WHERE …]}, or {@code ON CONSTRAINT name}.
 *
 * @param constraint null when elements are written
 */
public record ConflictTarget(
    int start,
    int end,
    List<IndexElement> elements,
    @Nullable Expr where,
    @Nullable Name constraint)
    implements Node {
  public ConflictTarget {
    elements = List.copyOf(elements);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    elements.forEach(action);
    Node.visit(where, action);
    Node.visit(constraint, action);
  }
}
