package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One option of COPY, in whichever of its three syntaxes it is written.
 *
 * @param name as the parenthesised syntax names it, in small letters: {@code force_quote}
 * @param value a word, number or decoded string; null if there is none
 * @param columns the names between parentheses
 * @param all whether it is {@code *}, all columns
 */
public record CopyOption(String name, @Nullable String value, List<String> columns, boolean all) {
  public CopyOption {
    columns = List.copyOf(columns);
  }

  static CopyOption of(String name, @Nullable String value) {
    return new CopyOption(name, value, List.of(), false);
  }

  /** Does not show what a literal holds. */
  @Override
  public String toString() {
    return "CopyOption[" + name + "]";
  }
}
