package io.github.cofferjdbc.sql.syntax;

import io.github.cofferjdbc.sql.syntax.Atom.TypedLiteral;
import io.github.cofferjdbc.sql.syntax.Call.Case;
import io.github.cofferjdbc.sql.syntax.Call.Coalesce;
import io.github.cofferjdbc.sql.syntax.Call.FunctionCall;
import io.github.cofferjdbc.sql.syntax.Call.GroupingCall;
import io.github.cofferjdbc.sql.syntax.Call.MinMax;
import io.github.cofferjdbc.sql.syntax.Composite.ArrayConstructor;
import io.github.cofferjdbc.sql.syntax.Composite.ArraySubquery;
import io.github.cofferjdbc.sql.syntax.Composite.Row;
import io.github.cofferjdbc.sql.syntax.Composite.ScalarSubquery;
import io.github.cofferjdbc.sql.syntax.Condition.BoolExpr;
import io.github.cofferjdbc.sql.syntax.Condition.Exists;
import io.github.cofferjdbc.sql.syntax.Condition.InSubquery;
import io.github.cofferjdbc.sql.syntax.Condition.IsKind;
import io.github.cofferjdbc.sql.syntax.Condition.IsNull;
import io.github.cofferjdbc.sql.syntax.Condition.IsTruth;
import io.github.cofferjdbc.sql.syntax.Condition.Not;
import io.github.cofferjdbc.sql.syntax.Condition.QuantifiedSubquery;
import io.github.cofferjdbc.sql.syntax.FromItem.FunctionRef;
import io.github.cofferjdbc.sql.syntax.FromItem.Join;
import io.github.cofferjdbc.sql.syntax.FromItem.SubqueryRef;
import io.github.cofferjdbc.sql.syntax.FromItem.TableRef;
import io.github.cofferjdbc.sql.syntax.MergeAction.MergeDelete;
import io.github.cofferjdbc.sql.syntax.MergeAction.MergeInsert;
import io.github.cofferjdbc.sql.syntax.MergeAction.MergeUpdate;
import io.github.cofferjdbc.sql.syntax.Operation.AtTimeZone;
import io.github.cofferjdbc.sql.syntax.Operation.Cast;
import io.github.cofferjdbc.sql.syntax.Operation.Collate;
import io.github.cofferjdbc.sql.syntax.Operation.Indirection;
import io.github.cofferjdbc.sql.syntax.QueryBody.Select;
import io.github.cofferjdbc.sql.syntax.QueryBody.SetOperation;
import io.github.cofferjdbc.sql.syntax.QueryBody.Table;
import io.github.cofferjdbc.sql.syntax.QueryBody.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The structure of our tree in the lines of {@link TreeStructure}. */
final class NodeStructure {
  private final List<String> lines = new ArrayList<>();
  private final int[] bytes;

  private NodeStructure(int[] bytes) {
    this.bytes = bytes;
  }

  static List<String> of(String sql, Statement statement) {
    NodeStructure structure = new NodeStructure(ParsedFacts.byteOffsets(sql));
    statement.walk(structure::line);
    Collections.sort(structure.lines);
    return structure.lines;
  }

  private void line(Node node) {
    if (node instanceof Expr expr) {
      expression(expr);
    } else if (node instanceof FromItem item) {
      from(item);
    } else if (node instanceof Query query) {
      query(query);
    } else if (node instanceof Statement statement) {
      statement(statement);
    } else if (node instanceof When when) {
      add("when " + in(when.condition()) + " " + in(when.result()));
    } else if (node instanceof Grouping.Sets sets) {
      add("set GROUPING_SET_" + sets.kind() + " " + each(sets.elements()));
    } else if (node instanceof SortKey key) {
      List<String> using = key.using() == null ? List.of() : key.using().parts();
      String nulls = "SORTBY_NULLS_" + key.nulls();
      add("sort " + key.descending() + " " + using + " " + nulls + " " + in(key.value()));
    } else if (node instanceof Window window) {
      window(window);
    } else if (node instanceof ColumnDefinition definition) {
      add("define " + definition.name().text() + " " + type(definition.type()));
    } else if (node instanceof CommonTable table) {
      add("with " + table.name().text() + " " + texts(table.columns()) + " " + in(table.body()));
    } else if (node instanceof MergeWhen when) {
      mergeWhen(when);
    } else if (node instanceof Argument argument && argument.name() != null) {
      add("argument " + argument.name().text() + " " + in(argument.value()));
    }
    if (node instanceof Locking locking) {
      locking.tables().forEach(table -> table(table, null));
    } else if (node instanceof SelectInto into) {
      table(into.table(), null);
    }
  }

