package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A function, or what looks like one. */
public sealed interface Call extends Expr {

  /**
   * A function call.
   *
   * @param special whether it is written in the standard's own syntax ({@code EXTRACT(x FROM y)},
   *     {@code (a, b) OVERLAPS (c, d)}); name and arguments are then those that PostgreSQL makes of
   *     it, except that {@code SUBSTRING(a FOR n)} has no 1 between its two
   * @param star {@code count(*)}
   * @param withinGroup whether the ORDER BY stands in WITHIN GROUP
   * @param window the window definition after OVER, or null
   */
  record FunctionCall(
      int start,
      int end,
      QualifiedName name,
      boolean special,
      boolean star,
      boolean distinct,
      List<Argument> arguments,
      List<SortKey> orderBy,
      boolean withinGroup,
      @Nullable Expr filter,
      @Nullable Window window)
      implements Call {
    public FunctionCall {
      arguments = List.copyOf(arguments);
      orderBy = List.copyOf(orderBy);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(name);
      arguments.forEach(action);
      orderBy.forEach(action);
      Node.visit(filter, action);
      Node.visit(window, action);
    }
  }

  /**
   * {@code {fn call}} of JDBC. The wrapped driver may translate the name (ucase, concat, …) into
   * something else, so the name inside says nothing about what the server will run.
   */
  record EscapedFunction(int start, int end, Expr call) implements Call {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(call);
    }
  }

  /** {@code COALESCE(a, b)}. */
  record Coalesce(int start, int end, List<Expr> arguments) implements Call {
    public Coalesce {
      arguments = List.copyOf(arguments);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      arguments.forEach(action);
    }
  }

  /**
   * GREATEST or LEAST.
   *
   * @param greatest false for LEAST
   */
  record MinMax(int start, int end, boolean greatest, List<Expr> arguments) implements Call {
    public MinMax {
      arguments = List.copyOf(arguments);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      arguments.forEach(action);
    }
  }

  /** {@code NULLIF(left, right)}; the operator is named {@code =} and stands at the keyword. */
  record NullIf(int start, int end, Operator operator, Expr left, Expr right) implements Call {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operator);
      action.accept(left);
      action.accept(right);
    }
  }

  /** {@code CASE [operand] WHEN … [ELSE …] END}; a missing ELSE means NULL. */
  record Case(
      int start, int end, @Nullable Expr operand, List<When> whens, @Nullable Expr otherwise)
      implements Call {
    public Case {
      whens = List.copyOf(whens);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      Node.visit(operand, action);
      whens.forEach(action);
      Node.visit(otherwise, action);
    }
  }

  /** {@code GROUPING(a, b)}. */
  record GroupingCall(int start, int end, List<Expr> arguments) implements Call {
    public GroupingCall {
      arguments = List.copyOf(arguments);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      arguments.forEach(action);
    }
  }

  /**
   * An XML or JSON construct, or MERGE_ACTION(): no operation of it exists on an encrypted operand,
   * so only its operands are kept.
   *
   * @param keyword in capitals: XMLELEMENT, JSON_OBJECT, …
   */
  record Construct(int start, int end, String keyword, List<Node> operands) implements Call {
    public Construct {
      operands = List.copyOf(operands);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      operands.forEach(action);
    }
  }
}
