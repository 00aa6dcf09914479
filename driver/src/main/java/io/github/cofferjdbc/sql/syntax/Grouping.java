package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;

/** An element of GROUP BY. */
public sealed interface Grouping extends Node {

  /** An expression, a row of them, or an output column's name or number. */
  record By(int start, int end, Expr value) implements Grouping {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(value);
    }
  }

  /** {@code ()}, ROLLUP, CUBE or GROUPING SETS. */
  record Sets(int start, int end, Kind kind, List<Grouping> elements) implements Grouping {

    /** Which. */
    public enum Kind {
      EMPTY,
      ROLLUP,
      CUBE,
      SETS
    }

    public Sets {
      elements = List.copyOf(elements);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      elements.forEach(action);
    }
  }
}
