package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code AS name (columns)}, or for a function {@code AS [name] (column type, …)}.
 *
 * @param name null only for {@code AS (column type, …)}
 * @param definitions the column definition list of a function
 */
public record Alias(
    int start, int end, @Nullable Name name, List<Name> columns, List<ColumnDefinition> definitions)
    implements Node {
  public Alias {
    columns = List.copyOf(columns);
    definitions = List.copyOf(definitions);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    Node.visit(name, action);
    columns.forEach(action);
    definitions.forEach(action);
  }
}
