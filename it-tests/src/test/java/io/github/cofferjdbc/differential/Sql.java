package io.github.cofferjdbc.differential;

import java.util.ArrayList;
import java.util.List;

/** A text with holes for values. Immutable. */
final class Sql {
  private final List<Object> parts;

  private Sql(List<Object> parts) {
    this.parts = parts;
  }

  /** Joins texts, holes and other such texts. */
  static Sql of(Object... parts) {
    List<Object> flat = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof Sql sql) {
        flat.addAll(sql.parts);
      } else if (part instanceof Hole || part instanceof String) {
        flat.add(part);
      } else {
        throw new IllegalArgumentException("not a part of SQL: " + part);
      }
    }
    return new Sql(flat);
  }

  static Sql joined(String separator, List<Sql> texts) {
    List<Object> parts = new ArrayList<>();
    for (Sql text : texts) {
      if (!parts.isEmpty()) {
        parts.add(separator);
      }
      parts.addAll(text.parts);
    }
    return new Sql(parts);
  }

  /** Returns the text with every value as a literal. */
  String withLiterals() {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part instanceof Hole hole ? hole.literal() : part));
    return text.toString();
  }

  /** Returns the text with question marks for the values that can be parameters. */
  String withParameters() {
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      text.append(part instanceof Hole hole ? (hole.alwaysLiteral() ? hole.literal() : "?") : part);
    }
    return text.toString();
  }

  /** Returns what to bind, in the order of the question marks. */
  List<Hole> parameters() {
    List<Hole> holes = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof Hole hole && !hole.alwaysLiteral()) {
        holes.add(hole);
      }
    }
    return holes;
  }
}
