package io.github.cofferjdbc.differential;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that exists on both sides.
 *
 * @param columns the first is a plain integer and the primary key
 * @param constraints what follows the columns in CREATE TABLE, each after a comma; may be empty
 */
record Table(String name, List<Column> columns, String constraints) {

  String ddl(boolean encryptedSide) {
    String definitions =
        columns.stream()
            .map(column -> column.name() + " " + column.type().ddl(encryptedSide))
            .collect(Collectors.joining(", "));
    return "CREATE TABLE "
        + name
        + " ("
        + definitions
        + ", PRIMARY KEY ("
        + key()
        + ")"
        + constraints
        + ");\n";
  }

  String key() {
    return columns.get(0).name();
  }

  /** Returns the columns that can stand in for one another in {@code =}. */
  List<Column> meeting(Type type) {
    return columns.stream().filter(column -> column.type().meets(type)).toList();
  }
}
