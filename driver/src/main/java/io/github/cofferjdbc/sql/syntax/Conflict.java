package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code ON CONFLICT [target] DO NOTHING | UPDATE SET … [WHERE …]}.
 *
 * @param update false for DO NOTHING
 */
public record Conflict(
    int start,
    int end,
    @Nullable ConflictTarget target,
    boolean update,
    List<Assignment> assignments,
    @Nullable Expr where)
    implements Node {
  public Conflict {
    assignments = List.copyOf(assignments);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    Node.visit(target, action);
    assignments.forEach(action);
    Node.visit(where, action);
  }
}
