package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.admin.DatabaseIds;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.RegisteredScopes;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Opens every protected value of a database, a table or a column, and reports those that do not
 * authenticate. Changes nothing.
 *
 * <p>All threads read one snapshot, as {@code pg_dump -j} does: one connection holds the tables
 * (ACCESS SHARE) and exports it, the others import it and read runs of pages. So each row is read
 * once, whatever others write meanwhile. Row security that would hide rows is an error (42501).
 *
 * <p>It tells that a value is authentic for its type in this database, not that it stands in the
 * row where it was written, nor that no row is missing (SECURITY.md). No state.
 */
public final class Verify {

  /** How many bad values are listed; all are counted. */
  public static final int MOST_LISTED = 10_000;

  private static final int ATTEMPTS = 5;

  private Verify() {}

  /**
   * Reads and opens.
   *
   * @param source opens connections of the wrapped driver: one, and one for each thread
   * @param name a table (with its partitions and inheriting tables) or a column; null for all
   * @param threads at least 1
   * @throws SQLException KE005, KE006 or KE008 if the keys cannot be had; KE009 if the name means
   *     nothing protected; the server's own if a table cannot be read
   */
  public static VerifyResult run(
      ConnectionSource source,
      Settings settings,
      @Nullable ObjectName name,
      int threads,
      Progress progress)
      throws SQLException {
    long began = System.nanoTime();
    try (Connection leader = source.open()) {
      leader.setAutoCommit(false);
      ProtectedTables.Found found = held(leader, settings, name);
      KeyringSource keys = keys(settings, DatabaseIds.of(leader));
      keys.keyring(); // before the first row is read
      String snapshot =
          Objects.requireNonNull(
              Session.text(leader, "SELECT pg_catalog.pg_export_snapshot()"), "never NULL");
      List<TablePages<ProtectedTable>> tasks =
          TablePages.of(leader, found.tables(), threads, TablePages.MOST_PAGES);
      VerifyTally tally = new VerifyTally(progress, TablePages.total(tasks));
      Threads.run(
          threads,
          tasks,
          () -> new VerifyWorker(source, settings, keys, snapshot, tally),
          VerifyWorker::read);
      leader.rollback();
      return tally.result(found, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  /** Finds the tables and holds them as they are, so that none is rewritten under the snapshot. */
  private static ProtectedTables.Found held(
      Connection leader, Settings settings, @Nullable ObjectName name) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      ProtectedTables.Found found = find(leader, settings, name);
      try (Statement statement = leader.createStatement()) {
        statement.execute("SET LOCAL row_security = off");
        for (ProtectedTable table : found.tables()) {
          statement.execute("SELECT FROM ONLY " + table.sqlName() + " LIMIT 0");
        }
      }
      if (found.equals(find(leader, settings, name))) {
        return found;
      }
      leader.rollback();
      if (attempt == ATTEMPTS) {
        throw CofferState.NOT_TRUSTWORTHY.exception(
            "The protected tables change all the time: try again when no schema change is under"
                + " way.");
      }
    }
  }

  private static KeyringSource keys(Settings settings, UUID databaseId) throws SQLException {
    return KeyAccess.shared().keysOf(settings, databaseId);
  }

  private static ProtectedTables.Found find(
      Connection leader, Settings settings, @Nullable ObjectName name) throws SQLException {
    ConnectionCatalog catalog =
        ConnectionCatalog.of(leader, settings, RegisteredScopes.source(id -> keys(settings, id)));
    catalog.invalidate();
    catalog.scoped();
    return ProtectedTables.find(leader, catalog, name);
  }
}
