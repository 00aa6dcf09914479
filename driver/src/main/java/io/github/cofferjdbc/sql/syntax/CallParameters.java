package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The parameters of a call that only return a value. A server that is told of them drops them from
 * the arguments of a function, and takes them for NULL in those of a procedure; written out, the
 * call can be analysed as any other.
 */
public final class CallParameters {

  private CallParameters() {}

  /**
   * Returns the text without such parameters.
   *
   * @param text {@code SELECT … FROM f(?, ?)} or {@code CALL p(?, ?)}
   * @param out tells which parameters they are, by number from 1
   */
  public static String withoutOut(String text, IntPredicate out) {
    List<Token> tokens = new ArrayList<>();
    try {
      Lexer.lex(text, Reading.JDBC).tokens().stream()
          .filter(Token::significant)
          .forEach(tokens::add);
    } catch (SyntaxRefusal e) {
      return text; // The analysis will say what is wrong with it.
    }
    boolean procedure = !tokens.isEmpty() && tokens.get(0).value().equalsIgnoreCase("call");
    List<Token> removed = new ArrayList<>();
    List<Token> kept = new ArrayList<>();
    int number = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.kind() == Token.Kind.PARAMETER && out.test(++number)) {
        removed.add(token);
        if (!procedure && isComma(text, tokens, i + 1)) {
          removed.add(tokens.get(++i));
        } else if (!procedure && !kept.isEmpty() && isComma(text, kept, kept.size() - 1)) {
          removed.add(kept.remove(kept.size() - 1));
        }
      } else {
        kept.add(token);
      }
    }
    return without(text, removed, procedure);
  }

  private static boolean isComma(String text, List<Token> tokens, int index) {
    return index < tokens.size()
        && tokens.get(index).kind() == Token.Kind.PUNCTUATION
        && text.charAt(tokens.get(index).start()) == ',';
  }

  private static String without(String text, List<Token> removed, boolean procedure) {
    StringBuilder rest = new StringBuilder(text);
    removed.stream()
        .sorted((one, other) -> Integer.compare(other.start(), one.start()))
        .forEach(token -> rest.replace(token.start(), token.end(), procedure ? "NULL" : " "));
    return rest.toString();
  }

  /** Returns how many parameters the text has. */
  public static int count(String text) {
    try {
      return Lexer.lex(text, Reading.JDBC).parameters();
    } catch (SyntaxRefusal e) {
      return 0;
    }
  }
}
