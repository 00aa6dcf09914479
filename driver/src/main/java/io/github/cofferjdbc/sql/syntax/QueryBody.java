package io.github.cofferjdbc.sql.syntax;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a query consists of before its ORDER BY. */
public sealed interface QueryBody extends Node {

  /**
   * SELECT.
   *
   * @param distinct whether DISTINCT is written, with or without ON
   * @param distinctOn the expressions of DISTINCT ON
   * @param items may be empty, as PostgreSQL allows
   * @param from the comma-separated items
   */
  record Select(
      int start,
      int end,
      boolean distinct,
      List<Expr> distinctOn,
      List<SelectItem> items,
      @Nullable SelectInto into,
      List<FromItem> from,
      @Nullable Expr where,
      @Nullable GroupBy groupBy,
      @Nullable Expr having,
      List<Window> windows)
      implements QueryBody {
    public Select {
      distinctOn = List.copyOf(distinctOn);
      items = List.copyOf(items);
      from = List.copyOf(from);
      windows = List.copyOf(windows);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      distinctOn.forEach(action);
      items.forEach(action);
      Node.visit(into, action);
      from.forEach(action);
      Node.visit(where, action);
      Node.visit(groupBy, action);
      Node.visit(having, action);
      windows.forEach(action);
    }
  }

  /** UNION, INTERSECT or EXCEPT. Long chains lean to the left. */
  record SetOperation(int start, int end, Kind kind, boolean all, Query left, Query right)
      implements QueryBody {

    /** Which. */
    public enum Kind {
      UNION,
      INTERSECT,
      EXCEPT
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(left);
      action.accept(right);
    }
  }

  /** VALUES. */
  record Values(int start, int end, List<ValuesRow> rows) implements QueryBody {
    public Values {
      rows = List.copyOf(rows);
    }

    @Override
    public void forEachChild(Consumer<? super Node> action) {
      rows.forEach(action);
    }
  }

  /** {@code TABLE name}: the same as {@code SELECT * FROM name}. */
  record Table(int start, int end, FromItem.TableRef table) implements QueryBody {
    @Override
    public void forEachChild(Consumer<? super Node> action) {
      action.accept(table);
    }
  }
}
