package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.ColumnRef;
import io.github.cofferjdbc.sql.syntax.Atom.Constant;
import io.github.cofferjdbc.sql.syntax.Atom.Parameter;
import io.github.cofferjdbc.sql.syntax.Call.NullIf;
import io.github.cofferjdbc.sql.syntax.Condition.Between;
import io.github.cofferjdbc.sql.syntax.Condition.InList;
import io.github.cofferjdbc.sql.syntax.Condition.IsDistinctFrom;
import io.github.cofferjdbc.sql.syntax.Condition.Like;
import io.github.cofferjdbc.sql.syntax.Condition.QuantifiedArray;
import io.github.cofferjdbc.sql.syntax.FromItem.TableRef;
import io.github.cofferjdbc.sql.syntax.Operation.BinaryOp;
import io.github.cofferjdbc.sql.syntax.Operation.UnaryOp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is made of, as far as syntax tells: the relations, column references,
 * parameters, constants and operators that PostgreSQL's own parser finds in it ({@code RangeVar},
 * {@code ColumnRef}, {@code ParamRef}, {@code A_Const}, {@code A_Expr}), in the order of the text.
 *
 * <p>All offsets are UTF-16, end exclusive. An operator's operands span from the first to the last
 * character of the operand itself, without parentheses around it; the right operand of BETWEEN
 * spans both bounds, that of IN all values, that of LIKE pattern and escape, without parentheses
 * around the list. An element that PostgreSQL adds without a place in the text (the 1 of {@code
 * FETCH FIRST ROW ONLY}) is left out. A constant directly after a minus sign starts at the sign,
 * also a string, which the sign does not become part of; so does the operand. AND, OR, NOT, casts,
 * IS NULL, COLLATE and AT TIME ZONE are no operators here, nor is a comparison with a sub-select,
 * because they are none in PostgreSQL's tree. Immutable.
 */
public record SyntaxFacts(
    List<Named> relations,
    List<Named> columns,
    List<Numbered> parameters,
    List<Literal> constants,
    List<Operated> operators) {

  /** A place in the text. */
  public record Span(int start, int end) {
    static Span of(Node node) {
      return new Span(node.start(), node.end());
    }
  }

  /**
   * A relation or column reference.
   *
   * @param name its parts, folded and decoded; a column reference may end in {@code *}
   */
  public record Named(int start, int end, List<String> name) {
    public Named {
      name = List.copyOf(name);
    }
  }

  /** A parameter; numbers count from 1. */
  public record Numbered(int start, int end, int number) {}

  /** A constant, without its value. */
  public record Literal(int start, int end, Constant.Kind kind) {}

  /**
   * An operator.
   *
   * @param name its name, its schema before it with a dot if one is written
   * @param left null before a prefix operator's only operand
   */
  public record Operated(int start, int end, String name, @Nullable Span left, Span right) {}

  public SyntaxFacts {
    relations = List.copyOf(relations);
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
    constants = List.copyOf(constants);
    operators = List.copyOf(operators);
  }

  /** Collects the facts of a statement or any part of one. */
  public static SyntaxFacts of(Node root) {
    Collector collector = new Collector();
    root.walk(collector::visit);
    return collector.facts();
  }

  private static final class Collector {
    private final List<Named> relations = new ArrayList<>();
    private final List<Named> columns = new ArrayList<>();
    private final List<Numbered> parameters = new ArrayList<>();
    private final List<Literal> constants = new ArrayList<>();
    private final List<Operated> operators = new ArrayList<>();

    /** Constants that PostgreSQL moves to the minus sign before them. */
    private final IdentityHashMap<Constant, Integer> moved = new IdentityHashMap<>();

    void visit(Node node) {
      if (node instanceof Atom atom) {
        atom(atom);
      } else if (node instanceof Expr) {
        operator(node);
      } else if (node instanceof TableRef table) {
        relation(table.name());
      } else if (node instanceof SelectInto into) {
        relation(into.table());
      } else if (node instanceof Locking locking) {
        locking.tables().forEach(this::relation);
      } else if (node instanceof Statement statement) {
        target(statement);
      }
    }

    private void atom(Atom atom) {
      if (atom instanceof ColumnRef column) {
        List<String> name = new ArrayList<>(column.parts().size() + 1);
        column.parts().forEach(part -> name.add(part.text()));
        if (column.star()) {
          name.add("*");
        }
        columns.add(new Named(column.start(), column.end(), name));
      } else if (atom instanceof Constant constant) {
        int start = moved.getOrDefault(constant, constant.start());
        constants.add(new Literal(start, constant.end(), constant.kind()));
      } else if (atom instanceof Parameter parameter) {
        parameters.add(new Numbered(parameter.start(), parameter.end(), parameter.number()));
      }
    }

    private void operator(Node node) {
      if (node instanceof BinaryOp binary) {
        operator(binary.operator(), Span.of(binary.left()), Span.of(binary.right()));
      } else if (node instanceof UnaryOp unary) {
        Span operand = Span.of(unary.operand());
        if (unary.operand() instanceof Constant constant && isMinus(unary.operator())) {
          operand = new Span(unary.start(), constant.end());
          moved.put(constant, unary.start());
        }
        operator(unary.operator(), null, operand);
      } else if (node instanceof IsDistinctFrom distinct) {
        operator(distinct.operator(), Span.of(distinct.left()), Span.of(distinct.right()));
      } else if (node instanceof Between between) {
        Span right = new Span(between.low().start(), between.high().end());
        operator(between.operator(), Span.of(between.operand()), right);
      } else if (node instanceof InList in) {
        Span right =
            new Span(in.values().get(0).start(), in.values().get(in.values().size() - 1).end());
        operator(in.operator(), Span.of(in.operand()), right);
      } else if (node instanceof Like like) {
        Node last = like.escape() == null ? like.pattern() : like.escape();
        operator(
            like.operator(), Span.of(like.operand()), new Span(like.pattern().start(), last.end()));
      } else if (node instanceof QuantifiedArray any) {
        operator(any.operator(), Span.of(any.left()), Span.of(any.array()));
      } else if (node instanceof NullIf nullIf) {
        operator(nullIf.operator(), Span.of(nullIf.left()), Span.of(nullIf.right()));
      }
    }

    /** Whether it is the sign itself, not {@code OPERATOR(pg_catalog.-)}. */
    private static boolean isMinus(Operator operator) {
      return operator.name().equals("-") && operator.end() == operator.start() + 1;
    }

    private void operator(Operator operator, @Nullable Span left, Span right) {
      operators.add(
          new Operated(
              operator.start(), operator.end(), String.join(".", operator.parts()), left, right));
    }

    private void relation(QualifiedName name) {
      relations.add(new Named(name.start(), name.end(), name.texts()));
    }

    private void target(Statement statement) {
      if (statement instanceof Statement.CreateTableAs created) {
        relation(created.name());
      } else if (statement instanceof Statement.CreateView view) {
        relation(view.name());
      } else if (statement instanceof Statement.Copy copy && copy.table() != null) {
        relation(copy.table());
      }
    }

    SyntaxFacts facts() {
      relations.sort(Comparator.comparingInt(Named::start));
      columns.sort(Comparator.comparingInt(Named::start));
      parameters.sort(Comparator.comparingInt(Numbered::start));
      constants.sort(Comparator.comparingInt(Literal::start));
      operators.sort(Comparator.comparingInt(Operated::start));
      return new SyntaxFacts(relations, columns, parameters, constants, operators);
    }
  }
}
