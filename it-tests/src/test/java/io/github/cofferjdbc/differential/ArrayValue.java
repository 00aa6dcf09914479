package io.github.cofferjdbc.differential;

import io.github.cofferjdbc.value.BaseType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An array of values, for {@code = ANY} or as a whole. */
record ArrayValue(BaseType base, List<@Nullable String> texts, Style style, boolean alwaysLiteral)
    implements Hole {

  enum Style {
    /** {@code ARRAY['…', NULL]::date[]} */
    CONSTRUCTED,
    /** {@code ARRAY[date '…', date '…']} */
    TYPED_ELEMENTS,
    /** {@code '{…}'} */
    UNTYPED,
    /** {@code '{…}'::date[]} */
    CAST
  }

  @Override
  public String literal() {
    String array = "::" + base.typeName() + "[]";
    return switch (style) {
      case CONSTRUCTED -> "ARRAY[" + elements("") + "]" + array;
      case TYPED_ELEMENTS -> "ARRAY[" + elements(base.typeName() + " ") + "]";
      case UNTYPED -> Value.quoted(inBraces());
      case CAST -> Value.quoted(inBraces()) + array;
    };
  }

  private String elements(String prefix) {
    return texts.stream()
        .map(text -> text == null ? "NULL" : prefix + Value.quoted(text))
        .collect(Collectors.joining(", "));
  }

  /** Returns its text in PostgreSQL. */
  String inBraces() {
    return texts.stream()
        .map(
            text ->
                text == null
                    ? "NULL"
                    : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public void bind(PreparedStatement statement, int index) throws SQLException {
    statement.setArray(
        index, statement.getConnection().createArrayOf(base.typeName(), texts.toArray()));
  }
}
