package io.github.cofferjdbc.admin.bulk;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How names and texts are written in the statements of this package. No state. */
final class Sql {

  private Sql() {}

  /** Returns the parts quoted, with dots between them. */
  static String name(String... parts) {
    return Arrays.stream(parts)
        .map(part -> '"' + part.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining("."));
  }

  /** Returns a literal that means the same whatever standard_conforming_strings is. */
  static String literal(String text) {
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
