package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;

/** {@code WITH [RECURSIVE] …}. */
public record With(int start, int end, boolean recursive, List<CommonTable> tables)
    implements Node {
  public With {
    tables = List.copyOf(tables);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    tables.forEach(action);
  }
}