  private void expression(Expr expr) {
    if (expr instanceof BoolExpr bool) {
      add("bool " + (bool.conjunction() ? "AND" : "OR") + "_EXPR " + each(bool.operands()));
    } else if (expr instanceof Not not) {
      add("bool NOT_EXPR " + each(List.of(not.operand())));
    } else if (expr instanceof IsNull test) {
      add("null IS_" + (test.negated() ? "NOT_" : "") + "NULL " + in(test.operand()));
    } else if (expr instanceof IsTruth test) {
      add("truth IS_" + (test.negated() ? "NOT_" : "") + test.truth() + " " + in(test.operand()));
    } else if (expr instanceof IsKind test && test.negated()) {
      add("bool NOT_EXPR " + each(List.of(test.operand())));
    } else if (expr instanceof InSubquery sub) {
      add("sub ANY_SUBLINK [] " + in(sub.operand()) + " " + in(sub.query()));
      if (sub.negated()) {
        List<String> both = new ArrayList<>(ParsedFacts.placesOf(sub.operand(), bytes));
        both.addAll(ParsedFacts.placesOf(sub.query(), bytes));
        Collections.sort(both);
        add("bool NOT_EXPR (" + both + ")");
      }
    } else if (expr instanceof QuantifiedSubquery sub) {
      String kind = sub.all() ? "ALL" : "ANY";
      add(
          "sub "
              + kind
              + "_SUBLINK "
              + sub.operator().parts()
              + " "
              + in(sub.left())
              + " "
              + in(sub.query()));
    } else if (expr instanceof Exists sub) {
      add("sub EXISTS_SUBLINK [] [] " + in(sub.query()));
    } else if (expr instanceof ScalarSubquery sub) {
      add("sub EXPR_SUBLINK [] [] " + in(sub.query()));
    } else if (expr instanceof ArraySubquery sub) {
      add("sub ARRAY_SUBLINK [] [] " + in(sub.query()));
    } else if (expr instanceof Cast cast) {
      add("cast " + type(cast.type()) + " " + in(cast.operand()));
    } else if (expr instanceof TypedLiteral literal) {
      add("cast " + type(literal.type()) + " " + in(literal.literal()));
    } else if (expr instanceof FunctionCall call) {
      call(call);
    } else if (expr instanceof AtTimeZone at) {
      String zone = at.zone() == null ? "" : in(at.zone());
      add("call [pg_catalog, timezone] (" + zone + in(at.operand()) + ") ()[][]");
    } else if (expr instanceof Case one) {
      add("case " + in(one.operand()) + " " + each(one.whens()) + " " + in(one.otherwise()));
    } else if (expr instanceof Coalesce coalesce) {
      add("coalesce " + each(coalesce.arguments()));
    } else if (expr instanceof MinMax minMax) {
      add((minMax.greatest() ? "IS_GREATEST" : "IS_LEAST") + " " + each(minMax.arguments()));
    } else if (expr instanceof Row row) {
      add("row " + row.keyword() + " " + each(row.fields()));
    } else if (expr instanceof ArrayConstructor array) {
      add("array " + each(array.elements()));
    } else if (expr instanceof Indirection steps) {
      add("steps " + in(steps.base()) + " " + steps(steps.steps()));
    } else if (expr instanceof Collate collate) {
      add("collate " + collate.collation().texts() + " " + in(collate.operand()));
    } else if (expr instanceof GroupingCall grouping) {
      add("grouping " + each(grouping.arguments()));
    }
  }

  private void call(FunctionCall call) {
    boolean variadic = call.arguments().stream().anyMatch(Argument::variadic);
    add(
        "call "
            + call.name().texts()
            + (call.star() ? " star" : "")
            + (call.distinct() ? " distinct" : "")
            + (variadic ? " variadic" : "")
            + (call.withinGroup() ? " within" : "")
            + " "
            + each(call.arguments())
            + " "
            + each(call.orderBy())
            + in(call.filter())
            + in(call.window()));
  }

  private void window(Window window) {
    // PostgreSQL keeps the name after OVER where it keeps the name of a definition.
    boolean over = window.base() != null && window.end() == window.base().end();
    Name name = over ? window.base() : window.name();
    Name base = over ? null : window.base();
    add(
        "window "
            + (name == null ? null : name.text())
            + " "
            + (base == null ? null : base.text())
            + " "
            + each(window.partitionBy())
            + each(window.orderBy())
            + in(window.frameStart())
            + in(window.frameEnd()));
  }

