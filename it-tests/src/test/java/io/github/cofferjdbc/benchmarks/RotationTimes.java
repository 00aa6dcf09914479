package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.admin.DatabaseIds;
import io.github.cofferjdbc.admin.Rotate;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * How long each rotation takes, and how many rows of a table it writes: those whose place or
 * writing transaction ({@code ctid}, {@code xmin}) is another one afterwards. For one use.
 */
final class RotationTimes {

  private final ProtectedDatabase database;
  private final String table;
  private final StringBuilder lines = new StringBuilder();

  RotationTimes(ProtectedDatabase database, String table) {
    this.database = database;
    this.table = table;
  }

  /** One rotation. */
  private interface Rotation {
    void run(KeyStore store) throws SQLException;
  }

  /**
   * Does all four.
   *
   * @param toMasterKey the reference of a master key other than the present one, which serves
   *     afterwards
   * @return lines of a table
   */
  String measure(String toMasterKey) throws SQLException {
    Settings before = database.settings();
    Settings after = before.with(Setting.MASTER_KEY, toMasterKey);
    lines.append(
        String.format(Locale.ROOT, "%-12s %8s %12s%n", "rotate", "seconds", "rows written"));
    try (Connection plain = database.plain()) {
      UUID id = DatabaseIds.of(plain);
      try (Statement statement = plain.createStatement()) {
        statement.execute(
            "CREATE TEMP TABLE version_before AS SELECT t.ctid AS place, t.xmin AS version FROM "
                + table
                + " AS t");
        statement.execute("ANALYZE version_before");
      }
      time(plain, "master", store -> Rotate.master(store, before, Optional.of(toMasterKey)));
      time(plain, "cluster", store -> Rotate.cluster(store, after));
      time(plain, "database", store -> Rotate.database(store, after, id));
      time(plain, "index", store -> Rotate.index(store, after, id));
    }
    KeyAccess.shared().clear();
    return lines.toString();
  }

  private void time(Connection plain, String tier, Rotation rotation) throws SQLException {
    double seconds;
    try (KeyStore store = database.keyStore()) {
      long began = System.nanoTime();
      rotation.run(store);
      seconds = (System.nanoTime() - began) / 1e9;
    }
    try (Statement statement = plain.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT count(*) FROM "
                    + table
                    + " AS t LEFT JOIN version_before AS b ON b.place = t.ctid AND b.version ="
                    + " t.xmin WHERE b.place IS NULL")) {
      result.next();
      lines.append(
          String.format(Locale.ROOT, "%-12s %8.2f %,12d%n", tier, seconds, result.getLong(1)));
    }
  }
}
