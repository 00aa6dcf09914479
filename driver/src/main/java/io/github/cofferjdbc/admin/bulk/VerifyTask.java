package io.github.cofferjdbc.admin.bulk;

/**
 * A run of pages to verify. Immutable.
 *
 * @param table the table
 * @param pages of it
 * @param count how many pages that is, for progress
 */
record VerifyTask(ProtectedTable table, Pages pages, long count) {

  /** Returns the query for the rows' ctid and protected columns. */
  String query() {
    StringBuilder sql = new StringBuilder("SELECT t.ctid");
    for (ProtectedTable.ProtectedColumn column : table.columns()) {
      sql.append(", t.").append(Sql.name(column.name()));
    }
    return sql.append(" FROM ONLY ")
        .append(table.sqlName())
        .append(" AS t WHERE ")
        .append(pages.condition("t"))
        .toString();
  }
}
