package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;

/** One row of VALUES; a value may be {@link Atom.DefaultMarker}. */
public record ValuesRow(int start, int end, List<Expr> values) implements Node {
  public ValuesRow {
    values = List.copyOf(values);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    values.forEach(action);
  }
}
