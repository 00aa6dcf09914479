package io.github.cofferjdbc.sql.syntax;

import java.util.List;

/** From text to trees. Stateless and thread safe. */
public final class SqlParser {
  private SqlParser() {}

  /**
   * Cuts the text into tokens and statements.
   *
   * @throws SyntaxRefusal if the text cannot be cut into tokens: an unended quote or comment, a
   *     wrong escape, junk after a number
   */
  public static Script split(String text, Reading reading) throws SyntaxRefusal {
    Lexer.Result lexed = Lexer.lex(text, reading);
    return new Script(
        text, reading, lexed.tokens(), Splitter.parts(lexed.tokens(), reading), lexed.parameters());
  }

  /**
   * Parses one statement of a script.
   *
   * @throws SyntaxRefusal if it is not understood, or nested more deeply than some hundred levels;
   *     nothing is ever guessed
   */
  public static Statement parse(Script.Part part) throws SyntaxRefusal {
    try {
      return Statements.parse(new Cursor(part.tokens(), part.end()), part.kind());
    } catch (StackOverflowError smallStack) {
      // The limit on nesting is meant for a stack of half a megabyte; this thread has less left.
      throw new SyntaxRefusal(part.start(), "nesting that is too deep for the thread's stack");
    }
  }

  /**
   * An expression at the beginning of tokens.
   *
   * @param length how many of the tokens it takes
   */
  public record Leading(Expr expression, int length) {}

  /**
   * Parses the expression that some tokens of a statement without a tree begin with.
   *
   * @param significant tokens without white space and comments
   * @param restricted whether it ends before AND, OR, NOT, IS and IN, as that of DEFAULT does in a
   *     column's definition (PostgreSQL's {@code b_expr})
   * @throws SyntaxRefusal as {@link #parse}
   */
  public static Leading expression(List<Token> significant, boolean restricted)
      throws SyntaxRefusal {
    int end = significant.isEmpty() ? 0 : significant.get(significant.size() - 1).end();
    Cursor cursor = new Cursor(significant, end);
    try {
      Expr expression = restricted ? Expressions.restricted(cursor) : Expressions.parse(cursor);
      return new Leading(expression, cursor.position());
    } catch (StackOverflowError smallStack) {
      throw new SyntaxRefusal(end, "nesting that is too deep for the thread's stack");
    }
  }
}
