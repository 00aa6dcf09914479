package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A function's argument: {@code value}, {@code name => value}, {@code VARIADIC value}. */
public record Argument(int start, int end, @Nullable Name name, boolean variadic, Expr value)
    implements Node {
  @Override
  public void forEachChild(Consumer<? super Node> action) {
    Node.visit(name, action);
    action.accept(value);
  }
}
