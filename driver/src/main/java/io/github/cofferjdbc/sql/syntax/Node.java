package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a parsed statement. Nodes are immutable records and safe to share between threads.
 *
 * <p>{@link #start()} and {@link #end()} are UTF-16 offsets into the text that was parsed, end
 * exclusive. A node's span is its own text: parentheses around an expression belong to what
 * encloses it, so the left operand of {@code (a + b) * c} spans {@code a + b}, and the product
 * spans everything from the opening parenthesis on.
 *
 * <p>Lists of any length and chains of AND and OR are flat. A chain of other operators ({@code a ||
 * b || c}) and of set operations leans to the left and may be many thousands deep, so whoever walks
 * a tree recursively should loop down the left operand; {@link #walk} does so.
 */
public sealed interface Node
    permits Accessor,
        Alias,
        Argument,
        Assignment,
        ColumnDefinition,
        Conflict,
        CommonTable,
        CommonTable.Cycle,
        CommonTable.Search,
        ConflictTarget,
        Expr,
        FromItem,
        FromItem.FunctionItem,
        FromItem.Sample,
        FromItem.TableColumn,
        GroupBy,
        Grouping,
        IndexElement,
        Limit,
        Locking,
        MergeAction,
        MergeWhen,
        Name,
        Operator,
        QualifiedName,
        Query,
        QueryBody,
        Returning,
        SelectInto,
        SelectItem,
        SortKey,
        Statement,
        TargetColumn,
        TypeName,
        ValuesRow,
        When,
        Window,
        With {

  /** The offset of the first character. */
  int start();

  /** The offset after the last character. */
  int end();

  /**
   * Hands each direct child to the action, in the order of the text as far as PostgreSQL keeps it.
   */
  void forEachChild(Consumer<? super Node> action);

  /**
   * Visits this node and everything below it, parents first, children in their order, without
   * recursion.
   */
  default void walk(Consumer<? super Node> action) {
    Deque<Node> waiting = new ArrayDeque<>();
    waiting.push(this);
    List<Node> children = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Node node = waiting.pop();
      action.accept(node);
      node.forEachChild(children::add);
      for (int i = children.size() - 1; i >= 0; i--) {
        waiting.push(children.get(i));
      }
      children.clear();
    }
  }

  /** Hands the child to the action unless there is none. */
  static void visit(@Nullable Node child, Consumer<? super Node> action) {
    if (child != null) {
      action.accept(child);
    }
  }
}
