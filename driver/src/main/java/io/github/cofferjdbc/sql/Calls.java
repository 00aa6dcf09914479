package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.RelationName;
import io.github.cofferjdbc.catalog.Routine;
import io.github.cofferjdbc.sql.syntax.Argument;
import io.github.cofferjdbc.sql.syntax.Call;
import io.github.cofferjdbc.sql.syntax.Expr;
import io.github.cofferjdbc.sql.syntax.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Functions, and what looks like one. Used by one thread. */
final class Calls {
  private final Context context;
  private final Expressions expressions;

  Calls(Context context, Expressions expressions) {
    this.context = context;
    this.expressions = expressions;
  }

  Cell call(Call call, Scope scope) {
    if (call instanceof Call.FunctionCall function) {
      return function(function, scope);
    }
    if (call instanceof Call.Coalesce coalesce) {
      return Types.unify(values(coalesce.arguments(), scope), "COALESCE");
    }
    if (call instanceof Call.NullIf nullIf) {
      Cell left = expressions.value(nullIf.left(), scope);
      Types.compare(left, expressions.value(nullIf.right(), scope), Ability.EQUAL, "NULLIF");
      return left.isEncrypted()
          ? Cell.encrypted(left.type(), left.origin(), false)
          : left.withoutLeaf();
    }
    if (call instanceof Call.Case choice) {
      return choice(choice, scope);
    }
    if (call instanceof Call.MinMax minMax) {
      String construct = minMax.greatest() ? "GREATEST" : "LEAST";
      Cell cell = Types.unify(values(minMax.arguments(), scope), construct);
      Types.require(cell, Ability.ORDER, construct);
      return cell;
    }
    if (call instanceof Call.GroupingCall grouping) {
      grouping.arguments().forEach(argument -> expressions.value(argument, scope));
      return Cell.plain("GROUPING");
    }
    if (call instanceof Call.EscapedFunction escaped) {
      return escaped(escaped, scope);
    }
    if (call instanceof Call.Construct construct) {
      construct
          .operands()
          .forEach(node -> expressions.requireAllPlain(node, scope, construct.keyword()));
      return Cell.plain(construct.keyword());
    }
    throw new IllegalStateException("Call is sealed");
  }

  private List<Cell> values(List<Expr> exprs, Scope scope) {
    List<Cell> cells = new ArrayList<>(exprs.size());
    exprs.forEach(expr -> cells.add(expressions.value(expr, scope)));
    return cells;
  }

  private Cell choice(Call.Case choice, Scope scope) {
    List<Cell> results = new ArrayList<>();
    Cell operand = choice.operand() == null ? null : expressions.value(choice.operand(), scope);
    for (When when : choice.whens()) {
      if (operand == null) {
        expressions.condition(when.condition(), scope, "CASE");
      } else {
        Cell compared = expressions.value(when.condition(), scope);
        Types.compare(operand, compared, Ability.EQUAL, "CASE");
      }
      results.add(expressions.value(when.result(), scope));
    }
    if (choice.otherwise() != null) {
      results.add(expressions.value(choice.otherwise(), scope));
    }
    Cell cell = Types.unify(results, "CASE");
    // A missing ELSE is an untyped NULL, and the server falls back to bytea.
    return cell.isEncrypted() && choice.otherwise() == null
        ? Cell.encrypted(cell.type(), cell.origin(), false)
        : cell;
  }

  /** The wrapped driver may make another function of it, so only its arguments count. */
  private Cell escaped(Call.EscapedFunction escaped, Scope scope) {
    if (escaped.call() instanceof Call.FunctionCall function) {
      String construct = "{fn " + function.name().last().text() + "}";
      if (routine(function).isPresent()) {
        throw Refusal.of(construct, "it is declared with encrypted types; call it without {fn}");
      }
      for (Argument argument : function.arguments()) {
        expressions.requirePlain(argument.value(), scope, construct);
      }
      clauses(function, scope, construct);
    } else {
      expressions.requirePlain(escaped.call(), scope, "{fn}");
    }
    return Cell.plain("{fn}");
  }

  private Cell function(Call.FunctionCall call, Scope scope) {
    Optional<Routine> routine = routine(call);
    if (routine.isPresent()) {
      arguments(call, routine.get(), scope);
      return result(routine.get());
    }
    String name = call.name().last().text();
    clauses(call, scope, name + "()");
    boolean builtIn =
        call.name().schema().map(schema -> schema.text().equals("pg_catalog")).orElse(true);
    return builtIn ? builtIn(call, name, scope) : others(call, name, scope);
  }

  /** What a call may have beside its arguments. */
  private void clauses(Call.FunctionCall call, Scope scope, String construct) {
    call.orderBy()
        .forEach(
            key ->
                Types.require(
                    expressions.value(key.value(), scope),
                    Ability.ORDER,
                    "ORDER BY in " + construct));
    if (call.filter() != null) {
      expressions.condition(call.filter(), scope, "FILTER");
    }
    if (call.window() != null) {
      expressions.window(call.window(), scope);
    }
  }

