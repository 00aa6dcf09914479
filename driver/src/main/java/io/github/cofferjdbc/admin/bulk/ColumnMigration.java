package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.keys.DatabaseKeys;
import io.github.cofferjdbc.keys.KeyAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Encrypts or decrypts an existing column while everybody goes on reading and writing it.
 *
 * <ol>
 *   <li>A column beside it and a trigger are made ({@link Shadow}).
 *   <li>The column beside is filled in batches ({@link Backfill}), pass by pass, until few rows are
 *       left that others have changed since.
 *   <li>The change is announced: a function with a certain name. Coffer's connections, which see it
 *       at latest after {@code coffer.catalogTtl}, then look at the catalog before every statement.
 *   <li>After two {@code catalogTtl} the column takes its new type under the table's lock ({@link
 *       Swap}), by a rewrite of the table, or by the column beside taking its name ({@link
 *       Renaming}), over which indexes were made before ({@link IndexTwins}).
 *   <li>After a decryption ciphertext is kept out for two more ({@link StaleWriterGuard}).
 * </ol>
 *
 * <p>What was done is in the database alone, so a command that was cut off anywhere is run again
 * and goes on. Nothing temporary stays after the last step. One run a column at a time (an advisory
 * lock). No state.
 */
public final class ColumnMigration {

  /** A pass that leaves no more than this to the next one is the last before the lock. */
  private static final long FEW_ROWS = 2000;

  private static final int MOST_PASSES = 20;
  private static final int LOCK_ATTEMPTS = 200;
  private static final int LOCK_PATIENCE_MILLIS = 2000;
  private static final int ADVISORY_ATTEMPTS = 20;
  private static final int ADVISORY_PAUSE_MILLIS = 250;

  /** A run of pages is read by one statement, whose snapshot keeps dead rows from a vacuum. */
  private static final long MOST_PAGES = 1024;

  private final ConnectionSource source;
  private final Settings settings;
  private final MigrationRequest request;
  private final Progress progress;

  private ColumnMigration(
      ConnectionSource source, Settings settings, MigrationRequest request, Progress progress) {
    this.source = source;
    this.settings = settings;
    this.request = request;
    this.progress = progress;
  }

  /**
   * Does it, or what is left of it.
   *
   * @param source opens connections of the wrapped driver, as the table's owner
   * @throws SQLException KE003 with everything that stands against it, before anything is changed;
   *     KE006 if the table is changed by others meanwhile; KE009 for a name that means nothing; as
   *     the keys or the server say. The command can be run again.
   */
  public static MigrationResult run(
      ConnectionSource source, Settings settings, MigrationRequest request, Progress progress)
      throws SQLException {
    return new ColumnMigration(source, settings, request, progress).run();
  }

  /** Tells what would be done; changes nothing. */
  public static MigrationPlan plan(
      ConnectionSource source, Settings settings, MigrationRequest request) throws SQLException {
    try (Connection control = source.open()) {
      return Estimate.of(control, settings, request);
    }
  }

  /**
   * Undoes a run that was cut off: drops the column beside and the trigger.
   *
   * @return whether there was anything to undo
   */
  public static boolean abort(ConnectionSource source, Settings settings, MigrationRequest request)
      throws SQLException {
    try (Connection control = source.open()) {
      TableName table = TableName.resolveColumn(control, request.column());
      Session.prepare(control);
      ColumnFacts facts = FactsReader.read(control, table.oid(), table.column().orElseThrow());
      lockOut(control, facts);
      boolean there = Shadow.exists(control, facts);
      Shadow.abort(control, facts);
      return there;
    }
  }

  private MigrationResult run() throws SQLException {
    try (Connection control = source.open()) {
      MigrationReader reader = MigrationReader.read(control, settings, request);
      Migration migration = reader.migration();
      if (reader.done()) {
        unguard(control, migration.facts());
        return result(migration, false, 0, Duration.ZERO, Duration.ZERO);
      }
      lockOut(control, migration.facts());
      requireNoObstacle(control, migration);
      boolean withoutTriggers = triggers(control, migration.facts());
      DatabaseKeys keys = KeyAccess.shared().keysOf(settings, reader.databaseId());
      keys.keyring(); // before anything is made
      long began = System.nanoTime();
      String shadowType;
      try (FieldCipher cipher = FieldCipher.of(keys, settings)) {
        shadowType = migration.conversion(cipher).shadowType();
      }
      Shadow.install(control, migration.facts(), shadowType);
      long rows = 0;
      for (int pass = 1; pass <= MOST_PASSES; pass++) {
        long filled = pass(control, migration, keys, withoutTriggers);
        rows += filled;
        if (filled <= FEW_ROWS) {
          break;
        }
      }
      if (migration.renaming()) {
        IndexTwins.build(control, migration.facts());
      }
      announce(control, migration.facts());
      rows += pass(control, migration, keys, withoutTriggers);
      Duration backfill = Duration.ofNanos(System.nanoTime() - began);
      Duration locked = swap(control, migration, keys, withoutTriggers);
      ColumnFacts facts = migration.facts();
      unguard(
          control,
          migration.renaming()
              ? FactsReader.read(control, facts.root().oid(), facts.name())
              : facts);
      afterwards(control, migration.facts());
      return result(migration, true, rows, backfill, locked);
    }
  }

