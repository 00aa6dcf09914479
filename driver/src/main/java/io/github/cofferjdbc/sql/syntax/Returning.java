package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code RETURNING [WITH (OLD AS o, NEW AS n)] items}.
 *
 * @param oldAlias the name for the old row, or null for {@code old}
 * @param newAlias the name for the new row, or null for {@code new}
 */
public record Returning(
    int start, int end, @Nullable Name oldAlias, @Nullable Name newAlias, List<SelectItem> items)
    implements Node {
  public Returning {
    items = List.copyOf(items);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    Node.visit(oldAlias, action);
    Node.visit(newAlias, action);
    items.forEach(action);
  }
}
