package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Keywords.Category;
import io.github.cofferjdbc.sql.syntax.Keywords.Keyword;
import io.github.cofferjdbc.sql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tokens of one statement. The grammar's classes are functions over it; none looks
 * further ahead than three tokens except over what parentheses enclose.
 */
final class Cursor {
  /**
   * The most that nested constructs may weigh together. An expression inside of another weighs 8, a
   * sub-select 4, a mere parenthesis 1: by and large the stack that each takes, so that about 180
   * nested expressions or 1,500 parentheses fit into half a megabyte of stack.
   */
  static final int MAX_WEIGHT = 1500;

  private final Token[] tokens;
  private final Token endToken;
  private int at;
  private int depth;

  Cursor(List<Token> significant, int end) {
    this.tokens = significant.toArray(new Token[0]);
    this.endToken = new Token(Kind.END, end, end, "");
  }

  Token peek() {
    return at < tokens.length ? tokens[at] : endToken;
  }

  Token peek(int ahead) {
    return at + ahead < tokens.length ? tokens[at + ahead] : endToken;
  }

  Token next() {
    Token token = peek();
    if (at < tokens.length) {
      at++;
    }
    return token;
  }

  /** The offset where the next token starts. */
  int start() {
    return peek().start();
  }

  /** The offset where the last token ended. */
  int end() {
    return at == 0 ? start() : tokens[at - 1].end();
  }

  int position() {
    return at;
  }

  boolean atEnd() {
    return at >= tokens.length;
  }

  /** Goes one level down into a construct of the weight. */
  void enter(int weight) throws SyntaxRefusal {
    depth += weight;
    if (depth > MAX_WEIGHT) {
      throw new SyntaxRefusal(start(), "nesting that is too deep");
    }
  }

  void leave(int weight) {
    depth -= weight;
  }

  /** Whether the next token is the key word. */
  boolean sees(String keyword) {
    return isKeyword(peek(), keyword);
  }

  /** Whether the next tokens are the key words. */
  boolean sees(String first, String second) {
    return isKeyword(peek(), first) && isKeyword(peek(1), second);
  }

  /** Whether the next token is the key word and an opening parenthesis follows. */
  boolean seesCall(String keyword) {
    return isKeyword(peek(), keyword) && isMark(peek(1), "(");
  }

  boolean seesKeyword(int ahead, String keyword) {
    return isKeyword(peek(ahead), keyword);
  }

  /** Whether the next token is the punctuation mark. */
  boolean seesMark(String mark) {
    return isMark(peek(), mark);
  }

  boolean seesMark(int ahead, String mark) {
    return isMark(peek(ahead), mark);
  }

  boolean seesOperator(String name) {
    Token token = peek();
    return token.kind() == Kind.OPERATOR && token.value().equals(name);
  }

  boolean seesString() {
    return isString(peek());
  }

  static boolean isString(Token token) {
    return token.kind() == Kind.STRING || token.kind() == Kind.DOLLAR_STRING;
  }

  static boolean isKeyword(Token token, String keyword) {
    return token.kind() == Kind.KEYWORD && token.value().equals(keyword);
  }

  static boolean isMark(Token token, String mark) {
    return token.kind() == Kind.PUNCTUATION && token.value().equals(mark);
  }

  boolean accept(String keyword) {
    boolean seen = sees(keyword);
    if (seen) {
      at++;
    }
    return seen;
  }

  boolean accept(String first, String second) {
    boolean seen = sees(first, second);
    if (seen) {
      at += 2;
    }
    return seen;
  }

  boolean acceptMark(String mark) {
    boolean seen = seesMark(mark);
    if (seen) {
      at++;
    }
    return seen;
  }

  Token expect(String keyword) throws SyntaxRefusal {
    if (!sees(keyword)) {
      throw unexpected();
    }
    return next();
  }

  Token expectMark(String mark) throws SyntaxRefusal {
    if (!seesMark(mark)) {
      throw unexpected();
    }
    return next();
  }

  Token expectOperator(String name) throws SyntaxRefusal {
    if (!seesOperator(name)) {
      throw unexpected();
    }
    return next();
  }

  Token expect(Kind kind) throws SyntaxRefusal {
    if (peek().kind() != kind) {
      throw unexpected();
    }
    return next();
  }

  Token expectString() throws SyntaxRefusal {
    if (!seesString()) {
      throw unexpected();
    }
    return next();
  }

