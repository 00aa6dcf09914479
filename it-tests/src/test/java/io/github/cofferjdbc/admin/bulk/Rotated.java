package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.DatabaseIds;
import io.github.cofferjdbc.admin.Rotate;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** What the tests of resealing and destroying keys ask a database. */
final class Rotated {

  private Rotated() {}

  static UUID id(ProtectedDatabase database) throws SQLException {
    try (Connection plain = database.plain()) {
      return DatabaseIds.of(plain);
    }
  }

  /** Rotates the database's key, of which this process hears at once, and returns the new id. */
  static String rotate(ProtectedDatabase database) throws SQLException {
    try (KeyStore store = database.keyStore()) {
      String keyId =
          Objects.requireNonNull(Rotate.database(store, database.settings(), id(database)).keyId());
      KeyAccess.shared().clear();
      return keyId;
    }
  }

  /** Returns the keys that the values of a randomized column name. */
  static SortedSet<String> keys(ProtectedDatabase database, String table, String value)
      throws SQLException {
    SortedSet<String> keys = new TreeSet<>();
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT encode(substring((" + value + ")::bytea, 5, 4), 'hex') FROM " + table)) {
      while (result.next()) {
        String key = result.getString(1);
        if (key != null) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  /** Returns the rows of a query, as text. */
  static List<String> rows(Connection connection, String query) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.append(result.getString(i)).append('|');
        }
        rows.add(row.toString());
      }
      return rows;
    }
  }
}
