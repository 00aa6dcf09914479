package io.github.cofferjdbc.sql.syntax;

import java.util.function.Consumer;

/**
 * One identifier.
 *
 * @param text the name as PostgreSQL stores it: an unquoted name with A to Z made small (and
 *     nothing else), a quoted one decoded
 * @param quoted whether it was written in double quotes
 */
public record Name(int start, int end, String text, boolean quoted) implements Node {
  @Override
  public void forEachChild(Consumer<? super Node> action) {}
}
