package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.Constant;
import io.github.cofferjdbc.sql.syntax.Operation.UnaryOp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LIMIT, OFFSET and FETCH, in any order. */
final class Limits {
  private Limits() {}

  /**
   * The limit that follows here, together with the one that stands inside of the query's
   * parentheses already.
   */
  static @Nullable Limit parse(Cursor in, @Nullable Limit inner) throws SyntaxRefusal {
    int start = in.start();
    @Nullable Limit limit = inner;
    boolean counted = false;
    boolean offset = false;
    while (true) {
      if (!counted && (in.sees("limit") || in.sees("fetch"))) {
        counted = true;
        if (limit != null && (limit.count() != null || limit.fetchOne())) {
          throw in.refuse(in.start(), "a second LIMIT");
        }
        limit = count(in, limit, start);
      } else if (!offset && in.sees("offset")) {
        offset = true;
        if (limit != null && limit.offset() != null) {
          throw in.refuse(in.start(), "a second OFFSET");
        }
        in.next();
        Expr value = Expressions.parse(in);
        if (!in.accept("row")) {
          in.accept("rows");
        }
        limit =
            limit == null
                ? new Limit(start, in.end(), null, value, false, false)
                : new Limit(
                    limit.start(),
                    in.end(),
                    limit.count(),
                    value,
                    limit.fetchOne(),
                    limit.withTies());
      } else {
        return limit;
      }
    }
  }

  private static Limit count(Cursor in, @Nullable Limit before, int start) throws SyntaxRefusal {
    @Nullable Expr offset = before == null ? null : before.offset();
    int from = before == null ? start : before.start();
    if (in.accept("limit")) {
      Expr count = in.sees("all") ? Queries.nullAt(in.next()) : Expressions.parse(in);
      if (in.seesMark(",")) {
        throw in.refuse(in.start(), "LIMIT with a comma");
      }
      return new Limit(from, in.end(), count, offset, false, false);
    }
    in.expect("fetch");
    if (!in.accept("first")) {
      in.expect("next");
    }
    @Nullable Expr count = seesRows(in) ? null : fetchCount(in);
    if (!in.accept("row")) {
      in.expect("rows");
    }
    boolean withTies = in.accept("with");
    if (withTies) {
      in.expect("ties");
    } else {
      in.expect("only");
    }
    return new Limit(from, in.end(), count, offset, count == null, withTies);
  }

  private static boolean seesRows(Cursor in) {
    return (in.sees("row") || in.sees("rows"))
        && (in.seesKeyword(1, "only") || in.seesKeyword(1, "with"));
  }

  /** select_fetch_first_value. */
  private static Expr fetchCount(Cursor in) throws SyntaxRefusal {
    if (!in.seesOperator("+") && !in.seesOperator("-")) {
      return Primaries.parse(in, false);
    }
    Token sign = in.next();
    if (!Primaries.isConstant(in.peek())) {
      throw in.unexpected();
    }
    Constant number = Primaries.constant(in.next());
    if (sign.value().equals("-")) {
      return Expressions.negative(in, sign, number);
    }
    Operator plus = new Operator(sign.start(), sign.end(), List.of("+"));
    return new UnaryOp(sign.start(), in.end(), plus, number);
  }
}
