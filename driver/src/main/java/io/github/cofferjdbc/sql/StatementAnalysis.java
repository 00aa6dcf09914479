package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.Routine;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import io.github.cofferjdbc.sql.plan.Target;
import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.sql.syntax.Expr;
import io.github.cofferjdbc.sql.syntax.FromItem;
import io.github.cofferjdbc.sql.syntax.Query;
import io.github.cofferjdbc.sql.syntax.QueryBody;
import io.github.cofferjdbc.sql.syntax.Returning;
import io.github.cofferjdbc.sql.syntax.SelectItem;
import io.github.cofferjdbc.sql.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The analysis of one statement that reaches something protected. Used by one thread. */
final class StatementAnalysis {
  private static final ResultPlan CLEAR = new ResultPlan.Clear();

  private final Context context;
  private final Queries queries;
  private final Changes changes;
  private final Scope top = new Scope(null, Scope.From.NOTHING, Withs.NONE);

  StatementAnalysis(Context context) {
    this.context = context;
    this.queries = new Queries(context);
    this.changes = new Changes(queries);
  }

  /**
   * What a statement returns.
   *
   * @param writes what generated keys need, or null
   */
  record Result(ResultPlan plan, @Nullable Target writes) {
    static final Result NOTHING = new Result(CLEAR, null);
  }

  Result of(Statement statement) {
    if (statement instanceof Statement.QueryStatement query) {
      return query(query.query());
    }
    if (statement instanceof Statement.Insert insert) {
      return change(insert, insert.target(), insert.returning());
    }
    if (statement instanceof Statement.Update update) {
      return change(update, update.target(), update.returning());
    }
    if (statement instanceof Statement.Delete delete) {
      return change(delete, delete.target(), delete.returning());
    }
    if (statement instanceof Statement.Merge merge) {
      return change(merge, merge.target(), merge.returning());
    }
    if (statement instanceof Statement.Explain explain) {
      of(explain.statement());
      return Result.NOTHING;
    }
    if (statement instanceof Statement.DeclareCursor cursor) {
      used(queries.query(cursor.query(), top));
      return Result.NOTHING;
    }
    if (statement instanceof Statement.CreateTableAs create) {
      return createTable(create);
    }
    if (statement instanceof Statement.CreateView create) {
      return createView(create);
    }
    if (statement instanceof Statement.CallStatement call) {
      return call(call);
    }
    if (statement instanceof Statement.Prepare || statement instanceof Statement.Execute) {
      throw Refusal.of(statement.kind().toString(), "it is not supported inside of another one");
    }
    if (statement instanceof Statement.Copy) {
      throw Refusal.of("COPY", "it cannot be part of another statement");
    }
    if (statement instanceof Statement.SetVariable) {
      return Result.NOTHING;
    }
    if (statement instanceof Statement.Other other) {
      throw Refusal.of(
          other.kind().toString(), "it names something protected and is not understood here");
    }
    throw new IllegalStateException("Statement is sealed");
  }

  /** Returns what a prepared statement returns when it is executed. */
  ResultPlan prepare(Statement.Prepare prepare) {
    Preparations preparations =
        new Preparations(context, queries.expressions().casts(), prepare.types());
    preparations.declare();
    Result result = of(prepare.statement());
    context.seal();
    preparations.rewriteTypes();
    preparations.checkConstants();
    return result.plan();
  }

  Executions executions() {
    return new Executions(context, queries.expressions(), top);
  }

  /** Returns the columns of the rows that a query, or a change with RETURNING, gives to COPY. */
  List<OutputColumn> returned(Statement statement) {
    if (statement instanceof Statement.QueryStatement query && !makesTable(query.query())) {
      return queries.query(query.query(), top);
    }
    if (statement instanceof Statement.Insert
        || statement instanceof Statement.Update
        || statement instanceof Statement.Delete
        || statement instanceof Statement.Merge) {
      return changes.change(statement, top).returned();
    }
    throw Refusal.of("COPY", "only queries and INSERT, UPDATE, DELETE, MERGE can stand in it");
  }

  /** Analyses a condition on the columns of one table. */
  void condition(Expr condition, Source table, String construct) {
    queries.expressions().condition(condition, top.inner(Scope.From.of(table)), construct);
  }

  private Result query(Query query) {
    List<OutputColumn> columns = queries.query(query, top);
    if (makesTable(query)) {
      keepDomains(query, columns, "SELECT INTO");
      return Result.NOTHING;
    }
    return new Result(plan(columns), null);
  }

  private Result change(
      Statement statement, FromItem.TableRef target, @Nullable Returning returning) {
    Changes.Change change = changes.change(statement, top);
    if (returning != null) {
      return new Result(plan(change.returned()), null);
    }
    return new Result(CLEAR, target(target, change.everything()));
  }

