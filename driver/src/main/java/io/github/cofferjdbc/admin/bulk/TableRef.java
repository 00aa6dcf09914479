package io.github.cofferjdbc.admin.bulk;

/**
 * A table. Immutable.
 *
 * @param oid its oid
 * @param schema its schema
 * @param name its name
 * @param kind {@code pg_class.relkind}
 */
record TableRef(int oid, String schema, String name, char kind) implements TablePages.Table {

  /** Returns schema and name as SQL has them. */
  String sqlName() {
    return Sql.name(schema, name);
  }

  /** Returns schema and name for people. */
  String displayName() {
    return schema + "." + name;
  }
}