  private void from(FromItem item) {
    if (item instanceof TableRef table) {
      table(table.name(), table.alias());
    } else if (item instanceof SubqueryRef sub) {
      add("from " + sub.lateral() + alias(sub.alias()) + " " + in(sub.query()));
    } else if (item instanceof FunctionRef function) {
      Alias alias = function.alias();
      String shown = alias == null || alias.name() == null ? "" : alias(alias);
      add(
          "function "
              + function.lateral()
              + " "
              + function.ordinality()
              + " "
              + shown
              + " "
              + all(function.functions()));
    } else if (item instanceof Join join) {
      String kind = join.kind() == Join.Kind.CROSS ? "INNER" : join.kind().name();
      add(
          "join JOIN_"
              + kind
              + " "
              + join.natural()
              + " "
              + texts(join.using())
              + (join.usingAlias() == null ? "" : join.usingAlias().text())
              + " "
              + in(join.left())
              + in(join.right())
              + in(join.on())
              + alias(join.alias()));
    }
  }

  private void table(QualifiedName name, @Nullable Alias alias) {
    add("table " + name.last().text() + alias(alias) + " relation " + bytes[name.start()]);
  }

  private void query(Query query) {
    String operation = "SETOP_NONE";
    boolean all = false;
    String items = "{}";
    String distinct = "-";
    String into = "[]";
    String from = "()";
    String where = "[]";
    String group = "false()";
    String having = "[]";
    String windows = "()";
    String values = "";
    String left = "[]";
    String right = "[]";
    if (query.body() instanceof Select select) {
      items = items(select.items());
      if (select.distinct()) {
        distinct = select.distinctOn().isEmpty() ? "([])" : each(select.distinctOn());
      }
      into = in(select.into());
      from = each(select.from());
      where = in(select.where());
      if (select.groupBy() != null) {
        group = select.groupBy().distinct() + each(select.groupBy().elements());
      }
      having = in(select.having());
      windows = each(select.windows());
    } else if (query.body() instanceof SetOperation set) {
      operation = "SETOP_" + set.kind();
      all = set.all();
      left = in(set.left());
      right = in(set.right());
    } else if (query.body() instanceof Values rows) {
      StringBuilder text = new StringBuilder();
      rows.rows().forEach(row -> text.append(each(row.values())));
      values = text.toString();
    } else if (query.body() instanceof Table table) {
      items = "{null[]}";
      from = each(List.of(table.table()));
    }
    Limit limit = query.limit();
    List<Locking> locking =
        query.locking().stream()
            .filter(one -> one.strength() != Locking.Strength.READ_ONLY)
            .toList();
    add(
        "select "
            + operation
            + all
            + (limit != null && limit.withTies())
            + " items "
            + items
            + " distinct "
            + distinct
            + " into "
            + into
            + " from "
            + from
            + " where "
            + where
            + " group "
            + group
            + " having "
            + having
            + " windows "
            + windows
            + " order "
            + each(query.orderBy())
            + " count "
            + in(limit == null ? null : limit.count())
            + " offset "
            + in(limit == null ? null : limit.offset())
            + " lock "
            + each(locking)
            + " values "
            + values
            + " left "
            + left
            + " right "
            + right
            + " with "
            + in(query.with()));
  }

  private void statement(Statement statement) {
    if (statement instanceof Statement.Insert insert) {
      insert(insert);
    } else if (statement instanceof Statement.Update update) {
      add(
          "update "
              + assignments(update.assignments())
              + " "
              + each(update.from())
              + in(update.where())
              + returning(update.returning()));
    } else if (statement instanceof Statement.Delete delete) {
      add("delete " + each(delete.using()) + in(delete.where()) + returning(delete.returning()));
    } else if (statement instanceof Statement.Merge merge) {
      add(
          "merge "
              + in(merge.target())
              + in(merge.source())
              + in(merge.on())
              + returning(merge.returning()));
    }
  }

