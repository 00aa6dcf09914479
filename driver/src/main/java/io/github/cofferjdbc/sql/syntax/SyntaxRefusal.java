package io.github.cofferjdbc.sql.syntax;

/**
 * The parser does not understand the text, or will not: it is wrong, uses a construct that is not
 * known, or goes beyond a limit. The message names the construct or the kind of token that was met,
 * never a literal.
 */
public final class SyntaxRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  SyntaxRefusal(int offset, String message) {
    super(message, null, false, false);
    this.offset = offset;
  }

  /** Returns the UTF-16 offset in the text where it was met. */
  public int offset() {
    return offset;
  }
}
