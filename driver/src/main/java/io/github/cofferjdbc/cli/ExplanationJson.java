package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.admin.Explanation;
import io.github.cofferjdbc.sql.syntax.SyntaxFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An explanation as JSON, with offsets in bytes of UTF-8. One text, one thread. */
final class ExplanationJson {

  /** The offset in UTF-8 of each offset in UTF-16. */
  private final int[] offsets;

  private ExplanationJson(String sql) {
    offsets = utf8Offsets(sql);
  }

  static Map<String, @Nullable Object> of(Explanation explanation) {
    ExplanationJson json = new ExplanationJson(explanation.sql());
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("sql", explanation.sql());
    object.put("accepted", explanation.accepted());
    object.put("protected", explanation.involved().orElse(null));
    object.put("rewritten", explanation.rewritten());
    object.put("refusal", refusal(explanation.refusal()));
    List<@Nullable Object> relations = new ArrayList<>();
    List<@Nullable Object> columns = new ArrayList<>();
    List<@Nullable Object> parameters = new ArrayList<>();
    List<@Nullable Object> constants = new ArrayList<>();
    List<@Nullable Object> operators = new ArrayList<>();
    for (SyntaxFacts facts : explanation.facts()) {
      facts.relations().forEach(each -> relations.add(json.named(each)));
      facts.columns().forEach(each -> columns.add(json.named(each)));
      for (SyntaxFacts.Numbered each : facts.parameters()) {
        Map<String, @Nullable Object> parameter = json.place(each.start(), each.end());
        parameter.put("number", each.number());
        parameters.add(parameter);
      }
      for (SyntaxFacts.Literal each : facts.constants()) {
        Map<String, @Nullable Object> constant = json.place(each.start(), each.end());
        constant.put("kind", each.kind().name().toLowerCase(Locale.ROOT));
        constants.add(constant);
      }
      facts.operators().forEach(each -> operators.add(json.operated(each)));
    }
    object.put("relations", relations);
    object.put("columns", columns);
    object.put("parameters", parameters);
    object.put("constants", constants);
    object.put("operators", operators);
    return object;
  }

  private static @Nullable Map<String, @Nullable Object> refusal(
      Explanation.@Nullable Refused refused) {
    if (refused == null) {
      return null;
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("state", refused.state());
    object.put("column", refused.column());
    object.put("construct", refused.construct());
    object.put("message", refused.message());
    return object;
  }

  private Map<String, @Nullable Object> named(SyntaxFacts.Named named) {
    Map<String, @Nullable Object> object = place(named.start(), named.end());
    object.put("name", new ArrayList<@Nullable Object>(named.name()));
    return object;
  }

  private Map<String, @Nullable Object> operated(SyntaxFacts.Operated operated) {
    Map<String, @Nullable Object> object = place(operated.start(), operated.end());
    object.put("name", operated.name());
    SyntaxFacts.Span left = operated.left();
    if (left != null) {
      object.put("left", span(left));
    }
    object.put("right", span(operated.right()));
    return object;
  }

  private List<@Nullable Object> span(SyntaxFacts.Span span) {
    List<@Nullable Object> pair = new ArrayList<>();
    pair.add(offsets[span.start()]);
    pair.add(offsets[span.end()]);
    return pair;
  }

  private Map<String, @Nullable Object> place(int start, int end) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("start", offsets[start]);
    object.put("end", offsets[end]);
    return object;
  }

  /** An unpaired surrogate counts as the three bytes of U+FFFD, as it would be sent as. */
  static int[] utf8Offsets(String text) {
    int[] offsets = new int[text.length() + 1];
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      offsets[i] = bytes;
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        offsets[++i] = bytes;
        bytes += 4;
      } else {
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    offsets[text.length()] = bytes;
    return offsets;
  }
}
