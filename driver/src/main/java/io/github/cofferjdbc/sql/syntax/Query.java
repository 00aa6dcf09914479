package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A query: SELECT, VALUES, TABLE or a set operation, with what may stand around any of them.
 *
 * <p>Its span is without enclosing parentheses, unless clauses stand outside of them: {@code
 * (SELECT a FROM t) LIMIT 1} is one query from the parenthesis on, as in PostgreSQL.
 */
public record Query(
    int start,
    int end,
    @Nullable With with,
    QueryBody body,
    List<SortKey> orderBy,
    @Nullable Limit limit,
    List<Locking> locking)
    implements Node {
  public Query {
    orderBy = List.copyOf(orderBy);
    locking = List.copyOf(locking);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    Node.visit(with, action);
    action.accept(body);
    orderBy.forEach(action);
    Node.visit(limit, action);
    locking.forEach(action);
  }
}
