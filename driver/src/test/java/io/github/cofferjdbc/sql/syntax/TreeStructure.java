package io.github.cofferjdbc.sql.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The structure of PostgreSQL's tree beyond its operators, one line for each clause, join, function
 * call, cast, alias and so on, with the places of what is in it; {@link NodeStructure} writes the
 * same lines for ours.
 */
// A missing key of trusted JSON shall fail the test.
@SuppressWarnings("NullAway")
final class TreeStructure {
  private final List<String> lines = new ArrayList<>();

  private TreeStructure() {}

  static List<String> of(Map<String, Object> tree) {
    TreeStructure structure = new TreeStructure();
    structure.walk(tree);
    Collections.sort(structure.lines);
    return structure.lines;
  }

  private void walk(@Nullable Object part) {
    if (part instanceof List<?> list) {
      list.forEach(this::walk);
    } else if (part instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getValue() instanceof Map<?, ?> node) {
          line((String) entry.getKey(), node);
        }
        boolean repeated =
            "MultiAssignRef".equals(entry.getKey())
                && entry.getValue() instanceof Map<?, ?> node
                && !Long.valueOf(1).equals(node.get("colno"));
        if (!repeated) {
          walk(entry.getValue());
        }
      }
    }
  }

  private void line(String type, Map<?, ?> node) {
    switch (type) {
      case "BoolExpr" -> add("bool " + word(node, "boolop") + " " + each(node, "args"));
      case "NullTest" -> add("null " + word(node, "nulltesttype") + " " + in(node, "arg"));
      case "BooleanTest" -> add("truth " + word(node, "booltesttype") + " " + in(node, "arg"));
      case "SubLink" ->
          add(
              "sub "
                  + word(node, "subLinkType")
                  + " "
                  + names(node, "operName")
                  + " "
                  + in(node, "testexpr")
                  + " "
                  + in(node, "subselect"));
      case "TypeCast" -> {
        // Without a place are that of a string after its type, and that of SUBSTRING(a FOR n),
        // which only the grammar makes.
        boolean string = String.valueOf(node.get("arg")).startsWith("{A_Const={sval=");
        if (string || !Long.valueOf(-1).equals(node.get("location"))) {
          add("cast " + type(child(node, "typeName")) + " " + in(node, "arg"));
        }
      }
      case "FuncCall" -> call(node);
      case "NamedArgExpr" -> add("argument " + node.get("name") + " " + in(node, "arg"));
      case "CaseExpr" ->
          add("case " + in(node, "arg") + " " + each(node, "args") + " " + in(node, "defresult"));
      case "CaseWhen" -> add("when " + in(node, "expr") + " " + in(node, "result"));
      case "CoalesceExpr" -> add("coalesce " + each(node, "args"));
      case "MinMaxExpr" -> add(word(node, "op") + " " + each(node, "args"));
      case "RowExpr" ->
          add(
              "row "
                  + word(node, "row_format").equals("COERCE_EXPLICIT_CALL")
                  + " "
                  + each(node, "args"));
      case "A_ArrayExpr" -> add("array " + each(node, "elements"));
      case "A_Indirection" -> add("steps " + in(node, "arg") + " " + steps(node, "indirection"));
      case "CollateClause" -> add("collate " + names(node, "collname") + " " + in(node, "arg"));
      case "GroupingFunc" -> add("grouping " + each(node, "args"));
      case "GroupingSet" -> add("set " + word(node, "kind") + " " + each(node, "content"));
      case "SortBy" ->
          add(
              "sort "
                  + word(node, "sortby_dir").equals("SORTBY_DESC")
                  + " "
                  + names(node, "useOp")
                  + " "
                  + word(node, "sortby_nulls")
                  + " "
                  + in(node, "node"));
      case "JoinExpr" -> join(node);
      case "RangeVar", "relation", "rel" -> {
        if (node.containsKey("relname")) {
          add("table " + node.get("relname") + alias(node) + " " + here(node));
        }
      }
      case "RangeSubselect" ->
          add("from " + is(node, "lateral") + alias(node) + " " + in(node, "subquery"));
      case "RangeFunction" ->
          add(
              "function "
                  + is(node, "lateral")
                  + " "
                  + is(node, "ordinality")
                  + " "
                  + alias(node)
                  + " "
                  + in(node, "functions"));
      case "ColumnDef" ->
          add("define " + node.get("colname") + " " + type(child(node, "typeName")));
      case "CommonTableExpr" ->
          add(
              "with "
                  + node.get("ctename")
                  + " "
                  + names(node, "aliascolnames")
                  + " "
                  + in(node, "ctequery"));
      case "SelectStmt", "larg", "rarg" -> select(node);
      case "InsertStmt" -> insert(node);
      case "UpdateStmt" ->
          add(
              "update "
                  + targets(node, "targetList")
                  + " "
                  + each(node, "fromClause")
                  + in(node, "whereClause")
                  + items(node, "returningList"));
      case "DeleteStmt" ->
          add(
              "delete "
                  + each(node, "usingClause")
                  + in(node, "whereClause")
                  + items(node, "returningList"));
      case "MergeStmt" ->
          add(
              "merge "
                  + in(node, "relation")
                  + in(node, "sourceRelation")
                  + in(node, "joinCondition")
                  + items(node, "returningList"));
      case "MergeWhenClause" ->
          add(
              "when "
                  + word(node, "matchKind")
                  + " "
                  + word(node, "commandType")
                  + " "
                  + targets(node, "targetList")
                  + " "
                  + in(node, "condition")
                  + in(node, "values"));
      case "WindowDef", "over" -> window(node);
      default -> {}
    }
  }

  private void call(Map<?, ?> node) {
    String name = names(node, "funcname").toString();
    if (name.endsWith("like_escape]") || name.endsWith("similar_to_escape]")) {
      return;
    }
    add(
        "call "
            + name
            + (is(node, "agg_star") ? " star" : "")
            + (is(node, "agg_distinct") ? " distinct" : "")
            + (is(node, "func_variadic") ? " variadic" : "")
            + (is(node, "agg_within_group") ? " within" : "")
            + " "
            + arguments(node, name)
            + " "
            + each(node, "agg_order")
            + in(node, "agg_filter")
            + in(node, "over"));
  }

  /** The arguments, without the 1 that the grammar puts into SUBSTRING(a FOR n). */
  private static String arguments(Map<?, ?> node, String name) {
    String arguments = each(node, "args");
    return name.equals("[pg_catalog, substring]") ? arguments.replace("[]", "") : arguments;
  }

  private void window(Map<?, ?> node) {
    add(
        "window "
            + node.get("name")
            + " "
            + node.get("refname")
            + " "
            + each(node, "partitionClause")
            + each(node, "orderClause")
            + in(node, "startOffset")
            + in(node, "endOffset"));
  }

  private void join(Map<?, ?> node) {
    String using =
        child(node, "join_using_alias") instanceof Map<?, ?> alias
            ? String.valueOf(alias.get("aliasname"))
            : "";
    add(
        "join "
            + word(node, "jointype")
            + " "
            + is(node, "isNatural")
            + " "
            + names(node, "usingClause")
            + using
            + " "
            + in(node, "larg")
            + in(node, "rarg")
            + in(node, "quals")
            + alias(node));
  }

  private void select(Map<?, ?> node) {
    if (!node.containsKey("op")) {
      return;
    }
    String values = "";
    if (node.get("valuesLists") instanceof List<?> rows) {
      StringBuilder text = new StringBuilder();
      for (Object row : rows) {
        text.append(each((Map<?, ?>) ((Map<?, ?>) row).get("List"), "items"));
      }
      values = text.toString();
    }
    String operation = word(node, "op");
    String limit = word(node, "limitOption");
    add(
        "select "
            + operation
            + is(node, "all")
            + limit.contains("TIES")
            + " items "
            + items(node, "targetList")
            + " distinct "
            + (node.containsKey("distinctClause") ? each(node, "distinctClause") : "-")
            + " into "
            + in(node, "intoClause")
            + " from "
            + each(node, "fromClause")
            + " where "
            + in(node, "whereClause")
            + " group "
            + is(node, "groupDistinct")
            + each(node, "groupClause")
            + " having "
            + in(node, "havingClause")
            + " windows "
            + each(node, "windowClause")
            + " order "
            + each(node, "sortClause")
            + " count "
            + in(node, "limitCount")
            + " offset "
            + in(node, "limitOffset")
            + " lock "
            + each(node, "lockingClause")
            + " values "
            + values
            + " left "
            + in(node, "larg")
            + " right "
            + in(node, "rarg")
            + " with "
            + in(node, "withClause"));
  }

  private void insert(Map<?, ?> node) {
    Map<?, ?> conflict =
        child(node, "onConflictClause") instanceof Map<?, ?> clause ? clause : Map.of();
    Map<?, ?> infer = child(conflict, "infer") instanceof Map<?, ?> target ? target : Map.of();
    add(
        "insert "
            + targets(node, "cols")
            + " "
            + word(node, "override")
            + " "
            + in(node, "selectStmt")
            + items(node, "returningList")
            + " conflict "
            + word(conflict, "action")
            + " "
            + infer.get("conname")
            + in(infer, "indexElems")
            + in(infer, "whereClause")
            + targets(conflict, "targetList")
            + in(conflict, "whereClause"));
  }

  private void add(String line) {
    lines.add(line);
  }

  private static @Nullable Object child(Map<?, ?> node, String key) {
    return node.get(key);
  }

  private static String word(Map<?, ?> node, String key) {
    return String.valueOf(node.get(key));
  }

  private static boolean is(Map<?, ?> node, String key) {
    return Boolean.TRUE.equals(node.get(key));
  }

  private static String here(Map<?, ?> node) {
    return "relation " + (node.get("location") instanceof Long at ? at : 0L);
  }

  private static String in(Map<?, ?> node, String key) {
    Object part = node.get(key);
    return part == null ? "[]" : ParsedFacts.placesOfTree(Map.of(key, part)).toString();
  }

  private static String each(Map<?, ?> node, String key) {
    StringBuilder text = new StringBuilder("(");
    if (node.get(key) instanceof List<?> list) {
      list.forEach(one -> text.append(ParsedFacts.placesOfTree(one)));
    }
    return text.append(')').toString();
  }

  private static String items(Map<?, ?> node, String key) {
    StringBuilder text = new StringBuilder("{");
    if (node.get(key) instanceof List<?> list) {
      for (Object one : list) {
        Map<?, ?> target = (Map<?, ?>) ((Map<?, ?>) one).get("ResTarget");
        text.append(target.get("name")).append(ParsedFacts.placesOfTree(target.get("val")));
      }
    }
    return text.append('}').toString();
  }

  private static String targets(Map<?, ?> node, String key) {
    StringBuilder text = new StringBuilder("{");
    if (node.get(key) instanceof List<?> list) {
      for (Object one : list) {
        Map<?, ?> target = (Map<?, ?>) ((Map<?, ?>) one).get("ResTarget");
        Object value = target.get("val");
        if (value instanceof Map<?, ?> map
            && map.get("MultiAssignRef") instanceof Map<?, ?> multi) {
          value = multi.get("source");
        }
        text.append(target.get("name"))
            .append(steps(target, "indirection"))
            .append(ParsedFacts.placesOfTree(value));
      }
    }
    return text.append('}').toString();
  }

  private static String steps(Map<?, ?> node, String key) {
    StringBuilder text = new StringBuilder();
    if (node.get(key) instanceof List<?> list) {
      for (Object one : list) {
        Map<?, ?> step = (Map<?, ?>) one;
        if (step.get("String") instanceof Map<?, ?> name) {
          text.append('.').append(name.get("sval"));
        } else if (step.get("A_Indices") instanceof Map<?, ?> indices) {
          text.append(is(indices, "is_slice") ? "[:" : "[");
          text.append(in(indices, "lidx")).append(in(indices, "uidx")).append(']');
        } else {
          text.append(".*");
        }
      }
    }
    return text.toString();
  }

  private static List<String> names(Map<?, ?> node, String key) {
    List<String> names = new ArrayList<>();
    if (node.get(key) instanceof List<?> list) {
      for (Object one : list) {
        names.add(String.valueOf(((Map<?, ?>) ((Map<?, ?>) one).get("String")).get("sval")));
      }
    }
    return names;
  }

  private static String alias(Map<?, ?> node) {
    return node.get("alias") instanceof Map<?, ?> alias
        ? " as " + alias.get("aliasname") + names(alias, "colnames")
        : "";
  }

  private static String type(@Nullable Object type) {
    Map<?, ?> node = (Map<?, ?>) type;
    int dimensions = node.get("arrayBounds") instanceof List<?> bounds ? bounds.size() : 0;
    return names(node, "names") + " " + dimensions + (is(node, "setof") ? " setof" : "");
  }
}
