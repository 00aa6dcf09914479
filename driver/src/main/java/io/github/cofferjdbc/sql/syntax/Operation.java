package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An operator, a cast, or a step into a value. */
public sealed interface Operation extends Expr {

  /** {@code left op right}. */
  record BinaryOp(int start, int end, Expr left, Operator operator, Expr right)
      implements Operation {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(left);
      action.accept(operator);
      action.accept(right);
    }
  }

  /** {@code op operand}. */
  record UnaryOp(int start, int end, Operator operator, Expr operand) implements Operation {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operator);
      action.accept(operand);
    }
  }

  /**
   * A cast.
   *
   * @param colons whether it is written {@code operand::type}
   */
  record Cast(int start, int end, Expr operand, TypeName type, boolean colons)
      implements Operation {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
      action.accept(type);
    }
  }

  /** {@code operand COLLATE name}. */
  record Collate(int start, int end, Expr operand, QualifiedName collation) implements Operation {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
      action.accept(collation);
    }
  }

  /** {@code operand AT TIME ZONE zone}, or {@code operand AT LOCAL} with null. */
  record AtTimeZone(int start, int end, Expr operand, @Nullable Expr zone) implements Operation {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
      Node.visit(zone, action);
    }
  }

  /** {@code base[1].field}, {@code (base).*}. */
  record Indirection(int start, int end, Expr base, List<Accessor> steps) implements Operation {
    public Indirection {
      steps = List.copyOf(steps);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(base);
      steps.forEach(action);
    }
  }
}
