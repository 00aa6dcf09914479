package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A statement. Those of the first group have full trees; those of the second hold the tree of the
 * query within them; {@link Other} holds only its kind, its first words and its tokens.
 */
public sealed interface Statement extends Node {

  /** What it is. */
  StatementKind kind();

  /** SELECT, VALUES, TABLE. */
  record QueryStatement(int start, int end, Query query) implements Statement {
    @Override
    public StatementKind kind() {
      return StatementKind.SELECT;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(query);
    }
  }

  /**
   * INSERT.
   *
   * @param columns empty when no list is written
   * @param overriding USER, SYSTEM, or null
   * @param source the rows, or null for DEFAULT VALUES
   */
  record Insert(
      int start,
      int end,
      @Nullable With with,
      FromItem.TableRef target,
      List<TargetColumn> columns,
      @Nullable String overriding,
      @Nullable Query source,
      @Nullable Conflict conflict,
      @Nullable Returning returning)
      implements Statement {
    public Insert {
      columns = List.copyOf(columns);
    }

    @Override
    public StatementKind kind() {
      return StatementKind.INSERT;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      Node.visit(with, action);
      action.accept(target);
      columns.forEach(action);
      Node.visit(source, action);
      Node.visit(conflict, action);
      Node.visit(returning, action);
    }
  }

  /** UPDATE. */
  record Update(
      int start,
      int end,
      @Nullable With with,
      FromItem.TableRef target,
      List<Assignment> assignments,
      List<FromItem> from,
      @Nullable Expr where,
      @Nullable Returning returning)
      implements Statement {
    public Update {
      assignments = List.copyOf(assignments);
      from = List.copyOf(from);
    }

    @Override
    public StatementKind kind() {
      return StatementKind.UPDATE;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      Node.visit(with, action);
      action.accept(target);
      assignments.forEach(action);
      from.forEach(action);
      Node.visit(where, action);
      Node.visit(returning, action);
    }
  }

  /** DELETE. */
  record Delete(
      int start,
      int end,
      @Nullable With with,
      FromItem.TableRef target,
      List<FromItem> using,
      @Nullable Expr where,
      @Nullable Returning returning)
      implements Statement {
    public Delete {
      using = List.copyOf(using);
    }

    @Override
    public StatementKind kind() {
      return StatementKind.DELETE;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      Node.visit(with, action);
      action.accept(target);
      using.forEach(action);
      Node.visit(where, action);
      Node.visit(returning, action);
    }
  }

  /** MERGE. */
  record Merge(
      int start,
      int end,
      @Nullable With with,
      FromItem.TableRef target,
      FromItem source,
      Expr on,
      List<MergeWhen> whens,
      @Nullable Returning returning)
      implements Statement {
    public Merge {
      whens = List.copyOf(whens);
    }

    @Override
    public StatementKind kind() {
      return StatementKind.MERGE;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      Node.visit(with, action);
      action.accept(target);
      action.accept(source);
      action.accept(on);
      whens.forEach(action);
      Node.visit(returning, action);
    }
  }

  /**
   * EXPLAIN.
   *
   * @param analyze whether ANALYZE is among the options and not switched off, so that the statement
   *     runs
   */
  record Explain(int start, int end, boolean analyze, Statement statement) implements Statement {
    @Override
    public StatementKind kind() {
      return StatementKind.EXPLAIN;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(statement);
    }
  }

  /** {@code PREPARE name (types) AS statement}. */
  record Prepare(int start, int end, Name name, List<TypeName> types, Statement statement)
      implements Statement {
    public Prepare {
      types = List.copyOf(types);
    }

    @Override
    public StatementKind kind() {
      return StatementKind.PREPARE;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(name);
      types.forEach(action);
      action.accept(statement);
    }
  }

  /** {@code EXECUTE name (values)}. */
  record Execute(int start, int end, Name name, List<Expr> arguments) implements Statement {
    public Execute {
      arguments = List.copyOf(arguments);
    }

    @Override
    public StatementKind kind() {
      return StatementKind.EXECUTE;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(name);
      arguments.forEach(action);
    }
  }

  /** {@code DECLARE name … CURSOR … FOR query}. */
  record DeclareCursor(int start, int end, Name name, boolean binary, Query query)
      implements Statement {
    @Override
    public StatementKind kind() {
      return StatementKind.DECLARE;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(name);
      action.accept(query);
    }
  }

  /**
   * {@code CREATE TABLE … AS} and {@code CREATE MATERIALIZED VIEW … AS}.
   *
   * @param columns the column names, empty when none are written
   * @param statement a query or EXECUTE
   */
  record CreateTableAs(
      int start,
      int end,
      boolean temporary,
      boolean materializedView,
      QualifiedName name,
      List<Name> columns,
      Statement statement)
      implements Statement {
    public CreateTableAs {
      columns = List.copyOf(columns);
    }

    @Override
    public StatementKind kind() {
      return StatementKind.CREATE_TABLE_AS;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(name);
      columns.forEach(action);
      action.accept(statement);
    }
  }

  /** {@code CREATE VIEW … AS}. */
  record CreateView(
      int start,
      int end,
      boolean replace,
      boolean temporary,
      boolean recursive,
      QualifiedName name,
      List<Name> columns,
      Query query)
      implements Statement {
    public CreateView {
      columns = List.copyOf(columns);
    }

    @Override
    public StatementKind kind() {
      return StatementKind.CREATE_VIEW;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(name);
      columns.forEach(action);
      action.accept(query);
    }
  }

  /**
   * COPY.
   *
   * @param table null when a statement is copied
   * @param statement null when a table is copied
   * @param from true for FROM, false for TO
   * @param clientStream whether the data go through the client (STDIN, STDOUT)
   * @param options in the order of the text
   * @param where null if there is none
   */
  record Copy(
      int start,
      int end,
      @Nullable QualifiedName table,
      List<Name> columns,
      @Nullable Statement statement,
      boolean from,
      boolean clientStream,
      List<CopyOption> options,
      @Nullable Expr where)
      implements Statement {
    public Copy {
      columns = List.copyOf(columns);
      options = List.copyOf(options);
    }

    @Override
    public StatementKind kind() {
      return StatementKind.COPY;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      Node.visit(table, action);
      columns.forEach(action);
      Node.visit(statement, action);
      Node.visit(where, action);
    }
  }

  /**
   * {@code CALL f(…)}, and JDBC's <code>{call f(…)}</code> and <code>{? = call f(…)}</code>.
   *
   * @param result the parameter that takes the result, or null
   * @param escaped whether JDBC's form is written
   */
  record CallStatement(
      int start, int end, boolean escaped, Atom.@Nullable Parameter result, Call.FunctionCall call)
      implements Statement {
    @Override
    public StatementKind kind() {
      return StatementKind.CALL;
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      Node.visit(result, action);
      action.accept(call);
    }
  }

  /**
   * SET or RESET of a session's variable.
   *
   * @param kind SET or RESET
   * @param variable the variable in small letters, also {@code role}, {@code
   *     session_authorization}, {@code timezone} for their special forms; {@code all} for RESET ALL
   * @param local whether SET LOCAL is written
   */
  record SetVariable(
      int start, int end, StatementKind kind, String variable, boolean local, List<Token> tokens)
      implements Statement {
    public SetVariable {
      tokens = List.copyOf(tokens);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {}
  }

  /**
   * Any other statement: what its tokens mention is all that is known ({@link Mentions}).
   *
   * @param tokens without white space and comments
   */
  record Other(int start, int end, StatementKind kind, List<Token> tokens) implements Statement {
    public Other {
      tokens = List.copyOf(tokens);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {}
  }
}
