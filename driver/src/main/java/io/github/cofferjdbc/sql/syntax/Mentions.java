package io.github.cofferjdbc.sql.syntax;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which names a text may mention, for statements without a tree: every identifier, and every word
 * inside string literals of any notation, to any depth. It errs on the side of too many; what a
 * program puts together from pieces at run time it cannot see.
 */
public final class Mentions {
  private static final int MAX_DEPTH = 8;

  private Mentions() {}

  /**
   * Returns the names, folded as PostgreSQL folds them; words inside strings both folded and as
   * written. Also keywords, since many of them may be names. The result may be changed.
   */
  public static Set<String> names(List<Token> tokens) {
    Set<String> names = new HashSet<>();
    collect(tokens, names, 0);
    return names;
  }

  private static void collect(List<Token> tokens, Set<String> names, int depth) {
    for (Token token : tokens) {
      switch (token.kind()) {
        case NAME, QUOTED_NAME, KEYWORD -> names.add(token.value());
        case STRING, DOLLAR_STRING -> inside(token.value(), names, depth);
        case WHITE_SPACE,
            COMMENT,
            INTEGER,
            FLOAT,
            BIT_STRING,
            PARAMETER,
            OPERATOR,
            PUNCTUATION,
            END -> {}
      }
    }
  }

  private static void inside(String body, Set<String> names, int depth) {
    names.add(body); // format('%I', 'a name of "any" characters')
    words(body, names);
    if (depth < MAX_DEPTH && (body.indexOf('"') >= 0 || body.indexOf('\'') >= 0)) {
      try {
        collect(SqlParser.split(body, Reading.NATIVE).tokens(), names, depth + 1);
      } catch (SyntaxRefusal notSql) {
        quoted(body, names);
      }
    }
  }

  private static void words(String text, Set<String> names) {
    int at = 0;
    while (at < text.length()) {
      int from = at;
      while (at < text.length() && isWord(text.charAt(at))) {
        at++;
      }
      if (at > from) {
        String word = text.substring(from, at);
        names.add(word);
        names.add(word.toLowerCase(Locale.ROOT));
      } else {
        at++;
      }
    }
  }

  private static void quoted(String text, Set<String> names) {
    int open = text.indexOf('"');
    while (open >= 0) {
      int close = text.indexOf('"', open + 1);
      if (close < 0) {
        return;
      }
      names.add(text.substring(open + 1, close));
      open = close;
    }
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '$'
        || c >= 0x80;
  }
}