  private void insert(Statement.Insert insert) {
    String override =
        insert.overriding() == null
            ? "OVERRIDING_NOT_SET"
            : "OVERRIDING_" + insert.overriding() + "_VALUE";
    Conflict conflict = insert.conflict();
    ConflictTarget target = conflict == null ? null : conflict.target();
    String action =
        conflict == null ? "null" : conflict.update() ? "ONCONFLICT_UPDATE" : "ONCONFLICT_NOTHING";
    Name constraint = target == null ? null : target.constraint();
    add(
        "insert "
            + targets(insert.columns())
            + " "
            + override
            + " "
            + in(insert.source())
            + returning(insert.returning())
            + " conflict "
            + action
            + " "
            + (constraint == null ? null : constraint.text())
            + (target == null ? "[]" : all(target.elements()))
            + in(target == null ? null : target.where())
            + (conflict == null ? "{}" : assignments(conflict.assignments()))
            + in(conflict == null ? null : conflict.where()));
  }

  private void mergeWhen(MergeWhen when) {
    String match =
        switch (when.match()) {
          case MATCHED -> "MERGE_WHEN_MATCHED";
          case NOT_MATCHED_BY_SOURCE -> "MERGE_WHEN_NOT_MATCHED_BY_SOURCE";
          case NOT_MATCHED_BY_TARGET -> "MERGE_WHEN_NOT_MATCHED_BY_TARGET";
        };
    String command = "CMD_NOTHING";
    String targets = "{}";
    String values = "[]";
    if (when.action() instanceof MergeUpdate update) {
      command = "CMD_UPDATE";
      targets = assignments(update.assignments());
    } else if (when.action() instanceof MergeDelete) {
      command = "CMD_DELETE";
    } else if (when.action() instanceof MergeInsert insert) {
      command = "CMD_INSERT";
      targets = targets(insert.columns());
      values = in(insert.values());
    }
    add("when " + match + " " + command + " " + targets + " " + in(when.condition()) + values);
  }

  private void add(String line) {
    lines.add(line);
  }

  private String in(@Nullable Node node) {
    return node == null ? "[]" : ParsedFacts.placesOf(node, bytes).toString();
  }

  private String all(List<? extends Node> nodes) {
    List<String> places = new ArrayList<>();
    nodes.forEach(node -> places.addAll(ParsedFacts.placesOf(node, bytes)));
    Collections.sort(places);
    return places.toString();
  }

  private String each(List<? extends Node> nodes) {
    StringBuilder text = new StringBuilder("(");
    nodes.forEach(node -> text.append(in(node)));
    return text.append(')').toString();
  }

  private String items(List<SelectItem> items) {
    StringBuilder text = new StringBuilder("{");
    for (SelectItem item : items) {
      text.append(item.alias() == null ? "null" : item.alias().text()).append(in(item.value()));
    }
    return text.append('}').toString();
  }

  private String returning(@Nullable Returning returning) {
    return returning == null ? "{}" : items(returning.items());
  }

  private String targets(List<TargetColumn> columns) {
    StringBuilder text = new StringBuilder("{");
    columns.forEach(
        column -> text.append(column.name().text()).append(steps(column.steps())).append("[]"));
    return text.append('}').toString();
  }

  private String assignments(List<Assignment> assignments) {
    StringBuilder text = new StringBuilder("{");
    for (Assignment assignment : assignments) {
      if (assignment instanceof Assignment.One one) {
        text.append(one.column().name().text())
            .append(steps(one.column().steps()))
            .append(in(one.value()));
      } else if (assignment instanceof Assignment.Several several) {
        for (TargetColumn column : several.columns()) {
          text.append(column.name().text())
              .append(steps(column.steps()))
              .append(in(several.source()));
        }
      }
    }
    return text.append('}').toString();
  }

  private String steps(List<Accessor> steps) {
    StringBuilder text = new StringBuilder();
    for (Accessor step : steps) {
      if (step instanceof Accessor.Field field) {
        text.append('.').append(field.name().text());
      } else if (step instanceof Accessor.Subscript subscript) {
        text.append("[[]").append(in(subscript.index())).append(']');
      } else if (step instanceof Accessor.Slice slice) {
        text.append("[:").append(in(slice.lower())).append(in(slice.upper())).append(']');
      } else {
        text.append(".*");
      }
    }
    return text.toString();
  }

  private static String alias(@Nullable Alias alias) {
    return alias == null || alias.name() == null
        ? ""
        : " as " + alias.name().text() + texts(alias.columns());
  }

  private static List<String> texts(List<Name> names) {
    return names.stream().map(Name::text).toList();
  }

  private static String type(TypeName type) {
    return type.names() + " " + type.dimensions() + (type.setOf() ? " setof" : "");
  }
}
