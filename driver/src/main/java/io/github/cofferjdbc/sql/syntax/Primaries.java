package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.ColumnRef;
import io.github.cofferjdbc.sql.syntax.Atom.Constant;
import io.github.cofferjdbc.sql.syntax.Atom.Parameter;
import io.github.cofferjdbc.sql.syntax.Atom.TypedLiteral;
import io.github.cofferjdbc.sql.syntax.Call.Case;
import io.github.cofferjdbc.sql.syntax.Composite.ArrayConstructor;
import io.github.cofferjdbc.sql.syntax.Composite.ArraySubquery;
import io.github.cofferjdbc.sql.syntax.Composite.Row;
import io.github.cofferjdbc.sql.syntax.Composite.ScalarSubquery;
import io.github.cofferjdbc.sql.syntax.Condition.Exists;
import io.github.cofferjdbc.sql.syntax.Operation.Indirection;
import io.github.cofferjdbc.sql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operands: PostgreSQL's {@code c_expr}. */
final class Primaries {
  private Primaries() {}

  /**
   * c_expr.
   *
   * @param overlaps whether OVERLAPS may follow a row
   */
  static Expr parse(Cursor in, boolean overlaps) throws SyntaxRefusal {
    Token token = in.peek();
    switch (token.kind()) {
      case INTEGER, FLOAT, STRING, DOLLAR_STRING, BIT_STRING -> {
        in.next();
        return constant(token);
      }
      case PARAMETER -> {
        in.next();
        Parameter parameter =
            new Parameter(token.start(), token.end(), Integer.parseInt(token.value()));
        return withSteps(in, parameter, token.start());
      }
      case PUNCTUATION -> {
        if (token.value().equals("(")) {
          Parenthesised inner = Parenthesised.parse(in);
          Expr primary = after(in, inner);
          return overlaps ? overlaps(in, primary, inner.start()) : primary;
        }
        if (token.value().equals("{")) {
          return Escapes.expression(in);
        }
        throw in.unexpected();
      }
      case NAME, QUOTED_NAME -> {
        return Calls.named(in, false);
      }
      case KEYWORD -> {
        return keyword(in, token, overlaps);
      }
      case WHITE_SPACE, COMMENT, OPERATOR, END -> throw in.unexpected();
    }
    throw in.unexpected();
  }

  static Constant constant(Token token) {
    Constant.Kind kind =
        switch (token.kind()) {
          case INTEGER -> Constant.Kind.INTEGER;
          case FLOAT -> Constant.Kind.FLOAT;
          case BIT_STRING -> Constant.Kind.BIT_STRING;
          default -> Constant.Kind.STRING;
        };
    return new Constant(token.start(), token.end(), kind, token.value());
  }

  /** The operand that parentheses are, with the steps after them. */
  static Expr after(Cursor in, Parenthesised inner) throws SyntaxRefusal {
    if (inner.query() != null) {
      ScalarSubquery subquery = new ScalarSubquery(inner.start(), inner.end(), inner.query());
      return withSteps(in, subquery, inner.start());
    }
    if (inner.items().size() == 1) {
      return withSteps(in, inner.items().get(0), inner.start());
    }
    return new Row(inner.start(), inner.end(), false, inner.items());
  }

  private static Expr overlaps(Cursor in, Expr left, int start) throws SyntaxRefusal {
    if (!(left instanceof Row first) || !in.sees("overlaps")) {
      return left;
    }
    Token word = in.next();
    Expr right = parse(in, false);
    if (!(right instanceof Row second)
        || first.fields().size() != 2
        || second.fields().size() != 2) {
      throw in.refuse(word.start(), "OVERLAPS without two rows of two");
    }
    List<Argument> arguments = new ArrayList<>(4);
    for (Row row : List.of(first, second)) {
      for (Expr field : row.fields()) {
        arguments.add(Calls.argument(field));
      }
    }
    return Calls.special(start, in.end(), Calls.builtIn(word, "overlaps"), arguments);
  }

  private static Expr keyword(Cursor in, Token token, boolean overlaps) throws SyntaxRefusal {
    switch (token.value()) {
      case "true", "false" -> {
        in.next();
        return new Constant(token.start(), token.end(), Constant.Kind.BOOLEAN, token.value());
      }
      case "null" -> {
        in.next();
        return new Constant(token.start(), token.end(), Constant.Kind.NULL, "");
      }
      case "case" -> {
        return caseExpression(in);
      }
      case "array" -> {
        in.next();
        if (in.seesMark("[")) {
          return array(in, token.start());
        }
        Parenthesised inner = Parenthesised.parse(in);
        if (inner.query() == null) {
          throw in.refuse(token.start(), "ARRAY( without a query");
        }
        return new ArraySubquery(token.start(), in.end(), inner.query());
      }
      case "row" -> {
        if (in.seesMark(1, "(")) {
          Row row = row(in);
          return overlaps ? overlaps(in, row, token.start()) : row;
        }
      }
      case "exists" -> {
        if (in.seesMark(1, "(")) {
          in.next();
          Parenthesised inner = Parenthesised.parse(in);
          if (inner.query() == null) {
            throw in.refuse(token.start(), "EXISTS without a query");
          }
          return new Exists(token.start(), in.end(), inner.query());
        }
      }
      case "grouping" -> {
        if (in.seesMark(1, "(")) {
          in.next();
          in.next();
          List<Expr> arguments = Expressions.list(in);
          in.expectMark(")");
          return new Call.GroupingCall(token.start(), in.end(), arguments);
        }
      }
      default -> {}
    }
    Expr typed = typedLiteral(in, token);
    return typed != null ? typed : Calls.named(in, false);
  }

