package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's lexer ({@code scan.l} of 17, with {@code standard_conforming_strings} on), told in
 * Java. Its tokens join to the text.
 *
 * <p>Two things go beyond it: white space and comments are tokens, and in the JDBC reading a
 * question mark is a parameter and a doubled one the operator. Because the wrapped driver puts
 * {@code $1} in its place, a question mark that touches a name or number is refused: it would
 * become part of it.
 */
final class Lexer {
  private final String text;
  private final Reading reading;
  private final List<Token> tokens;
  private int at;
  private int questionMarks;
  private int highestDollar;

  private Lexer(String text, Reading reading) {
    this.text = text;
    this.reading = reading;
    this.tokens = new ArrayList<>(text.length() / 4 + 8);
  }

  /** The tokens of a text and how many parameters it has. */
  record Result(List<Token> tokens, int parameters) {}

  static Result lex(String text, Reading reading) throws SyntaxRefusal {
    Lexer lexer = new Lexer(text, reading);
    while (lexer.at < text.length()) {
      lexer.next();
    }
    if (lexer.questionMarks > 0 && lexer.highestDollar > 0) {
      throw new SyntaxRefusal(0, "parameters written both as ? and as $n");
    }
    int parameters =
        reading == Reading.JDBC ? lexer.questionMarks : Math.max(0, lexer.highestDollar);
    return new Result(lexer.tokens, parameters);
  }

  private void next() throws SyntaxRefusal {
    int start = at;
    char c = text.charAt(at);
    switch (c) {
      case ' ', '\t', '\n', '\r', '\f', '\u000B' -> whiteSpace();
      case '\'' -> string(start, start + 1, Strings.Style.PLAIN);
      case '"' -> quotedName(start, start + 1, false);
      case '$' -> dollar();
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      case '.' -> {
        if (isDigit(peek(1))) {
          number();
        } else if (peek(1) == '.') {
          add(Kind.PUNCTUATION, start + 2, "..");
        } else {
          add(Kind.PUNCTUATION, start + 1, ".");
        }
      }
      case ',' -> add(Kind.PUNCTUATION, start + 1, ",");
      case '(' -> add(Kind.PUNCTUATION, start + 1, "(");
      case ')' -> add(Kind.PUNCTUATION, start + 1, ")");
      case '[' -> add(Kind.PUNCTUATION, start + 1, "[");
      case ']' -> add(Kind.PUNCTUATION, start + 1, "]");
      case ';' -> add(Kind.PUNCTUATION, start + 1, ";");
      case '{', '}' -> {
        if (reading == Reading.NATIVE) {
          throw refuse(start, "a brace");
        }
        add(Kind.PUNCTUATION, start + 1, c == '{' ? "{" : "}");
      }
      case ':' -> {
        if (peek(1) == ':') {
          add(Kind.PUNCTUATION, start + 2, "::");
        } else if (peek(1) == '=') {
          add(Kind.PUNCTUATION, start + 2, ":=");
        } else {
          add(Kind.PUNCTUATION, start + 1, ":");
        }
      }
      default -> {
        if (isOperator(c)) {
          operatorOrComment();
        } else if (isNameStart(c)) {
          wordOrPrefixedString();
        } else {
          throw refuse(start, "a character that is no part of SQL");
        }
      }
    }
  }

  private void add(Kind kind, int end, String value) {
    tokens.add(new Token(kind, at, end, value));
    at = end;
  }

