package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.syntax.CommonTable;
import io.github.cofferjdbc.sql.syntax.Name;
import io.github.cofferjdbc.sql.syntax.Query;
import io.github.cofferjdbc.sql.syntax.QueryBody;
import io.github.cofferjdbc.sql.syntax.Statement;
import io.github.cofferjdbc.sql.syntax.With;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** WITH queries. Used by one thread. */
final class CommonTables {
  private final Queries queries;
  private @Nullable BiFunction<Statement, Scope, List<OutputColumn>> changes;

  CommonTables(Queries queries) {
    this.queries = queries;
  }

  /** Sets how INSERT, UPDATE, DELETE and MERGE are analysed. */
  void changes(BiFunction<Statement, Scope, List<OutputColumn>> analysis) {
    changes = analysis;
  }

  /** Returns the scope with the queries of WITH; each of them is analysed. */
  Scope with(With with, Scope outer) {
    return with.recursive() ? recursive(with, outer) : inOrder(with, outer);
  }

  /** Returns what CREATE RECURSIVE VIEW makes: {@code WITH RECURSIVE} of the view's name. */
  List<OutputColumn> recursiveView(Statement.CreateView view, Scope outer) {
    Query query = view.query();
    Statement body = new Statement.QueryStatement(query.start(), query.end(), query);
    Name name = view.name().last();
    CommonTable table =
        new CommonTable(view.start(), view.end(), name, view.columns(), body, null, null);
    With with = new With(view.start(), view.end(), true, List.of(table));
    Withs.Entry entry = recursive(with, outer).withs().find(name.text());
    return entry == null ? List.of() : entry.columns();
  }

  private Scope inOrder(With with, Scope outer) {
    Scope scope = outer;
    for (CommonTable table : with.tables()) {
      List<OutputColumn> columns = finished(table, analyse(table.body(), scope));
      Withs.Entry entry = new Withs.Entry(table.name().text(), () -> {});
      entry.columns(columns);
      scope = scope.with(scope.withs().and(entry));
    }
    return scope;
  }

  /** Here each can name all, so each is analysed when it is first named. */
  private Scope recursive(With with, Scope outer) {
    Withs withs = outer.withs();
    List<Withs.Entry> entries = new ArrayList<>();
    Scope[] all = new Scope[1];
    for (CommonTable table : with.tables()) {
      Withs.Entry[] self = new Withs.Entry[1];
      Withs.Entry entry =
          new Withs.Entry(table.name().text(), () -> recursive(table, self[0], all[0]));
      self[0] = entry;
      entries.add(entry);
      withs = withs.and(entry);
    }
    all[0] = outer.with(withs);
    entries.forEach(Withs.Entry::columns);
    return all[0];
  }

  private void recursive(CommonTable table, Withs.Entry entry, Scope scope) {
    if (!(table.body() instanceof Statement.QueryStatement statement)
        || !(statement.query().body() instanceof QueryBody.SetOperation operation)) {
      entry.columns(finished(table, analyse(table.body(), scope)));
      return;
    }
    Query query = statement.query();
    Scope inner = query.with() == null ? scope : with(query.with(), scope);
    List<OutputColumn> first = queries.query(operation.left(), inner);
    entry.columns(finished(table, first));
    List<OutputColumn> united =
        Queries.united(operation, first, queries.query(operation.right(), inner));
    for (int i = 0; i < united.size(); i++) {
      requireSameDomain(first.get(i).cell(), united.get(i).cell());
    }
    if (!query.orderBy().isEmpty()) {
      throw Refusal.of("ORDER BY in WITH RECURSIVE", "PostgreSQL does not support it");
    }
    queries.limit(query.limit(), inner);
    entry.columns(finished(table, united));
  }

  /**
   * Here PostgreSQL wants the very type of the first part, where it falls back to bytea elsewhere.
   */
  private static void requireSameDomain(Cell first, Cell united) {
    if (united.isEncrypted() && first.isKept() && !united.isKept()) {
      throw Refusal.of(
          united.origin(),
          "WITH RECURSIVE",
          "both parts must have one domain; cast the second to " + Identifiers.type(first.type()));
    }
  }

  private List<OutputColumn> analyse(Statement body, Scope scope) {
    if (body instanceof Statement.QueryStatement statement) {
      return queries.query(statement.query(), scope);
    }
    if (changes == null) {
      throw new IllegalStateException("no analysis of changes");
    }
    return changes.apply(body, scope);
  }

  /** Renames the columns, and adds those of SEARCH and CYCLE. */
  private List<OutputColumn> finished(CommonTable table, List<OutputColumn> columns) {
    List<OutputColumn> result = new ArrayList<>(columns.size());
    columns.forEach(column -> result.add(column.outside()));
    for (int i = 0; i < table.columns().size() && i < result.size(); i++) {
      result.set(i, result.get(i).named(table.columns().get(i).text()));
    }
    CommonTable.Search search = table.search();
    if (search != null) {
      requirePlain(search.columns(), result, "SEARCH");
      result.add(new OutputColumn(search.sequence().text(), Cell.plain("SEARCH")));
    }
    CommonTable.Cycle cycle = table.cycle();
    if (cycle != null) {
      requirePlain(cycle.columns(), result, "CYCLE");
      result.add(new OutputColumn(cycle.mark().text(), Cell.plain("CYCLE")));
      result.add(new OutputColumn(cycle.path().text(), Cell.plain("CYCLE")));
    }
    return result;
  }

  /** Both collect the columns' values in an array of rows. */
  private static void requirePlain(List<Name> names, List<OutputColumn> columns, String construct) {
    for (Name name : names) {
      OutputColumn column = Scope.only(columns, name.text());
      if (column == null) {
        throw Refusal.of(construct, "the query has no column " + name.text());
      }
      Types.requirePlain(column.use(), construct);
    }
  }
}
