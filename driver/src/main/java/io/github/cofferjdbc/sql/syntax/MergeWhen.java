package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code WHEN … [AND condition] THEN action} of MERGE. */
public record MergeWhen(
    int start, int end, Match match, @Nullable Expr condition, MergeAction action) implements Node {

  /** Which rows. */
  public enum Match {
    MATCHED,
    NOT_MATCHED_BY_SOURCE,
    NOT_MATCHED_BY_TARGET
  }

  @Override
  public void forEachChild(Consumer<? super Node> visitor) {
    Node.visit(condition, visitor);
    visitor.accept(action);
  }
}
