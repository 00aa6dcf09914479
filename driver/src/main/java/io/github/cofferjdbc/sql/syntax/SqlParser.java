package io.github.cofferjdbc.sql.syntax;

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
    throw new SyntaxRefusal(0, "not readable");
  }

  /**
   * Parses one statement of a script.
   *
   * @throws SyntaxRefusal if it is not understood; nothing is ever guessed
   */
  public static Statement parse(Script script, Script.Part part) throws SyntaxRefusal {
    throw new SyntaxRefusal(0, "not readable");
  }
}
