package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.syntax.Composite;
import io.github.cofferjdbc.sql.syntax.Condition;
import io.github.cofferjdbc.sql.syntax.Expr;
import io.github.cofferjdbc.sql.syntax.Operation;
import io.github.cofferjdbc.sql.syntax.Operator;
import java.util.ArrayList;
import java.util.List;

/** Comparisons and other conditions. Used by one thread. */
final class Comparisons {
  private final Expressions expressions;

  Comparisons(Expressions expressions) {
    this.expressions = expressions;
  }

  /** Tells whether the operator is PostgreSQL's own comparison. */
  static boolean isComparison(Operator operator) {
    if (operator.qualified() && !operator.parts().get(0).equals("pg_catalog")) {
      return false;
    }
    return switch (operator.name()) {
      case "=", "<>", "<", ">", "<=", ">=" -> true;
      default -> false;
    };
  }

  private static Ability abilityOf(Operator operator) {
    return switch (operator.name()) {
      case "=" -> Ability.EQUAL;
      case "<>" -> Ability.EQUALITY;
      default -> Ability.ORDER;
    };
  }

  void condition(Condition condition, Scope scope) {
    if (condition instanceof Condition.BoolExpr bool) {
      String construct = bool.conjunction() ? "AND" : "OR";
      bool.operands().forEach(operand -> expressions.condition(operand, scope, construct));
    } else if (condition instanceof Condition.Not not) {
      expressions.condition(not.operand(), scope, "NOT");
    } else if (condition instanceof Condition.IsNull isNull) {
      for (Expr field : Expressions.fields(isNull.operand())) {
        Leaf.markNullTest(expressions.value(field, scope));
      }
    } else if (condition instanceof Condition.IsTruth truth) {
      expressions.condition(truth.operand(), scope, "IS " + truth.truth());
    } else if (condition instanceof Condition.IsKind kind) {
      expressions.requirePlain(kind.operand(), scope, "IS " + kind.kind());
    } else if (condition instanceof Condition.IsDistinctFrom distinct) {
      rows(distinct.left(), distinct.right(), scope, Ability.EQUALITY, "IS DISTINCT FROM");
    } else if (condition instanceof Condition.Between between) {
      between(between, scope);
    } else if (condition instanceof Condition.InList list) {
      inList(list, scope);
    } else if (condition instanceof Condition.InSubquery in) {
      Ability ability = in.negated() ? Ability.EQUALITY : Ability.EQUAL;
      withQuery(in.operand(), expressions.columns(in.query(), scope), scope, ability, "IN");
    } else if (condition instanceof Condition.Like like) {
      like(like, scope);
    } else if (condition instanceof Condition.QuantifiedArray quantified) {
      quantified(quantified, scope);
    } else if (condition instanceof Condition.QuantifiedSubquery quantified) {
      quantified(quantified, scope);
    } else if (condition instanceof Condition.Exists exists) {
      expressions.rows(exists.query(), scope);
    } else {
      throw new IllegalStateException("Condition is sealed");
    }
  }

  void compare(Operator operator, Expr left, Expr right, Scope scope) {
    rows(left, right, scope, abilityOf(operator), operator.name());
  }

  /** Compares values, rows field by field, or a row with a query's. */
  private void rows(Expr left, Expr right, Scope scope, Ability ability, String construct) {
    if (left instanceof Composite.Row && right instanceof Composite.ScalarSubquery subquery) {
      withQuery(left, expressions.columns(subquery.query(), scope), scope, ability, construct);
      return;
    }
    if (!(left instanceof Composite.Row && right instanceof Composite.Row)) {
      Cell one = expressions.value(left, scope);
      Types.compare(one, expressions.value(right, scope), ability, construct);
      return;
    }
    List<Expr> lefts = Expressions.fields(left);
    List<Expr> rights = Expressions.fields(right);
    if (lefts.size() != rights.size()) {
      throw Refusal.of(construct, "the rows have different numbers of values");
    }
    for (int i = 0; i < lefts.size(); i++) {
      Cell one = expressions.value(lefts.get(i), scope);
      Types.compare(one, expressions.value(rights.get(i), scope), ability, construct);
    }
  }

  private void withQuery(
      Expr operand, List<Cell> columns, Scope scope, Ability ability, String construct) {
    List<Expr> fields = Expressions.fields(operand);
    if (fields.size() != columns.size()) {
      throw Refusal.of(construct, "the query does not return as many columns as are compared");
    }
    for (int i = 0; i < columns.size(); i++) {
      Types.compare(expressions.value(fields.get(i), scope), columns.get(i), ability, construct);
    }
  }

