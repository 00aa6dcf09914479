package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.Constant;
import io.github.cofferjdbc.sql.syntax.Condition.Between;
import io.github.cofferjdbc.sql.syntax.Condition.BoolExpr;
import io.github.cofferjdbc.sql.syntax.Condition.InList;
import io.github.cofferjdbc.sql.syntax.Condition.InSubquery;
import io.github.cofferjdbc.sql.syntax.Condition.Like;
import io.github.cofferjdbc.sql.syntax.Condition.Not;
import io.github.cofferjdbc.sql.syntax.Condition.QuantifiedArray;
import io.github.cofferjdbc.sql.syntax.Condition.QuantifiedSubquery;
import io.github.cofferjdbc.sql.syntax.Operation.AtTimeZone;
import io.github.cofferjdbc.sql.syntax.Operation.BinaryOp;
import io.github.cofferjdbc.sql.syntax.Operation.Cast;
import io.github.cofferjdbc.sql.syntax.Operation.Collate;
import io.github.cofferjdbc.sql.syntax.Operation.UnaryOp;
import io.github.cofferjdbc.sql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Expressions: PostgreSQL's {@code a_expr} and the restricted {@code b_expr}, by precedence
 * climbing.
 *
 * <p>The levels are those of {@code gram.y}. A right operand takes every operator that binds more
 * tightly than the one before it; on the same level the left one wins, except that comparisons, IS
 * and the family of IN and LIKE do not associate at all and are refused there, as PostgreSQL does.
 */
final class Expressions {
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int NOT = 3;
  private static final int IS = 4;
  private static final int COMPARISON = 5;
  private static final int IN = 6;
  private static final int OPERATOR = 9;
  private static final int PLUS = 10;
  private static final int TIMES = 11;
  private static final int POWER = 12;
  private static final int AT = 13;
  private static final int COLLATE = 14;
  private static final int SIGN = 15;
  private static final int CAST = 18;

  private Expressions() {}

  /** a_expr. */
  static Expr parse(Cursor in) throws SyntaxRefusal {
    return parse(in, 0, false);
  }

  /** b_expr: without AND, OR, NOT, IN, LIKE, BETWEEN and most of IS. */
  static Expr restricted(Cursor in) throws SyntaxRefusal {
    return parse(in, 0, true);
  }

  /** expr_list. */
  static List<Expr> list(Cursor in) throws SyntaxRefusal {
    Expr first = parse(in);
    if (!in.seesMark(",")) {
      return List.of(first);
    }
    List<Expr> list = new ArrayList<>();
    list.add(first);
    while (in.acceptMark(",")) {
      list.add(parse(in));
    }
    return list;
  }

  /** The rest of an expression whose first operand has been read. */
  static Expr continued(Cursor in, Expr first, int start) throws SyntaxRefusal {
    return operators(in, first, start, 0, false);
  }

  private static Expr parse(Cursor in, int above, boolean restricted) throws SyntaxRefusal {
    in.enter(8);
    int start = in.start();
    Expr left = prefixed(in, restricted);
    Expr whole = operators(in, left, start, above, restricted);
    in.leave(8);
    return whole;
  }

  private static Expr prefixed(Cursor in, boolean restricted) throws SyntaxRefusal {
    Token token = in.peek();
    if (token.kind() == Kind.OPERATOR) {
      switch (token.value()) {
        case "-" -> {
          in.next();
          return negated(in, token, parse(in, SIGN, restricted));
        }
        case "+" -> {
          in.next();
          return unary(in, plain(token), parse(in, SIGN, restricted));
        }
        case "*", "/", "%", "^", "<", ">", "=", "<=", ">=", "<>" -> throw in.unexpected();
        default -> {
          in.next();
          return unary(in, plain(token), parse(in, OPERATOR, restricted));
        }
      }
    }
    if (token.kind() == Kind.KEYWORD) {
      if (in.seesCall("operator")) {
        Operator operator = qualifiedOperator(in);
        return unary(in, operator, parse(in, OPERATOR, restricted));
      }
      if (!restricted && token.value().equals("not")) {
        in.next();
        Expr operand = parse(in, NOT, false);
        return new Not(token.start(), in.end(), operand);
      }
      if (!restricted && token.value().equals("default")) {
        in.next();
        return new Atom.DefaultMarker(token.start(), token.end());
      }
    }
    return Primaries.parse(in, !restricted);
  }

  private static Expr unary(Cursor in, Operator operator, Expr operand) {
    return new UnaryOp(operator.start(), in.end(), operator, operand);
  }

  /** A minus sign belongs to the number after it, parenthesised or not. */
  private static Expr negated(Cursor in, Token sign, Expr operand) {
    if (operand instanceof Constant number
        && (number.kind() == Constant.Kind.INTEGER || number.kind() == Constant.Kind.FLOAT)) {
      return negative(in, sign, number);
    }
    return unary(in, plain(sign), operand);
  }

