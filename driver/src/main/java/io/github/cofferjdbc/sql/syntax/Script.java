package io.github.cofferjdbc.sql.syntax;

import java.util.List;

/**
 * A text cut into its statements, not yet parsed.
 *
 * @param tokens every token, white space and comments included; they join to the text
 * @param parts the statements in order, without empty ones
 * @param parameters how many parameters the text has: in the JDBC reading the number of {@code ?},
 *     else the highest number after {@code $}
 */
public record Script(
    String text, Reading reading, List<Token> tokens, List<Part> parts, int parameters) {
  public Script {
    tokens = List.copyOf(tokens);
    parts = List.copyOf(parts);
  }

  /**
   * One statement's tokens, without white space, comments and the semicolon.
   *
   * @param kind what its first words say it is
   * @param firstParameter the number of {@code ?} in the statements before it
   */
  public record Part(StatementKind kind, List<Token> tokens, int firstParameter) {
    public Part {
      tokens = List.copyOf(tokens);
    }

    /** The offset of its first character. */
    public int start() {
      return tokens.get(0).start();
    }

    /** The offset after its last character. */
    public int end() {
      return tokens.get(tokens.size() - 1).end();
    }
  }

  /** Does not show the text. */
  @Override
  public String toString() {
    return "Script[" + parts.size() + " statements]";
  }
}
