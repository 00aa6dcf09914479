package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An output column of SELECT or RETURNING; a star is a column reference with a star. */
public record SelectItem(int start, int end, Expr value, @Nullable Name alias) implements Node {
  @Override
  public void forEachChild(Consumer<? super Node> action) {
    action.accept(value);
    Node.visit(alias, action);
  }
}