  private void whiteSpace() {
    int end = at + 1;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
    }
    add(Kind.WHITE_SPACE, end, "");
  }

  private void operatorOrComment() throws SyntaxRefusal {
    if (text.startsWith("--", at)) {
      add(Kind.COMMENT, lineEnd(at + 2), "");
    } else if (text.startsWith("/*", at)) {
      add(Kind.COMMENT, blockCommentEnd(at), "");
    } else {
      operator();
    }
  }

  private int lineEnd(int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  private int blockCommentEnd(int from) throws SyntaxRefusal {
    int depth = 1;
    int end = from + 2;
    while (depth > 0) {
      int open = text.indexOf("/*", end);
      int close = text.indexOf("*/", end);
      if (close < 0) {
        throw refuse(from, "a comment without an end");
      }
      if (open >= 0 && open < close) {
        depth++;
        end = open + 2;
      } else {
        depth--;
        end = close + 2;
      }
    }
    return end;
  }

  /**
   * The longest run of operator characters, ended before a comment; a trailing plus or minus is
   * only part of it when a character is there that no standard operator has.
   */
  private void operator() throws SyntaxRefusal {
    int end = at;
    boolean special = false;
    StringBuilder name = new StringBuilder();
    while (end < text.length() && isOperator(text.charAt(end))) {
      char c = text.charAt(end);
      if (end > at && (text.startsWith("--", end) || text.startsWith("/*", end))) {
        break;
      }
      if (c == '?' && reading != Reading.NATIVE) {
        if (charAt(end + 1) == '?') {
          end++;
        } else if (reading == Reading.JDBC) {
          break;
        }
      }
      name.append(c);
      end++;
    }
    if (name.isEmpty()) {
      questionMark();
      return;
    }
    int length = name.length();
    if (length > 1 && isSign(name.charAt(length - 1))) {
      for (int i = 0; i < length - 1; i++) {
        special |= "~!@#^&|`?%".indexOf(name.charAt(i)) >= 0;
      }
      if (!special) {
        while (length > 1 && isSign(name.charAt(length - 1))) {
          length--;
          end--;
        }
        name.setLength(length);
      }
    }
    String value = name.toString();
    switch (value) {
      case "=>" -> add(Kind.PUNCTUATION, end, value);
      case "!=" -> add(Kind.OPERATOR, end, "<>");
      default -> add(Kind.OPERATOR, end, value);
    }
  }

  private void questionMark() throws SyntaxRefusal {
    boolean touches =
        (at > 0 && isNamePart(text.charAt(at - 1)))
            || (at + 1 < text.length() && isNamePart(text.charAt(at + 1)));
    if (touches) {
      throw refuse(at, "a ? that touches a name or number");
    }
    questionMarks++;
    add(Kind.PARAMETER, at + 1, Integer.toString(questionMarks));
  }

  private void dollar() throws SyntaxRefusal {
    if (isDigit(peek(1))) {
      int end = at + 1;
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
      if (end < text.length() && isNameStart(text.charAt(end))) {
        throw refuse(at, "junk after a parameter");
      }
      String digits = text.substring(at + 1, end);
      if (digits.length() > 9) {
        throw refuse(at, "a parameter number that is too large");
      }
      int number = Integer.parseInt(digits);
      highestDollar = Math.max(highestDollar, number);
      add(Kind.PARAMETER, end, Integer.toString(number));
      return;
    }
    int tagEnd = at + 1;
    if (tagEnd < text.length() && isNameStart(text.charAt(tagEnd))) {
      while (tagEnd < text.length()
          && text.charAt(tagEnd) != '$'
          && isNamePart(text.charAt(tagEnd))) {
        tagEnd++;
      }
    }
    if (tagEnd >= text.length() || text.charAt(tagEnd) != '$') {
      throw refuse(at, "a dollar sign that begins nothing");
    }
    String tag = text.substring(at, tagEnd + 1);
    int close = text.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      throw refuse(at, "a dollar-quoted string without an end");
    }
    add(Kind.DOLLAR_STRING, close + tag.length(), text.substring(tagEnd + 1, close));
  }

  private void number() throws SyntaxRefusal {
    int radix =
        switch (text.charAt(at) == '0' ? peek(1) : ' ') {
          case 'x', 'X' -> 16;
          case 'o', 'O' -> 8;
          case 'b', 'B' -> 2;
          default -> 10;
        };
    int end = radix == 10 ? digits(at, 10) : digits(at + 2, radix);
    boolean whole = true;
    if (radix == 10) {
      if (charAt(end) == '.' && !(charAt(end + 1) == '.' && end > at)) {
        whole = false;
        end = digits(end + 1, 10);
      }
      char exponent = charAt(end);
      if (exponent == 'e' || exponent == 'E') {
        int digits = isSign(charAt(end + 1)) ? end + 2 : end + 1;
        int exponentEnd = digits(digits, 10);
        if (exponentEnd == digits) {
          throw refuse(at, "junk after a number");
        }
        whole = false;
        end = exponentEnd;
      }
    } else if (end == at + 2) {
      throw refuse(at, "a number without digits");
    }
    if (end < text.length() && isNameStart(text.charAt(end))) {
      throw refuse(at, "junk after a number");
    }
    String written = text.substring(at, end).replace("_", "");
    if (!whole) {
      add(Kind.FLOAT, end, written);
      return;
    }
    String digits = radix == 10 ? written : written.substring(2);
    if (digits.length() < 8) {
      add(Kind.INTEGER, end, Integer.toString(Integer.parseInt(digits, radix)));
      return;
    }
    BigInteger value = new BigInteger(digits, radix);
    add(value.bitLength() < 32 ? Kind.INTEGER : Kind.FLOAT, end, value.toString());
  }

  /** Returns where digits with single underscores between them end; radixes allow one in front. */
  private int digits(int from, int radix) {
    int end = from;
    while (true) {
      int digit = charAt(end) == '_' && (end > from || radix != 10) ? end + 1 : end;
      if (Character.digit(asciiAt(digit), radix) < 0) {
        return end;
      }
      end = digit + 1;
    }
  }

  private void wordOrPrefixedString() throws SyntaxRefusal {
    char quote = peek(1);
    if (quote == '\'') {
      switch (text.charAt(at)) {
        case 'e', 'E' -> {
          string(at, at + 2, Strings.Style.ESCAPES);
          return;
        }
        case 'b', 'B' -> {
          string(at, at + 2, Strings.Style.BITS);
          return;
        }
        case 'x', 'X' -> {
          string(at, at + 2, Strings.Style.HEX);
          return;
        }
        case 'n', 'N' -> {
          add(Kind.KEYWORD, at + 1, "nchar");
          return;
        }
        default -> {}
      }
    } else if (quote == '&' && (text.charAt(at) == 'u' || text.charAt(at) == 'U')) {
      if (peek(2) == '\'') {
        string(at, at + 3, Strings.Style.UNICODE);
        return;
      }
      if (peek(2) == '"') {
        quotedName(at, at + 3, true);
        return;
      }
    }
    int end = at + 1;
    while (end < text.length() && isNamePart(text.charAt(end))) {
      end++;
    }
    String folded = Strings.fold(text, at, end);
    Keywords.Keyword keyword = Keywords.of(folded);
    if (keyword != null) {
      add(Kind.KEYWORD, end, keyword.word());
    } else {
      add(Kind.NAME, end, Strings.truncate(folded));
    }
  }

  private void string(int start, int from, Strings.Style style) throws SyntaxRefusal {
    StringBuilder raw = new StringBuilder();
    int end = stringEnd(start, from, style, raw);
    int continued = continuation(end);
    while (continued >= 0) {
      end = stringEnd(start, continued, style, raw);
      continued = continuation(end);
    }
    switch (style) {
      case PLAIN -> add(Kind.STRING, end, raw.toString());
      case ESCAPES -> add(Kind.STRING, end, Strings.escapes(raw, start));
      case BITS -> add(Kind.BIT_STRING, end, "b" + raw);
      case HEX -> add(Kind.BIT_STRING, end, "x" + raw);
      case UNICODE -> {
        int escaped = unicodeEscapeEnd(end);
        char escape = escaped > end ? text.charAt(escaped - 2) : '\\';
        add(Kind.STRING, escaped, Strings.unicode(raw, escape, start));
      }
    }
  }

  /**
   * Collects a string's characters up to its closing quote and returns the offset after it. Doubled
   * quotes become one; backslashes of an escape string stay, with the character after them.
   */
  private int stringEnd(int start, int from, Strings.Style style, StringBuilder raw)
      throws SyntaxRefusal {
    boolean doubling = style != Strings.Style.BITS && style != Strings.Style.HEX;
    int plain = from;
    int end = from;
    while (end < text.length()) {
      char c = text.charAt(end);
      if (c == '\'') {
        raw.append(text, plain, end);
        if (!doubling || charAt(end + 1) != '\'') {
          return end + 1;
        }
        // In an escape string the quote must not be mistaken for the start of an escape.
        raw.append('\'');
        end += 2;
        plain = end;
      } else if (c == '\\' && style == Strings.Style.ESCAPES) {
        end += 2;
      } else {
        end++;
      }
    }
    throw refuse(start, "a string without an end");
  }

  /** Returns the offset inside a string that continues this one on a later line, or -1. */
  private int continuation(int from) {
    int next = from;
    while (next < text.length()) {
      char c = text.charAt(next);
      if (c == ' ' || c == '\t' || c == '\f' || c == '\u000B') {
        next++;
      } else if (text.startsWith("--", next)) {
        next = lineEnd(next + 2);
      } else {
        break;
      }
    }
    if (charAt(next) != '\n' && charAt(next) != '\r') {
      return -1;
    }
    while (next < text.length()) {
      if (isSpace(text.charAt(next))) {
        next++;
      } else if (text.startsWith("--", next)) {
        next = lineEnd(next + 2);
      } else {
        break;
      }
    }
    return charAt(next) == '\'' ? next + 1 : -1;
  }

  private void quotedName(int start, int from, boolean unicode) throws SyntaxRefusal {
    StringBuilder name = new StringBuilder();
    int end = from;
    int plain = from;
    while (true) {
      int quote = text.indexOf('"', end);
      if (quote < 0) {
        throw refuse(start, "a quoted name without an end");
      }
      name.append(text, plain, quote);
      end = quote + 1;
      if (charAt(end) != '"') {
        break;
      }
      name.append('"');
      end++;
      plain = end;
    }
    if (name.isEmpty()) {
      throw refuse(start, "an empty name");
    }
    String value = name.toString();
    if (unicode) {
      int escaped = unicodeEscapeEnd(end);
      value = Strings.unicode(name, escaped > end ? text.charAt(escaped - 2) : '\\', start);
      end = escaped;
    }
    add(Kind.QUOTED_NAME, end, Strings.truncate(value));
  }

  /** Returns the offset after {@code UESCAPE 'c'}, or the given one if there is none. */
  private int unicodeEscapeEnd(int from) throws SyntaxRefusal {
    int word = skipBlank(from);
    if (!text.regionMatches(true, word, "uescape", 0, 7)
        || (word + 7 < text.length() && isNamePart(text.charAt(word + 7)))) {
      return from;
    }
    int quote = skipBlank(word + 7);
    char escape = charAt(quote + 1);
    if (charAt(quote) != '\'' || charAt(quote + 2) != '\'' || !Strings.mayEscape(escape)) {
      throw refuse(word, "UESCAPE without one escape character");
    }
    if (charAt(quote + 3) == '\'' || continuation(quote + 3) >= 0) {
      throw refuse(word, "UESCAPE without one escape character");
    }
    return quote + 3;
  }

  private int skipBlank(int from) throws SyntaxRefusal {
    int next = from;
    while (next < text.length()) {
      if (isSpace(text.charAt(next))) {
        next++;
      } else if (text.startsWith("--", next)) {
        next = lineEnd(next + 2);
      } else if (text.startsWith("/*", next)) {
        next = blockCommentEnd(next);
      } else {
        break;
      }
    }
    return next;
  }

  private char peek(int ahead) {
    return charAt(at + ahead);
  }

  private char charAt(int offset) {
    return offset < text.length() ? text.charAt(offset) : '\0';
  }

  /** The character if it is ASCII: Java's digits are not only ours. */
  private char asciiAt(int offset) {
    char c = charAt(offset);
    return c < 0x80 ? c : '\0';
  }

  private static SyntaxRefusal refuse(int offset, String what) {
    return new SyntaxRefusal(offset, what);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }

  private static boolean isOperator(char c) {
    return switch (c) {
      case '~', '!', '@', '#', '^', '&', '|', '`', '?', '+', '-', '*', '/', '%', '<', '>', '=' ->
          true;
      default -> false;
    };
  }
}
