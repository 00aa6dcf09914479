package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What MERGE does with a row. */
public sealed interface MergeAction extends Node {

  /** {@code UPDATE SET …}. */
  record MergeUpdate(int start, int end, List<Assignment> assignments) implements MergeAction {
    public MergeUpdate {
      assignments = List.copyOf(assignments);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      assignments.forEach(action);
    }
  }

  /** {@code DELETE}. */
  record MergeDelete(int start, int end) implements MergeAction {
    @Override
    public void forEachChild(Consumer<? super Node> action) {}
  }

  /**
   * {@code INSERT [(columns)] VALUES (…) | DEFAULT VALUES}.
   *
   * @param columns empty when no list is written
   * @param values null for DEFAULT VALUES
   */
  record MergeInsert(int start, int end, List<TargetColumn> columns, @Nullable ValuesRow values)
      implements MergeAction {
    public MergeInsert {
      columns = List.copyOf(columns);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      columns.forEach(action);
      Node.visit(values, action);
    }
  }

  /** {@code DO NOTHING}. */
  record MergeNothing(int start, int end) implements MergeAction {
    @Override
    public void forEachChild(Consumer<? super Node> action) {}
  }
}
