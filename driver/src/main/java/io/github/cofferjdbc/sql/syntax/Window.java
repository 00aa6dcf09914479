package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A window definition, after OVER or in the WINDOW clause.
 *
 * @param name the name given in the WINDOW clause, or null
 * @param base the name of the window used ({@code OVER w}) or extended ({@code OVER (w …)}), or
 *     null
 * @param frame ROWS, RANGE or GROUPS, or null without a frame
 * @param frameStart the offset before PRECEDING or FOLLOWING of the frame's start, or null
 * @param frameEnd the same of its end, or null
 */
public record Window(
    int start,
    int end,
    @Nullable Name name,
    @Nullable Name base,
    List<Expr> partitionBy,
    List<SortKey> orderBy,
    @Nullable String frame,
    @Nullable Expr frameStart,
    @Nullable Expr frameEnd)
    implements Node {
  public Window {
    partitionBy = List.copyOf(partitionBy);
    orderBy = List.copyOf(orderBy);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    Node.visit(name, action);
    Node.visit(base, action);
    partitionBy.forEach(action);
    orderBy.forEach(action);
    Node.visit(frameStart, action);
    Node.visit(frameEnd, action);
  }
}