  private Cell builtIn(Call.FunctionCall call, String name, Scope scope) {
    if (call.withinGroup() || call.arguments().isEmpty() || isSpecial(call)) {
      return others(call, name, scope);
    }
    return switch (name) {
      case "count" -> {
        Cell argument = distinct(call, name, scope);
        argument.bindPlain("count()");
        yield Cell.plain("count()");
      }
      case "array_agg" -> Cell.arrayOf(distinct(call, name, scope));
      case "min", "max" -> {
        Cell argument = distinct(call, name, scope);
        Types.require(argument, Ability.ORDER, name + "()");
        yield argument.isEncrypted()
            ? Cell.encrypted(argument.type(), argument.origin(), false)
            : argument.withoutLeaf();
      }
      case "lag", "lead", "first_value", "last_value", "nth_value" -> ofWindow(call, name, scope);
      default -> others(call, name, scope);
    };
  }

  private static boolean isSpecial(Call.FunctionCall call) {
    return call.special()
        || call.arguments().stream()
            .anyMatch(argument -> argument.name() != null || argument.variadic());
  }

  private Cell distinct(Call.FunctionCall call, String name, Scope scope) {
    if (call.arguments().size() != 1) {
      throw Refusal.of(name + "()", "it takes one argument");
    }
    Cell argument = expressions.value(call.arguments().get(0).value(), scope);
    if (call.distinct()) {
      Types.require(argument, Ability.EQUALITY, name + "(DISTINCT)");
    }
    return argument;
  }

  private Cell ofWindow(Call.FunctionCall call, String name, Scope scope) {
    List<Argument> arguments = call.arguments();
    Cell value = expressions.value(arguments.get(0).value(), scope);
    if (arguments.size() > 1) {
      expressions.requirePlain(arguments.get(1).value(), scope, name + "()");
    }
    if (arguments.size() > 2) {
      Cell otherwise = expressions.value(arguments.get(2).value(), scope);
      return Types.unify(List.of(value, otherwise), name + "()");
    }
    return value.withoutLeaf();
  }

  private Cell others(Call.FunctionCall call, String name, Scope scope) {
    for (Argument argument : call.arguments()) {
      expressions.requirePlain(argument.value(), scope, name + "()");
    }
    return Cell.plain(name + "()");
  }

  /** Returns the routine with encrypted types that is called, or empty if it is another. */
  Optional<Routine> routine(Call.FunctionCall call) {
    String name = call.name().last().text();
    if (!Mention.of(name, context.catalog())) {
      return Optional.empty();
    }
    List<Routine> all = context.catalog().routines(Context.nameOf(call.name()));
    if (all.isEmpty()) {
      refuseCastByName(call, name);
      return Optional.empty();
    }
    List<Routine> fitting =
        all.stream().filter(routine -> RoutineArguments.fit(routine, call.arguments())).toList();
    if (fitting.size() != 1 || RoutineArguments.types(fitting.get(0), call.arguments()).isEmpty()) {
      throw Refusal.of(
          name + "()",
          fitting.size() < 2
              ? "no routine of this name with encrypted types takes these arguments; write its"
                  + " schema before the name if you mean another"
              : "several routines of this name take these arguments; write the schema before the"
                  + " name, or the names of the arguments");
    }
    return Optional.of(fitting.get(0));
  }

  /** {@code name('…')} is a cast if there is no such function but a type of this name. */
  private void refuseCastByName(Call.FunctionCall call, String name) {
    RelationName asked = Context.nameOf(call.name());
    boolean ofTable =
        call.arguments().size() == 1
            && context.catalog().relation(asked) instanceof CatalogView.Lookup.Found found
            && found.relation().encrypted();
    if (ofTable) {
      throw Refusal.of(name + "()", "the row type of the protected table is not supported");
    }
    if (context.catalog().encryptedType(asked).isPresent()) {
      throw Refusal.of(name + "()", "it has the name of an encrypted type; write a cast with ::");
    }
  }

  /** Checks and seals the arguments of a routine with encrypted types. */
  void arguments(Call.FunctionCall call, Routine routine, Scope scope) {
    String construct = routine.name() + "()";
    if (call.special() || call.distinct() || call.withinGroup() || call.star()) {
      throw Refusal.of(construct, "DISTINCT, * and the clauses of aggregates are not supported");
    }
    clauses(call, scope, construct);
    List<ColumnType> types = RoutineArguments.types(routine, call.arguments()).orElseThrow();
    for (int i = 0; i < call.arguments().size(); i++) {
      Argument argument = call.arguments().get(i);
      if (argument.name() != null && context.catalog().pinned()) {
        throw Refusal.of(
            construct,
            "under coffer.policy=pinned the names of arguments are the server's word alone; write"
                + " the arguments by position");
      }
      Cell value = expressions.value(argument.value(), scope);
      Leaf.markPassed(value);
      String place = argument.name() == null ? String.valueOf(i + 1) : argument.name().text();
      String name = "argument " + place + " of " + construct;
      Types.assign(argument(types.get(i), name), value, construct);
    }
  }

  private static Cell argument(ColumnType type, String name) {
    if (type instanceof ColumnType.Encrypted encrypted) {
      return Expressions.cellOf(encrypted, name);
    }
    if (type instanceof ColumnType.Nested || type instanceof ColumnType.Lost) {
      throw Refusal.of(name, "argument", "its type holds encrypted values inside");
    }
    return Cell.plain(name);
  }

  private static Cell result(Routine routine) {
    String construct = routine.name() + "()";
    List<Column> results = routine.results();
    if (results.size() > 1) {
      throw Refusal.of(construct, "it returns several columns; call it in FROM");
    }
    return results.isEmpty()
        ? Cell.plain(construct)
        : Source.columnOf(results.get(0), construct).use();
  }
}