  private static Row row(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("row");
    in.expectMark("(");
    List<Expr> fields = in.seesMark(")") ? List.of() : Expressions.list(in);
    in.expectMark(")");
    return new Row(start, in.end(), true, fields);
  }

  private static Expr array(Cursor in, int start) throws SyntaxRefusal {
    in.enter(2);
    in.expectMark("[");
    List<Expr> elements = new ArrayList<>();
    if (in.seesMark("[")) {
      do {
        if (!in.seesMark("[")) {
          throw in.unexpected();
        }
        elements.add(array(in, in.start()));
      } while (in.acceptMark(","));
    } else if (!in.seesMark("]")) {
      elements.addAll(Expressions.list(in));
    }
    in.expectMark("]");
    in.leave(2);
    return new ArrayConstructor(start, in.end(), elements);
  }

  private static Expr caseExpression(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("case");
    @Nullable Expr operand = in.sees("when") ? null : Expressions.parse(in);
    List<When> whens = new ArrayList<>();
    do {
      int whenStart = in.start();
      in.expect("when");
      Expr condition = Expressions.parse(in);
      in.expect("then");
      Expr result = Expressions.parse(in);
      whens.add(new When(whenStart, in.end(), condition, result));
    } while (in.sees("when"));
    @Nullable Expr otherwise = in.accept("else") ? Expressions.parse(in) : null;
    in.expect("end");
    return new Case(start, in.end(), operand, whens, otherwise);
  }

  /**
   * A constant after one of the types that the grammar spells out, or null if the key word is a
   * name. Generic types are found where functions are.
   */
  private static @Nullable Expr typedLiteral(Cursor in, Token token) throws SyntaxRefusal {
    if (!mayBegin(in)) {
      return null;
    }
    int position = in.position();
    TypeName type = Types.standard(in, true);
    if (type == null || !in.seesString()) {
      in.backTo(position);
      return null;
    }
    Constant literal = constant(in.next());
    if (token.value().equals("interval") && type.modifiers().isEmpty()) {
      List<Expr> fields = Types.intervalFields(in);
      type = new TypeName(type.start(), type.end(), type.names(), fields, 0, false, false);
    }
    return new TypedLiteral(token.start(), in.end(), type, literal);
  }

  /** Whether what follows a type's first key word may lead to a string. */
  private static boolean mayBegin(Cursor in) {
    Token next = in.peek(1);
    return Cursor.isString(next)
        || Cursor.isMark(next, "(")
        || Cursor.isKeyword(next, "varying")
        || Cursor.isKeyword(next, "precision")
        || Cursor.isKeyword(next, "character")
        || Cursor.isKeyword(next, "char")
        || Cursor.isKeyword(next, "with")
        || Cursor.isKeyword(next, "without");
  }

  /** The operand with the subscripts and fields after it. */
  static Expr withSteps(Cursor in, Expr operand, int start) throws SyntaxRefusal {
    List<Accessor> steps = steps(in);
    return steps.isEmpty() ? operand : new Indirection(start, in.end(), operand, steps);
  }

  /** opt_indirection; a star only at its end. */
  static List<Accessor> steps(Cursor in) throws SyntaxRefusal {
    if (!in.seesMark(".") && !in.seesMark("[")) {
      return List.of();
    }
    List<Accessor> steps = new ArrayList<>(2);
    while (in.seesMark(".") || in.seesMark("[")) {
      Accessor step = step(in);
      steps.add(step);
      if (step instanceof Accessor.AllFields && (in.seesMark(".") || in.seesMark("["))) {
        throw in.unexpected();
      }
    }
    return steps;
  }

  private static Accessor step(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    if (in.acceptMark(".")) {
      if (in.seesOperator("*")) {
        in.next();
        return new Accessor.AllFields(start, in.end());
      }
      Name name = in.label();
      return new Accessor.Field(start, in.end(), name);
    }
    in.expectMark("[");
    @Nullable Expr lower = in.seesMark(":") ? null : Expressions.parse(in);
    if (in.acceptMark(":")) {
      @Nullable Expr upper = in.seesMark("]") ? null : Expressions.parse(in);
      in.expectMark("]");
      return new Accessor.Slice(start, in.end(), lower, upper);
    }
    in.expectMark("]");
    if (lower == null) {
      throw in.unexpected();
    }
    return new Accessor.Subscript(start, in.end(), lower);
  }

  /** The reference that names and the steps after them are. */
  static Expr columnRef(Cursor in, int start, List<Name> names, int namesEnd) throws SyntaxRefusal {
    List<Accessor> steps = steps(in);
    if (steps.isEmpty()) {
      return new ColumnRef(start, namesEnd, names, false);
    }
    if (steps.size() == 1 && steps.get(0) instanceof Accessor.AllFields) {
      return new ColumnRef(start, in.end(), names, true);
    }
    return new Indirection(start, in.end(), new ColumnRef(start, namesEnd, names, false), steps);
  }

  /** Whether a token can begin an operand at all; for what may be left out. */
  static boolean isConstant(Token token) {
    return token.kind() == Kind.INTEGER || token.kind() == Kind.FLOAT;
  }
}
