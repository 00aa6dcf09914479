package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.FromItem.FunctionItem;
import io.github.cofferjdbc.sql.syntax.FromItem.FunctionRef;
import io.github.cofferjdbc.sql.syntax.FromItem.Join;
import io.github.cofferjdbc.sql.syntax.FromItem.Sample;
import io.github.cofferjdbc.sql.syntax.FromItem.SubqueryRef;
import io.github.cofferjdbc.sql.syntax.FromItem.TableRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FROM: PostgreSQL's {@code table_ref}. */
final class FromItems {
  private FromItems() {}

  /** from_list. */
  static List<FromItem> list(Cursor in) throws SyntaxRefusal {
    List<FromItem> items = new ArrayList<>();
    do {
      items.add(parse(in));
    } while (in.acceptMark(","));
    return items;
  }

  /** table_ref. */
  static FromItem parse(Cursor in) throws SyntaxRefusal {
    in.enter(2);
    int start = in.start();
    FromItem left = primary(in);
    while (seesJoin(in)) {
      left = join(in, left, start);
    }
    in.leave(2);
    return left;
  }

  private static boolean seesJoin(Cursor in) {
    return in.sees("join")
        || in.sees("cross")
        || in.sees("natural")
        || in.sees("inner")
        || in.sees("left")
        || in.sees("right")
        || in.sees("full");
  }

  /**
   * One join to the right of an item. A join that needs a condition takes further joins into its
   * right side until the condition comes, as in {@code a JOIN b JOIN c ON … ON …}.
   */
  private static FromItem join(Cursor in, FromItem left, int start) throws SyntaxRefusal {
    in.enter(2);
    boolean natural = in.accept("natural");
    Join.Kind kind = kind(in, natural);
    int rightStart = in.start();
    FromItem right = primary(in);
    List<Name> using = List.of();
    @Nullable Name usingAlias = null;
    @Nullable Expr on = null;
    if (!natural && kind != Join.Kind.CROSS) {
      while (!in.sees("on") && !in.sees("using")) {
        if (!seesJoin(in)) {
          throw in.unexpected();
        }
        right = join(in, right, rightStart);
      }
      if (in.accept("on")) {
        on = Expressions.parse(in);
      } else {
        in.next();
        using = in.parenthesisedNames();
        if (in.accept("as")) {
          usingAlias = in.columnId();
        }
      }
    }
    in.leave(2);
    return new Join(start, in.end(), left, kind, natural, right, using, usingAlias, on, null);
  }

  private static Join.Kind kind(Cursor in, boolean natural) throws SyntaxRefusal {
    Join.Kind kind = Join.Kind.INNER;
    if (!natural && in.accept("cross")) {
      kind = Join.Kind.CROSS;
    } else if (!in.accept("inner")) {
      if (in.accept("left")) {
        kind = Join.Kind.LEFT;
      } else if (in.accept("right")) {
        kind = Join.Kind.RIGHT;
      } else if (in.accept("full")) {
        kind = Join.Kind.FULL;
      }
      if (kind != Join.Kind.INNER) {
        in.accept("outer");
      }
    }
    in.expect("join");
    return kind;
  }

  private static FromItem primary(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    if (in.seesMark("(")) {
      return parenthesised(in);
    }
    if (Escapes.sees(in, "oj")) {
      in.next();
      in.next();
      FromItem item = parse(in);
      in.expectMark("}");
      return item;
    }
    boolean lateral = in.accept("lateral");
    if (lateral && in.seesMark("(")) {
      Parenthesised inner = Parenthesised.parse(in);
      if (inner.query() == null) {
        throw in.refuse(inner.start(), "LATERAL without a query");
      }
      return subquery(in, start, true, inner.query());
    }
    if (in.seesCall("xmltable") || in.seesCall("json_table")) {
      return TableConstructs.parse(in, start, lateral);
    }
    if (in.sees("rows", "from") && in.seesMark(2, "(")) {
      return rowsFrom(in, start, lateral);
    }
    if (lateral || seesFunction(in)) {
      return function(in, start, lateral);
    }
    return table(in);
  }