  static Constant negative(Cursor in, Token sign, Constant number) {
    String value = number.value();
    String negative = value.startsWith("-") ? value.substring(1) : "-" + value;
    if (number.kind() == Constant.Kind.INTEGER && value.equals("0")) {
      negative = "0";
    }
    return new Constant(sign.start(), in.end(), number.kind(), negative);
  }

  private static Operator plain(Token token) {
    return new Operator(token.start(), token.end(), List.of(token.value()));
  }

  /** {@code OPERATOR ( [schema.] op )}. */
  private static Operator qualifiedOperator(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("operator");
    in.expectMark("(");
    List<String> parts = new ArrayList<>(2);
    while (in.peek().kind() != Kind.OPERATOR) {
      parts.add(in.columnId().text());
      in.expectMark(".");
    }
    parts.add(in.next().value());
    in.expectMark(")");
    return new Operator(start, in.end(), parts);
  }

  /** qual_all_Op, after USING of ORDER BY. */
  static Operator anyOperator(Cursor in) throws SyntaxRefusal {
    return in.seesCall("operator") ? qualifiedOperator(in) : plain(in.expect(Kind.OPERATOR));
  }

  /** The level of the operator that the next token begins, or 0 if it begins none. */
  private static int level(Cursor in, boolean restricted) {
    Token token = in.peek();
    return switch (token.kind()) {
      case OPERATOR ->
          switch (token.value()) {
            case "=", "<", ">", "<=", ">=", "<>" -> COMPARISON;
            case "+", "-" -> PLUS;
            case "*", "/", "%" -> TIMES;
            case "^" -> POWER;
            default -> OPERATOR;
          };
      case PUNCTUATION -> token.value().equals("::") ? CAST : 0;
      case KEYWORD -> restricted ? restrictedWordLevel(in, token) : wordLevel(in, token);
      case WHITE_SPACE,
          COMMENT,
          NAME,
          QUOTED_NAME,
          INTEGER,
          FLOAT,
          STRING,
          DOLLAR_STRING,
          BIT_STRING,
          PARAMETER,
          END ->
          0;
    };
  }

  private static int wordLevel(Cursor in, Token token) {
    return switch (token.value()) {
      case "or" -> OR;
      case "and" -> AND;
      case "is", "isnull", "notnull" -> IS;
      case "between", "in", "like", "ilike" -> IN;
      case "similar" -> in.seesKeyword(1, "to") ? IN : 0;
      case "not" ->
          in.seesKeyword(1, "between")
                  || in.seesKeyword(1, "in")
                  || in.seesKeyword(1, "like")
                  || in.seesKeyword(1, "ilike")
                  || in.seesKeyword(1, "similar")
              ? IN
              : 0;
      case "operator" -> in.seesMark(1, "(") ? OPERATOR : 0;
      case "at" -> in.seesKeyword(1, "time") || in.seesKeyword(1, "local") ? AT : 0;
      case "collate" -> COLLATE;
      default -> 0;
    };
  }

  private static int restrictedWordLevel(Cursor in, Token token) {
    return switch (token.value()) {
      case "is" -> {
        int word = in.seesKeyword(1, "not") ? 2 : 1;
        yield in.seesKeyword(word, "distinct") || in.seesKeyword(word, "document") ? IS : 0;
      }
      case "operator" -> in.seesMark(1, "(") ? OPERATOR : 0;
      default -> 0;
    };
  }

  private static Expr operators(Cursor in, Expr first, int start, int above, boolean restricted)
      throws SyntaxRefusal {
    Expr left = first;
    while (true) {
      int level = level(in, restricted);
      if (level == 0 || level < above || (above == 0 && isLabel(in))) {
        return left;
      }
      if (level == above) {
        if (level == IS || level == COMPARISON || level == IN) {
          throw in.unexpected();
        }
        return left;
      }
      left =
          switch (level) {
            case OR, AND -> booleans(in, left, start, level);
            case IS -> IsTests.parse(in, left, start, restricted);
            case IN -> inFamily(in, left, start);
            case AT -> atTimeZone(in, left, start);
            case COLLATE -> {
              in.next();
              QualifiedName collation = in.qualifiedName();
              yield new Collate(start, in.end(), left, collation);
            }
            case CAST -> {
              in.next();
              TypeName type = Types.parse(in);
              yield new Cast(start, in.end(), left, type, true);
            }
            default -> binary(in, left, start, level, restricted);
          };
    }
  }

  /**
   * Whether the operator's word is a label, as in {@code SELECT a in, b or FROM t}: what no operand
   * begins with follows it.
   */
  private static boolean isLabel(Cursor in) {
    return in.peek().kind() == Kind.KEYWORD
        && Cursor.isBareLabel(in.peek())
        && Queries.endsItem(in.peek(1));
  }

