package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ON CONFLICT. */
final class Conflicts {
  private Conflicts() {}

  static Conflict parse(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("on");
    in.expect("conflict");
    @Nullable ConflictTarget target = target(in);
    in.expect("do");
    if (in.accept("nothing")) {
      return new Conflict(start, in.end(), target, false, List.of(), null);
    }
    in.expect("update");
    in.expect("set");
    List<Assignment> assignments = Dml.assignments(in);
    @Nullable Expr where = in.accept("where") ? Expressions.parse(in) : null;
    return new Conflict(start, in.end(), target, true, assignments, where);
  }

  private static @Nullable ConflictTarget target(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    if (in.accept("on")) {
      in.expect("constraint");
      Name constraint = in.columnId();
      return new ConflictTarget(start, in.end(), List.of(), null, constraint);
    }
    if (!in.acceptMark("(")) {
      return null;
    }
    List<IndexElement> elements = new ArrayList<>();
    do {
      elements.add(element(in));
    } while (in.acceptMark(","));
    in.expectMark(")");
    @Nullable Expr where = in.accept("where") ? Expressions.parse(in) : null;
    return new ConflictTarget(start, in.end(), elements, where, null);
  }

  private static IndexElement element(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    @Nullable Name column = null;
    @Nullable Expr expression = null;
    if (in.acceptMark("(")) {
      expression = Expressions.parse(in);
      in.expectMark(")");
    } else if (in.seesColumnId() && !in.seesMark(1, "(") && !in.seesMark(1, ".")) {
      column = in.columnId();
    } else {
      expression = Calls.named(in, true);
    }
    @Nullable QualifiedName collation = in.accept("collate") ? in.qualifiedName() : null;
    @Nullable QualifiedName operatorClass = null;
    if (in.seesColumnId() && !in.sees("nulls")) {
      operatorClass = in.qualifiedName();
      if (in.seesMark("(")) {
        in.skipParentheses();
      }
    }
    if (!in.accept("asc")) {
      in.accept("desc");
    }
    Queries.nulls(in);
    return new IndexElement(start, in.end(), column, expression, collation, operatorClass);
  }
}