  /** A refusal that names what was met: a key word or mark itself, else only its kind. */
  SyntaxRefusal unexpected() {
    Token token = peek();
    String met =
        switch (token.kind()) {
          case KEYWORD, OPERATOR, PUNCTUATION -> token.value();
          case NAME, QUOTED_NAME -> "a name";
          case STRING, DOLLAR_STRING, BIT_STRING -> "a string";
          case INTEGER, FLOAT -> "a number";
          case PARAMETER -> "a parameter";
          case END -> "the end";
          case WHITE_SPACE, COMMENT -> "a gap";
        };
    return new SyntaxRefusal(token.start(), met + " is not expected here");
  }

  SyntaxRefusal refuse(int offset, String what) {
    return new SyntaxRefusal(offset, what);
  }

  /** Whether the token may name a column, table or alias (ColId). */
  static boolean isColumnId(Token token) {
    Category category = category(token);
    return category == null
        ? isPlainName(token)
        : category == Category.UNRESERVED || category == Category.COLUMN_NAME;
  }

  /** Whether the token may name a function or type (type_function_name). */
  static boolean isFunctionId(Token token) {
    Category category = category(token);
    return category == null
        ? isPlainName(token)
        : category == Category.UNRESERVED || category == Category.TYPE_FUNCTION_NAME;
  }

  /** Whether the token may be a label without AS (BareColLabel). */
  static boolean isBareLabel(Token token) {
    if (token.kind() == Kind.KEYWORD) {
      Keyword keyword = Keywords.of(token.value());
      return keyword != null && keyword.bareLabel();
    }
    return isPlainName(token);
  }

  static boolean isPlainName(Token token) {
    return token.kind() == Kind.NAME || token.kind() == Kind.QUOTED_NAME;
  }

  static @Nullable Category category(Token token) {
    if (token.kind() != Kind.KEYWORD) {
      return null;
    }
    Keyword keyword = Keywords.of(token.value());
    return keyword == null ? null : keyword.category();
  }

  boolean seesColumnId() {
    return isColumnId(peek());
  }

  Name columnId() throws SyntaxRefusal {
    if (!isColumnId(peek())) {
      throw unexpected();
    }
    return name(next());
  }

  Name functionId() throws SyntaxRefusal {
    if (!isFunctionId(peek())) {
      throw unexpected();
    }
    return name(next());
  }

  /** Any name or key word (ColLabel). */
  Name label() throws SyntaxRefusal {
    Token token = peek();
    if (!isPlainName(token) && token.kind() != Kind.KEYWORD) {
      throw unexpected();
    }
    return name(next());
  }

  static Name name(Token token) {
    return new Name(token.start(), token.end(), token.value(), token.kind() == Kind.QUOTED_NAME);
  }

  /** {@code ColId [. ColLabel]…}, at most three parts. */
  QualifiedName relationName() throws SyntaxRefusal {
    QualifiedName name = qualifiedName();
    if (name.parts().size() > 3) {
      throw refuse(name.start(), "a name with more than three parts");
    }
    return name;
  }

  /** {@code ColId [. ColLabel]…}. */
  QualifiedName qualifiedName() throws SyntaxRefusal {
    int start = start();
    Name first = columnId();
    if (!seesMark(".")) {
      return new QualifiedName(start, end(), List.of(first));
    }
    List<Name> parts = new ArrayList<>(3);
    parts.add(first);
    while (acceptMark(".")) {
      parts.add(label());
    }
    return new QualifiedName(start, end(), parts);
  }

  /** {@code ( name, … )}. */
  List<Name> parenthesisedNames() throws SyntaxRefusal {
    expectMark("(");
    List<Name> names = names();
    expectMark(")");
    return names;
  }

  /** {@code name, …}. */
  List<Name> names() throws SyntaxRefusal {
    List<Name> names = new ArrayList<>();
    do {
      names.add(columnId());
    } while (acceptMark(","));
    return names;
  }

  /** Passes a balanced pair of parentheses and what is in it. */
  void skipParentheses() throws SyntaxRefusal {
    expectMark("(");
    int open = 1;
    while (open > 0) {
      if (atEnd()) {
        throw unexpected();
      }
      if (seesMark("(")) {
        open++;
      } else if (seesMark(")")) {
        open--;
      }
      next();
    }
  }

  /** The tokens from a position up to here. */
  List<Token> since(int position) {
    return List.of(tokens).subList(position, at);
  }

  /** The tokens from a position on. */
  List<Token> rest(int position) {
    return List.of(tokens).subList(position, tokens.length);
  }

  /** Goes to the end. */
  void skipRest() {
    at = tokens.length;
  }

  /** Goes back to where {@link #position} was asked. */
  void backTo(int position) {
    at = position;
  }
}