  /** Whether a function stands here rather than a table: a parenthesis follows its name. */
  private static boolean seesFunction(Cursor in) {
    if (in.sees("only")) {
      return false;
    }
    if (!Cursor.isColumnId(in.peek())) {
      return true;
    }
    int ahead = 1;
    while (in.seesMark(ahead, ".")) {
      ahead += 2;
    }
    return in.seesMark(ahead, "(");
  }

  /** What parentheses in FROM hold: a query or a join. */
  private record Inner(@Nullable Query query, @Nullable FromItem item) {}

  private static FromItem parenthesised(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    Inner inner = inner(in);
    if (inner.query != null) {
      return subquery(in, start, false, inner.query);
    }
    if (!(inner.item instanceof Join join)) {
      throw in.refuse(start, "parentheses around a table that is not joined");
    }
    @Nullable Alias alias = alias(in);
    if (alias == null) {
      return join;
    }
    if (join.alias() != null) {
      throw in.refuse(alias.start(), "a second alias of a join");
    }
    return new Join(
        start,
        in.end(),
        join.left(),
        join.kind(),
        join.natural(),
        join.right(),
        join.using(),
        join.usingAlias(),
        join.on(),
        alias);
  }

  private static Inner inner(Cursor in) throws SyntaxRefusal {
    in.enter(2);
    int start = in.start();
    in.expectMark("(");
    Inner result;
    if (Queries.starts(in)) {
      result = new Inner(Queries.parse(in), null);
    } else if (in.seesMark("(")) {
      result = afterParenthesis(in);
    } else {
      result = new Inner(null, parse(in));
    }
    if (result.query == null && !(result.item instanceof Join)) {
      throw in.refuse(start, "parentheses around a table that is not joined");
    }
    in.expectMark(")");
    in.leave(2);
    return result;
  }

  private static Inner afterParenthesis(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    Inner first = inner(in);
    FromItem item = first.item;
    if (first.query != null) {
      if (in.seesMark(")")) {
        return first;
      }
      if (Queries.continues(in)) {
        return new Inner(Queries.parseAfter(in, first.query, start), null);
      }
      item = subquery(in, start, false, first.query);
    } else if (item instanceof Join join && !in.seesMark(")") && !seesJoin(in)) {
      Alias alias = alias(in);
      item =
          new Join(
              start,
              in.end(),
              join.left(),
              join.kind(),
              join.natural(),
              join.right(),
              join.using(),
              join.usingAlias(),
              join.on(),
              alias);
      if (!seesJoin(in)) {
        throw in.unexpected();
      }
    }
    if (item == null) {
      throw in.unexpected();
    }
    while (seesJoin(in)) {
      item = join(in, item, start);
    }
    return new Inner(null, item);
  }

  private static FromItem subquery(Cursor in, int start, boolean lateral, Query query)
      throws SyntaxRefusal {
    @Nullable Alias alias = alias(in);
    return new SubqueryRef(start, in.end(), lateral, query, alias);
  }

  /** relation_expr: with ONLY or a star, without an alias. */
  static TableRef relation(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    boolean only = in.accept("only");
    QualifiedName name;
    if (only && in.acceptMark("(")) {
      name = in.relationName();
      in.expectMark(")");
    } else {
      name = in.relationName();
      if (!only && in.seesOperator("*")) {
        in.next();
      }
    }
    return new TableRef(start, in.end(), name, only, null, null);
  }

  /** relation_expr_opt_alias, the target of UPDATE, DELETE and MERGE. */
  static TableRef target(Cursor in) throws SyntaxRefusal {
    TableRef relation = relation(in);
    int start = in.start();
    @Nullable Name name = null;
    if (in.accept("as") || (in.seesColumnId() && !in.sees("set"))) {
      name = in.columnId();
    }
    return name == null ? relation : aliased(in, relation, start, name);
  }

  /** A target with an alias that is only a name. */
  static TableRef aliased(Cursor in, TableRef relation, int start, Name name) {
    Alias alias = new Alias(start, in.end(), name, List.of(), List.of());
    return new TableRef(relation.start(), in.end(), relation.name(), relation.only(), alias, null);
  }

