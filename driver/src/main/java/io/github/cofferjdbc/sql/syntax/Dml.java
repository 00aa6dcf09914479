package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.FromItem.TableRef;
import io.github.cofferjdbc.sql.syntax.Statement.Delete;
import io.github.cofferjdbc.sql.syntax.Statement.Insert;
import io.github.cofferjdbc.sql.syntax.Statement.QueryStatement;
import io.github.cofferjdbc.sql.syntax.Statement.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SELECT, INSERT, UPDATE, DELETE, MERGE: PostgreSQL's {@code PreparableStmt}. */
final class Dml {
  private Dml() {}

  /** Whether such a statement starts here. */
  static boolean starts(Cursor in) {
    return in.seesMark("(")
        || Queries.starts(in)
        || in.sees("insert")
        || in.sees("update")
        || in.sees("delete")
        || in.sees("merge");
  }

  static Statement parse(Cursor in) throws SyntaxRefusal {
    in.enter(4);
    int start = in.start();
    @Nullable With with = in.sees("with") ? Withs.parse(in) : null;
    Statement statement;
    if (in.accept("insert")) {
      statement = insert(in, start, with);
    } else if (in.accept("update")) {
      statement = update(in, start, with);
    } else if (in.accept("delete")) {
      statement = delete(in, start, with);
    } else if (in.accept("merge")) {
      statement = Merges.parse(in, start, with);
    } else {
      Query query = Queries.parse(in, with, start);
      statement = new QueryStatement(start, in.end(), query);
    }
    in.leave(4);
    return statement;
  }

  private static Insert insert(Cursor in, int start, @Nullable With with) throws SyntaxRefusal {
    in.expect("into");
    QualifiedName name = in.relationName();
    TableRef target = new TableRef(name.start(), name.end(), name, false, null, null);
    int aliasStart = in.start();
    if (in.accept("as")) {
      target = FromItems.aliased(in, target, aliasStart, in.columnId());
    }
    List<TargetColumn> columns = List.of();
    @Nullable String overriding = null;
    @Nullable Query source = null;
    if (!in.accept("default", "values")) {
      if (in.seesMark("(") && !seesQuery(in)) {
        columns = columns(in);
      }
      overriding = overriding(in);
      source = Queries.parse(in);
    }
    @Nullable Conflict conflict = in.sees("on", "conflict") ? Conflicts.parse(in) : null;
    @Nullable Returning returning = returning(in);
    return new Insert(
        start, in.end(), with, target, columns, overriding, source, conflict, returning);
  }

  /** Whether the parenthesis here opens a query rather than a list of columns. */
  private static boolean seesQuery(Cursor in) {
    return in.seesMark(1, "(")
        || in.seesKeyword(1, "select")
        || in.seesKeyword(1, "with")
        || in.seesKeyword(1, "table")
        || (in.seesKeyword(1, "values") && in.seesMark(2, "("));
  }

  /** {@code [OVERRIDING USER | SYSTEM VALUE]}. */
  static @Nullable String overriding(Cursor in) throws SyntaxRefusal {
    if (!in.accept("overriding")) {
      return null;
    }
    if (!in.sees("user") && !in.sees("system")) {
      throw in.unexpected();
    }
    String kind = in.next().value().toUpperCase(Locale.ROOT);
    in.expect("value");
    return kind;
  }

  /** {@code ( column, … )}. */
  static List<TargetColumn> columns(Cursor in) throws SyntaxRefusal {
    in.expectMark("(");
    List<TargetColumn> columns = new ArrayList<>();
    do {
      columns.add(column(in));
    } while (in.acceptMark(","));
    in.expectMark(")");
    return columns;
  }

  private static TargetColumn column(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    Name name = in.columnId();
    List<Accessor> steps = Primaries.steps(in);
    return new TargetColumn(start, in.end(), name, steps);
  }

  /** set_clause_list. */
  static List<Assignment> assignments(Cursor in) throws SyntaxRefusal {
    List<Assignment> assignments = new ArrayList<>();
    do {
      int start = in.start();
      if (in.seesMark("(")) {
        List<TargetColumn> columns = columns(in);
        in.expectOperator("=");
        Expr source = Expressions.parse(in);
        assignments.add(new Assignment.Several(start, in.end(), columns, source));
      } else {
        TargetColumn column = column(in);
        in.expectOperator("=");
        Expr value = Expressions.parse(in);
        assignments.add(new Assignment.One(start, in.end(), column, value));
      }
    } while (in.acceptMark(","));
    return assignments;
  }

  private static Update update(Cursor in, int start, @Nullable With with) throws SyntaxRefusal {
    TableRef target = FromItems.target(in);
    in.expect("set");
    List<Assignment> assignments = assignments(in);
    List<FromItem> from = in.accept("from") ? FromItems.list(in) : List.of();
    @Nullable Expr where = where(in);
    @Nullable Returning returning = returning(in);
    return new Update(start, in.end(), with, target, assignments, from, where, returning);
  }

  private static Delete delete(Cursor in, int start, @Nullable With with) throws SyntaxRefusal {
    in.expect("from");
    TableRef target = FromItems.target(in);
    List<FromItem> using = in.accept("using") ? FromItems.list(in) : List.of();
    @Nullable Expr where = where(in);
    @Nullable Returning returning = returning(in);
    return new Delete(start, in.end(), with, target, using, where, returning);
  }

  /** where_or_current_clause. */
  private static @Nullable Expr where(Cursor in) throws SyntaxRefusal {
    if (!in.accept("where")) {
      return null;
    }
    int start = in.start();
    if (in.accept("current", "of")) {
      Name cursor = in.columnId();
      return new Atom.CurrentOf(start, in.end(), cursor);
    }
    return Expressions.parse(in);
  }

  /** {@code [RETURNING [WITH ( OLD | NEW AS name, … )] items]}. */
  static @Nullable Returning returning(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    if (!in.accept("returning")) {
      return null;
    }
    @Nullable Name oldAlias = null;
    @Nullable Name newAlias = null;
    if (in.accept("with")) {
      in.expectMark("(");
      do {
        if (oldAlias == null && in.accept("old")) {
          in.expect("as");
          oldAlias = in.columnId();
        } else if (newAlias == null && in.accept("new")) {
          in.expect("as");
          newAlias = in.columnId();
        } else {
          throw in.unexpected();
        }
      } while (in.acceptMark(","));
      in.expectMark(")");
    }
    List<SelectItem> items = Queries.items(in);
    return new Returning(start, in.end(), oldAlias, newAlias, items);
  }
}
