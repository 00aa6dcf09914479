package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  /** A run of pages is a 32nd of a thread's share, within these bounds (8 kB a page). */
  private static final long LEAST_PAGES = 64;

  private static final long MOST_PAGES = 4096;
  private static final int RUNS_A_THREAD = 32;
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
      ConnectionCatalog catalog = ConnectionCatalog.of(leader, settings, ScopeRegistry.NONE);
      KeyringSource keys = KeyAccess.shared().keysOf(settings, catalog.databaseId());
      keys.keyring(); // before the first row is read
      String snapshot = text(leader, "SELECT pg_catalog.pg_export_snapshot()");
      VerifyTally tally = new VerifyTally(progress);
      List<VerifyTask> tasks = tasks(leader, found.tables(), threads, tally);
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

  private static ProtectedTables.Found find(
      Connection leader, Settings settings, @Nullable ObjectName name) throws SQLException {
    ConnectionCatalog catalog = ConnectionCatalog.of(leader, settings, ScopeRegistry.NONE);
    catalog.invalidate();
    return ProtectedTables.find(leader, catalog, name);
  }

  private static List<VerifyTask> tasks(
      Connection leader, List<ProtectedTable> tables, int threads, VerifyTally tally)
      throws SQLException {
    List<VerifyTask> tasks = new ArrayList<>();
    long blockSize =
        Long.parseLong(text(leader, "SELECT pg_catalog.current_setting('block_size')"));
    for (ProtectedTable table : tables) {
      long pages =
          Long.parseLong(
                  text(
                      leader,
                      "SELECT pg_catalog.pg_relation_size("
                          + Integer.toUnsignedString(table.oid())
                          + ")"))
              / blockSize;
      long each =
          Math.max(LEAST_PAGES, Math.min(MOST_PAGES, pages / ((long) threads * RUNS_A_THREAD)));
      tally.expect(pages);
      for (Pages run : Pages.of(pages, each)) {
        tasks.add(new VerifyTask(table, run, run.count(pages)));
      }
    }
    return tasks;
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
