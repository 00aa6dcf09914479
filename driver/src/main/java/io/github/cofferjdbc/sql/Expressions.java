package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.sql.syntax.Accessor;
import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.sql.syntax.Call;
import io.github.cofferjdbc.sql.syntax.Composite;
import io.github.cofferjdbc.sql.syntax.Condition;
import io.github.cofferjdbc.sql.syntax.Expr;
import io.github.cofferjdbc.sql.syntax.Node;
import io.github.cofferjdbc.sql.syntax.Operation;
import io.github.cofferjdbc.sql.syntax.Query;
import io.github.cofferjdbc.sql.syntax.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * The type of each expression. What is not named here with a rule of its own needs plain operands
 * and is plain; an encrypted operand is refused. Used by one thread.
 */
final class Expressions {
  private final Context context;
  private final Queries queries;
  private final Casts casts;
  private final Calls calls;
  private final Comparisons comparisons;

  Expressions(Context context, Queries queries) {
    this.context = context;
    this.queries = queries;
    this.casts = new Casts(context, this);
    this.calls = new Calls(context, this);
    this.comparisons = new Comparisons(this);
  }

  Casts casts() {
    return casts;
  }

  Calls calls() {
    return calls;
  }

  /** Returns the type of a single value. */
  Cell value(Expr expr, Scope scope) {
    if (expr instanceof Atom atom) {
      return atom(atom, scope);
    }
    if (expr instanceof Operation operation) {
      return operation(operation, scope);
    }
    if (expr instanceof Condition condition) {
      comparisons.condition(condition, scope);
      return Cell.plain("a condition");
    }
    if (expr instanceof Call call) {
      return calls.call(call, scope);
    }
    if (expr instanceof Composite composite) {
      return composite(composite, scope);
    }
    throw new IllegalStateException("Expr is sealed");
  }

  private Cell atom(Atom atom, Scope scope) {
    if (atom instanceof Atom.ColumnRef ref) {
      if (ref.star()) {
        return starValue(ref, scope);
      }
      if (context.catalog().pinned()) {
        scope.requireNotTakenAway(ref);
      }
      return scope.column(ref);
    }
    if (atom instanceof Atom.Parameter parameter) {
      return context.parameter(parameter);
    }
    if (atom instanceof Atom.Constant constant) {
      return constant.kind() == Atom.Constant.Kind.BIT_STRING
          ? Cell.plain("a bit string")
          : context.constant(constant);
    }
    if (atom instanceof Atom.TypedLiteral literal) {
      return casts.typedLiteral(literal);
    }
    if (atom instanceof Atom.SqlValueFunction function) {
      return Cell.plain(function.keyword());
    }
    if (atom instanceof Atom.DefaultMarker) {
      return Cell.open();
    }
    if (atom instanceof Atom.CurrentOf) {
      return Cell.plain("CURRENT OF");
    }
    throw new IllegalStateException("Atom is sealed");
  }

  /** {@code t.*} where one value is wanted. */
  private static Cell starValue(Atom.ColumnRef ref, Scope scope) {
    if (ref.parts().isEmpty()) {
      throw Refusal.of("*", "a star is not supported here; name the columns");
    }
    Source source = scope.source(ref);
    if (source == null) {
      throw Refusal.unknown(Scope.tableOf(ref) + ".*", "the table is not in FROM at this place");
    }
    return Scope.wholeRow(source);
  }

  private Cell operation(Operation operation, Scope scope) {
    if (operation instanceof Operation.BinaryOp binary) {
      return binary(binary, scope);
    }
    if (operation instanceof Operation.UnaryOp unary) {
      return plain(unary.operand(), scope, "operator " + unary.operator().name());
    }
    if (operation instanceof Operation.Cast cast) {
      return casts.cast(cast, scope);
    }
    if (operation instanceof Operation.Collate collate) {
      return plain(collate.operand(), scope, "COLLATE");
    }
    if (operation instanceof Operation.AtTimeZone zoned) {
      if (zoned.zone() != null) {
        requirePlain(zoned.zone(), scope, "AT TIME ZONE");
      }
      return plain(zoned.operand(), scope, "AT TIME ZONE");
    }
    if (operation instanceof Operation.Indirection indirection) {
      return indirection(indirection, scope);
    }
    throw new IllegalStateException("Operation is sealed");
  }

  /** A chain of operators leans to the left and may be long, so it is not walked by recursion. */
  private Cell binary(Operation.BinaryOp last, Scope scope) {
    Operation.BinaryOp binary = last;
    while (true) {
      if (Comparisons.isComparison(binary.operator())) {
        comparisons.compare(binary.operator(), binary.left(), binary.right(), scope);
        break;
      }
      String construct = "operator " + binary.operator().name();
      requirePlain(binary.right(), scope, construct);
      if (!(binary.left() instanceof Operation.BinaryOp inner)) {
        requirePlain(binary.left(), scope, construct);
        break;
      }
      binary = inner;
    }
    return Cell.plain("operator " + last.operator().name());
  }

