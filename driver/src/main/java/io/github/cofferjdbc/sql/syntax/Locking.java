package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;

/**
 * {@code FOR UPDATE [OF tables] [NOWAIT | SKIP LOCKED]} and its like.
 *
 * @param tables names of tables or aliases in FROM, empty for all
 */
public record Locking(int start, int end, Strength strength, List<QualifiedName> tables)
    implements Node {

  /** How strongly rows are locked. */
  public enum Strength {
    UPDATE,
    NO_KEY_UPDATE,
    SHARE,
    KEY_SHARE,
    READ_ONLY
  }

  public Locking {
    tables = List.copyOf(tables);
  }

  @Override
  public void forEachChild(Consumer<? super Node> action) {
    tables.forEach(action);
  }
}