  private @Nullable Target target(FromItem.TableRef table, List<OutputColumn> everything) {
    if (!(context.catalog().relation(Context.nameOf(table.name()))
        instanceof CatalogView.Lookup.Found found)) {
      return null;
    }
    boolean clear = everything.stream().noneMatch(column -> isProtected(column));
    if (clear) {
      return null;
    }
    List<ResultPlan.ResultColumn> columns = new ArrayList<>();
    for (OutputColumn column : everything) {
      if (column.blocked() != null && column.cell().isPlain()) {
        return new Target(found.relation(), new ResultPlan.ByHeader());
      }
      columns.add(resultColumn(column.cell()));
    }
    return new Target(found.relation(), new ResultPlan.Columns(columns));
  }

  private static boolean isProtected(OutputColumn column) {
    return column.blocked() != null || column.cell().isEncrypted();
  }

  private static ResultPlan plan(List<OutputColumn> columns) {
    List<ResultPlan.ResultColumn> plans = new ArrayList<>(columns.size());
    for (OutputColumn column : columns) {
      plans.add(resultColumn(column.use()));
    }
    return new ResultPlan.Columns(plans);
  }

  private static ResultPlan.ResultColumn resultColumn(Cell cell) {
    return cell.isEncrypted()
        ? new ResultPlan.ResultColumn.Opened(cell.type(), cell.origin())
        : new ResultPlan.ResultColumn.Clear();
  }

  private static void used(List<OutputColumn> columns) {
    columns.forEach(OutputColumn::use);
  }

  private static boolean makesTable(Query query) {
    Query first = query;
    while (first.body() instanceof QueryBody.SetOperation operation) {
      first = operation.left();
    }
    return first.body() instanceof QueryBody.Select select && select.into() != null;
  }

  private Result createTable(Statement.CreateTableAs create) {
    String construct = create.materializedView() ? "CREATE MATERIALIZED VIEW" : "CREATE TABLE AS";
    if (!(create.statement() instanceof Statement.QueryStatement statement)) {
      throw Refusal.of(construct, "only a query can be its source");
    }
    keepDomains(statement.query(), queries.query(statement.query(), top), construct);
    if (create.materializedView()) {
      refuseValues(construct);
    }
    return Result.NOTHING;
  }

  private Result createView(Statement.CreateView create) {
    List<OutputColumn> columns =
        create.recursive()
            ? queries.commonTables().recursiveView(create, top)
            : queries.query(create.query(), top);
    keepDomains(create.query(), columns, "CREATE VIEW");
    refuseValues("CREATE VIEW");
    return Result.NOTHING;
  }

  /** The query is stored, so a ciphertext in it would outlive its key. */
  private void refuseValues(String construct) {
    context.seal();
    if (!context.sealsNothing()) {
      throw Refusal.of(
          construct, "a constant for a protected column cannot be kept in it; filter in the query");
    }
  }

  /**
   * Writes a cast where the new table's column would otherwise be bytea, so lose its protection.
   */
  private void keepDomains(Query query, List<OutputColumn> columns, String construct) {
    List<SelectItem> items =
        query.body() instanceof QueryBody.Select select ? select.items() : List.of();
    for (int i = 0; i < columns.size(); i++) {
      Cell cell = columns.get(i).use();
      if (!cell.isEncrypted() || cell.isKept()) {
        continue;
      }
      if (items.size() != columns.size()
          || (items.get(i).value() instanceof Atom.ColumnRef ref && ref.star())) {
        throw Refusal.of(
            cell.origin(),
            construct,
            "the new column would lose its type; write a cast to the encrypted type");
      }
      SelectItem item = items.get(i);
      context.patches().insert(item.value().start(), "(");
      String name = item.alias() == null ? " AS " + Identifiers.quoted(columns.get(i).name()) : "";
      context.patches().insert(item.value().end(), ")" + Identifiers.cast(cell.type()) + name);
    }
  }

  private Result call(Statement.CallStatement call) {
    if (call.escaped()) {
      throw Refusal.of("{call}", "only prepareCall takes it; write SELECT or CALL");
    }
    Optional<Routine> routine = queries.expressions().calls().routine(call.call());
    if (routine.isEmpty()) {
      queries.expressions().requirePlain(call.call(), top, "CALL");
      return Result.NOTHING;
    }
    queries.expressions().calls().arguments(call.call(), routine.get(), top);
    List<OutputColumn> columns = new ArrayList<>();
    for (Column column : routine.get().results()) {
      columns.add(Source.columnOf(column, routine.get().name() + "()." + column.name()));
    }
    return columns.isEmpty() ? Result.NOTHING : new Result(plan(columns), null);
  }
}
