package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in the tokens of a definition, and what can be read from there. Used by one thread. */
final class Words {
  private final List<Token> tokens;
  private int at;

  Words(List<Token> tokens) {
    this.tokens = tokens;
  }

  List<Token> all() {
    return tokens;
  }

  List<Token> rest() {
    return tokens.subList(at, tokens.size());
  }

  boolean atEnd() {
    return at >= tokens.size();
  }

  private boolean is(int index, String word) {
    if (index >= tokens.size()) {
      return false;
    }
    Token token = tokens.get(index);
    return switch (token.kind()) {
      case NAME, KEYWORD -> token.value().equals(word);
      case PUNCTUATION, OPERATOR -> token.value().equals(word);
      case WHITE_SPACE,
          COMMENT,
          QUOTED_NAME,
          INTEGER,
          FLOAT,
          STRING,
          DOLLAR_STRING,
          BIT_STRING,
          PARAMETER,
          END ->
          false;
    };
  }

  /** Tells whether these words come next. */
  boolean next(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!is(at + i, words[i])) {
        return false;
      }
    }
    return true;
  }

  /** Goes past these words if they come next. */
  boolean skip(String... words) {
    boolean there = next(words);
    if (there) {
      at += words.length;
    }
    return there;
  }

  /** Goes past any one of these words. */
  boolean skipAny(String... words) {
    for (String word : words) {
      if (skip(word)) {
        return true;
      }
    }
    return false;
  }

  void step() {
    at++;
  }

  void step(int tokensPassed) {
    at += tokensPassed;
  }

  /** Goes to the next of this word outside of parentheses; false if there is none. */
  boolean find(String word) {
    int depth = 0;
    for (int i = at; i < tokens.size(); i++) {
      if (depth == 0 && is(i, word)) {
        at = i;
        return true;
      }
      depth += is(i, "(") ? 1 : is(i, ")") ? -1 : 0;
    }
    return false;
  }

  boolean atName() {
    return !atEnd() && tokens.get(at).isName();
  }

  /** Tells whether the token is a constant or a parameter. */
  static boolean isValue(Token token) {
    return switch (token.kind()) {
      case INTEGER, FLOAT, STRING, DOLLAR_STRING, BIT_STRING, PARAMETER -> true;
      case NAME, QUOTED_NAME, KEYWORD, WHITE_SPACE, COMMENT, OPERATOR, PUNCTUATION, END -> false;
    };
  }

  static boolean hasValue(List<Token> tokens) {
    return tokens.stream().anyMatch(Words::isValue);
  }

  /** Reads a name with its qualifiers; empty if none comes next. */
  Optional<RelationName> name() {
    if (!atName()) {
      return Optional.empty();
    }
    String schema = null;
    String last = tokens.get(at++).value();
    while (is(at, ".") && at + 1 < tokens.size() && tokens.get(at + 1).isName()) {
      schema = last;
      last = tokens.get(at + 1).value();
      at += 2;
    }
    return Optional.of(new RelationName(schema, last));
  }

  /** Reads what stands in the parentheses that come next; empty if none do. */
  Optional<List<Token>> parentheses() {
    if (!next("(")) {
      return Optional.empty();
    }
    int from = at + 1;
    int depth = 0;
    while (at < tokens.size()) {
      depth += is(at, "(") ? 1 : is(at, ")") ? -1 : 0;
      at++;
      if (depth == 0) {
        return Optional.of(tokens.subList(from, at - 1));
      }
    }
    return Optional.of(tokens.subList(from, tokens.size()));
  }

  /** Cuts tokens at the commas outside of parentheses and brackets. */
  static List<List<Token>> elements(List<Token> tokens) {
    List<List<Token>> elements = new ArrayList<>();
    int depth = 0;
    int from = 0;
    Words words = new Words(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      if (words.is(i, "(") || words.is(i, "[")) {
        depth++;
      } else if (words.is(i, ")") || words.is(i, "]")) {
        depth--;
      } else if (depth == 0 && words.is(i, ",")) {
        elements.add(tokens.subList(from, i));
        from = i + 1;
      }
    }
    elements.add(tokens.subList(from, tokens.size()));
    return elements;
  }
}
