package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A WITH query.
 *
 * @param columns the column aliases, empty without
 * @param body a {@link Statement.QueryStatement}, Insert, Update, Delete or Merge
 */
public record CommonTable(
    int start,
    int end,
    Name name,
    List<Name> columns,
    Statement body,
    @Nullable Search search,
    @Nullable Cycle cycle)
    implements Node {

  /** {@code SEARCH DEPTH | BREADTH FIRST BY columns SET column}, which adds an output column. */
  public record Search(int start, int end, boolean breadthFirst, List<Name> columns, Name sequence)
      implements Node {
    public Search {
      columns = List.copyOf(columns);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      columns.forEach(action);
      action.accept(sequence);
    }
  }

  /**
   * {@code CYCLE columns SET mark [TO value DEFAULT other] USING path}, which adds two output
   * columns.
   */
  public record Cycle(
      int start,
      int end,
      List<Name> columns,
      Name mark,
      @Nullable Expr value,
      @Nullable Expr otherwise,
      Name path)
      implements Node {
    public Cycle {
      columns = List.copyOf(columns);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      columns.forEach(action);
      action.accept(mark);
      Node.visit(value, action);
      Node.visit(otherwise, action);
      action.accept(path);
    }
  }

  public CommonTable {
    columns = List.copyOf(columns);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    action.accept(name);
    columns.forEach(action);
    action.accept(body);
    Node.visit(search, action);
    Node.visit(cycle, action);
  }
}
