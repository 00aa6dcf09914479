package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.syntax.Accessor;
import io.github.cofferjdbc.sql.syntax.Assignment;
import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.sql.syntax.Composite;
import io.github.cofferjdbc.sql.syntax.Conflict;
import io.github.cofferjdbc.sql.syntax.Expr;
import io.github.cofferjdbc.sql.syntax.IndexElement;
import io.github.cofferjdbc.sql.syntax.MergeAction;
import io.github.cofferjdbc.sql.syntax.MergeWhen;
import io.github.cofferjdbc.sql.syntax.Name;
import io.github.cofferjdbc.sql.syntax.Query;
import io.github.cofferjdbc.sql.syntax.QueryBody;
import io.github.cofferjdbc.sql.syntax.Returning;
import io.github.cofferjdbc.sql.syntax.Statement;
import io.github.cofferjdbc.sql.syntax.TargetColumn;
import io.github.cofferjdbc.sql.syntax.ValuesRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE, DELETE and MERGE. Used by one thread. */
final class Changes {
  private final Queries queries;
  private final Expressions expressions;
  private final FromItems fromItems;

  Changes(Queries queries) {
    this.queries = queries;
    this.expressions = queries.expressions();
    this.fromItems = queries.fromItems();
    queries.commonTables().changes((statement, scope) -> change(statement, scope).returned());
  }

  /**
   * What a change returns.
   *
   * @param returned the columns of RETURNING
   * @param everything what {@code RETURNING *} would return
   */
  record Change(List<OutputColumn> returned, List<OutputColumn> everything) {}

  Change change(Statement statement, Scope outer) {
    if (statement instanceof Statement.Insert insert) {
      return insert(insert, outer);
    }
    if (statement instanceof Statement.Update update) {
      return update(update, outer);
    }
    if (statement instanceof Statement.Delete delete) {
      return delete(delete, outer);
    }
    if (statement instanceof Statement.Merge merge) {
      return merge(merge, outer);
    }
    throw Refusal.of("WITH", "only queries and INSERT, UPDATE, DELETE, MERGE can stand there");
  }

  private Change insert(Statement.Insert insert, Scope outer) {
    Scope scope = insert.with() == null ? outer : queries.commonTables().with(insert.with(), outer);
    Source target = fromItems.target(insert.target());
    List<OutputColumn> columns = targets(insert.columns(), target, scope);
    if (insert.source() != null) {
      rows(insert.source(), columns, scope);
    }
    Scope own = scope.inner(Scope.From.of(target));
    if (insert.conflict() != null) {
      conflict(insert.conflict(), target, own);
    }
    return returning(insert.returning(), target, own);
  }

  /** The columns that are written, all of them if none are named. */
  private List<OutputColumn> targets(List<TargetColumn> named, Source target, Scope scope) {
    if (named.isEmpty()) {
      return target.complete() ? target.columns() : List.of();
    }
    List<OutputColumn> columns = new ArrayList<>();
    for (TargetColumn column : named) {
      columns.add(new OutputColumn(column.name().text(), target(column, target, scope)));
    }
    return columns;
  }

  private Cell target(TargetColumn column, Source target, Scope scope) {
    String name = column.name().text();
    OutputColumn found = Scope.only(target.columns(), name);
    if (found == null) {
      if (target.complete()) {
        throw Refusal.unknown("column " + name, "the table that is written to has no such column");
      }
      return Cell.plain("column " + name);
    }
    Cell cell = found.use();
    if (!column.steps().isEmpty()) {
      for (Accessor step : column.steps()) {
        expressions.requireAllPlain(step, scope, "subscript");
      }
      if (cell.isEncrypted()) {
        throw Refusal.of(cell.origin(), "assignment to an element", "assign the array as a whole");
      }
    }
    return cell;
  }

