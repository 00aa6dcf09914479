package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.sql.syntax.Atom;
import io.github.cofferjdbc.sql.syntax.Name;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names that an expression can use, by PostgreSQL's rules: the columns of FROM at this level,
 * then those of the queries around it. A name that is found nowhere is refused, since it cannot be
 * told what it means.
 *
 * @param outer what encloses it, or null
 * @param from FROM at this level
 * @param withs the WITH queries that a sub-select can name
 */
record Scope(@Nullable Scope outer, From from, Withs withs) {

  /**
   * FROM of one level.
   *
   * @param sources what columns may be qualified with
   * @param columns what may be named alone, in the order of the star
   * @param complete whether these are all
   */
  record From(List<Source> sources, List<OutputColumn> columns, boolean complete) {
    static final From NOTHING = new From(List.of(), List.of(), true);

    static From of(Source source) {
      return new From(List.of(source), source.columns(), source.complete());
    }

    /** FROM with the other's items after these. */
    From and(From other) {
      if (sources.isEmpty()) {
        return other;
      }
      if (other.sources.isEmpty()) {
        return this;
      }
      List<OutputColumn> all = new ArrayList<>(columns.size() + other.columns.size());
      all.addAll(columns);
      all.addAll(other.columns);
      return new From(sourcesWith(other.sources), all, complete && other.complete);
    }

    /** FROM with a source more whose columns can only be used qualified. */
    From andQualified(Source source) {
      return new From(sourcesWith(List.of(source)), columns, complete);
    }

    List<Source> sourcesWith(List<Source> others) {
      List<Source> all = new ArrayList<>(sources.size() + others.size());
      all.addAll(sources);
      all.addAll(others);
      return all;
    }

    /** Returns the column of this name, null if there is none; two are refused. */
    @Nullable OutputColumn column(String name) {
      return only(columns, name);
    }
  }

  Scope with(From other) {
    return new Scope(outer, other, withs);
  }

  Scope with(Withs other) {
    return new Scope(outer, from, other);
  }

  /** The scope of a query inside this one. */
  Scope inner(From innerFrom) {
    return new Scope(this, innerFrom, withs);
  }

  static @Nullable OutputColumn only(List<OutputColumn> columns, String name) {
    OutputColumn found = null;
    for (OutputColumn column : columns) {
      if (column.name().equals(name)) {
        if (found != null) {
          throw Refusal.of(
              "column " + name, "the name is ambiguous; write the table's name before it");
        }
        found = column;
      }
    }
    return found;
  }

  /** Returns the type of a column reference without a star. */
  Cell column(Atom.ColumnRef ref) {
    List<Name> parts = ref.parts();
    String name = parts.get(parts.size() - 1).text();
    return parts.size() == 1 ? unqualified(name) : qualified(ref, name);
  }

  /**
   * Refuses a bare name that a plain column takes away from a protected one of a query further out.
   * Where the server's word is doubted, it may have got that column just for this.
   */
  void requireNotTakenAway(Atom.ColumnRef ref) {
    String name = ref.parts().get(0).text();
    boolean taken = false;
    for (Scope scope = this; scope != null && ref.parts().size() == 1; scope = scope.outer) {
      List<OutputColumn> named =
          scope.from.columns.stream().filter(column -> column.name().equals(name)).toList();
      for (OutputColumn column : named) {
        if (column.mayBeEncrypted() && !taken) {
          return;
        }
        if (column.mayBeEncrypted()) {
          throw Refusal.of(
              column.cell().origin(),
              "column " + name,
              "a plain column of that name is nearer; write the table's name before it");
        }
      }
      taken |= !named.isEmpty();
    }
  }

  private Cell unqualified(String name) {
    boolean complete = true;
    for (Scope scope = this; scope != null; scope = scope.outer) {
      OutputColumn column = scope.from.column(name);
      if (column != null) {
        if (!complete && column.mayBeEncrypted()) {
          throw Refusal.of(
              column.cell().origin(),
              "column " + name,
              "a function in FROM may have a column of that name; write the table's name before"
                  + " it");
        }
        return column.use();
      }
      complete &= scope.from.complete;
    }
    if (!complete) {
      return Cell.plain("column " + name);
    }
    for (Scope scope = this; scope != null; scope = scope.outer) {
      for (Source source : scope.from.sources) {
        if (source.hasSystemColumn(name)) {
          return Cell.plain("system column " + name);
        }
      }
    }
    Source whole = source(null, name);
    if (whole != null) {
      return wholeRow(whole);
    }
    throw Refusal.unknown("column " + name, "no table of the statement has it");
  }

  private Cell qualified(Atom.ColumnRef ref, String name) {
    Source source = source(ref);
    if (source == null) {
      throw Refusal.unknown(
          "column " + name, "its table " + tableOf(ref) + " is not in FROM at this place");
    }
    OutputColumn column = only(source.columns(), name);
    if (column != null) {
      return column.use();
    }
    if (!source.complete() || source.hasSystemColumn(name)) {
      return Cell.plain("column " + name);
    }
    throw Refusal.unknown("column " + name, tableOf(ref) + " has no such column");
  }

  /** Returns what a qualified reference, or {@code t.*}, is qualified with; null if unknown. */
  @Nullable Source source(Atom.ColumnRef ref) {
    List<Name> parts = ref.parts();
    int table = ref.star() ? parts.size() - 1 : parts.size() - 2;
    String schema = table > 0 ? parts.get(table - 1).text() : null;
    return source(schema, parts.get(table).text());
  }

  private @Nullable Source source(@Nullable String schema, String table) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      for (Source source : scope.from.sources) {
        if (source.answersTo(schema, table)) {
          return source;
        }
      }
    }
    return null;
  }

  static String tableOf(Atom.ColumnRef ref) {
    List<Name> parts = ref.parts();
    return parts.get(ref.star() ? parts.size() - 1 : parts.size() - 2).text();
  }

  /** A whole row as one value: plain if the row is. */
  static Cell wholeRow(Source source) {
    for (OutputColumn column : source.columns()) {
      if (column.blocked() != null || column.cell().isEncrypted()) {
        throw Refusal.of(
            column.cell().origin(),
            "whole row",
            "a row as one value holds ciphertext; name the columns");
      }
      column.cell().bindPlain("a whole row");
    }
    return Cell.plain("a whole row");
  }
}
