package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;

/** A value made of several, or of a query. */
public sealed interface Composite extends Expr {

  /**
   * A row.
   *
   * @param keyword whether ROW is written
   */
  record Row(int start, int end, boolean keyword, List<Expr> fields) implements Composite {
    public Row {
      fields = List.copyOf(fields);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      fields.forEach(action);
    }
  }

  /** {@code ARRAY[a, b]}; nested brackets are nested constructors. */
  record ArrayConstructor(int start, int end, List<Expr> elements) implements Composite {
    public ArrayConstructor {
      elements = List.copyOf(elements);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      elements.forEach(action);
    }
  }

  /** {@code ARRAY(query)}. */
  record ArraySubquery(int start, int end, Query query) implements Composite {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(query);
    }
  }

  /** {@code (query)} as a value, or as the row of a multi-column SET. */
  record ScalarSubquery(int start, int end, Query query) implements Composite {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(query);
    }
  }
}
