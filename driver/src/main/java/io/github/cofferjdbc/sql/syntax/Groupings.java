package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.List;

/** GROUP BY. */
final class Groupings {
  private Groupings() {}

  static GroupBy parse(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("group");
    in.expect("by");
    boolean distinct = in.accept("distinct");
    if (!distinct) {
      in.accept("all");
    }
    List<Grouping> elements = list(in);
    return new GroupBy(start, in.end(), distinct, elements);
  }

  private static List<Grouping> list(Cursor in) throws SyntaxRefusal {
    List<Grouping> elements = new ArrayList<>();
    do {
      elements.add(element(in));
    } while (in.acceptMark(","));
    return elements;
  }

  private static Grouping element(Cursor in) throws SyntaxRefusal {
    in.enter(2);
    int start = in.start();
    Grouping element;
    if (in.seesMark("(") && in.seesMark(1, ")")) {
      in.next();
      in.next();
      element = new Grouping.Sets(start, in.end(), Grouping.Sets.Kind.EMPTY, List.of());
    } else if (in.seesCall("rollup")) {
      element = expressions(in, start, Grouping.Sets.Kind.ROLLUP);
    } else if (in.seesCall("cube")) {
      element = expressions(in, start, Grouping.Sets.Kind.CUBE);
    } else if (in.sees("grouping", "sets")) {
      in.next();
      in.next();
      in.expectMark("(");
      List<Grouping> elements = list(in);
      in.expectMark(")");
      element = new Grouping.Sets(start, in.end(), Grouping.Sets.Kind.SETS, elements);
    } else {
      element = by(in);
    }
    in.leave(2);
    return element;
  }

  private static Grouping by(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    Expr value = Expressions.parse(in);
    return new Grouping.By(start, in.end(), value);
  }

  private static Grouping expressions(Cursor in, int start, Grouping.Sets.Kind kind)
      throws SyntaxRefusal {
    in.next();
    in.expectMark("(");
    List<Grouping> elements = new ArrayList<>();
    do {
      elements.add(by(in));
    } while (in.acceptMark(","));
    in.expectMark(")");
    return new Grouping.Sets(start, in.end(), kind, elements);
  }
}
