package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;

/** {@code name type} in the column definition list of a function in FROM. */
public record ColumnDefinition(int start, int end, Name name, TypeName type) implements Node {
  @Override
  public void forEachChild(Consumer<? super Node> action) {
    action.accept(name);
    action.accept(type);
  }
}
