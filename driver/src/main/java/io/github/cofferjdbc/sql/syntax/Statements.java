package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.Parameter;
import io.github.cofferjdbc.sql.syntax.Call.FunctionCall;
import io.github.cofferjdbc.sql.syntax.Statement.CallStatement;
import io.github.cofferjdbc.sql.syntax.Statement.DeclareCursor;
import io.github.cofferjdbc.sql.syntax.Statement.Execute;
import io.github.cofferjdbc.sql.syntax.Statement.Explain;
import io.github.cofferjdbc.sql.syntax.Statement.Other;
import io.github.cofferjdbc.sql.syntax.Statement.Prepare;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole statements. */
final class Statements {
  private Statements() {}

  /** Parses one statement up to its end. */
  static Statement parse(Cursor in, StatementKind kind) throws SyntaxRefusal {
    Statement statement = nested(in, kind);
    if (!in.atEnd()) {
      throw in.unexpected();
    }
    return statement;
  }

  private static Statement nested(Cursor in, StatementKind kind) throws SyntaxRefusal {
    return switch (kind) {
      case SELECT, INSERT, UPDATE, DELETE, MERGE -> Dml.parse(in);
      case EXPLAIN -> explain(in);
      case PREPARE -> prepare(in);
      case EXECUTE -> execute(in);
      case DECLARE -> declare(in);
      case CALL -> call(in);
      case COPY -> Copies.parse(in);
      case CREATE, CREATE_TABLE_AS -> Creations.table(in, kind);
      case CREATE_VIEW -> Creations.view(in);
      case SET, RESET -> Variables.parse(in, kind);
      case DEALLOCATE,
          FETCH,
          CLOSE,
          SET_TRANSACTION,
          SHOW,
          DISCARD,
          BEGIN,
          COMMIT,
          ROLLBACK,
          SAVEPOINT,
          RELEASE,
          ROLLBACK_TO,
          PREPARE_TRANSACTION,
          DO,
          CREATE_FUNCTION,
          ALTER,
          DROP,
          TRUNCATE,
          COMMENT,
          GRANT,
          MAINTENANCE,
          NOTIFICATION,
          EMPTY,
          OTHER ->
          other(in, kind, in.position());
    };
  }

  /** A statement of which only the tokens from a position on are kept. */
  static Other other(Cursor in, StatementKind kind, int position) {
    in.skipRest();
    List<Token> tokens = in.since(position);
    return new Other(tokens.get(0).start(), in.end(), kind, tokens);
  }

  private static Explain explain(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("explain");
    boolean analyze = false;
    if (in.seesMark("(") && !seesQuery(in)) {
      in.next();
      int open = 1;
      while (open > 0) {
        if (in.atEnd()) {
          throw in.unexpected();
        }
        if (open == 1 && (in.sees("analyze") || in.sees("analyse"))) {
          analyze = !seesOff(in);
        }
        Token token = in.next();
        open += Cursor.isMark(token, "(") ? 1 : Cursor.isMark(token, ")") ? -1 : 0;
      }
    } else {
      analyze = in.accept("analyze") || in.accept("analyse");
      in.accept("verbose");
    }
    int position = in.position();
    if (in.atEnd()) {
      throw in.unexpected();
    }
    in.enter(2);
    Statement inner =
        Dml.starts(in) ? Dml.parse(in) : nested(in, StatementKinds.of(in.rest(position)));
    in.leave(2);
    return new Explain(start, in.end(), analyze, inner);
  }

  private static boolean seesQuery(Cursor in) {
    int ahead = 1;
    while (in.seesMark(ahead, "(")) {
      ahead++;
    }
    return in.seesKeyword(ahead, "select")
        || in.seesKeyword(ahead, "with")
        || in.seesKeyword(ahead, "table")
        || (in.seesKeyword(ahead, "values") && in.seesMark(ahead + 1, "("));
  }

  /** Whether the option's value switches it off. */
  private static boolean seesOff(Cursor in) {
    String value = in.peek(1).value();
    return value.equals("off") || value.equals("false") || value.equals("0");
  }

  private static Prepare prepare(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("prepare");
    Name name = in.columnId();
    List<TypeName> types = new ArrayList<>();
    if (in.acceptMark("(")) {
      do {
        types.add(Types.parse(in));
      } while (in.acceptMark(","));
      in.expectMark(")");
    }
    in.expect("as");
    Statement statement = Dml.parse(in);
    return new Prepare(start, in.end(), name, types, statement);
  }

  static Execute execute(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("execute");
    Name name = in.columnId();
    List<Expr> arguments = List.of();
    if (in.acceptMark("(")) {
      arguments = Expressions.list(in);
      in.expectMark(")");
    }
    return new Execute(start, in.end(), name, arguments);
  }

  private static DeclareCursor declare(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("declare");
    Name name = in.columnId();
    boolean binary = false;
    while (!in.sees("cursor")) {
      if (in.accept("binary")) {
        binary = true;
      } else if (!in.accept("no", "scroll")
          && !in.accept("scroll")
          && !in.accept("insensitive")
          && !in.accept("asensitive")) {
        throw in.unexpected();
      }
    }
    in.next();
    if (in.accept("with") || in.accept("without")) {
      in.expect("hold");
    }
    in.expect("for");
    Query query = Queries.parse(in);
    return new DeclareCursor(start, in.end(), name, binary, query);
  }

  private static CallStatement call(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    boolean escaped = in.acceptMark("{");
    @Nullable Parameter result = null;
    if (escaped && in.peek().kind() == Token.Kind.PARAMETER) {
      Token token = in.next();
      result = new Parameter(token.start(), token.end(), Integer.parseInt(token.value()));
      in.expectOperator("=");
    }
    in.expect("call");
    FunctionCall call;
    if (escaped && !seesArguments(in)) {
      QualifiedName name = in.qualifiedName();
      call = Calls.simple(name.start(), in.end(), name, false, List.of());
    } else {
      Expr expression = Calls.named(in, true);
      if (!(expression instanceof FunctionCall function)) {
        throw in.refuse(expression.start(), "CALL of what is no procedure");
      }
      call = function;
    }
    if (escaped) {
      in.expectMark("}");
    }
    return new CallStatement(start, in.end(), escaped, result, call);
  }

  /** JDBC allows a call without parentheses. */
  private static boolean seesArguments(Cursor in) {
    int ahead = 1;
    while (in.seesMark(ahead, ".")) {
      ahead += 2;
    }
    return in.seesMark(ahead, "(");
  }
}
