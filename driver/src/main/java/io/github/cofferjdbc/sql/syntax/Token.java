package io.github.cofferjdbc.sql.syntax;

/**
 * A piece of the text as PostgreSQL's lexer cuts it. All tokens of a text, white space and comments
 * included, join to the text.
 *
 * @param start the UTF-16 offset of the first character
 * @param end the offset after the last character
 * @param value the decoded content of a name or string, the digits of a number, an operator's name
 *     ({@code ??} of JDBC is {@code ?}), a keyword in small letters; else the empty string
 */
public record Token(Kind kind, int start, int end, String value) {

  /** What a token is. */
  public enum Kind {
    WHITE_SPACE,
    COMMENT,
    /** An identifier without quotes that is no keyword. */
    NAME,
    /** An identifier in double quotes. */
    QUOTED_NAME,
    KEYWORD,
    /** A number that fits into 32 bits. */
    INTEGER,
    FLOAT,
    /** A string in any notation but a dollar-quoted one. */
    STRING,
    DOLLAR_STRING,
    BIT_STRING,
    /** {@code $1}, or {@code ?} in the JDBC reading. */
    PARAMETER,
    OPERATOR,
    /** One of {@code , ( ) [ ] . ; : { }}, or {@code :: .. := =>}. */
    PUNCTUATION,
    /** After the last token. */
    END
  }

  /** Whether it takes part in the grammar. */
  public boolean significant() {
    return kind != Kind.WHITE_SPACE && kind != Kind.COMMENT;
  }

  /**
   * Tells whether it may be a name: an identifier, or a key word, which some places take as one.
   */
  public boolean isName() {
    return switch (kind) {
      case NAME, QUOTED_NAME, KEYWORD -> true;
      case WHITE_SPACE,
          COMMENT,
          INTEGER,
          FLOAT,
          STRING,
          DOLLAR_STRING,
          BIT_STRING,
          PARAMETER,
          OPERATOR,
          PUNCTUATION,
          END ->
          false;
    };
  }

  /** Does not show what a literal holds. */
  @Override
  public String toString() {
    return "Token[" + kind + " " + start + ".." + end + "]";
  }
}
