package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.Constant;
import io.github.cofferjdbc.sql.syntax.Condition.IsDistinctFrom;
import io.github.cofferjdbc.sql.syntax.Condition.IsKind;
import io.github.cofferjdbc.sql.syntax.Condition.IsNull;
import io.github.cofferjdbc.sql.syntax.Condition.IsTruth;
import io.github.cofferjdbc.sql.syntax.Condition.Not;
import java.util.ArrayList;
import java.util.List;

/** What may follow an operand with IS, and ISNULL and NOTNULL. */
final class IsTests {
  private IsTests() {}

  static Expr parse(Cursor in, Expr left, int start, boolean restricted) throws SyntaxRefusal {
    int operatorStart = in.start();
    String first = in.next().value();
    if (!first.equals("is")) {
      return new IsNull(start, in.end(), left, first.equals("notnull"));
    }
    boolean negated = in.accept("not");
    if (in.accept("distinct")) {
      in.expect("from");
      Operator operator = new Operator(operatorStart, in.end(), List.of("="));
      Expr right = Expressions.afterIs(in, restricted);
      return new IsDistinctFrom(start, in.end(), left, operator, right, negated);
    }
    if (in.accept("document")) {
      return new IsKind(start, in.end(), left, "DOCUMENT", negated);
    }
    if (restricted) {
      throw in.unexpected();
    }
    if (in.accept("null")) {
      return new IsNull(start, in.end(), left, negated);
    }
    if (in.accept("true")) {
      return new IsTruth(start, in.end(), left, IsTruth.Truth.TRUE, negated);
    }
    if (in.accept("false")) {
      return new IsTruth(start, in.end(), left, IsTruth.Truth.FALSE, negated);
    }
    if (in.accept("unknown")) {
      return new IsTruth(start, in.end(), left, IsTruth.Truth.UNKNOWN, negated);
    }
    if (in.accept("json")) {
      return json(in, left, start, negated);
    }
    return normalized(in, left, start, operatorStart, negated);
  }

  private static Expr json(Cursor in, Expr left, int start, boolean negated) throws SyntaxRefusal {
    String kind = "JSON";
    if (in.accept("value")) {
      kind = "JSON VALUE";
    } else if (in.accept("array")) {
      kind = "JSON ARRAY";
    } else if (in.accept("object")) {
      kind = "JSON OBJECT";
    } else if (in.accept("scalar")) {
      kind = "JSON SCALAR";
    }
    JsonCalls.uniqueKeys(in);
    return new IsKind(start, in.end(), left, kind, negated);
  }

  private static Expr normalized(
      Cursor in, Expr left, int start, int operatorStart, boolean negated) throws SyntaxRefusal {
    List<Argument> arguments = new ArrayList<>(2);
    arguments.add(Calls.argument(left));
    if (Calls.seesNormalForm(in)) {
      Token form = in.next();
      String name = form.value().toUpperCase(java.util.Locale.ROOT);
      arguments.add(
          Calls.argument(new Constant(form.start(), form.end(), Constant.Kind.STRING, name)));
    }
    Token word = in.expect("normalized");
    Expr call = Calls.special(start, in.end(), Calls.builtIn(word, "is_normalized"), arguments);
    return negated ? new Not(operatorStart, in.end(), call) : call;
  }
}
