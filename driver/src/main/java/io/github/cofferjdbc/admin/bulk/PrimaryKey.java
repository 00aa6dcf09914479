package io.github.cofferjdbc.admin.bulk;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The primary key by which a table's rows are named to people. A protected column in it would be
 * shown as ciphertext, so such a key is none. Immutable.
 *
 * @param table the table
 * @param columns in the key's order; empty if there is no key to show
 */
record PrimaryKey(ProtectedTable table, List<String> columns) {

  static PrimaryKey of(Connection connection, ProtectedTable table) throws SQLException {
    List<String> columns = new ArrayList<>();
    boolean clear = true;
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT a.attname, t.typtype OPERATOR(pg_catalog.=) 'd'"
                    + " FROM pg_catalog.pg_index AS i"
                    + " CROSS JOIN LATERAL pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k(n, place)"
                    + " JOIN pg_catalog.pg_attribute AS a ON a.attrelid OPERATOR(pg_catalog.=)"
                    + " i.indrelid AND a.attnum OPERATOR(pg_catalog.=) k.n"
                    + " JOIN pg_catalog.pg_type AS t ON t.oid OPERATOR(pg_catalog.=) a.atttypid"
                    + " WHERE i.indisprimary AND k.place OPERATOR(pg_catalog.<=) i.indnkeyatts"
                    + " AND i.indrelid OPERATOR(pg_catalog.=) "
                    + Integer.toUnsignedString(table.oid())
                    + "::pg_catalog.oid ORDER BY k.place")) {
      while (result.next()) {
        columns.add(result.getString(1));
        clear &= !result.getBoolean(2); // a domain may be an encrypted type
      }
    }
    return new PrimaryKey(table, clear ? List.copyOf(columns) : List.of());
  }

  /** Returns the keys of the rows there, as text by column, by ctid. */
  Map<String, Map<String, String>> values(Connection connection, List<Ctid> ctids)
      throws SQLException {
    Map<String, Map<String, String>> values = new HashMap<>();
    if (columns.isEmpty()) {
      return values;
    }
    String sql =
        "SELECT t.ctid::pg_catalog.text"
            + columns.stream()
                .map(column -> ", t." + Sql.name(column) + "::pg_catalog.text")
                .collect(Collectors.joining())
            + " FROM ONLY "
            + table.sqlName()
            + " AS t WHERE t.ctid OPERATOR(pg_catalog.=) ANY ('{"
            + ctids.stream()
                .map(ctid -> '"' + ctid.toString() + '"')
                .collect(Collectors.joining(","))
            + "}'::pg_catalog.tid[])";
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        Map<String, String> key = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
          key.put(columns.get(i), result.getString(i + 2));
        }
        values.put(result.getString(1), key);
      }
    }
    return values;
  }
}