  private void rows(Query source, List<OutputColumn> targets, Scope scope) {
    if (source.body() instanceof QueryBody.Values values
        && source.orderBy().isEmpty()
        && source.limit() == null
        && source.locking().isEmpty()) {
      Scope inner =
          source.with() == null ? scope : queries.commonTables().with(source.with(), scope);
      values.rows().forEach(row -> row(row, targets, inner.inner(Scope.From.NOTHING)));
      return;
    }
    List<OutputColumn> columns = queries.query(source, scope);
    checkCount(columns.size(), targets);
    for (int i = 0; i < Math.min(columns.size(), targets.size()); i++) {
      Cell value = columns.get(i).use();
      Leaf.markAssigned(value);
      Types.assign(usable(targets.get(i)), value, "INSERT");
    }
  }

  private void row(ValuesRow row, List<OutputColumn> targets, Scope scope) {
    checkCount(row.values().size(), targets);
    for (int i = 0; i < row.values().size(); i++) {
      if (i < targets.size()) {
        store(usable(targets.get(i)), row.values().get(i), scope, "INSERT");
      } else {
        expressions.value(row.values().get(i), scope);
      }
    }
  }

  /** While the target's columns are not loaded, any number of values may be right. */
  private static void checkCount(int values, List<OutputColumn> targets) {
    if (values > targets.size() && !targets.isEmpty()) {
      throw Refusal.of("INSERT", "there are more values than columns");
    }
  }

  /** A column that cannot be written matters only if a value is given for it. */
  private static Cell usable(OutputColumn target) {
    if (target.blocked() != null) {
      throw Refusal.of(target.cell().origin(), "INSERT", target.blocked());
    }
    return target.cell();
  }

  private void store(Cell target, Expr value, Scope scope, String construct) {
    Cell cell = expressions.value(value, scope);
    if (throughQuery(value)) {
      Leaf.markAssigned(cell); // there the server would take it for text
    } else {
      Leaf.markStored(cell);
    }
    Types.assign(target, cell, construct);
  }

  /** Tells whether a constant that the expression is stands elsewhere, in a query. */
  private static boolean throughQuery(Expr value) {
    return value instanceof Atom.ColumnRef || value instanceof Composite.ScalarSubquery;
  }

  private void conflict(Conflict conflict, Source target, Scope scope) {
    if (conflict.target() != null) {
      for (IndexElement element : conflict.target().elements()) {
        arbiter(element, target, scope);
      }
      if (conflict.target().where() != null) {
        expressions.condition(conflict.target().where(), scope, "ON CONFLICT");
      }
    }
    Source excluded =
        new Source("excluded", null, target.columns(), target.complete(), target.table());
    Scope both = scope.with(scope.from().andQualified(excluded));
    set(conflict.assignments(), target, both);
    if (conflict.where() != null) {
      expressions.condition(conflict.where(), both, "ON CONFLICT");
    }
  }

  private void arbiter(IndexElement element, Source target, Scope scope) {
    Name name = element.column();
    if (name != null) {
      OutputColumn column = Scope.only(target.columns(), name.text());
      if (column == null) {
        if (target.complete()) {
          throw Refusal.unknown("column " + name.text(), "ON CONFLICT names it");
        }
        return;
      }
      Cell cell = column.use();
      Types.require(cell, Ability.EQUALITY, "ON CONFLICT");
      if (cell.isEncrypted() && (element.collation() != null || element.operatorClass() != null)) {
        throw Refusal.of(cell.origin(), "ON CONFLICT", "write the column alone");
      }
    } else if (element.expression() != null) {
      expressions.requirePlain(element.expression(), scope, "ON CONFLICT");
    }
  }

  private void set(List<Assignment> assignments, Source target, Scope scope) {
    for (Assignment assignment : assignments) {
      if (assignment instanceof Assignment.One one) {
        store(target(one.column(), target, scope), one.value(), scope, "SET");
      } else if (assignment instanceof Assignment.Several several) {
        several(several, target, scope);
      }
    }
  }

