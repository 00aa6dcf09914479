package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.DatabaseKeys;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Moves the values that were sealed under retired database keys to the current one, while everybody
 * goes on reading and writing them.
 *
 * <p>The header of a value says which key it needs, so nothing has to be remembered: a run that was
 * cut off is run again, and finds what is left. A row is written only if it is still the version
 * that was read ({@link RowBatch}), so a change that anybody made meanwhile wins, and no plaintext
 * ever changes. Searchable values depend on index keys, not on database keys, and are not touched.
 *
 * <p>A process that has not heard of the rotation goes on sealing under the retired key for up to
 * {@code coffer.databaseKeyTtl}: run it again after that. No state.
 */
public final class Reseal {

  private static final int MOST_PASSES = 20;
  private static final long PAUSE_MILLIS = 100;

  /** A run of pages is read by one statement, whose snapshot keeps dead rows from a vacuum. */
  private static final long MOST_PAGES = 1024;

  private final ConnectionSource source;
  private final Settings settings;
  private final ResealRequest request;
  private final Progress progress;

  private Reseal(
      ConnectionSource source, Settings settings, ResealRequest request, Progress progress) {
    this.source = source;
    this.settings = settings;
    this.request = request;
    this.progress = progress;
  }

  /**
   * Reseals.
   *
   * @param source opens connections of the wrapped driver, of a role that may read and update the
   *     tables: one, and two for each thread
   * @throws SQLException KE003 if users' triggers would fire and must not; KE005, KE006 or KE008 if
   *     the keys cannot be had; KE009 if the name means nothing protected; the server's own if a
   *     table cannot be read or written. The command can be run again.
   */
  public static ResealResult run(
      ConnectionSource source, Settings settings, ResealRequest request, Progress progress)
      throws SQLException {
    return new Reseal(source, settings, request, progress).run();
  }

