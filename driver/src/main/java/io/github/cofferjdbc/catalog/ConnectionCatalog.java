package io.github.cofferjdbc.catalog;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one connection knows of its database: the protected objects and what names mean along its
 * search path.
 *
 * <p>Behind it stands a cache of the whole process. What a connection sees goes there only if every
 * other connection would see it too: not the uncommitted work of its own transaction, not the old
 * state that a REPEATABLE READ transaction sees, not a path with a temporary schema; these are kept
 * for the connection alone. PostgreSQL itself plans with the newest catalog even in an old
 * transaction, so there the newer of what is cached and what is read counts.
 *
 * <p>While a change of a column's type is announced ({@code coffer encrypt} and {@code decrypt} do
 * so some time before), nothing that was read counts for a second statement.
 *
 * <p>Only {@link #fresh}, {@link #load} and {@link #databaseId} ask the server, and only while a
 * statement is executed. Thread safe.
 */
public final class ConnectionCatalog {

  private static final int SCOPE_ATTEMPTS = 4;

  private final CatalogSource source;
  private final String place;
  private final ScopeSource scopeSource;
  private volatile ServerCatalog server;
  private volatile ScopeRegistry scopes;
  private final long ttlNanos;
  private final @Nullable UUID expectedDatabase;
  private final LongSupplier nanoClock;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Snapshot current;
  private volatile long pathCheckedAtNanos;
  private volatile boolean pathKnown;

  /** Whether {@link #current} is this connection's alone. */
  private volatile boolean own;

  /** Whether it holds only until the transaction ends. */
  private volatile boolean transactional;

  private volatile boolean invalidatedInTransaction;
  private volatile boolean pathChangedInTransaction;

  ConnectionCatalog(
      CatalogSource source,
      String place,
      ScopeRegistry scopes,
      ScopeSource scopeSource,
      Settings settings,
      LongSupplier nanoClock) {
    this.source = source;
    this.place = place;
    this.server = ServerCatalog.of(place, scopes);
    this.scopes = scopes;
    this.scopeSource = scopeSource;
    this.ttlNanos = settings.duration(Setting.CATALOG_TTL).toNanos();
    this.expectedDatabase = settings.uuid(Setting.DATABASE).orElse(null);
    this.nanoClock = nanoClock;
  }

  /**
   * Returns the catalog of a connection of the wrapped driver; sends nothing.
   *
   * @param scopes which users' domains have a scope of their own
   */
  public static ConnectionCatalog of(Connection raw, Settings settings, ScopeRegistry scopes)
      throws SQLException {
    return of(raw, settings, scopes, ScopeSource.of(scopes));
  }

  /**
   * Returns the catalog of a connection of the wrapped driver; sends nothing. No scope is known
   * before {@link #scoped}.
   */
  public static ConnectionCatalog of(Connection raw, Settings settings, ScopeSource scopes)
      throws SQLException {
    return of(raw, settings, ScopeRegistry.NONE, scopes);
  }

  private static ConnectionCatalog of(
      Connection raw, Settings settings, ScopeRegistry scopes, ScopeSource scopeSource)
      throws SQLException {
    ServerSource source = new ServerSource(raw);
    return new ConnectionCatalog(
        source, source.place(), scopes, scopeSource, settings, System::nanoTime);
  }

  /**
   * Returns what is cached, however old; never asks the server. Before the first {@link #fresh} it
   * is a view with version 0 in which every name may be protected and nothing is known.
   */
  public CatalogView view() {
    Snapshot snapshot = current;
    return snapshot == null ? UnloadedView.INSTANCE : snapshot;
  }

  /**
   * Tells whether something was done since {@link #view} was read that may have changed it, as far
   * as this process knows; never asks the server.
   */
  public boolean mayHaveChanged() {
    Snapshot snapshot = current;
    return snapshot != null && !(pathKnown && snapshot.generation() == server.generation());
  }

  /**
   * Returns a view no older than {@code coffer.catalogTtl}, and asks the server if there is none.
   * To be called only while a statement is executed. In a failed transaction the server answers
   * nothing, so there what was loaded before is returned; PostgreSQL runs nothing but its end.
   *
   * @throws SQLException KE006 if {@code coffer.database} is set and the server's database has
   *     another id or none; the server's own error if it cannot be asked
   */
  public CatalogView fresh() throws SQLException {
    Snapshot snapshot = current;
    if (snapshot != null && usable(snapshot)) {
      return snapshot;
    }
    lock.lock();
    try {
      return refreshed();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns what the server says now, for rows that do not tell their columns' types, as those of
   * COPY: only a database without the schema {@code encrypted} is believed as {@link #fresh} does.
   */
  public CatalogView newest() throws SQLException {
    lock.lock();
    try {
      long before = nanoClock.getAsLong();
      Snapshot snapshot = refreshed();
      if (!snapshot.installed()
          || snapshot.checkedAtNanos() - before >= 0
          || source.transaction() == CatalogSource.Transaction.FAILED) {
        return snapshot;
      }
      Snapshot found = everything(snapshot.names());
      requireExpectedDatabase(found);
      current = found;
      return found;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns a view like {@link #fresh} in which the users' domains have the scopes that the key
   * store has for them now. Asks the key store only if there are such domains.
   *
   * @throws SQLException also as the source of the scopes says
   */
  public CatalogView scoped() throws SQLException {
    CatalogView view = fresh();
    for (int attempt = 0; attempt < SCOPE_ATTEMPTS; attempt++) {
      Snapshot snapshot = current;
      if (snapshot == null || snapshot.objects().scopes() == ProtectedObjects.Scopes.NONE) {
        return view;
      }
      boolean doubtful = snapshot.objects().scopes() == ProtectedObjects.Scopes.DOUBTFUL;
      ScopeRegistry known = scopeSource.of(id(snapshot.objects()), doubtful && attempt > 0);
      if (known.equals(scopes)) {
        if (!doubtful || attempt > 0) {
          return view;
        }
      } else {
        use(known);
        view = fresh();
      }
    }
    return view;
  }

  /** Tells whether, as far as is known, there are users' domains, which may have scopes. */
  public boolean hasOwnDomains() {
    Snapshot snapshot = current;
    return snapshot != null && snapshot.objects().scopes() != ProtectedObjects.Scopes.NONE;
  }

  /** Tells whether the server names a scope that is not known yet. */
  public boolean scopesInDoubt() {
    Snapshot snapshot = current;
    return snapshot != null && snapshot.objects().scopes() == ProtectedObjects.Scopes.DOUBTFUL;
  }

  /** The catalogs under other scopes are others. */
  private void use(ScopeRegistry known) {
    lock.lock();
    try {
      scopes = known;
      server = ServerCatalog.of(place, known);
      current = null;
      pathKnown = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks what these names mean, as {@link CatalogView#relation} has left them unknown, and returns
   * a view that knows them.
   */
  public CatalogView load(Set<RelationName> names) throws SQLException {
    lock.lock();
    try {
      Snapshot snapshot = refreshed();
      if (!snapshot.installed()) {
        return snapshot;
      }
      List<RelationName> missing = new ArrayList<>();
      for (RelationName name : names) {
        if (snapshot.relation(name) instanceof CatalogView.Lookup.Unknown) {
          missing.add(name);
        }
      }
      return missing.isEmpty() ? snapshot : loaded(snapshot, missing);
    } finally {
      lock.unlock();
    }
  }

  /**
   * To be called after a statement that may have changed tables, types or routines, and after an
   * error that says so (23514, 42804, 42883, 42P01): the next {@link #fresh}, of whichever
   * connection to the database, asks the server.
   */
  public void invalidate() {
    server.invalidate();
    invalidatedInTransaction = true;
  }

  /**
   * To be called after a statement that may have changed the search path, the role or a setting.
   */
  public void searchPathMayHaveChanged() {
    pathKnown = false;
    pathChangedInTransaction = true;
  }

  /**
   * To be called after a commit, a rollback and a rollback to a savepoint: what only the
   * transaction saw is forgotten, and what it changed is asked for anew.
   */
  public void transactionChanged() {
    if (transactional) {
      transactional = false;
      current = null;
      pathKnown = false;
    }
    if (invalidatedInTransaction) {
      invalidatedInTransaction = false;
      server.invalidate();
    }
    if (pathChangedInTransaction) {
      pathChangedInTransaction = false;
      pathKnown = false;
    }
  }

  /**
   * Returns the id of the database.
   *
   * @throws SQLException KE006 if Coffer is not installed there, or its function {@code
   *     encrypted.database_id()} is not as {@code init} made it
   */
  public UUID databaseId() throws SQLException {
    fresh();
    Snapshot snapshot = current;
    return id(snapshot == null ? ProtectedObjects.none() : snapshot.objects());
  }

  /** Returns the id of the database, or empty if Coffer is not installed there. */
  public Optional<UUID> databaseIdIfInstalled() throws SQLException {
    return fresh().installed() ? Optional.of(databaseId()) : Optional.empty();
  }

  /**
   * Returns a pin of what is protected now, as far as {@link #fresh} sees it.
   *
   * @param version of the pin, from 1
   * @param created to the second
   * @throws SQLException KE006 if Coffer is not installed there
   */
  public Pin pin(int version, Instant created) throws SQLException {
    databaseId();
    Snapshot snapshot = current;
    ProtectedObjects objects = snapshot == null ? ProtectedObjects.none() : snapshot.objects();
    return Pin.of(
        version,
        created,
        objects.relations().values(),
        objects.routines(),
        objects.typeNames().values());
  }

  private boolean usable(Snapshot snapshot) {
    long now = nanoClock.getAsLong();
    if (transactional && source.transaction() == CatalogSource.Transaction.NONE) {
      return false;
    }
    return pathKnown && now - pathCheckedAtNanos < ttlNanos && freshlyChecked(snapshot, now);
  }

  private boolean freshlyChecked(Snapshot snapshot, long now) {
    return snapshot.generation() == server.generation()
        && now - snapshot.checkedAtNanos() < ttlNanos;
  }

  private Snapshot refreshed() throws SQLException {
    CatalogSource.Transaction transaction = source.transaction();
    if (transaction == CatalogSource.Transaction.NONE && transactional) {
      transactionChanged();
    }
    Snapshot snapshot = current;
    if (snapshot != null && (usable(snapshot) || transaction == CatalogSource.Transaction.FAILED)) {
      return snapshot;
    }
    Snapshot without = withoutCofferCached(transaction);
    Snapshot found = without == null ? asked(snapshot) : without;
    requireExpectedDatabase(found);
    current = found;
    return found;
  }

  /** Returns the shared snapshot if the database lacks the schema: it needs no search path. */
  private @Nullable Snapshot withoutCofferCached(CatalogSource.Transaction transaction) {
    Snapshot without = server.withoutCoffer();
    boolean mayHaveInstalled =
        invalidatedInTransaction && transaction != CatalogSource.Transaction.NONE;
    if (without == null || mayHaveInstalled || !freshlyChecked(without, nanoClock.getAsLong())) {
      return null;
    }
    own = false;
    pathKnownSince(without.checkedAtNanos());
    return without;
  }

  private Snapshot asked(@Nullable Snapshot last) throws SQLException {
    long now = nanoClock.getAsLong();
    if (last != null && last.installed() && !freshlyChecked(last, now)) {
      return everything(last.names());
    }
    if (server.isUnknown()) {
      return everything(List.of()); // the first statement of the process: one query
    }
    // What is known is old, or just the path is in doubt: a light query.
    long generation = server.generation();
    List<CatalogRow> rows = source.query(CatalogQueries.path());
    Answer answer = Answer.of(rows);
    if (!tagged(rows, "e")) {
      return withoutCoffer(answer, now, generation);
    }
    // With a temporary schema the same path may hold other tables: DISCARD drops them silently.
    if (last != null && last.installed() && !own && last.path().equals(answer.path())) {
      pathKnownSince(now);
      return last;
    }
    Snapshot cached = server.cached(answer.path());
    if (cached != null && freshlyChecked(cached, now) && answer.shareable()) {
      own = false;
      pathKnownSince(now);
      return cached;
    }
    return everything(cached == null ? List.of() : cached.names());
  }

  private void pathKnownSince(long nanos) {
    pathCheckedAtNanos = nanos;
    pathKnown = true;
  }

  private Snapshot withoutCoffer(Answer answer, long now, long generation) {
    Snapshot found =
        Snapshot.of(
            List.of(), ProtectedObjects.none(), Map.of(), answer.serverTime(), now, generation);
    pathKnownSince(now);
    transactional = !answer.committed();
    own = transactional;
    return own ? found : server.shareWithoutCoffer(found);
  }

  private Snapshot everything(Collection<RelationName> names) throws SQLException {
    long now = nanoClock.getAsLong();
    long generation = server.generation();
    List<RelationName> wanted = List.copyOf(names);
    List<CatalogRow> rows = source.query(CatalogQueries.everything(wanted));
    Answer answer = Answer.of(rows);
    ProtectedObjects objects = ProtectedObjects.of(rows, scopes);
    if (objects.types().isEmpty()) {
      return withoutCoffer(answer, now, generation);
    }
    pathKnownSince(now);
    boolean announced = tagged(rows, "w");
    long checkedAt = announced ? now - ttlNanos : now;
    Snapshot found =
        Snapshot.of(
            answer.path(),
            objects,
            answer.lookups(rows, wanted, objects),
            answer.serverTime(),
            checkedAt,
            generation);
    Snapshot cached = server.cached(answer.path());
    transactional = !answer.committed();
    own = !answer.shareable();
    if (!own) {
      return server.share(found);
    }
    if (cached != null && !answer.readCommitted() && cached.serverTime() > found.serverTime()) {
      return cached.checkedAt(checkedAt, generation);
    }
    Snapshot last = current;
    Snapshot continued = cached == null ? found : found.continuing(cached);
    return last == null ? continued : continued.continuing(last);
  }

  private static boolean tagged(List<CatalogRow> rows, String tag) {
    for (CatalogRow row : rows) {
      if (row.tag().equals(tag)) {
        return true;
      }
    }
    return false;
  }

  private Snapshot loaded(Snapshot snapshot, List<RelationName> missing) throws SQLException {
    List<CatalogRow> rows = source.query(CatalogQueries.named(missing));
    Answer answer = Answer.of(rows);
    if (!answer.path().equals(snapshot.path())) {
      // The path changed without a word: everything is resolved anew.
      List<RelationName> names = new ArrayList<>(snapshot.names());
      names.addAll(missing);
      Snapshot found = everything(names);
      current = found;
      return found;
    }
    Map<RelationName, CatalogView.Lookup> lookups =
        answer.lookups(rows, missing, snapshot.objects());
    if (own ? transactional || answer.committed() : answer.shareable()) {
      if (snapshot.learn(lookups)) {
        return snapshot;
      }
      Snapshot found = everything(missing);
      current = found;
      return found;
    }
    transactional = !answer.committed();
    own = true;
    Snapshot known = snapshot.privatelyKnowing(lookups);
    current = known;
    return known;
  }

  private void requireExpectedDatabase(Snapshot snapshot) throws SQLException {
    UUID expected = expectedDatabase;
    if (expected == null) {
      return;
    }
    if (!snapshot.installed()) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "coffer.database is "
              + expected
              + ", but this database has no schema \"encrypted\": connect to the right database, or run"
              + " coffer init on this one.");
    }
    UUID found = id(snapshot.objects());
    if (!found.equals(expected)) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "coffer.database is "
              + expected
              + ", but this database's id is "
              + found
              + ": connect to the right database, or correct the setting.");
    }
  }

  private static UUID id(ProtectedObjects objects) throws SQLException {
    if (objects.types().isEmpty()) {
      throw CofferState.NOT_TRUSTWORTHY.exception(
          "This database was never initialised for Coffer: run coffer init on it.");
    }
    return DatabaseIdFunction.id(objects.idFunction())
        .orElseThrow(
            () ->
                CofferState.NOT_TRUSTWORTHY.exception(
                    "The function encrypted.database_id() is missing or was changed: restore it as"
                        + " coffer init made it, with the id that coffer status shows for this"
                        + " database."));
  }

  /** What every query tells of the circumstances. */
  private record Answer(
      List<String> path, boolean readCommitted, boolean written, double serverTime) {

    static Answer of(List<CatalogRow> rows) {
      SortedMap<Integer, String> schemas = new TreeMap<>();
      CatalogRow meta = null;
      for (CatalogRow row : rows) {
        if (row.tag().equals("p")) {
          schemas.put(row.number(), row.first());
        } else if (row.tag().equals("m")) {
          meta = row;
        }
      }
      if (meta == null) {
        throw new IllegalStateException("every query asks for the circumstances");
      }
      return new Answer(
          List.copyOf(schemas.values()),
          meta.first().equals("read committed"),
          meta.third().equals("true"),
          Double.parseDouble(meta.second()));
    }

    /** Whether the transaction sees what a new one would see. */
    boolean committed() {
      return readCommitted && !written;
    }

    /** Whether every other connection with this path sees the same. */
    boolean shareable() {
      return committed() && !temporary();
    }

    private boolean temporary() {
      for (String schema : path) {
        if (schema.startsWith("pg_temp")) {
          return true;
        }
      }
      return false;
    }

    Map<RelationName, CatalogView.Lookup> lookups(
        List<CatalogRow> rows, List<RelationName> wanted, ProtectedObjects objects) {
      Map<Integer, Relation> relations =
          objects.completed(ProtectedObjects.relations(rows, objects.types()));
      Map<RelationName, CatalogView.Lookup> lookups = new HashMap<>();
      for (RelationName name : wanted) {
        lookups.put(name, new CatalogView.Lookup.Absent());
      }
      for (CatalogRow row : rows) {
        Relation relation = row.tag().equals("n") ? relations.get(row.oid()) : null;
        if (relation != null) {
          RelationName name =
              row.number() == 0
                  ? new RelationName(null, row.second())
                  : wanted.get(row.number() - 1);
          lookups.put(name, new CatalogView.Lookup.Found(relation));
        }
      }
      return lookups;
    }
  }
}
