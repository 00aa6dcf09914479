package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.Column;
import io.github.cofferjdbc.catalog.Routine;
import io.github.cofferjdbc.sql.syntax.Alias;
import io.github.cofferjdbc.sql.syntax.Call;
import io.github.cofferjdbc.sql.syntax.ColumnDefinition;
import io.github.cofferjdbc.sql.syntax.FromItem;
import io.github.cofferjdbc.sql.syntax.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions in FROM. Used by one thread. */
final class TableFunctions {
  /** Functions of PostgreSQL whose result is one column of a simple type, named as they are. */
  private static final List<String> SCALAR =
      List.of(
          "generate_series",
          "generate_subscripts",
          "regexp_split_to_table",
          "string_to_table",
          "json_object_keys",
          "jsonb_object_keys",
          "now",
          "current_setting",
          "unnest");

  /** Functions of PostgreSQL with named result columns. */
  private static final Map<String, List<String>> NAMED =
      Map.of(
          "json_each", List.of("key", "value"),
          "jsonb_each", List.of("key", "value"),
          "json_each_text", List.of("key", "value"),
          "jsonb_each_text", List.of("key", "value"),
          "json_array_elements", List.of("value"),
          "jsonb_array_elements", List.of("value"),
          "json_array_elements_text", List.of("value"),
          "jsonb_array_elements_text", List.of("value"));

  private final Expressions expressions;

  TableFunctions(Expressions expressions) {
    this.expressions = expressions;
  }

  private record Result(List<OutputColumn> columns, boolean complete) {}

  Source source(FromItem.FunctionRef reference, Scope scope) {
    Alias alias = reference.alias();
    List<OutputColumn> columns = new ArrayList<>();
    boolean complete = true;
    for (FromItem.FunctionItem item : reference.functions()) {
      Result result = result(item, alias, reference.functions().size() == 1, scope);
      columns.addAll(result.columns());
      complete &= result.complete();
    }
    if (reference.ordinality()) {
      columns.add(new OutputColumn("ordinality", Cell.plain("WITH ORDINALITY")));
    }
    String name = nameOf(reference);
    Source source = new Source(name, null, columns, complete, false);
    return FromItems.aliased(source, alias);
  }

  private static @Nullable String nameOf(FromItem.FunctionRef reference) {
    return reference.rowsFrom() ? null : OutputNames.of(reference.functions().get(0).call());
  }

  private Result result(
      FromItem.FunctionItem item, @Nullable Alias alias, boolean only, Scope scope) {
    List<ColumnDefinition> definitions = new ArrayList<>(item.definitions());
    if (only && alias != null) {
      definitions.addAll(alias.definitions());
    }
    Routine routine = null;
    if (item.call() instanceof Call.FunctionCall call) {
      Optional<Routine> found = expressions.calls().routine(call);
      if (found.isPresent()) {
        routine = found.get();
        expressions.calls().arguments(call, routine, scope);
      } else {
        expressions.requirePlain(call, scope, "function in FROM");
      }
    } else {
      expressions.requirePlain(item.call(), scope, "function in FROM");
    }
    if (!definitions.isEmpty()) {
      return new Result(defined(definitions), true);
    }
    if (routine != null) {
      return new Result(ofRoutine(routine, alias, only), true);
    }
    return ofBuiltIn(item, alias, only);
  }

  private List<OutputColumn> defined(List<ColumnDefinition> definitions) {
    List<OutputColumn> columns = new ArrayList<>();
    for (ColumnDefinition definition : definitions) {
      String name = definition.name().text();
      columns.add(new OutputColumn(name, expressions.casts().cellOf(definition.type(), name)));
    }
    return columns;
  }

  private static List<OutputColumn> ofRoutine(
      Routine routine, @Nullable Alias alias, boolean only) {
    List<OutputColumn> columns = new ArrayList<>();
    for (Column column : routine.results()) {
      columns.add(Source.columnOf(column, routine.name() + "()." + column.name()));
    }
    if (columns.size() == 1 && columns.get(0).name().equals(routine.name())) {
      columns.set(0, columns.get(0).named(scalarName(routine.name(), alias, only)));
    }
    return columns;
  }

  /** A single column without a name of its own takes the alias of the table. */
  private static String scalarName(String own, @Nullable Alias alias, boolean only) {
    return only && alias != null && alias.name() != null ? alias.name().text() : own;
  }

  private Result ofBuiltIn(FromItem.FunctionItem item, @Nullable Alias alias, boolean only) {
    if (!(item.call() instanceof Call.FunctionCall call)) {
      String name = scalarName(OutputNames.of(item.call()), alias, only);
      return new Result(List.of(plain(name)), true);
    }
    QualifiedName called = call.name();
    String name = called.last().text();
    boolean builtIn =
        called.schema().map(schema -> schema.text().equals("pg_catalog")).orElse(true);
    if (!builtIn) {
      return new Result(List.of(), false);
    }
    List<String> named = NAMED.get(name);
    if (named != null && named.size() > 1) {
      return new Result(named.stream().map(TableFunctions::plain).toList(), true);
    }
    if (named != null) {
      return new Result(List.of(plain(named.get(0))), true);
    }
    if (SCALAR.contains(name)) {
      return new Result(unnested(call, scalarName(name, alias, only)), true);
    }
    return new Result(List.of(), false);
  }

  /** unnest(a, b) has a column for each array. */
  private static List<OutputColumn> unnested(Call.FunctionCall call, String name) {
    List<OutputColumn> columns = new ArrayList<>();
    int count = call.name().last().text().equals("unnest") ? call.arguments().size() : 1;
    for (int i = 0; i < count; i++) {
      columns.add(plain(name));
    }
    return columns;
  }

  private static OutputColumn plain(String name) {
    return new OutputColumn(name, Cell.plain("column " + name));
  }
}
