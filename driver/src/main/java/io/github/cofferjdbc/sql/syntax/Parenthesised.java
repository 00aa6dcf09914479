package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in parentheses where an expression may: a query, or one or several expressions.
 *
 * <p>As PostgreSQL's grammar does, parentheses are taken as those of a query for as long as it is
 * possible: {@code ((SELECT 1) UNION SELECT 2)} is a query, {@code ((SELECT 1) + 2)} is not.
 *
 * @param query null if expressions stand there
 * @param items empty if a query stands there
 */
record Parenthesised(int start, int end, @Nullable Query query, List<Expr> items) {

  static Parenthesised parse(Cursor in) throws SyntaxRefusal {
    in.enter(1);
    int start = in.start();
    in.expectMark("(");
    Query query = null;
    List<Expr> items = List.of();
    if (Queries.starts(in)) {
      query = Queries.parse(in);
    } else if (in.seesMark("(")) {
      Parenthesised inner = parse(in);
      if (inner.query != null && in.seesMark(")")) {
        query = inner.query;
      } else if (inner.query != null && Queries.continues(in)) {
        query = Queries.parseAfter(in, inner.query, inner.start);
      } else {
        Expr first = Primaries.after(in, inner);
        items = rest(in, Expressions.continued(in, first, inner.start));
      }
    } else {
      items = rest(in, Expressions.parse(in));
    }
    in.expectMark(")");
    in.leave(1);
    return new Parenthesised(start, in.end(), query, items);
  }

  private static List<Expr> rest(Cursor in, Expr first) throws SyntaxRefusal {
    if (!in.seesMark(",")) {
      return List.of(first);
    }
    List<Expr> items = new ArrayList<>();
    items.add(first);
    while (in.acceptMark(",")) {
      items.add(Expressions.parse(in));
    }
    return items;
  }
}