  private static void lockOut(Connection control, ColumnFacts facts) throws SQLException {
    String lock =
        "SELECT pg_try_advisory_lock(1129268563, hashint4("
            + facts.root().oid()
            + ") # "
            + facts.number()
            + ")";
    // The server may not have noticed yet that a run was killed.
    for (int attempt = 1; !Session.yes(control, lock); attempt++) {
      if (attempt < ADVISORY_ATTEMPTS) {
        Session.pause(ADVISORY_PAUSE_MILLIS);
        continue;
      }
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "Another command is at work on " + facts.displayName() + ".");
    }
  }

  private static void requireNoObstacle(Connection control, Migration migration)
      throws SQLException {
    List<String> obstacles = obstacles(control, migration);
    if (!obstacles.isEmpty()) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          migration.facts().displayName()
              + " cannot be "
              + (migration.encrypting() ? "encrypted" : "decrypted")
              + ", and nothing was changed: "
              + String.join("; ", obstacles)
              + ".");
    }
  }

  static List<String> obstacles(Connection control, Migration migration) throws SQLException {
    List<String> obstacles = new ArrayList<>(migration.obstacles());
    if (migration.renaming()) {
      obstacles.addAll(Renaming.obstacles(control, migration));
    }
    String ofDefault = Swap.defaultObstacle(migration.facts());
    if (ofDefault != null) {
      obstacles.add(ofDefault);
    }
    if (!Session.yes(
        control, "SELECT EXISTS (SELECT FROM pg_language WHERE lanname = 'plpgsql')")) {
      obstacles.add("a trigger in PL/pgSQL is to be made: CREATE EXTENSION plpgsql");
    }
    return obstacles;
  }

  /** Returns whether the users' triggers are gone round; refuses if they must be, and cannot. */
  private boolean triggers(Connection control, ColumnFacts facts) throws SQLException {
    boolean allowed = Session.mayGoRoundTriggers(control);
    if (!allowed && !facts.triggers().isEmpty() && !request.fireTriggers()) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "Filling the new column would fire "
              + String.join(", ", facts.triggers())
              + " for each row, and the role may not set session_replication_role: GRANT SET ON"
              + " PARAMETER session_replication_role TO it (from PostgreSQL 15 on), use a superuser,"
              + " or allow it with --fire-triggers. Nothing was changed.");
    }
    return allowed;
  }

  private long pass(
      Connection control, Migration migration, DatabaseKeys keys, boolean withoutTriggers)
      throws SQLException {
    List<TablePages<TableRef>> tasks =
        TablePages.of(control, migration.facts().members(), request.threads(), MOST_PAGES);
    long total = TablePages.total(tasks);
    long[] done = new long[2];
    Threads.run(
        request.threads(),
        tasks,
        () -> new Backfill(source, settings, keys, migration, withoutTriggers),
        (worker, task) -> {
          long rows = worker.fill(task.table(), task.pages());
          synchronized (done) {
            done[0] += task.count();
            done[1] += rows;
            progress.at(migration.facts().displayName(), done[0], total, done[1]);
          }
        });
    return done[1];
  }

  private void announce(Connection control, ColumnFacts facts) throws SQLException {
    Session.execute(control, announcing(facts));
    Session.pause(settings.duration(Setting.CATALOG_TTL).toMillis() * 2);
  }

  /** Returns the statement that announces the change. */
  static String announcing(ColumnFacts facts) {
    return "CREATE OR REPLACE FUNCTION "
        + facts.announcement()
        + "() RETURNS pg_catalog.void LANGUAGE sql AS ''";
  }

  private void unguard(Connection control, ColumnFacts facts) throws SQLException {
    if (StaleWriterGuard.exists(control, facts)) {
      Session.pause(settings.duration(Setting.CATALOG_TTL).toMillis() * 2);
      StaleWriterGuard.drop(control, facts);
    }
  }

  private Duration swap(
      Connection control, Migration migration, DatabaseKeys keys, boolean withoutTriggers)
      throws SQLException {
    for (int attempt = 1; ; attempt++) {
      control.setAutoCommit(false);
      try (FieldCipher cipher = FieldCipher.of(keys, settings)) {
        Session.execute(control, "SET LOCAL lock_timeout = " + LOCK_PATIENCE_MILLIS);
        Session.execute(
            control,
            "LOCK TABLE " + migration.facts().root().sqlName() + " IN ACCESS EXCLUSIVE MODE");
        long began = System.nanoTime();
        if (withoutTriggers) {
          Session.execute(control, "SET LOCAL session_replication_role = replica");
        }
        new Swap(control, migration, cipher).run();
        return Duration.ofNanos(System.nanoTime() - began);
      } catch (SQLException e) {
        control.rollback();
        if (!Session.isOfLock(e) || attempt == LOCK_ATTEMPTS) {
          throw e;
        }
      } catch (RuntimeException | Error e) {
        control.rollback(); // the mode that follows would commit
        throw e;
      } finally {
        control.setAutoCommit(true);
      }
      Session.pause(50L * Math.min(attempt, 40));
      pass(control, migration, keys, withoutTriggers);
    }
  }

  private void afterwards(Connection control, ColumnFacts facts) throws SQLException {
    if (request.analyze()) {
      Session.execute(control, "ANALYZE " + facts.root().sqlName());
    }
    if (request.vacuumFull()) {
      Session.execute(control, "VACUUM FULL pg_catalog.pg_statistic");
    }
  }

  private MigrationResult result(
      Migration migration, boolean changed, long rows, Duration backfill, Duration locked) {
    return new MigrationResult(
        migration.facts().displayName(),
        migration.newType(),
        changed,
        rows,
        backfill,
        locked,
        migration.encrypting() ? Leftovers.of(migration.facts(), request) : List.of(),
        migration.notes());
  }
}
