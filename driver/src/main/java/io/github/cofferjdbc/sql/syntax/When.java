package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;

/** {@code WHEN condition THEN result}; with a CASE operand the condition is a value to compare. */
public record When(int start, int end, Expr condition, Expr result) implements Node {
  @Override
  public void forEachChild(Consumer<? super Node> action) {
    action.accept(condition);
    action.accept(result);
  }
}
