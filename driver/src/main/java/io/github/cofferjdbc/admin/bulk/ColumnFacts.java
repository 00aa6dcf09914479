package io.github.cofferjdbc.admin.bulk;

import java.util.List;
import java.util.Optional;

/**
 * A column that is to change its type, as the catalog has it. Immutable; equal facts mean that
 * nothing about it has changed.
 *
 * @param root the table that was named
 * @param members the tables with rows: the root, its partitions, those that inherit from it
 * @param number the column's number in the root
 * @param name its name
 * @param typeOid its type
 * @param elementOid the type of its elements if it is an array, else 0
 * @param typeName its type for people, with modifier
 * @param modified whether the type has a modifier
 * @param kindOfType {@code pg_type.typtype}
 * @param defaultSql its default, as SQL
 * @param indexes over it, or that mention it
 * @param views the views and rules that use it, as PostgreSQL describes them
 * @param obstacles what stands against any change of the type, for people
 * @param triggers of the users, that an UPDATE of another column would fire
 */
record ColumnFacts(
    TableRef root,
    List<TableRef> members,
    int number,
    String name,
    int typeOid,
    int elementOid,
    String typeName,
    boolean modified,
    char kindOfType,
    Optional<String> defaultSql,
    List<IndexFacts> indexes,
    List<String> views,
    List<String> obstacles,
    List<String> triggers) {

  /**
   * An index that the column is in.
   *
   * @param name for people
   * @param method {@code btree}, {@code hash} and so on
   * @param key whether the column is one of its key columns, not only included
   * @param plain whether it is over columns alone, with the types' own operator classes
   * @param constraint whether it is unique, or belongs to a constraint
   */
  record IndexFacts(String name, String method, boolean key, boolean plain, boolean constraint) {}

  /** Returns table and column for people. */
  String displayName() {
    return root.displayName() + "." + name;
  }

  boolean array() {
    return elementOid != 0;
  }

  /** Returns the name of the column beside. */
  String shadow() {
    return "coffer_shadow_" + number;
  }

  /**
   * Returns the name of the UPDATE trigger and, in the table's schema, of both triggers' function.
   */
  String marker() {
    // It sorts behind other triggers, so that it sees what they made of a row.
    return Triggers.MARKER + Integer.toUnsignedString(root.oid()) + "_" + number;
  }

  /** Returns the name of the INSERT trigger. */
  String insertMarker() {
    return marker() + "_insert";
  }

  /** Returns the name of the function whose being there announces the change, in SQL. */
  String announcement() {
    return Sql.name(
        root.schema(), "coffer_announced_" + Integer.toUnsignedString(root.oid()) + "_" + number);
  }
}
