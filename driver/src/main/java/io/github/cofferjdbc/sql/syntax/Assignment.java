package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;

/** An element of SET. */
public sealed interface Assignment extends Node {

  /** {@code column = value}; the value may be {@link Atom.DefaultMarker}. */
  record One(int start, int end, TargetColumn column, Expr value) implements Assignment {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(column);
      action.accept(value);
    }
  }

  /**
   * {@code (a, b) = source}: a {@link Composite.Row} of as many values, a {@link
   * Composite.ScalarSubquery}, or what PostgreSQL would refuse later.
   */
  record Several(int start, int end, List<TargetColumn> columns, Expr source)
      implements Assignment {
    public Several {
      columns = List.copyOf(columns);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      columns.forEach(action);
      action.accept(source);
    }
  }
}
