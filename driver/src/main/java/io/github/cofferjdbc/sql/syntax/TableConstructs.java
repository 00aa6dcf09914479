package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.FromItem.TableColumn;
import io.github.cofferjdbc.sql.syntax.FromItem.TableConstruct;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** XMLTABLE and JSON_TABLE. */
final class TableConstructs {
  private TableConstructs() {}

  static FromItem parse(Cursor in, int start, boolean lateral) throws SyntaxRefusal {
    String keyword = in.next().value();
    in.expectMark("(");
    List<Node> operands = new ArrayList<>();
    List<TableColumn> columns;
    if (keyword.equals("xmltable")) {
      xmlOperands(in, operands);
      in.expect("columns");
      columns = columns(in, false);
    } else {
      jsonOperands(in, operands);
      in.expect("columns");
      in.expectMark("(");
      columns = columns(in, true);
      in.expectMark(")");
      JsonCalls.behaviours(in, operands);
    }
    in.expectMark(")");
    @Nullable Alias alias = FromItems.alias(in);
    return new TableConstruct(
        start, in.end(), lateral, keyword.toUpperCase(Locale.ROOT), operands, columns, alias);
  }

  private static void xmlOperands(Cursor in, List<Node> operands) throws SyntaxRefusal {
    if (in.seesCall("xmlnamespaces")) {
      in.next();
      in.next();
      do {
        if (in.accept("default")) {
          operands.add(Expressions.restricted(in));
        } else {
          operands.add(Expressions.restricted(in));
          in.expect("as");
          in.label();
        }
      } while (in.acceptMark(","));
      in.expectMark(")");
      in.expectMark(",");
    }
    operands.add(Primaries.parse(in, false));
    operands.add(XmlCalls.passing(in));
  }

  private static void jsonOperands(Cursor in, List<Node> operands) throws SyntaxRefusal {
    operands.add(JsonCalls.value(in));
    in.expectMark(",");
    operands.add(Primaries.constant(in.expectString()));
    if (in.accept("as")) {
      in.columnId();
    }
    JsonCalls.passing(in, operands);
  }

  private static List<TableColumn> columns(Cursor in, boolean json) throws SyntaxRefusal {
    List<TableColumn> columns = new ArrayList<>();
    do {
      int start = in.start();
      if (json && in.sees("nested") && (in.seesKeyword(1, "path") || Cursor.isString(in.peek(1)))) {
        columns.add(nested(in, start));
        continue;
      }
      Name name = in.columnId();
      if (in.accept("for", "ordinality")) {
        columns.add(new TableColumn(start, in.end(), name, null, List.of(), List.of()));
        continue;
      }
      TypeName type = Types.parse(in);
      List<Expr> operands = new ArrayList<>();
      if (json) {
        jsonOptions(in, operands);
      } else {
        xmlOptions(in, operands);
      }
      columns.add(new TableColumn(start, in.end(), name, type, operands, List.of()));
    } while (in.acceptMark(","));
    return columns;
  }

  private static TableColumn nested(Cursor in, int start) throws SyntaxRefusal {
    in.enter(4);
    in.expect("nested");
    in.accept("path");
    Expr path = Primaries.constant(in.expectString());
    if (in.accept("as")) {
      in.columnId();
    }
    in.expect("columns");
    in.expectMark("(");
    List<TableColumn> columns = columns(in, true);
    in.expectMark(")");
    in.leave(4);
    return new TableColumn(start, in.end(), null, null, List.of(path), columns);
  }

  private static void jsonOptions(Cursor in, List<Expr> operands) throws SyntaxRefusal {
    in.accept("exists");
    JsonCalls.format(in);
    if (in.accept("path")) {
      operands.add(Primaries.constant(in.expectString()));
    }
    JsonCalls.wrapper(in);
    JsonCalls.quotes(in);
    JsonCalls.behaviours(in, operands);
  }

  private static void xmlOptions(Cursor in, List<Expr> operands) throws SyntaxRefusal {
    while (!in.seesMark(",") && !in.seesMark(")")) {
      if (in.accept("default") || in.accept("path")) {
        operands.add(Expressions.restricted(in));
      } else {
        in.accept("not");
        in.expect("null");
      }
    }
  }
}
