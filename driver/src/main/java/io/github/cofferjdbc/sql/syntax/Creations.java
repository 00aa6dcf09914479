package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Statement.CreateTableAs;
import io.github.cofferjdbc.sql.syntax.Statement.CreateView;
import java.util.ArrayList;
import java.util.List;

/** CREATE TABLE … AS, CREATE MATERIALIZED VIEW, CREATE VIEW: what holds a query. */
final class Creations {
  private Creations() {}

  /** CREATE TABLE … AS or CREATE MATERIALIZED VIEW; any other CREATE keeps only its tokens. */
  static Statement table(Cursor in, StatementKind kind) throws SyntaxRefusal {
    int start = in.start();
    int position = in.position();
    in.expect("create");
    boolean temporary = false;
    while (in.sees("temp")
        || in.sees("temporary")
        || in.sees("local")
        || in.sees("global")
        || in.sees("unlogged")) {
      temporary |= !in.next().value().equals("unlogged");
    }
    boolean materialized = in.accept("materialized");
    if (!in.accept(materialized ? "view" : "table")) {
      return Statements.other(in, kind, position);
    }
    if (in.accept("if", "not")) {
      in.expect("exists");
    }
    QualifiedName name = in.relationName();
    List<Name> columns = plainColumns(in);
    if (!skipOptions(in)) {
      return Statements.other(in, StatementKind.CREATE, position);
    }
    in.expect("as");
    Statement statement = in.sees("execute") ? Statements.execute(in) : queryStatement(in);
    if (in.accept("with")) {
      in.accept("no");
      in.expect("data");
    }
    return new CreateTableAs(start, in.end(), temporary, materialized, name, columns, statement);
  }

  private static Statement queryStatement(Cursor in) throws SyntaxRefusal {
    Query query = Queries.parse(in);
    return new Statement.QueryStatement(query.start(), query.end(), query);
  }

  /** The columns, if a list of nothing but names stands here; else nothing is passed. */
  private static List<Name> plainColumns(Cursor in) throws SyntaxRefusal {
    if (!in.seesMark("(")) {
      return List.of();
    }
    int position = in.position();
    in.next();
    List<Name> names = new ArrayList<>();
    while (in.seesColumnId()) {
      names.add(in.columnId());
      if (in.acceptMark(")")) {
        return names;
      }
      if (!in.acceptMark(",")) {
        break;
      }
    }
    in.backTo(position);
    return List.of();
  }

  /** Passes what may stand before AS; false if something else comes first. */
  private static boolean skipOptions(Cursor in) throws SyntaxRefusal {
    while (!in.sees("as")) {
      if (in.accept("using") || in.accept("tablespace")) {
        in.columnId();
      } else if (in.sees("with") && in.seesMark(1, "(")) {
        in.next();
        in.skipParentheses();
      } else if (in.accept("on", "commit")) {
        if (!in.accept("drop") && !in.accept("preserve", "rows")) {
          in.expect("delete");
          in.expect("rows");
        }
      } else if (!in.accept("without", "oids")) {
        return false;
      }
    }
    return true;
  }

  static Statement view(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("create");
    boolean replace = in.accept("or", "replace");
    boolean temporary = false;
    while (in.sees("temp") || in.sees("temporary") || in.sees("local") || in.sees("global")) {
      in.next();
      temporary = true;
    }
    boolean recursive = in.accept("recursive");
    in.expect("view");
    QualifiedName name = in.relationName();
    List<Name> columns = in.seesMark("(") ? in.parenthesisedNames() : List.of();
    if (in.accept("with")) {
      in.skipParentheses();
    }
    in.expect("as");
    Query query = Queries.parse(in);
    if (in.accept("with")) {
      if (!in.accept("local")) {
        in.accept("cascaded");
      }
      in.expect("check");
      in.expect("option");
    }
    return new CreateView(start, in.end(), replace, temporary, recursive, name, columns, query);
  }
}
