package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Statement.Copy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** COPY. */
final class Copies {
  private Copies() {}

  static Copy parse(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    List<CopyOption> options = new ArrayList<>();
    in.expect("copy");
    @Nullable QualifiedName table = null;
    @Nullable Statement statement = null;
    List<Name> columns = List.of();
    boolean from = false;
    if (in.acceptMark("(")) {
      statement = Dml.parse(in);
      in.expectMark(")");
      in.expect("to");
    } else {
      if (in.accept("binary")) {
        options.add(CopyOption.of("format", "binary"));
      }
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
    options.addAll(CopyOptions.parse(in));
    @Nullable Expr where = null;
    if (from && in.accept("where")) {
      where = Expressions.parse(in);
    }
    return new Copy(start, in.end(), table, columns, statement, from, clientStream, options, where);
  }
}
