package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An expression that is true, false or unknown. */
public sealed interface Condition extends Expr {

  /**
   * AND or OR. {@code a AND b AND c} has three operands; {@code a AND (b AND c)} has two.
   *
   * @param conjunction true for AND
   */
  record BoolExpr(int start, int end, boolean conjunction, List<Expr> operands)
      implements Condition {
    public BoolExpr {
      operands = List.copyOf(operands);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      operands.forEach(action);
    }
  }

  /** {@code NOT operand}. */
  record Not(int start, int end, Expr operand) implements Condition {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
    }
  }

  /** {@code operand IS [NOT] NULL}, ISNULL, NOTNULL. */
  record IsNull(int start, int end, Expr operand, boolean negated) implements Condition {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
    }
  }

  /** {@code operand IS [NOT] TRUE | FALSE | UNKNOWN}. */
  record IsTruth(int start, int end, Expr operand, Truth truth, boolean negated)
      implements Condition {

    /** What it is compared with. */
    public enum Truth {
      TRUE,
      FALSE,
      UNKNOWN
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
    }
  }

  /**
   * {@code operand IS [NOT] DOCUMENT | JSON …}.
   *
   * @param kind DOCUMENT, JSON, JSON VALUE, JSON ARRAY, JSON OBJECT or JSON SCALAR
   */
  record IsKind(int start, int end, Expr operand, String kind, boolean negated)
      implements Condition {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
    }
  }

  /** {@code left IS [NOT] DISTINCT FROM right}; the operator is named {@code =}. */
  record IsDistinctFrom(
      int start, int end, Expr left, Operator operator, Expr right, boolean negated)
      implements Condition {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(left);
      action.accept(operator);
      action.accept(right);
    }
  }

  /** {@code operand [NOT] BETWEEN [SYMMETRIC] low AND high}. */
  record Between(
      int start,
      int end,
      Expr operand,
      Operator operator,
      Expr low,
      Expr high,
      boolean symmetric,
      boolean negated)
      implements Condition {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
      action.accept(operator);
      action.accept(low);
      action.accept(high);
    }
  }

  /** {@code operand [NOT] IN (values)}; the operator is named {@code =} or {@code <>}. */
  record InList(
      int start, int end, Expr operand, Operator operator, List<Expr> values, boolean negated)
      implements Condition {
    public InList {
      values = List.copyOf(values);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
      action.accept(operator);
      values.forEach(action);
    }
  }

  /** {@code operand [NOT] IN (query)}. */
  record InSubquery(int start, int end, Expr operand, Query query, boolean negated)
      implements Condition {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
      action.accept(query);
    }
  }

  /**
   * {@code operand [NOT] LIKE | ILIKE | SIMILAR TO pattern [ESCAPE escape]}; the operator is {@code
   * ~~}, {@code ~~*} or {@code ~}, with {@code !} before it when negated.
   */
  record Like(
      int start,
      int end,
      Kind kind,
      Expr operand,
      Operator operator,
      Expr pattern,
      @Nullable Expr escape,
      boolean negated)
      implements Condition {

    /** Which word is written. */
    public enum Kind {
      LIKE,
      ILIKE,
      SIMILAR
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(operand);
      action.accept(operator);
      action.accept(pattern);
      Node.visit(escape, action);
    }
  }

  /**
   * {@code left op ANY | ALL (array)}.
   *
   * @param all false for ANY and SOME
   */
  record QuantifiedArray(int start, int end, Expr left, Operator operator, boolean all, Expr array)
      implements Condition {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(left);
      action.accept(operator);
      action.accept(array);
    }
  }

  /**
   * {@code left op ANY | ALL (query)}.
   *
   * @param all false for ANY and SOME
   */
  record QuantifiedSubquery(
      int start, int end, Expr left, Operator operator, boolean all, Query query)
      implements Condition {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(left);
      action.accept(operator);
      action.accept(query);
    }
  }

  /** {@code EXISTS (query)}. */
  record Exists(int start, int end, Query query) implements Condition {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(query);
    }
  }
}