  private void several(Assignment.Several several, Source target, Scope scope) {
    List<Cell> targets = new ArrayList<>();
    several.columns().forEach(column -> targets.add(target(column, target, scope)));
    if (several.source() instanceof Composite.Row row) {
      checkSame(row.fields().size(), targets);
      for (int i = 0; i < targets.size(); i++) {
        store(targets.get(i), row.fields().get(i), scope, "SET");
      }
    } else if (several.source() instanceof Composite.ScalarSubquery subquery) {
      List<Cell> values = expressions.columns(subquery.query(), scope);
      checkSame(values.size(), targets);
      for (int i = 0; i < targets.size(); i++) {
        Types.assign(targets.get(i), values.get(i), "SET");
      }
    } else {
      checkSame(1, targets);
      store(targets.get(0), several.source(), scope, "SET");
    }
  }

  private static void checkSame(int values, List<Cell> targets) {
    if (values != targets.size()) {
      throw Refusal.of("SET", "the numbers of columns and values differ");
    }
  }

  private Change update(Statement.Update update, Scope outer) {
    Scope scope = update.with() == null ? outer : queries.commonTables().with(update.with(), outer);
    Source target = fromItems.target(update.target());
    Scope own = scope.inner(Scope.From.of(target).and(fromItems.from(update.from(), scope)));
    set(update.assignments(), target, own);
    if (update.where() != null) {
      expressions.condition(update.where(), own, "WHERE");
    }
    return returning(update.returning(), target, own);
  }

  private Change delete(Statement.Delete delete, Scope outer) {
    Scope scope = delete.with() == null ? outer : queries.commonTables().with(delete.with(), outer);
    Source target = fromItems.target(delete.target());
    Scope own = scope.inner(Scope.From.of(target).and(fromItems.from(delete.using(), scope)));
    if (delete.where() != null) {
      expressions.condition(delete.where(), own, "WHERE");
    }
    return returning(delete.returning(), target, own);
  }

  private Change merge(Statement.Merge merge, Scope outer) {
    Scope scope = merge.with() == null ? outer : queries.commonTables().with(merge.with(), outer);
    Source target = fromItems.target(merge.target());
    Scope.From source = fromItems.item(merge.source(), scope, Scope.From.NOTHING);
    Scope both = scope.inner(source.and(Scope.From.of(target)));
    expressions.condition(merge.on(), both, "MERGE ON");
    for (MergeWhen when : merge.whens()) {
      Scope visible =
          switch (when.match()) {
            case MATCHED -> both;
            case NOT_MATCHED_BY_SOURCE -> scope.inner(Scope.From.of(target));
            case NOT_MATCHED_BY_TARGET -> scope.inner(source);
          };
      if (when.condition() != null) {
        expressions.condition(when.condition(), visible, "WHEN");
      }
      act(when.action(), target, visible);
    }
    return returning(merge.returning(), target, both);
  }

  private void act(MergeAction action, Source target, Scope scope) {
    if (action instanceof MergeAction.MergeUpdate update) {
      set(update.assignments(), target, scope);
    } else if (action instanceof MergeAction.MergeInsert insert) {
      List<OutputColumn> targets = targets(insert.columns(), target, scope);
      if (insert.values() != null) {
        row(insert.values(), targets, scope);
      }
    }
  }

  private Change returning(@Nullable Returning returning, Source target, Scope scope) {
    List<OutputColumn> everything = scope.from().columns();
    if (returning == null) {
      return new Change(List.of(), everything);
    }
    Scope.From from =
        scope
            .from()
            .andQualified(row(returning.oldAlias(), "old", target))
            .andQualified(row(returning.newAlias(), "new", target));
    return new Change(queries.items(returning.items(), scope.with(from)), everything);
  }

  /** The old or the new row, since PostgreSQL 18; before, the server refuses the name. */
  private static Source row(@Nullable Name alias, String otherwise, Source target) {
    String name = alias == null ? otherwise : alias.text();
    return new Source(name, null, target.columns(), target.complete(), target.table());
  }
}
