package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A step into a value: a field or a subscript. */
public sealed interface Accessor extends Node {

  /** {@code .name}. */
  record Field(int start, int end, Name name) implements Accessor {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(name);
    }
  }

  /** {@code .*}. */
  record AllFields(int start, int end) implements Accessor {
    @Override
    public void forEachChild(Consumer<? super Node> action) {}
  }

  /** {@code [index]}. */
  record Subscript(int start, int end, Expr index) implements Accessor {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(index);
    }
  }

  /** {@code [lower:upper]}; either bound may be left out. */
  record Slice(int start, int end, @Nullable Expr lower, @Nullable Expr upper) implements Accessor {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      Node.visit(lower, action);
      Node.visit(upper, action);
    }
  }
}
