package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An element of ORDER BY.
 *
 * @param using the operator of {@code USING op}, or null
 */
public record SortKey(
    int start, int end, Expr value, boolean descending, @Nullable Operator using, Nulls nulls)
    implements Node {

  /** Where nulls go. */
  public enum Nulls {
    DEFAULT,
    FIRST,
    LAST
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    action.accept(value);
    Node.visit(using, action);
  }
}
