package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.CommonTable.Cycle;
import io.github.cofferjdbc.sql.syntax.CommonTable.Search;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WITH. */
final class Withs {
  private Withs() {}

  static With parse(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("with");
    boolean named = in.seesMark(1, "(") || in.seesKeyword(1, "as");
    boolean recursive = !named && in.accept("recursive");
    List<CommonTable> tables = new ArrayList<>();
    do {
      tables.add(table(in));
    } while (in.acceptMark(","));
    return new With(start, in.end(), recursive, tables);
  }

  private static CommonTable table(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    Name name = in.columnId();
    List<Name> columns = in.seesMark("(") ? in.parenthesisedNames() : List.of();
    in.expect("as");
    if (in.accept("not")) {
      in.expect("materialized");
    } else {
      in.accept("materialized");
    }
    in.expectMark("(");
    Statement body = Dml.parse(in);
    in.expectMark(")");
    @Nullable Search search = in.sees("search") ? search(in) : null;
    @Nullable Cycle cycle = in.sees("cycle") ? cycle(in) : null;
    return new CommonTable(start, in.end(), name, columns, body, search, cycle);
  }

  private static Search search(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("search");
    boolean breadth = in.accept("breadth");
    if (!breadth) {
      in.expect("depth");
    }
    in.expect("first");
    in.expect("by");
    List<Name> columns = in.names();
    in.expect("set");
    Name sequence = in.columnId();
    return new Search(start, in.end(), breadth, columns, sequence);
  }

  private static Cycle cycle(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("cycle");
    List<Name> columns = in.names();
    in.expect("set");
    Name mark = in.columnId();
    @Nullable Expr value = null;
    @Nullable Expr otherwise = null;
    if (in.accept("to")) {
      value = constant(in);
      in.expect("default");
      otherwise = constant(in);
    }
    in.expect("using");
    Name path = in.columnId();
    return new Cycle(start, in.end(), columns, mark, value, otherwise, path);
  }

  private static Expr constant(Cursor in) throws SyntaxRefusal {
    Expr value = Primaries.parse(in, false);
    if (value instanceof Atom.Constant || value instanceof Atom.TypedLiteral) {
      return value;
    }
    throw in.refuse(value.start(), "an expression where a constant belongs");
  }
}