  private void between(Condition.Between between, Scope scope) {
    Cell operand = expressions.value(between.operand(), scope);
    Types.compare(operand, expressions.value(between.low(), scope), Ability.ORDER, "BETWEEN");
    Types.compare(operand, expressions.value(between.high(), scope), Ability.ORDER, "BETWEEN");
  }

  private void inList(Condition.InList list, Scope scope) {
    Ability ability = list.negated() ? Ability.EQUALITY : Ability.EQUAL;
    List<Cell> operands = new ArrayList<>();
    for (Expr field : Expressions.fields(list.operand())) {
      operands.add(expressions.value(field, scope));
    }
    List<Leaf> leaves = new ArrayList<>();
    int others = 0;
    for (Expr item : list.values()) {
      List<Expr> fields =
          list.operand() instanceof Composite.Row ? Expressions.fields(item) : List.of(item);
      if (fields.size() != operands.size()) {
        throw Refusal.of("IN", "its rows have different numbers of values");
      }
      for (int i = 0; i < fields.size(); i++) {
        Cell value = expressions.value(fields.get(i), scope);
        Types.compare(operands.get(i), value, ability, "IN");
        if (value.leaf() != null) {
          leaves.add(value.leaf());
        }
        others += item instanceof Composite.ScalarSubquery ? 1 : 0;
      }
    }
    Cell operand = operands.get(0);
    if (operand.isEncrypted() && !(list.operand() instanceof Composite.Row)) {
      ListedLeaves.ofIn(leaves, others, operand.type(), operand.origin());
    }
  }

  private void like(Condition.Like like, Scope scope) {
    String construct = like.kind() == Condition.Like.Kind.SIMILAR ? "SIMILAR TO" : like.kind() + "";
    Cell operand = expressions.value(like.operand(), scope);
    if (like.kind() == Condition.Like.Kind.LIKE) {
      Types.require(operand, Ability.PATTERN, construct);
    }
    Types.requirePlain(operand, construct);
    expressions.requirePlain(like.pattern(), scope, construct);
    if (like.escape() != null) {
      expressions.requirePlain(like.escape(), scope, construct);
    }
  }

  private static String name(Operator operator, boolean all) {
    return operator.name() + (all ? " ALL" : " ANY");
  }

  private void quantified(Condition.QuantifiedArray quantified, Scope scope) {
    String construct = name(quantified.operator(), quantified.all());
    if (!isComparison(quantified.operator())) {
      expressions.requirePlain(quantified.left(), scope, construct);
      expressions.requirePlain(quantified.array(), scope, construct);
      return;
    }
    Cell left = expressions.value(quantified.left(), scope);
    Cell array = expressions.value(quantified.array(), scope);
    Leaf.markElements(array);
    Ability ability = abilityOf(quantified.operator());
    if (array.isOpen() && left.isOpen()) {
      left.ask(ability, construct);
      array.joinElement(left);
    } else if (array.isOpen() && left.isEncrypted()) {
      Types.require(left, ability, construct);
      if (isConstructor(quantified.array())) {
        ListedLeaves.ofArray(array.elementLeaves(), left.type(), left.origin());
      }
      array.bind(Types.withArray(left.type(), true), left.origin());
    } else if (array.isEncrypted() && !array.type().array()) {
      throw Refusal.of(array.origin(), construct, "the column is no array");
    } else {
      Types.compare(left, elementOf(array), ability, construct);
    }
    Leaf.markCompared(left);
  }

  private static boolean isConstructor(Expr array) {
    return array instanceof Composite.ArrayConstructor
        || (array instanceof Operation.Cast cast && isConstructor(cast.operand()));
  }

  private static Cell elementOf(Cell array) {
    if (array.isEncrypted()) {
      return Cell.encrypted(Types.withArray(array.type(), false), array.origin(), array.isKept());
    }
    array.bindPlain("an array");
    return Cell.plain(array.origin());
  }

  private void quantified(Condition.QuantifiedSubquery quantified, Scope scope) {
    String construct = name(quantified.operator(), quantified.all());
    List<Cell> columns = expressions.columns(quantified.query(), scope);
    if (isComparison(quantified.operator())) {
      Ability ability = abilityOf(quantified.operator());
      withQuery(quantified.left(), columns, scope, ability, construct);
      return;
    }
    expressions.requirePlain(quantified.left(), scope, construct);
    columns.forEach(cell -> Types.requirePlain(cell, construct));
  }
}
