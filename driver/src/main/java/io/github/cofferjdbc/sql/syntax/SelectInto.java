package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;

/** {@code INTO [TEMPORARY | UNLOGGED] [TABLE] name} of SELECT, which makes a table. */
public record SelectInto(int start, int end, boolean temporary, QualifiedName table)
    implements Node {
  @Override
  public void forEachChild(Consumer<? super Node> action) {
    action.accept(table);
  }
}
