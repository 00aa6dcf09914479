package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.plan.NamedStatement;
import io.github.cofferjdbc.sql.plan.Operand;
import io.github.cofferjdbc.sql.plan.ParameterPlan;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.sql.syntax.Expr;
import io.github.cofferjdbc.sql.syntax.Reading;
import io.github.cofferjdbc.sql.syntax.Script;
import io.github.cofferjdbc.sql.syntax.SqlParser;
import io.github.cofferjdbc.sql.syntax.Statement;
import io.github.cofferjdbc.sql.syntax.StatementKind;
import io.github.cofferjdbc.sql.syntax.SyntaxRefusal;
import io.github.cofferjdbc.sql.syntax.Token;
import java.util.List;
import java.util.Optional;

/**
 * EXECUTE of what was PREPAREd, alone, under EXPLAIN and as the source of a table. Its arguments
 * are sealed as the parameters of the prepared statement are. Used by one thread.
 */
final class Executions {
  private static final String CONSTRUCT = "EXECUTE";

  private final Context context;
  private final Expressions expressions;
  private final Scope scope;

  Executions(Context context, Expressions expressions, Scope scope) {
    this.context = context;
    this.expressions = expressions;
    this.scope = scope;
  }

  /** Tells whether the statement may execute a prepared one. */
  static boolean mayBe(Script.Part part) {
    return switch (part.kind()) {
      case EXECUTE -> true;
      case EXPLAIN, CREATE, CREATE_TABLE_AS ->
          part.tokens().stream()
              .anyMatch(
                  token -> token.kind() == Token.Kind.KEYWORD && token.value().equals("execute"));
      default -> false;
    };
  }

  /** Returns the statement if it executes a prepared one. */
  static Optional<Statement> in(Script.Part part) {
    if (!mayBe(part)) {
      return Optional.empty();
    }
    try {
      Statement statement = SqlParser.parse(part);
      return find(statement).map(found -> statement);
    } catch (SyntaxRefusal unreadable) {
      if (part.kind() == StatementKind.EXECUTE && Words.hasValue(part.tokens())) {
        throw Refusal.notUnderstood(unreadable);
      }
      return Optional.empty();
    }
  }

  /** Returns the EXECUTE in a statement. */
  static Optional<Statement.Execute> find(Statement statement) {
    if (statement instanceof Statement.Execute execute) {
      return Optional.of(execute);
    }
    if (statement instanceof Statement.Explain explain) {
      return find(explain.statement());
    }
    return statement instanceof Statement.CreateTableAs create
        ? find(create.statement())
        : Optional.empty();
  }

  /** Seals the arguments; returns what the statement returns. */
  ResultPlan execute(Statement statement, NamedStatement named, Reading reading) {
    Statement.Execute execute = find(statement).orElseThrow();
    List<Expr> arguments = execute.arguments();
    if (named.plain()) {
      arguments.forEach(argument -> expressions.requirePlain(argument, scope, CONSTRUCT));
      return new ResultPlan.Clear();
    }
    if (createsTable(statement)) {
      throw Refusal.of(
          "CREATE TABLE AS EXECUTE",
          "the columns of a prepared statement could lose their type; write the query itself");
    }
    if (arguments.size() != named.parameters().size()) {
      throw Refusal.of(CONSTRUCT, "it has another number of arguments than the PREPARE");
    }
    for (int i = 0; i < arguments.size(); i++) {
      argument(arguments.get(i), named.parameters().get(i));
    }
    context.seal();
    if (reading == Reading.JDBC && !context.sealsNothing()) {
      throw Refusal.of(
          CONSTRUCT,
          "its arguments cannot be parameters, so they are sealed in the text, which a"
              + " PreparedStatement keeps; send it with a plain Statement");
    }
    return statement == execute ? named.result() : new ResultPlan.Clear();
  }

  private static boolean createsTable(Statement statement) {
    return statement instanceof Statement.CreateTableAs
        || (statement instanceof Statement.Explain explain && createsTable(explain.statement()));
  }

  private void argument(Expr argument, ParameterPlan parameter) {
    if (parameter instanceof ParameterPlan.Sealed sealed) {
      Operand operand = sealed.operand();
      Cell value = expressions.value(argument, scope);
      Leaf leaf = value.leaf();
      if (leaf != null) {
        // Without a declared type the parameter has that of the routine's argument, and EXECUTE
        // assigns to it.
        boolean inferred = operand.use() == Operand.Use.PASS && operand.cast() == null;
        leaf.passed(
            inferred ? Operand.Use.ASSIGN : operand.use(), operand.cast(), operand.column());
      }
      Types.assign(Cell.encrypted(operand.type(), operand.column(), true), value, CONSTRUCT);
    } else if (parameter instanceof ParameterPlan.NullTest) {
      nullTest(argument);
    } else {
      expressions.requirePlain(argument, scope, CONSTRUCT);
    }
  }

  /** The parameter is a boolean on the server; its value is not sent. */
  private void nullTest(Expr argument) {
    if (!(argument instanceof Atom.Constant constant)) {
      throw Refusal.of(CONSTRUCT, "an argument that is only tested for NULL must be a constant");
    }
    if (constant.kind() != Atom.Constant.Kind.NULL) {
      context.patches().replace(constant.start(), constant.end(), "true");
    }
  }
}
