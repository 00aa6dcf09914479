package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;

/**
 * GROUP BY.
 *
 * @param distinct whether {@code GROUP BY DISTINCT} is written
 */
public record GroupBy(int start, int end, boolean distinct, List<Grouping> elements)
    implements Node {
  public GroupBy {
    elements = List.copyOf(elements);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    elements.forEach(action);
  }
}
