package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An element of ON CONFLICT's target.
 *
 * @param column the column, or null for an expression
 * @param expression null for a column
 */
public record IndexElement(
    int start,
    int end,
    @Nullable Name column,
    @Nullable Expr expression,
    @Nullable QualifiedName collation,
    @Nullable QualifiedName operatorClass)
    implements Node {
  @Override
  public void forEachChild(Consumer<? super Node> action) {
    Node.visit(column, action);
    Node.visit(expression, action);
    Node.visit(collation, action);
    Node.visit(operatorClass, action);
  }
}
