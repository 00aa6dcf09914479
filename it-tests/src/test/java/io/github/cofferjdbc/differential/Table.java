package io.github.cofferjdbc.differential;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table or view that exists on both sides.
 *
 * @param columns the first is a plain integer that no two rows share
 * @param kind what is made
 * @param more of a table: what follows the columns in CREATE TABLE, each after a comma; of a
 *     partitioned one its key and then its partitions; of an inheriting one its parent; of a view
 *     its query
 */
record Table(String name, List<Column> columns, Kind kind, String more) {

  enum Kind {
    TABLE("CREATE TABLE "),
    /** Without a primary key. */
    PARTITIONED("CREATE TABLE "),
    INHERITING("CREATE TABLE "),
    TEMPORARY("CREATE TEMPORARY TABLE "),
    VIEW("CREATE VIEW "),
    MATERIALIZED_VIEW("CREATE MATERIALIZED VIEW ");

    private final String verb;

    Kind(String verb) {
      this.verb = verb;
    }
  }

  /** A table of its own. */
  static Table of(String name, Column... columns) {
    return new Table(name, List.of(columns), Kind.TABLE, "");
  }

  /** Returns what makes it; one statement a line. */
  String ddl(boolean encryptedSide) {
    String definitions =
        columns.stream()
            .map(column -> column.name() + " " + column.type().ddl(encryptedSide))
            .collect(Collectors.joining(", "));
    String own = kind.verb + name;
    return switch (kind) {
      case TABLE, TEMPORARY ->
          own + " (" + definitions + ", PRIMARY KEY (" + key() + ")" + more + ");\n";
      case PARTITIONED -> own + " (" + definitions + ") PARTITION BY " + more + ";\n";
      case INHERITING ->
          own + " (" + inherited(encryptedSide) + ", PRIMARY KEY (id)) INHERITS (" + more + ");\n";
      case VIEW, MATERIALIZED_VIEW -> own + " AS " + more + ";\n";
    };
  }

  /** The columns that the parent lacks are those after its own. */
  private String inherited(boolean encryptedSide) {
    return columns.stream()
        .skip(TwinSchema.BEING.columns().size())
        .map(column -> column.name() + " " + column.type().ddl(encryptedSide))
        .collect(Collectors.joining(", "));
  }

  String key() {
    return columns.get(0).name();
  }

  /** Returns the columns that can stand in for one another in {@code =}. */
  List<Column> meeting(Type type) {
    return columns.stream().filter(column -> column.type().meets(type)).toList();
  }
}
