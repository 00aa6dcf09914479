package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Statement.SetVariable;

/** SET and RESET: which variable changes. */
final class Variables {
  private Variables() {}

  static SetVariable parse(Cursor in, StatementKind kind) throws SyntaxRefusal {
    int start = in.start();
    int position = in.position();
    in.next();
    boolean local = false;
    if (kind == StatementKind.SET
        && (in.sees("local") || in.sees("session"))
        && !in.seesKeyword(1, "authorization")) {
      local = in.next().value().equals("local");
    }
    String variable = variable(in);
    in.skipRest();
    return new SetVariable(start, in.end(), kind, variable, local, in.since(position));
  }

  private static String variable(Cursor in) throws SyntaxRefusal {
    if (in.accept("time", "zone")) {
      return "timezone";
    }
    if (in.accept("session", "authorization")) {
      return "session_authorization";
    }
    if (in.accept("transaction", "isolation")) {
      return "transaction_isolation";
    }
    if (in.sees("schema") && Cursor.isString(in.peek(1))) {
      return "search_path";
    }
    if (in.accept("all")) {
      return "all";
    }
    QualifiedName name = in.qualifiedName();
    return Strings.lower(String.join(".", name.texts()));
  }
}
