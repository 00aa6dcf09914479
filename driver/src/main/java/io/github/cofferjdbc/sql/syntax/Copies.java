package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Statement.Copy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** COPY. Its options do not matter to the tree. */
final class Copies {
  private Copies() {}

  static Copy parse(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("copy");
    in.accept("binary");
    @Nullable QualifiedName table = null;
    @Nullable Statement statement = null;
    List<Name> columns = List.of();
    boolean from = false;
    if (in.acceptMark("(")) {
      statement = Dml.parse(in);
      in.expectMark(")");
      in.expect("to");
    } else {
      table = in.relationName();
      if (in.seesMark("(")) {
        columns = in.parenthesisedNames();
      }
      from = in.accept("from");
      if (!from) {
        in.expect("to");
      }
    }
    boolean clientStream = in.accept("stdin") || in.accept("stdout");
    if (!clientStream) {
      in.accept("program");
      in.expectString();
    }
    @Nullable Expr where = null;
    while (!in.atEnd() && where == null) {
      if (in.seesMark("(")) {
        in.skipParentheses();
      } else if (from && in.accept("where")) {
        where = Expressions.parse(in);
      } else if (in.seesMark(")")) {
        throw in.unexpected();
      } else {
        in.next();
      }
    }
    return new Copy(start, in.end(), table, columns, statement, from, clientStream, where);
  }
}
