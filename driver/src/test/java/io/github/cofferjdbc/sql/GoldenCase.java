package io.github.cofferjdbc.sql;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.copy.CopyFormat;
import io.github.cofferjdbc.copy.FieldRule;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.plan.CopyPlan;
import io.github.cofferjdbc.sql.plan.NamedStatement;
import io.github.cofferjdbc.sql.plan.Operand;
import io.github.cofferjdbc.sql.plan.ParameterPlan;
import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import io.github.cofferjdbc.sql.plan.SealedLiteral;
import io.github.cofferjdbc.sql.plan.TypeChange;
import io.github.cofferjdbc.sql.syntax.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One case of a golden file.
 *
 * <pre>
 * === title, ending in [native] for the native reading
 * SQL
 * --- what is expected, as {@link #outcome} writes it
 * </pre>
 *
 * In rewritten text {@code {?1}} is the place of the first parameter, {@code {'1}} that of the
 * first sealed literal.
 */
record GoldenCase(String title, String sql, String expected) {

  static List<GoldenCase> parse(String text) {
    List<GoldenCase> cases = new ArrayList<>();
    for (String part : text.split("(?m)^=== ", -1)) {
      if (part.isBlank() || !part.contains("\n---")) {
        continue;
      }
      int title = part.indexOf('\n');
      int cut = part.indexOf("\n---\n");
      String sql = part.substring(title + 1, cut);
      cases.add(
          new GoldenCase(part.substring(0, title), sql, part.substring(cut + 5).stripTrailing()));
    }
    return cases;
  }

  String outcome(CatalogView catalog) {
    Reading reading = title.endsWith("[native]") ? Reading.NATIVE : Reading.JDBC;
    Analysis analysis = Analyser.analyse(sql, reading, catalog);
    if (analysis instanceof Analysis.NeedsNamed) {
      analysis = Analyser.analyse(sql, reading, catalog, GoldenNames.of(catalog));
    }
    if (analysis instanceof Analysis.Refused refused) {
      return "refused"
          + (refused.unknownName() ? " (unknown name)" : "")
          + "\n"
          + refused.message();
    }
    if (analysis instanceof Analysis.Needs needs) {
      return "needs " + needs.relations().stream().map(Object::toString).sorted().toList();
    }
    return accepted(((Analysis.Accepted) analysis).plan());
  }

  String written(CatalogView catalog) {
    return "=== " + title + "\n" + sql + "\n---\n" + outcome(catalog) + "\n\n";
  }

  private static String accepted(Plan plan) {
    StringBuilder text = new StringBuilder();
    if (plan.passthrough()) {
      text.append("passes unchanged\n");
    } else {
      text.append("accepted\n").append(rewritten(plan.pieces())).append('\n');
    }
    for (int i = 0; i < plan.parameters().size(); i++) {
      ParameterPlan parameter = plan.parameters().get(i);
      if (parameter instanceof ParameterPlan.Sealed sealed) {
        text.append("?").append(i + 1).append(": ").append(operand(sealed.operand())).append('\n');
      } else if (parameter instanceof ParameterPlan.NullTest) {
        text.append("?").append(i + 1).append(": null test\n");
      }
    }
    for (int i = 0; i < plan.literals().size(); i++) {
      SealedLiteral literal = plan.literals().get(i);
      text.append("'").append(i + 1).append(": ").append(operand(literal.operand()));
      text.append(", ").append(literal.kind()).append(' ').append(literal.text()).append('\n');
    }
    for (ResultPlan result : plan.results()) {
      if (!(result instanceof ResultPlan.Clear)) {
        text.append("returns ").append(result(result)).append('\n');
      }
    }
    if (plan.writes() != null) {
      text.append("keys ").append(plan.writes().relation().name()).append(": ");
      text.append(result(plan.writes().everything())).append('\n');
    }
    for (NamedStatement named : plan.named()) {
      text.append("prepares ").append(named.name());
      text.append(named.plain() ? ", plain" : ": " + named(named)).append('\n');
    }
    if (plan.copy() != null) {
      text.append(copy(plan.copy())).append('\n');
    }
    if (plan.typeChange() != null) {
      TypeChange change = plan.typeChange();
      text.append("changes ").append(change.table()).append(change.only() ? " only, " : ", ");
      text.append(change.origin()).append(" from ").append(type(change.from()));
      text.append(" to ").append(type(change.to())).append('\n');
    }
    if (!plan.effects().isEmpty()) {
      text.append("effects ").append(plan.effects().stream().sorted().toList()).append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static String type(ColumnType.@Nullable Encrypted type) {
    return type == null ? "plain" : type.type().toString();
  }

  private static String named(NamedStatement named) {
    return named.parameters().stream()
            .map(
                parameter ->
                    parameter instanceof ParameterPlan.Sealed sealed
                        ? operand(sealed.operand())
                        : parameter instanceof ParameterPlan.NullTest ? "null test" : "clear")
            .toList()
        + " returns "
        + result(named.result());
  }

  private static String copy(CopyPlan copy) {
    CopyFormat format = copy.format();
    String own = format.toString();
    return "copies "
        + (copy.from() ? "in " : "out ")
        + own.substring("CopyFormat[kind=".length(), own.length() - 1).replace("\t", "\\t")
        + (copy.wellFormed() ? "" : ", which the server refuses")
        + "\nfields "
        + copy.fields().stream().map(GoldenCase::field).collect(Collectors.joining(", "));
  }

  private static String field(CopyPlan.Field field) {
    FieldRule rule = field.rule();
    if (!rule.converted() || !(field.type() instanceof ColumnType.Encrypted type)) {
      return "-";
    }
    return type.type()
        + (type.array() ? "[] " : " ")
        + field.column()
        + (rule.forceQuote() ? " force quote" : "")
        + (rule.forceNotNull() ? " force not null" : "")
        + (rule.forceNull() ? " force null" : "");
  }

  static String rewritten(List<Piece> pieces) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Text own) {
        text.append(own.text());
      } else if (piece instanceof Piece.ParameterSlot slot) {
        text.append("{?").append(slot.index() + 1).append('}').append(slot.suffix());
      } else if (piece instanceof Piece.LiteralSlot slot) {
        text.append(slot.inText() ? "{='" : "{'")
            .append(slot.index() + 1)
            .append('}')
            .append(slot.suffix());
      }
    }
    return text.toString();
  }

  private static String operand(Operand operand) {
    return operand.type().type()
        + (operand.type().array() ? "[] " : " ")
        + operand.use().name().toLowerCase(Locale.ROOT)
        + (operand.cast() == null ? "" : " cast " + operand.cast().typeName())
        + " "
        + operand.column();
  }

  private static String result(ResultPlan result) {
    if (result instanceof ResultPlan.Columns columns) {
      return columns.columns().stream().map(GoldenCase::column).collect(Collectors.joining(", "));
    }
    return result instanceof ResultPlan.ByHeader ? "by header" : "clear";
  }

  private static String column(ResultPlan.ResultColumn column) {
    if (column instanceof ResultPlan.ResultColumn.Opened opened) {
      return opened.type().type() + (opened.type().array() ? "[] " : " ") + opened.origin();
    }
    return "-";
  }
}
