package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.catalog.RelationName;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How names and texts are written in the statements of this package. No state. */
final class Sql {

  private Sql() {}

  /** Returns the parts quoted, with dots between them. */
  static String name(String... parts) {
    return Arrays.stream(parts).map(RelationName::quoted).collect(Collectors.joining("."));
  }

  /** Returns a literal that means the same whatever standard_conforming_strings is. */
  static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
