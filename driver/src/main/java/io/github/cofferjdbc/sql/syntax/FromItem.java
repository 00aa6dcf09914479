package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An item of FROM. */
public sealed interface FromItem extends Node {

  /**
   * A table, view or WITH query by name, also the target of INSERT, UPDATE, DELETE and MERGE.
   *
   * @param only whether ONLY is written
   */
  record TableRef(
      int start,
      int end,
      QualifiedName name,
      boolean only,
      @Nullable Alias alias,
      @Nullable Sample sample)
      implements FromItem {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(name);
      Node.visit(alias, action);
      Node.visit(sample, action);
    }
  }

  /** {@code TABLESAMPLE method (arguments) [REPEATABLE (seed)]}. */
  record Sample(
      int start, int end, QualifiedName method, List<Expr> arguments, @Nullable Expr repeatable)
      implements Node {
    public Sample {
      arguments = List.copyOf(arguments);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(method);
      arguments.forEach(action);
      Node.visit(repeatable, action);
    }
  }

  /** A sub-select; the alias may be left out since PostgreSQL 16. */
  record SubqueryRef(int start, int end, boolean lateral, Query query, @Nullable Alias alias)
      implements FromItem {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(query);
      Node.visit(alias, action);
    }
  }

  /**
   * One function, or several in {@code ROWS FROM (…)}.
   *
   * @param rowsFrom whether ROWS FROM is written
   */
  record FunctionRef(
      int start,
      int end,
      boolean lateral,
      boolean rowsFrom,
      List<FunctionItem> functions,
      boolean ordinality,
      @Nullable Alias alias)
      implements FromItem {
    public FunctionRef {
      functions = List.copyOf(functions);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      functions.forEach(action);
      Node.visit(alias, action);
    }
  }

  /**
   * A function in FROM.
   *
   * @param call a {@link Call}, or another expression that PostgreSQL allows there ({@code
   *     current_date}, a cast)
   * @param definitions the column definition list inside ROWS FROM
   */
  record FunctionItem(int start, int end, Expr call, List<ColumnDefinition> definitions)
      implements Node {
    public FunctionItem {
      definitions = List.copyOf(definitions);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(call);
      definitions.forEach(action);
    }
  }

  /**
   * A join.
   *
   * @param using the columns of USING, empty without
   * @param usingAlias the name after {@code USING (…) AS}, or null
   * @param on the condition, or null for USING, NATURAL and CROSS
   * @param alias an alias of the parenthesised join as a whole, or null
   */
  record Join(
      int start,
      int end,
      FromItem left,
      Kind kind,
      boolean natural,
      FromItem right,
      List<Name> using,
      @Nullable Name usingAlias,
      @Nullable Expr on,
      @Nullable Alias alias)
      implements FromItem {

    /** Which rows survive. */
    public enum Kind {
      CROSS,
      INNER,
      LEFT,
      RIGHT,
      FULL
    }

    public Join {
      using = List.copyOf(using);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(left);
      action.accept(right);
      using.forEach(action);
      Node.visit(usingAlias, action);
      Node.visit(on, action);
      Node.visit(alias, action);
    }
  }

  /**
   * XMLTABLE or JSON_TABLE.
   *
   * @param keyword which, in capitals
   * @param operands every expression outside of the columns
   */
  record TableConstruct(
      int start,
      int end,
      boolean lateral,
      String keyword,
      List<Node> operands,
      List<TableColumn> columns,
      @Nullable Alias alias)
      implements FromItem {
    public TableConstruct {
      operands = List.copyOf(operands);
      columns = List.copyOf(columns);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      operands.forEach(action);
      columns.forEach(action);
      Node.visit(alias, action);
    }
  }

  /**
   * A column of XMLTABLE or JSON_TABLE.
   *
   * @param name null for a NESTED path of JSON_TABLE, whose columns are then in {@code nested}
   * @param type null for FOR ORDINALITY and NESTED
   */
  record TableColumn(
      int start,
      int end,
      @Nullable Name name,
      @Nullable TypeName type,
      List<Expr> operands,
      List<TableColumn> nested)
      implements Node {
    public TableColumn {
      operands = List.copyOf(operands);
      nested = List.copyOf(nested);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      Node.visit(name, action);
      Node.visit(type, action);
      operands.forEach(action);
      nested.forEach(action);
    }
  }
}
