package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.sql.syntax.SyntaxFacts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a text is understood. Immutable; it holds the user's text, but no literal beside it.
 *
 * @param sql the text
 * @param accepted whether Coffer would send it; without a catalog, whether it can be read
 * @param involved whether it touches something protected; empty without a catalog
 * @param rewritten what would be sent, sealed literals as {@code <sealed text_eq>}; null if it is
 *     refused or there is no catalog
 * @param operands the protected parameters and literals, in words
 * @param refusal why it is refused, or null
 * @param facts what each of its statements that can be read is made of; offsets are into the text
 */
public record Explanation(
    String sql,
    boolean accepted,
    Optional<Boolean> involved,
    @Nullable String rewritten,
    List<String> operands,
    @Nullable Refused refusal,
    List<SyntaxFacts> facts) {

  /**
   * Why a text is refused. Immutable.
   *
   * @param state the SQLState
   * @param column the column concerned, or null if it is none in particular
   * @param construct what is not possible
   * @param message with the remedy
   */
  public record Refused(String state, @Nullable String column, String construct, String message) {}

  public Explanation {
    operands = List.copyOf(operands);
    facts = List.copyOf(facts);
  }
}