  private ResealResult run() throws SQLException {
    long began = System.nanoTime();
    try (Connection control = source.open()) {
      ConnectionCatalog catalog = ConnectionCatalog.of(control, settings, ScopeRegistry.CLAIMED);
      catalog.invalidate();
      ProtectedTables.Found found =
          ProtectedTables.find(control, catalog, request.name().orElse(null));
      UUID databaseId = catalog.databaseId();
      Session.prepare(control);
      DatabaseEntry entry = entry(databaseId);
      DatabaseKeys keys = keys(databaseId, entry.currentKey());
      List<String> notReached = new ArrayList<>(found.notReached());
      List<ProtectedTable> tables = tables(control, found, notReached);
      Set<Integer> retired =
          entry.keys().stream()
              .filter(key -> key.kind() == Kind.DATABASE && key.state() == State.RETIRED)
              .map(KeyEntry::id)
              .collect(Collectors.toSet());
      ResealWorker.Done done =
          retired.isEmpty() || tables.isEmpty()
              ? new ResealWorker.Done(0, 0, 0)
              : passes(control, keys, tables, retired);
      return new ResealResult(
          KeyId.text(entry.currentKey().id()),
          tables.stream().map(ProtectedTable::displayName).toList(),
          done.written(),
          done.found(),
          done.unreadable(),
          notReached,
          Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private DatabaseEntry entry(UUID databaseId) throws SQLException {
    try (KeyStore store = KeyStores.open(settings);
        OpenCluster cluster = OpenCluster.open(store, settings)) {
      return cluster.entry(databaseId);
    }
  }

  /** Returns the keys, which seal under the current one: this process may have older ones. */
  private DatabaseKeys keys(UUID databaseId, KeyEntry current) throws SQLException {
    DatabaseKeys keys = KeyAccess.shared().keysOf(settings, databaseId);
    if (keys.keyring().current().id() != current.id()) {
      KeyAccess.shared().clear(); // a reload is due at most once a minute
    }
    int sealing = keys.keyring().current().id();
    if (sealing != current.id()) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "The database's key was rotated at this very moment: run the command again.");
    }
    return keys;
  }

  /** Returns the tables with randomized columns that can be updated. */
  private static List<ProtectedTable> tables(
      Connection control, ProtectedTables.Found found, List<String> notReached)
      throws SQLException {
    List<ProtectedTable> tables = new ArrayList<>();
    for (ProtectedTable table : found.tables()) {
      if (table.columns().stream()
          .noneMatch(column -> column.type().type().mode() == Mode.RANDOM)) {
        continue;
      }
      String obstacle = obstacle(control, table);
      if (obstacle.isEmpty()) {
        tables.add(table);
      } else {
        notReached.add(table.displayName() + ": " + obstacle);
      }
    }
    return tables;
  }

  private static String obstacle(Connection control, ProtectedTable table) throws SQLException {
    if (table.kind() == 'm') {
      return "a materialized view, which REFRESH MATERIALIZED VIEW fills anew";
    }
    String oid = Integer.toUnsignedString(table.oid());
    if (Session.yes(
        control,
        "SELECT EXISTS (SELECT FROM pg_rewrite WHERE ev_type = '2' AND ev_class = " + oid + ")")) {
      return "it has a rule ON UPDATE, which would do something else: drop the rule for a while";
    }
    return "";
  }

  /** Returns with the rows that are left in place of those that were found. */
  private ResealWorker.Done passes(
      Connection control, DatabaseKeys keys, List<ProtectedTable> tables, Set<Integer> retired)
      throws SQLException {
    boolean withoutTriggers = triggers(control, tables);
    Throttle throttle = new Throttle(request.rowsPerSecond());
    long written = 0;
    for (int pass = 1; ; pass++) {
      ResealWorker.Done done = pass(control, keys, tables, retired, throttle, withoutTriggers);
      written += done.written();
      long left = done.found() - done.written();
      if (left == 0 || pass == MOST_PASSES) {
        return new ResealWorker.Done(left, written, done.unreadable());
      }
      Session.pause(PAUSE_MILLIS * pass);
    }
  }

  private ResealWorker.Done pass(
      Connection control,
      DatabaseKeys keys,
      List<ProtectedTable> tables,
      Set<Integer> retired,
      Throttle throttle,
      boolean withoutTriggers)
      throws SQLException {
    long mostPages = request.rowsPerSecond() == 0 ? MOST_PAGES : TablePages.LEAST_PAGES;
    List<TablePages<ProtectedTable>> runs =
        TablePages.of(control, tables, request.threads(), mostPages);
    long total = TablePages.total(runs);
    long[] pages = new long[1];
    ResealWorker.Done[] sum = {new ResealWorker.Done(0, 0, 0)};
    Threads.run(
        request.threads(),
        runs,
        () -> new ResealWorker(source, settings, keys, retired, throttle, withoutTriggers),
        (worker, run) -> {
          ResealWorker.Done done = worker.reseal(run);
          synchronized (sum) {
            sum[0] = sum[0].plus(done);
            pages[0] += run.count();
            progress.at(run.table().displayName(), pages[0], total, sum[0].written());
          }
        });
    return sum[0];
  }

  /** Returns whether the users' triggers are gone round; refuses if they must be, and cannot. */
  private boolean triggers(Connection control, List<ProtectedTable> tables) throws SQLException {
    boolean allowed = Session.mayGoRoundTriggers(control);
    if (!allowed && !request.fireTriggers()) {
      String names =
          Session.text(
              control,
              "SELECT string_agg(pg_describe_object('pg_trigger'::regclass, g.oid, 0), ', ' ORDER BY"
                  + " g.oid) FROM pg_trigger AS g WHERE "
                  + Triggers.ofUser("g", Triggers.UPDATE)
                  + " AND g.tgrelid = ANY ('{"
                  + TablePages.Table.oids(tables)
                  + "}'::oid[])");
      if (names != null) {
        throw CofferState.CONSTRUCT_REFUSED.exception(
            "Resealing would fire "
                + names
                + " for each row, and the role may not set session_replication_role: GRANT SET ON"
                + " PARAMETER session_replication_role TO it (from PostgreSQL 15 on), use a"
                + " superuser, or allow it with --fire-triggers. Nothing was changed.");
      }
    }
    return allowed;
  }
}
