package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * LIMIT, OFFSET and FETCH.
 *
 * @param count null without a limit and for {@code FETCH FIRST ROW ONLY}; a NULL constant for
 *     {@code LIMIT ALL}
 * @param fetchOne whether FETCH is written without a count, which means one row
 */
public record Limit(
    int start,
    int end,
    @Nullable Expr count,
    @Nullable Expr offset,
    boolean fetchOne,
    boolean withTies)
    implements Node {
  @Override
  public void forEachChild(Consumer<? super Node> action) {
    Node.visit(count, action);
    Node.visit(offset, action);
  }
}
