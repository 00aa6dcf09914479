package io.github.cofferjdbc.sql.syntax;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The facts of one statement as lines of text that can be compared: one for each relation, column
 * reference, parameter, constant and operator, with byte offsets; an operator's line names what
 * stands below each operand, so that another nesting is another line.
 */
// A missing key of trusted JSON shall fail the test.
@SuppressWarnings({"NullAway", "NonApiType"})
final class ParsedFacts {
  private ParsedFacts() {}

  /** What PostgreSQL's tree says. */
  static List<String> ofTree(Map<String, Object> tree) {
    List<String> lines = new ArrayList<>();
    collect(tree, lines, new ArrayList<>());
    Collections.sort(lines);
    return lines;
  }

  /** Where the facts of a part of the tree stand. */
  static List<String> placesOfTree(Object part) {
    List<String> places = new ArrayList<>();
    collect(part, new ArrayList<>(), places);
    Collections.sort(places);
    return places;
  }

  /** Adds the lines of a part of the tree, and where each of its facts stands. */
  private static void collect(Object part, List<String> lines, List<String> places) {
    if (part instanceof List<?> list) {
      list.forEach(element -> collect(element, lines, places));
      return;
    }
    if (!(part instanceof Map<?, ?> map)) {
      return;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getValue() instanceof Map<?, ?> node)) {
        collect(entry.getValue(), lines, places);
        continue;
      }
      long location = node.get("location") instanceof Long at ? at : 0;
      switch ((String) entry.getKey()) {
        case "RangeVar", "relation", "rel" -> {
          if (node.containsKey("relname")) {
            relation(node, location, lines, places);
          } else {
            collect(node, lines, places);
          }
        }
        case "ColumnRef" -> {
          if (location >= 0) {
            lines.add("column " + location + " " + names(node.get("fields")));
            places.add("column " + location);
          }
        }
        case "ParamRef" -> {
          lines.add("parameter " + location + " " + node.get("number"));
          places.add("parameter " + location);
        }
        case "A_Const" -> {
          if (location >= 0) {
            lines.add("constant " + location + " " + constant(node));
            places.add("constant " + location);
          }
        }
        case "A_Expr" -> operator(node, location, lines, places);
        case "MultiAssignRef" -> {
          // PostgreSQL hangs the one source below each of the columns that it is assigned to.
          if (Long.valueOf(1).equals(node.get("colno"))) {
            collect(node, lines, places);
          }
        }
        default -> collect(node, lines, places);
      }
    }
  }

  private static void relation(
      Map<?, ?> node, long location, List<String> lines, List<String> places) {
    List<String> parts = new ArrayList<>();
    for (String key : List.of("catalogname", "schemaname", "relname")) {
      if (node.get(key) instanceof String name) {
        parts.add(name);
      }
    }
    lines.add("relation " + location + " " + parts);
    places.add("relation " + location);
  }

  private static void operator(
      Map<?, ?> node, long location, List<String> lines, List<String> places) {
    String name = String.join(".", names(node.get("name")));
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    collect(node.get("lexpr"), lines, left);
    collect(node.get("rexpr"), lines, right);
    Collections.sort(left);
    Collections.sort(right);
    boolean prefix = !node.containsKey("lexpr");
    lines.add("operator " + location + " " + name + " " + (prefix ? "-" : left) + " " + right);
    places.addAll(left);
    places.addAll(right);
    places.add("operator " + location);
  }

  private static List<String> names(Object list) {
    List<String> names = new ArrayList<>();
    for (Object element : (List<?>) list) {
      Map<?, ?> map = (Map<?, ?>) element;
      names.add(
          map.get("String") instanceof Map<?, ?> string
              ? (String) ((Map<?, ?>) string).get("sval")
              : "*");
    }
    return names;
  }

  private static String constant(Map<?, ?> node) {
    for (Map.Entry<?, ?> entry : node.entrySet()) {
      Map<?, ?> value = entry.getValue() instanceof Map<?, ?> map ? map : Map.of();
      switch ((String) entry.getKey()) {
        case "ival" -> {
          return "INTEGER " + (value.isEmpty() ? 0L : value.get("ival"));
        }
        case "fval" -> {
          return "FLOAT " + number((String) value.get("fval"));
        }
        case "sval" -> {
          return "STRING " + (value.isEmpty() ? "" : value.get("sval"));
        }
        case "bsval" -> {
          return "BIT_STRING " + value.get("bsval");
        }
        case "boolval" -> {
          return "BOOLEAN " + !value.isEmpty();
        }
        case "isnull" -> {
          return "NULL ";
        }
        default -> {}
      }
    }
    throw new IllegalArgumentException(node.toString());
  }

  private static String number(String written) {
    String text = written.replace("_", "").toLowerCase(Locale.ROOT);
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    int radix =
        digits.startsWith("0x")
            ? 16
            : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 10;
    BigDecimal value =
        radix == 10
            ? new BigDecimal(digits.endsWith(".") ? digits + "0" : digits.replace(".e", ".0e"))
            : new BigDecimal(new BigInteger(digits.substring(2), radix));
    return (negative ? value.negate() : value).toString();
  }

  /** Where the facts below a node stand. */
  static List<String> placesOf(Node node, int[] bytes) {
    SyntaxFacts facts = SyntaxFacts.of(node);
    List<String> places = new ArrayList<>();
    facts.relations().forEach(one -> places.add("relation " + bytes[one.start()]));
    facts.columns().forEach(one -> places.add("column " + bytes[one.start()]));
    facts.parameters().forEach(one -> places.add("parameter " + bytes[one.start()]));
    facts.constants().forEach(one -> places.add("constant " + bytes[one.start()]));
    facts.operators().forEach(one -> places.add("operator " + bytes[one.start()]));
    Collections.sort(places);
    return places;
  }

  /** What our parser says. */
  static List<String> ofStatement(String sql, Statement statement) {
    return ofFacts(sql, statement, SyntaxFacts.of(statement));
  }

  /** What facts say, which a test may have changed. */
  static List<String> ofFacts(String sql, Statement statement, SyntaxFacts facts) {
    int[] bytes = byteOffsets(sql);
    Map<Integer, Atom.Constant> constants = new TreeMap<>();
    statement.walk(
        node -> {
          if (node instanceof Atom.Constant constant) {
            constants.put(constant.end(), constant);
          }
        });
    List<String> lines = new ArrayList<>();
    TreeMap<Integer, List<String>> places = new TreeMap<>();
    for (SyntaxFacts.Named relation : facts.relations()) {
      lines.add("relation " + bytes[relation.start()] + " " + relation.name());
      place(places, "relation", relation.start(), bytes);
    }
    for (SyntaxFacts.Named column : facts.columns()) {
      lines.add("column " + bytes[column.start()] + " " + column.name());
      place(places, "column", column.start(), bytes);
    }
    for (SyntaxFacts.Numbered parameter : facts.parameters()) {
      lines.add("parameter " + bytes[parameter.start()] + " " + parameter.number());
      place(places, "parameter", parameter.start(), bytes);
    }
    for (SyntaxFacts.Literal literal : facts.constants()) {
      String value = constants.get(literal.end()).value();
      if (literal.kind() == Atom.Constant.Kind.FLOAT) {
        value = number(value);
      }
      lines.add("constant " + bytes[literal.start()] + " " + literal.kind() + " " + value);
      place(places, "constant", literal.start(), bytes);
    }
    for (SyntaxFacts.Operated operator : facts.operators()) {
      place(places, "operator", operator.start(), bytes);
    }
    for (SyntaxFacts.Operated operator : facts.operators()) {
      lines.add(
          "operator "
              + bytes[operator.start()]
              + " "
              + operator.name()
              + " "
              + (operator.left() == null ? "-" : inside(places, operator.left(), operator, bytes))
              + " "
              + inside(places, operator.right(), operator, bytes));
    }
    Collections.sort(lines);
    return lines;
  }

  private static void place(
      TreeMap<Integer, List<String>> places, String what, int start, int[] bytes) {
    places.computeIfAbsent(start, key -> new ArrayList<>()).add(what + " " + bytes[start]);
  }

  private static List<String> inside(
      TreeMap<Integer, List<String>> places,
      SyntaxFacts.Span span,
      SyntaxFacts.Operated operator,
      int[] bytes) {
    List<String> inside = new ArrayList<>();
    places.subMap(span.start(), span.end()).values().forEach(inside::addAll);
    inside.remove("operator " + bytes[operator.start()]);
    Collections.sort(inside);
    return inside;
  }

  /** The UTF-8 offset of each UTF-16 offset. */
  static int[] byteOffsets(String text) {
    int[] bytes = new int[text.length() + 1];
    int at = 0;
    for (int i = 0; i < text.length(); ) {
      int next = i + Character.charCount(text.codePointAt(i));
      bytes[i] = at;
      at += text.substring(i, next).getBytes(StandardCharsets.UTF_8).length;
      i = next;
    }
    bytes[text.length()] = at;
    return bytes;
  }
}
