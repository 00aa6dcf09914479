package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.Optional;

/**
 * SQL that need not be a statement, such as a stored expression or a routine's body: its tokens
 * without white space and comments. Immutable.
 *
 * @param tokens the significant tokens in their order
 */
public record Fragment(List<Token> tokens) {

  public Fragment {
    tokens = List.copyOf(tokens);
  }

  /** Cuts a text as PostgreSQL does, or answers empty if it cannot be cut. */
  public static Optional<Fragment> of(String sql) {
    try {
      return Optional.of(
          new Fragment(
              Lexer.lex(sql, Reading.NATIVE).tokens().stream()
                  .filter(Token::significant)
                  .toList()));
    } catch (SyntaxRefusal e) {
      return Optional.empty();
    }
  }

  /**
   * Tells whether the name stands anywhere in it, whatever it means there.
   *
   * @param name as the catalog has it
   */
  public boolean names(String name) {
    return tokens.stream().anyMatch(token -> isName(token, name));
  }

  /** Tells whether a token is this name. */
  public static boolean isName(Token token, String name) {
    return token.isName() && token.value().equals(name);
  }

  /** Tells whether a token is a string that may be any type's constant. */
  public static boolean isString(Token token) {
    return token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.DOLLAR_STRING;
  }
}
