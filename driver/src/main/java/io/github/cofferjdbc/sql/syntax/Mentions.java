package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.Set;

/**
 * Which names a text may mention, for statements without a tree: every identifier, and every
 * identifier-like word inside string literals of any notation, to any depth. It errs on the side of
 * too many.
 */
public final class Mentions {
  private Mentions() {}

  /** Returns the names, folded as PostgreSQL folds them, those inside strings also as written. */
  public static Set<String> names(List<Token> tokens) {
    throw new UnsupportedOperationException("comes with the lexer");
  }
}
