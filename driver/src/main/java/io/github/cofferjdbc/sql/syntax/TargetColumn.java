package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;

/**
 * A column that is written to, in INSERT's column list or left of SET's equals sign.
 *
 * @param steps subscripts and fields after it, empty for the column as a whole
 */
public record TargetColumn(int start, int end, Name name, List<Accessor> steps) implements Node {
  public TargetColumn {
    steps = List.copyOf(steps);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    action.accept(name);
    steps.forEach(action);
  }
}