  private Cell indirection(Operation.Indirection indirection, Scope scope) {
    Cell base = value(indirection.base(), scope);
    boolean element = true;
    for (Accessor step : indirection.steps()) {
      if (step instanceof Accessor.Subscript subscript) {
        requirePlain(subscript.index(), scope, "subscript");
      } else if (step instanceof Accessor.Slice slice) {
        element = false;
        if (slice.lower() != null) {
          requirePlain(slice.lower(), scope, "subscript");
        }
        if (slice.upper() != null) {
          requirePlain(slice.upper(), scope, "subscript");
        }
      } else {
        Types.requirePlain(base, "field selection");
      }
    }
    if (!base.isEncrypted()) {
      base.bindPlain("subscript");
      return Cell.plain("subscript");
    }
    if (!base.type().array() || indirection.steps().size() > 1) {
      throw Refusal.of(base.origin(), "subscript", "only one subscript of an array is supported");
    }
    return element
        ? Cell.encrypted(Types.withArray(base.type(), false), base.origin(), base.isKept())
        : base;
  }

  private Cell composite(Composite composite, Scope scope) {
    if (composite instanceof Composite.Row row) {
      row.fields().forEach(field -> requirePlain(field, scope, "ROW"));
      return Cell.plain("a row");
    }
    if (composite instanceof Composite.ArrayConstructor array) {
      return array(array, scope);
    }
    if (composite instanceof Composite.ArraySubquery subquery) {
      return Cell.arrayOf(only(queries.subquery(subquery.query(), scope), "ARRAY"));
    }
    if (composite instanceof Composite.ScalarSubquery subquery) {
      return only(queries.subquery(subquery.query(), scope), "sub-select");
    }
    throw new IllegalStateException("Composite is sealed");
  }

  private Cell array(Composite.ArrayConstructor array, Scope scope) {
    List<Cell> elements = new ArrayList<>();
    for (Expr element : array.elements()) {
      if (element instanceof Composite.ArrayConstructor) {
        requirePlain(element, scope, "ARRAY of arrays");
        elements.add(Cell.plain("an array"));
      } else {
        elements.add(value(element, scope));
      }
    }
    return elements.isEmpty()
        ? Cell.arrayOf(Cell.open())
        : Cell.arrayOf(Types.unify(elements, "ARRAY"));
  }

  private static Cell only(List<OutputColumn> columns, String construct) {
    if (columns.size() != 1) {
      throw Refusal.of(construct, "its query must return one column here");
    }
    return columns.get(0).use();
  }

  /** Returns the columns of a sub-select that is compared with as many values. */
  List<Cell> columns(Query query, Scope scope) {
    List<Cell> cells = new ArrayList<>();
    queries.subquery(query, scope).forEach(column -> cells.add(column.use()));
    return cells;
  }

  /** A query whose rows only are asked for. */
  void rows(Query query, Scope scope) {
    queries.query(query, scope);
  }

  /** The values of a row, or the value itself. */
  static List<Expr> fields(Expr expr) {
    return expr instanceof Composite.Row row ? row.fields() : List.of(expr);
  }

  /** An expression that must be true or false. */
  void condition(Expr expr, Scope scope, String construct) {
    Cell cell = value(expr, scope);
    if (cell.isEncrypted()) {
      throw Refusal.of(
          cell.origin(),
          "condition in " + construct,
          "the server cannot tell whether it is true; compare it, as in … = true");
    }
    cell.bindPlain(construct);
  }

  Cell plain(Expr operand, Scope scope, String construct) {
    requirePlain(operand, scope, construct);
    return Cell.plain(construct);
  }

  /** An operand of which nothing encrypted is allowed. */
  void requirePlain(Expr expr, Scope scope, String construct) {
    Types.requirePlain(value(expr, scope), construct);
  }

  /** As {@link #requirePlain}, for every expression in a construct that is not looked into. */
  void requireAllPlain(Node node, Scope scope, String construct) {
    if (node instanceof Expr expr) {
      requirePlain(expr, scope, construct);
    } else if (node instanceof Query query) {
      columns(query, scope).forEach(cell -> Types.requirePlain(cell, construct));
    } else {
      node.forEachChild(child -> requireAllPlain(child, scope, construct));
    }
  }

  void window(Window window, Scope scope) {
    for (Expr expr : window.partitionBy()) {
      Types.require(value(expr, scope), Ability.EQUALITY, "PARTITION BY");
    }
    window
        .orderBy()
        .forEach(key -> Types.require(value(key.value(), scope), Ability.ORDER, "ORDER BY"));
    if (window.frameStart() != null) {
      requirePlain(window.frameStart(), scope, "window frame");
    }
    if (window.frameEnd() != null) {
      requirePlain(window.frameEnd(), scope, "window frame");
    }
  }

  /** Returns a cell for a type, such as that of a column definition. */
  static Cell cellOf(ColumnType.Encrypted type, String name) {
    String blocked = Source.notBuilt(type);
    if (blocked != null) {
      throw Refusal.of(name, "type", blocked);
    }
    return Cell.encrypted(type, name, true);
  }
}