  private static FromItem table(Cursor in) throws SyntaxRefusal {
    TableRef relation = relation(in);
    @Nullable Alias alias = alias(in);
    @Nullable Sample sample = in.sees("tablesample") ? sample(in) : null;
    return new TableRef(
        relation.start(), in.end(), relation.name(), relation.only(), alias, sample);
  }

  private static Sample sample(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    in.expect("tablesample");
    int nameStart = in.start();
    boolean column = in.seesColumnId();
    List<Name> parts = new ArrayList<>(2);
    parts.add(column ? in.columnId() : in.functionId());
    while (column && in.acceptMark(".")) {
      parts.add(in.label());
    }
    QualifiedName method = new QualifiedName(nameStart, in.end(), parts);
    in.expectMark("(");
    List<Expr> arguments = Expressions.list(in);
    in.expectMark(")");
    @Nullable Expr repeatable = null;
    if (in.accept("repeatable")) {
      in.expectMark("(");
      repeatable = Expressions.parse(in);
      in.expectMark(")");
    }
    return new Sample(start, in.end(), method, arguments, repeatable);
  }

  /** opt_alias_clause. */
  static @Nullable Alias alias(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    if (!in.accept("as") && !in.seesColumnId()) {
      return null;
    }
    Name name = in.columnId();
    List<Name> columns = in.seesMark("(") ? in.parenthesisedNames() : List.of();
    return new Alias(start, in.end(), name, columns, List.of());
  }

  private static FromItem function(Cursor in, int start, boolean lateral) throws SyntaxRefusal {
    Expr call = Calls.named(in, true);
    FunctionItem item = new FunctionItem(call.start(), call.end(), call, List.of());
    boolean ordinality = in.accept("with", "ordinality");
    @Nullable Alias alias = functionAlias(in);
    return new FunctionRef(start, in.end(), lateral, false, List.of(item), ordinality, alias);
  }

  private static FromItem rowsFrom(Cursor in, int start, boolean lateral) throws SyntaxRefusal {
    in.expect("rows");
    in.expect("from");
    in.expectMark("(");
    List<FunctionItem> functions = new ArrayList<>();
    do {
      int itemStart = in.start();
      Expr call = Calls.named(in, true);
      List<ColumnDefinition> definitions = List.of();
      if (in.accept("as")) {
        in.expectMark("(");
        definitions = definitions(in);
        in.expectMark(")");
      }
      functions.add(new FunctionItem(itemStart, in.end(), call, definitions));
    } while (in.acceptMark(","));
    in.expectMark(")");
    boolean ordinality = in.accept("with", "ordinality");
    @Nullable Alias alias = functionAlias(in);
    return new FunctionRef(start, in.end(), lateral, true, functions, ordinality, alias);
  }

  /** func_alias_clause: after a name either columns or their definitions. */
  private static @Nullable Alias functionAlias(Cursor in) throws SyntaxRefusal {
    int start = in.start();
    boolean as = in.accept("as");
    if (!as && !in.seesColumnId()) {
      return null;
    }
    @Nullable Name name = as && in.seesMark("(") ? null : in.columnId();
    List<Name> columns = List.of();
    List<ColumnDefinition> definitions = List.of();
    if (in.seesMark("(")) {
      if (name != null && (in.seesMark(2, ",") || in.seesMark(2, ")"))) {
        columns = in.parenthesisedNames();
      } else {
        in.next();
        definitions = definitions(in);
        in.expectMark(")");
      }
    }
    return new Alias(start, in.end(), name, columns, definitions);
  }

  private static List<ColumnDefinition> definitions(Cursor in) throws SyntaxRefusal {
    List<ColumnDefinition> definitions = new ArrayList<>();
    do {
      int start = in.start();
      Name name = in.columnId();
      TypeName type = Types.parse(in);
      if (in.accept("collate")) {
        in.qualifiedName();
      }
      definitions.add(new ColumnDefinition(start, in.end(), name, type));
    } while (in.acceptMark(","));
    return definitions;
  }
}
