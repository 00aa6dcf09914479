package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.syntax.Expr;
import io.github.cofferjdbc.sql.syntax.SqlParser;
import io.github.cofferjdbc.sql.syntax.SyntaxRefusal;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.List;

/**
 * Expressions that the server keeps with a definition. They are analysed as those of a query are,
 * and their constants for protected columns are sealed once, when the definition is executed: the
 * server then keeps ciphertext, which rotations leave valid. Used by one thread.
 */
final class StoredExpressions {
  private final Expressions expressions;

  StoredExpressions(Context context) {
    this.expressions = new Queries(context).expressions();
  }

  /** An expression that must be true or false. */
  void condition(List<Token> tokens, Scope scope, String construct) {
    SqlParser.Leading read = read(tokens, false, construct);
    requireEnd(read, tokens, construct);
    expressions.condition(read.expression(), scope, construct);
  }

  /**
   * A value for a column.
   *
   * @param target the column's type
   * @return how many of the tokens it takes
   */
  int assigned(List<Token> tokens, Cell target, String construct, boolean restricted) {
    SqlParser.Leading read = read(tokens, restricted, construct);
    if (!restricted) {
      requireEnd(read, tokens, construct);
    }
    Cell value = value(read.expression());
    Leaf.markAssigned(value);
    Types.assign(target, value, construct);
    return read.length();
  }

  /** Tells whether the expression is of an encrypted type by itself, as with a cast to one. */
  boolean isEncrypted(List<Token> tokens, String construct) {
    SqlParser.Leading read = read(tokens, false, construct);
    requireEnd(read, tokens, construct);
    return value(read.expression()).isEncrypted();
  }

  private Cell value(Expr expression) {
    return expressions.value(expression, new Scope(null, Scope.From.NOTHING, Withs.NONE));
  }

  private SqlParser.Leading read(List<Token> tokens, boolean restricted, String construct) {
    for (Token token : tokens) {
      if (token.kind() == Token.Kind.PARAMETER) {
        throw Refusal.of(construct, "a definition takes no parameters; write the constant");
      }
    }
    try {
      return SqlParser.expression(tokens, restricted);
    } catch (SyntaxRefusal unreadable) {
      throw Refusal.notUnderstood(unreadable);
    }
  }

  private static void requireEnd(SqlParser.Leading read, List<Token> tokens, String construct) {
    if (read.length() != tokens.size()) {
      throw Refusal.of(construct, "what follows its expression is not understood");
    }
  }
}
