package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the tokens of a text into statements at semicolons: those outside of parentheses (a rule may
 * hold several statements there) and outside of the {@code BEGIN ATOMIC … END} of a function.
 */
final class Splitter {
  private Splitter() {}

  static List<Script.Part> parts(List<Token> tokens, Reading reading) {
    List<Script.Part> parts = new ArrayList<>(1);
    List<Token> statement = new ArrayList<>(tokens.size());
    int parentheses = 0;
    int blocks = 0;
    int questionMarks = 0;
    int before = 0;
    for (Token token : tokens) {
      if (!token.significant()) {
        continue;
      }
      if (token.kind() == Kind.PARAMETER && reading == Reading.JDBC) {
        questionMarks++;
      }
      if (Cursor.isMark(token, "(")) {
        parentheses++;
      } else if (Cursor.isMark(token, ")")) {
        parentheses--;
      } else if (blocks > 0 && Cursor.isKeyword(token, "case")) {
        blocks++;
      } else if (blocks > 0 && Cursor.isKeyword(token, "end")) {
        blocks--;
      } else if (Cursor.isKeyword(token, "atomic") && beginsBlock(statement)) {
        blocks++;
      } else if (Cursor.isMark(token, ";") && parentheses <= 0 && blocks == 0) {
        add(parts, statement, before);
        statement.clear();
        before = questionMarks;
        parentheses = 0;
        continue;
      }
      statement.add(token);
    }
    add(parts, statement, before);
    return parts;
  }

  private static boolean beginsBlock(List<Token> statement) {
    int size = statement.size();
    return size > 0
        && Cursor.isKeyword(statement.get(size - 1), "begin")
        && Cursor.isKeyword(statement.get(0), "create");
  }

  private static void add(List<Script.Part> parts, List<Token> statement, int before) {
    if (!statement.isEmpty()) {
      parts.add(new Script.Part(StatementKinds.of(statement), statement, before));
    }
  }
}
