package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.Constant;
import io.github.cofferjdbc.sql.syntax.Atom.TypedLiteral;
import io.github.cofferjdbc.sql.syntax.Call.EscapedFunction;
import java.util.ArrayList;
import java.util.List;

/** JDBC's escapes in braces. In the native reading braces are never met: the lexer refuses them. */
final class Escapes {
  private Escapes() {}

  /** Whether the next tokens are an opening brace and the word. */
  static boolean sees(Cursor in, String word) {
    return in.seesMark("{") && isWord(in.peek(1), word);
  }

  private static boolean isWord(Token token, String word) {
    return (token.kind() == Token.Kind.NAME || token.kind() == Token.Kind.KEYWORD)
        && token.value().equals(word);
  }

  /** {@code {fn f(…)}}, {@code {d '…'}}, {@code {t '…'}}, {@code {ts '…'}}. */
  static Expr expression(Cursor in) throws SyntaxRefusal {
    in.enter(2);
    int start = in.start();
    in.expectMark("{");
    Token word = in.next();
    if (word.kind() != Token.Kind.NAME) {
      throw in.refuse(word.start(), "an unknown escape in braces");
    }
    Expr escaped =
        switch (word.value()) {
          case "fn" -> function(in, start);
          case "d" -> literal(in, start, word, "date");
          case "t" -> literal(in, start, word, "time");
          case "ts" -> literal(in, start, word, "timestamp");
          default -> throw in.refuse(word.start(), "an unknown escape in braces");
        };
    in.leave(2);
    return escaped;
  }

  private static Expr literal(Cursor in, int start, Token word, String type) throws SyntaxRefusal {
    Constant literal = Primaries.constant(in.expectString());
    in.expectMark("}");
    List<String> names = type.equals("date") ? List.of(type) : List.of("pg_catalog", type);
    return new TypedLiteral(
        start,
        in.end(),
        new TypeName(word.start(), word.end(), names, List.of(), 0, false, false),
        literal);
  }

  private static Expr function(Cursor in, int start) throws SyntaxRefusal {
    Name label = in.label();
    QualifiedName name = new QualifiedName(label.start(), label.end(), List.of(label));
    in.expectMark("(");
    List<Argument> arguments = new ArrayList<>();
    if (!in.seesMark(")")) {
      Calls.arguments(in, arguments);
    }
    in.expectMark(")");
    Call call = Calls.simple(label.start(), in.end(), name, false, arguments);
    in.expectMark("}");
    return new EscapedFunction(start, in.end(), call);
  }

  /** {@code {escape '…'}}, after LIKE. */
  static Expr likeEscape(Cursor in) throws SyntaxRefusal {
    in.expectMark("{");
    in.expect("escape");
    Constant escape = Primaries.constant(in.expectString());
    in.expectMark("}");
    return escape;
  }
}