  /** The right operand of IS [NOT] DISTINCT FROM. */
  static Expr afterIs(Cursor in, boolean restricted) throws SyntaxRefusal {
    return parse(in, IS, restricted);
  }

  private static Expr booleans(Cursor in, Expr left, int start, int level) throws SyntaxRefusal {
    boolean conjunction = level == AND;
    String word = conjunction ? "and" : "or";
    List<Expr> operands = new ArrayList<>();
    if (left instanceof BoolExpr inner && inner.conjunction() == conjunction) {
      operands.addAll(inner.operands());
    } else {
      operands.add(left);
    }
    while (in.sees(word) && !isLabel(in)) {
      in.next();
      operands.add(parse(in, level, false));
    }
    return new BoolExpr(start, in.end(), conjunction, operands);
  }

  private static Expr binary(Cursor in, Expr left, int start, int level, boolean restricted)
      throws SyntaxRefusal {
    Operator operator = anyOperator(in);
    if (!restricted && seesQuantifier(in)) {
      return quantified(in, left, start, operator);
    }
    Expr right = parse(in, level, restricted);
    return new BinaryOp(start, in.end(), left, operator, right);
  }

  private static boolean seesQuantifier(Cursor in) {
    return in.sees("any") || in.sees("some") || in.sees("all");
  }

  private static Expr quantified(Cursor in, Expr left, int start, Operator operator)
      throws SyntaxRefusal {
    boolean all = in.next().value().equals("all");
    Parenthesised inner = Parenthesised.parse(in);
    if (inner.query() != null) {
      return new QuantifiedSubquery(start, in.end(), left, operator, all, inner.query());
    }
    if (inner.items().size() != 1) {
      throw in.refuse(inner.start(), "several values after ANY or ALL");
    }
    return new QuantifiedArray(start, in.end(), left, operator, all, inner.items().get(0));
  }

  private static Expr inFamily(Cursor in, Expr left, int start) throws SyntaxRefusal {
    int operatorStart = in.start();
    boolean negated = in.accept("not");
    String word = in.next().value();
    switch (word) {
      case "in" -> {
        return in(in, left, start, operatorStart, negated);
      }
      case "between" -> {
        return between(in, left, start, operatorStart, negated);
      }
      case "like" -> {
        return like(in, left, start, operatorStart, Like.Kind.LIKE, negated);
      }
      case "ilike" -> {
        return like(in, left, start, operatorStart, Like.Kind.ILIKE, negated);
      }
      default -> {
        in.expect("to");
        return like(in, left, start, operatorStart, Like.Kind.SIMILAR, negated);
      }
    }
  }

  private static Expr in(Cursor in, Expr left, int start, int operatorStart, boolean negated)
      throws SyntaxRefusal {
    Operator operator = new Operator(operatorStart, in.end(), List.of(negated ? "<>" : "="));
    Parenthesised inner = Parenthesised.parse(in);
    return inner.query() != null
        ? new InSubquery(start, in.end(), left, inner.query(), negated)
        : new InList(start, in.end(), left, operator, inner.items(), negated);
  }

  private static Expr between(Cursor in, Expr left, int start, int operatorStart, boolean negated)
      throws SyntaxRefusal {
    boolean symmetric = in.accept("symmetric");
    if (!symmetric) {
      in.accept("asymmetric");
    }
    String name = (negated ? "NOT " : "") + "BETWEEN" + (symmetric ? " SYMMETRIC" : "");
    Operator operator = new Operator(operatorStart, in.end(), List.of(name));
    Expr low = restricted(in);
    in.expect("and");
    Expr high = parse(in, IN, false);
    return new Between(start, in.end(), left, operator, low, high, symmetric, negated);
  }

  private static Expr like(
      Cursor in, Expr left, int start, int operatorStart, Like.Kind kind, boolean negated)
      throws SyntaxRefusal {
    String name =
        switch (kind) {
          case LIKE -> "~~";
          case ILIKE -> "~~*";
          case SIMILAR -> "~";
        };
    Operator operator = new Operator(operatorStart, in.end(), List.of(negated ? "!" + name : name));
    if (kind != Like.Kind.SIMILAR && seesQuantifier(in)) {
      return quantified(in, left, start, operator);
    }
    Expr pattern = parse(in, IN, false);
    @Nullable Expr escape = null;
    if (in.accept("escape")) {
      escape = parse(in, IN, false);
    } else if (Escapes.sees(in, "escape")) {
      escape = Escapes.likeEscape(in);
    }
    return new Like(start, in.end(), kind, left, operator, pattern, escape, negated);
  }

  private static Expr atTimeZone(Cursor in, Expr left, int start) throws SyntaxRefusal {
    in.expect("at");
    if (in.accept("local")) {
      return new AtTimeZone(start, in.end(), left, null);
    }
    in.expect("time");
    in.expect("zone");
    Expr zone = parse(in, AT, false);
    return new AtTimeZone(start, in.end(), left, zone);
  }
}
