package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.Relation;
import io.github.cofferjdbc.sql.syntax.Alias;
import io.github.cofferjdbc.sql.syntax.FromItem;
import io.github.cofferjdbc.sql.syntax.Name;
import io.github.cofferjdbc.sql.syntax.Node;
import io.github.cofferjdbc.sql.syntax.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** FROM: which columns its items bring. Used by one thread. */
final class FromItems {
  private final Context context;
  private final Queries queries;
  private final Expressions expressions;
  private final TableFunctions functions;

  FromItems(Context context, Queries queries, Expressions expressions) {
    this.context = context;
    this.queries = queries;
    this.expressions = expressions;
    this.functions = new TableFunctions(expressions);
  }

  /** Returns FROM with these items, inside a query whose surroundings are {@code outer}. */
  Scope.From from(List<? extends FromItem> items, Scope outer) {
    Scope.From from = Scope.From.NOTHING;
    for (FromItem item : items) {
      from = from.and(item(item, outer, from));
    }
    return from;
  }

  /**
   * Returns one item.
   *
   * @param before the items to its left, which LATERAL and functions can use
   */
  Scope.From item(FromItem item, Scope outer, Scope.From before) {
    if (item instanceof FromItem.TableRef table) {
      return Scope.From.of(table(table, outer));
    }
    if (item instanceof FromItem.SubqueryRef subquery) {
      Scope scope = subquery.lateral() ? outer.inner(before) : outer;
      List<OutputColumn> columns = queries.subquery(subquery.query(), scope);
      return Scope.From.of(aliased(Source.derived(null, columns), subquery.alias()));
    }
    if (item instanceof FromItem.FunctionRef function) {
      return Scope.From.of(functions.source(function, outer.inner(before)));
    }
    if (item instanceof FromItem.TableConstruct construct) {
      return Scope.From.of(construct(construct, outer.inner(before)));
    }
    if (item instanceof FromItem.Join join) {
      return join(join, outer, before);
    }
    throw new IllegalStateException("FromItem is sealed");
  }

  private Source table(FromItem.TableRef table, Scope outer) {
    FromItem.Sample sample = table.sample();
    if (sample != null) {
      sample.arguments().forEach(value -> expressions.requirePlain(value, outer, "TABLESAMPLE"));
      if (sample.repeatable() != null) {
        expressions.requirePlain(sample.repeatable(), outer, "TABLESAMPLE");
      }
    }
    QualifiedName name = table.name();
    String last = name.last().text();
    Withs.Entry entry = name.parts().size() == 1 ? outer.withs().find(last) : null;
    if (entry != null) {
      return aliased(Source.derived(last, entry.columns()), table.alias());
    }
    return target(table);
  }

  /** Returns a table by its name alone, as INSERT and its like mean it: never a WITH query. */
  Source target(FromItem.TableRef table) {
    Optional<Relation> relation = context.relation(table.name());
    Source source =
        relation.map(Source::of).orElseGet(() -> Source.unknown(table.name().last().text()));
    return aliased(source, table.alias());
  }

  static Source aliased(Source source, @Nullable Alias alias) {
    if (alias == null || alias.name() == null) {
      return source;
    }
    return source.aliased(alias.name().text(), texts(alias.columns()));
  }

  private static List<String> texts(List<Name> names) {
    List<String> texts = new ArrayList<>(names.size());
    names.forEach(name -> texts.add(name.text()));
    return texts;
  }

  private Source construct(FromItem.TableConstruct construct, Scope scope) {
    for (Node operand : construct.operands()) {
      expressions.requireAllPlain(operand, scope, construct.keyword());
    }
    List<OutputColumn> columns = new ArrayList<>();
    construct.columns().forEach(column -> constructColumn(column, scope, construct, columns));
    return aliased(Source.derived(null, columns), construct.alias());
  }

  private void constructColumn(
      FromItem.TableColumn column,
      Scope scope,
      FromItem.TableConstruct construct,
      List<OutputColumn> columns) {
    if (column.type() != null) {
      expressions.casts().requirePlain(column.type(), construct.keyword());
    }
    column.operands().forEach(value -> expressions.requirePlain(value, scope, construct.keyword()));
    if (column.name() != null) {
      columns.add(new OutputColumn(column.name().text(), Cell.plain(construct.keyword())));
    }
    column.nested().forEach(inner -> constructColumn(inner, scope, construct, columns));
  }

  private Scope.From join(FromItem.Join join, Scope outer, Scope.From before) {
    Scope.From left = item(join.left(), outer, before);
    Scope.From right = item(join.right(), outer, before.and(left));
    List<String> shared = join.natural() ? common(left, right) : texts(join.using());
    List<OutputColumn> merged = new ArrayList<>();
    for (String name : shared) {
      merged.add(merged(join, name, left, right));
    }
    Scope.From both = left.and(right);
    if (!merged.isEmpty()) {
      List<OutputColumn> columns = new ArrayList<>(merged);
      addOthers(columns, left.columns(), shared);
      addOthers(columns, right.columns(), shared);
      both = new Scope.From(both.sources(), columns, both.complete());
    }
    if (join.on() != null) {
      expressions.condition(join.on(), outer.inner(both), "JOIN");
    }
    Name usingAlias = join.usingAlias();
    if (usingAlias != null) {
      both = both.andQualified(Source.derived(usingAlias.text(), merged));
    }
    Alias alias = join.alias();
    if (alias == null || alias.name() == null) {
      return both;
    }
    Source whole = new Source(null, null, both.columns(), both.complete(), false);
    return Scope.From.of(aliased(whole, alias));
  }

  private static void addOthers(
      List<OutputColumn> columns, List<OutputColumn> from, List<String> shared) {
    for (OutputColumn column : from) {
      if (!shared.contains(column.name())) {
        columns.add(column);
      }
    }
  }

  private static List<String> common(Scope.From left, Scope.From right) {
    if (!left.complete() || !right.complete()) {
      throw Refusal.of("NATURAL JOIN", "the columns of a function in FROM are not known");
    }
    List<String> names = new ArrayList<>();
    for (OutputColumn column : left.columns()) {
      if (right.column(column.name()) != null) {
        names.add(column.name());
      }
    }
    return names;
  }

  private static OutputColumn merged(
      FromItem.Join join, String name, Scope.From left, Scope.From right) {
    OutputColumn one = left.column(name);
    OutputColumn other = right.column(name);
    String construct = join.natural() ? "NATURAL JOIN" : "USING";
    if (one == null || other == null) {
      if (!left.complete() || !right.complete()) {
        return new OutputColumn(name, mergedWithUnknown(one, other, construct));
      }
      throw Refusal.unknown("column " + name, construct + " needs it on both sides");
    }
    Types.compare(one.use(), other.use(), Ability.EQUALITY, construct);
    Cell cell = Types.unify(List.of(one.use(), other.use()), construct);
    return new OutputColumn(name, cell);
  }

  private static Cell mergedWithUnknown(
      @Nullable OutputColumn one, @Nullable OutputColumn other, String construct) {
    OutputColumn known = one == null ? other : one;
    if (known != null) {
      Types.requirePlain(known.use(), construct);
    }
    return Cell.plain(construct);
  }
}
