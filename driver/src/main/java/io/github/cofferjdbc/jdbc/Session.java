package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.CatalogView;
import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.PinViolation;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.field.RefusalLog;
import io.github.cofferjdbc.keys.KeyringSource;
import io.github.cofferjdbc.sql.Analyser;
import io.github.cofferjdbc.sql.plan.Analysis;
import io.github.cofferjdbc.sql.plan.Effect;
import io.github.cofferjdbc.sql.plan.NamedStatement;
import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import io.github.cofferjdbc.sql.syntax.Reading;
import io.github.cofferjdbc.value.SessionTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What all statements of one physical connection share: the catalog, the plans, the keys.
 *
 * <p>The server is asked about the catalog only by {@link #plan}, which is called from within an
 * execution or from a metadata call that itself asks the server. As thread safe as the connection.
 */
final class Session {

  /** How often an analysis may ask for further relations; each round knows more than the last. */
  private static final int MOST_ROUNDS = 50;

  /** What PostgreSQL answers when a column or table is not what the cached catalog says. */
  private static final Set<String> STALE =
      Set.of("23514", "42804", "42883", "42P01", "42703", "0A000");

  /** What it answers to a sealed constant for a column that is no longer encrypted. */
  private static final Set<String> NOT_OF_THE_TYPE = Set.of("22P02", "22007");

  private final Connection delegate;
  private final @Nullable Pgjdbc pg;
  private final Settings settings;
  private final ConnectionCatalog catalog;
  private final Policy policy;
  private final Plans plans;
  private final KeyringSources keys;
  private final RefusalLog refusals;
  private final PreparedNames prepared = new PreparedNames();
  private final RecentPlans recent = new RecentPlans();
  private volatile @Nullable KeyringSource keyring;
  private volatile @Nullable FieldCipher cipher;
  private volatile @Nullable FieldCipher aheadCipher;
  private volatile long statements;
  private final AtomicReference<@Nullable PendingFetch> fetch = new AtomicReference<>();
  private SessionTime time = SessionTime.UTC;
  private volatile @Nullable String reportedPath;

  /** Whether a statement of this connection may ever have changed the search path. */
  private volatile boolean pathTouched;

  /** Whether one may have changed the catalog since the last commit. */
  private volatile boolean catalogTouched;

  Session(
      Connection delegate,
      Settings settings,
      ConnectionCatalog catalog,
      Policy policy,
      Plans plans,
      KeyringSources keys) {
    this.delegate = delegate;
    this.pg = Pgjdbc.of(delegate);
    this.settings = settings;
    this.catalog = catalog;
    this.policy = policy;
    this.plans = plans;
    this.keys = keys;
    this.refusals = RefusalLog.of(settings);
  }

  /** Returns how the text is executed now; may ask the server about its catalog. */
  Planned plan(String sql, boolean prepared) throws SQLException {
    return plan(sql, prepared ? Reading.JDBC : Reading.STATEMENT);
  }

  /**
   * Returns how a text that pgjdbc sends as it is, through CopyManager, is executed now. The
   * catalog is read anew: the rows of a COPY bear no types by which an old one would be noticed.
   */
  Planned planCopy(String sql) throws SQLException {
    settle();
    recorded(catalog::newest);
    return plan(sql, Reading.NATIVE);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // two threads that execute at once still change it
  private Planned plan(String sql, Reading reading) throws SQLException {
    settle();
    statements++;
    followReportedPath();
    return recorded(() -> planned(sql, reading));
  }

  /** Something that asks the catalog, which may turn out to be no basis to go on. */
  private interface Asking<T> {
    T ask() throws SQLException;
  }

  private <T> T recorded(Asking<T> asking) throws SQLException {
    try {
      return asking.ask();
    } catch (SQLException e) {
      throw CofferState.NOT_TRUSTWORTHY.matches(e) ? refused(e) : e;
    }
  }

  /** Returns the catalog, read anew if it is old. */
  CatalogView freshCatalog() throws SQLException {
    settle();
    return recorded(catalog::fresh);
  }

  /**
   * Records that the server answers otherwise than the catalog lets expect, and returns the
   * refusal.
   */
  SQLException untrusted(String message) {
    return refused(CofferState.NOT_TRUSTWORTHY.exception(message));
  }

  /** Notices a change of the search path that no statement showed: a routine or trigger made it. */
  private void followReportedPath() {
    String path = pg == null ? null : pg.searchPath();
    if (path != null && !path.equals(reportedPath)) {
      reportedPath = path;
      searchPathMayHaveChanged();
    }
  }

  /** Records that the database is not as the policy demands it, and returns the refusal. */
  SQLException refused(SQLException refusal) {
    return refusals.policy(keysForRefusal(), refusal);
  }

  /** Records that the server sent no value of a type, and returns the refusal. */
  SQLException refusedValue(EncryptedType type, SQLException refusal) {
    return refusals.value(keysForRefusal(), type, null, refusal);
  }

  /** The catalog may be what is refused, so it is not asked which database this is. */
  private @Nullable KeyringSource keysForRefusal() {
    KeyringSource known = keyring;
    Optional<UUID> database = settings.uuid(Setting.DATABASE);
    try {
      return known == null && database.isPresent() ? keys.of(database.get()) : known;
    } catch (SQLException e) {
      return null;
    }
  }

  private Planned planned(String sql, Reading reading) throws SQLException {
    if (recent.of(sql, reading) == null) { // those that are there are no commands
      SessionCommand command = SessionCommand.of(sql);
      if (command != SessionCommand.NONE) {
        return new Planned(sql, Plan.ofPassthrough(command.effects()), 0, command);
      }
    }
    try {
      return analysed(sql, reading);
    } catch (PinViolation violation) {
      // What is cached may be older than a change that is pinned by now.
      catalog.invalidate();
      policy.reload();
    }
    try {
      return analysed(sql, reading);
    } catch (PinViolation violation) {
      throw CofferState.NOT_TRUSTWORTHY.exception(String.valueOf(violation.getMessage()));
    }
  }

  private Planned analysed(String sql, Reading reading) throws SQLException {
    CatalogView view = view(sql);
    if (pg != null && !pg.standardConformingStrings() && Analyser.mayMention(sql, view)) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "Statements on protected tables are refused while standard_conforming_strings is off:"
              + " SET standard_conforming_strings = on.");
    }
    Planned last = recent.of(sql, reading);
    if (last != null && last.version() == view.version()) {
      return last;
    }
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Analysis analysis = plans.analysis(sql, reading, view);
      boolean lasting = true;
      if (analysis instanceof Analysis.NeedsNamed needs) {
        analysis = named(sql, reading, needs);
        lasting = false;
      }
      if (analysis instanceof Analysis.Accepted accepted) {
        Planned planned = new Planned(sql, accepted.plan(), view.version());
        if (!planned.passthrough()) {
          checkProtects(planned, reading == Reading.JDBC);
          checkSpelledBytes(sql, reading);
        }
        if (lasting) {
          recent.keep(planned, reading);
        }
        return planned;
      } else if (analysis instanceof Analysis.Refused refused) {
        throw CofferState.CONSTRUCT_REFUSED.exception(refused.message());
      } else if (analysis instanceof Analysis.Needs needs) {
        view = policy.over(catalog.load(needs.relations()));
      }
    }
    throw CofferState.NOT_TRUSTWORTHY.exception(
        "The database's catalog changes faster than Coffer can read it; try again.");
  }

  /** Asks for the scopes of users' domains only if they matter, since that may need a key. */
  private CatalogView view(String sql) throws SQLException {
    CatalogView view = catalog.fresh();
    return policy.over(
        catalog.hasOwnDomains() && (policy.pinned() || Analyser.mayMention(sql, view))
            ? catalog.scoped()
            : view);
  }

  /** Analyses a text whose plan depends on what this connection has prepared. */
  private Analysis named(String sql, Reading reading, Analysis.NeedsNamed needs)
      throws SQLException {
    Map<String, NamedStatement> named =
        prepared.current(needs.names(), one -> planned(one.text(), one.reading()));
    // Planning the PREPAREs may have read the catalog again.
    CatalogView newest = policy.over(catalog.view());
    return Analyser.analyse(sql, reading, newest, name -> Optional.ofNullable(named.get(name)));
  }

  /**
   * Returns the plan of a prepared text as far as the catalog is known, however old, or null if
   * there is none or this process did something since that may have changed the catalog.
   */
  @Nullable Planned cachedPlan(String sql) {
    CatalogView view = catalog.view();
    if (view.version() == 0 || catalog.mayHaveChanged() || policy.pinned()) {
      return null;
    }
    Planned last = recent.of(sql, Reading.JDBC);
    if (last != null && last.version() == view.version()) {
      return last;
    }
    return plans.analysis(sql, Reading.JDBC, view) instanceof Analysis.Accepted accepted
        ? new Planned(sql, accepted.plan(), view.version())
        : null;
  }

  /** Tells whether, as far as is known without asking, nothing in the database is protected. */
  boolean nothingProtected() {
    CatalogView view = catalog.view();
    return view.version() != 0 && !view.installed();
  }

  /**
   * Returns what the database protects, for a metadata call that has just asked the server, or null
   * if that is nothing or the driver below is not pgjdbc.
   */
  @Nullable CatalogView protectedTypes() throws SQLException {
    settle();
    if (pg == null) {
      return null;
    }
    CatalogView view =
        recorded(
            () -> {
              CatalogView fresh = catalog.fresh();
              return catalog.scopesInDoubt() ? catalog.scoped() : fresh;
            });
    return view.installed() ? view : null;
  }

  private void checkProtects(Planned planned, boolean prepared) throws SQLException {
    if (policy.pinned()) {
      for (ResultPlan result : planned.plan().results()) {
        requireKnown(result);
      }
    }
    if (pg == null) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "The statement mentions a protected table, but "
              + delegate.getClass().getName()
              + " does not unwrap to pgjdbc's connection, which Coffer needs for it.");
    }
    if (!prepared && !planned.plan().parameters().isEmpty()) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "A parameter in the text of a plain Statement on a protected table is refused: use"
              + " prepareStatement.");
    }
  }

  /** Coffer reads spelled bytes as UTF-8, the server as its own encoding. */
  private void checkSpelledBytes(String sql, Reading reading) throws SQLException {
    if (!pg().spelledBytesAreKept() && Analyser.spellsBytes(sql, reading)) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "Bytes in a string constant (E'\\xe9') of a protected statement are refused in a"
              + " database that is not in UTF8: write the character itself, or \\u00e9.");
    }
  }

  /**
   * Refuses rows of which only their own headers would tell what they are, if the policy is not to
   * believe them.
   */
  void requireKnown(ResultPlan result) throws SQLException {
    if (policy.pinned() && result instanceof ResultPlan.ByHeader) {
      throw refused(
          CofferState.CONSTRUCT_REFUSED.exception(
              "Rows whose columns no plan knows (of a cursor, or of a prepared text) are refused"
                  + " under coffer.policy=pinned: use a query with a fetch size, or"
                  + " PreparedStatement."));
    }
  }

  /**
   * Refuses to hand out an object of the wrapped driver, which knows nothing of protection.
   *
   * @throws SQLException KE007 under {@code coffer.policy=pinned}
   */
  void requireUnwrappable(Class<?> type) throws SQLException {
    if (policy.pinned()) {
      throw refused(
          CofferState.METHOD_NOT_SUPPORTED.exception(
              "unwrap to "
                  + type.getName()
                  + " would pass protection by, and is refused under coffer.policy=pinned."));
    }
  }

  Connection delegate() {
    return delegate;
  }

  /** Tells whether pgjdbc is below. */
  boolean hasPg() {
    return pg != null;
  }

  /** Returns pgjdbc's side; to be asked only where {@link #hasPg} or under a plan that protects. */
  Pgjdbc pg() {
    if (pg == null) {
      throw new IllegalStateException("no pgjdbc below");
    }
    return pg;
  }

  /**
   * Returns what the generated keys of an execution are.
   *
   * @throws SQLException KE003 if keys of several statements are wanted
   */
  ResultPlan keys(Planned planned, Keys keys) throws SQLException {
    if (planned.passthrough() || !keys.wanted()) {
      return new ResultPlan.Clear();
    }
    if (planned.plan().results().size() > 1) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "Generated keys of several statements in one text are not supported where one of them"
              + " mentions a protected table: execute them one by one.");
    }
    ResultPlan plan = keys.plan(planned, pg().quotesReturning());
    requireKnown(plan);
    return plan;
  }

  /** Tells whether results can come in binary form at once. */
  boolean binaryResults() {
    return pg != null && pg.binaryResults();
  }

  /** Notes what a statement that was executed, with success or not, may have changed. */
  void executed(Planned planned, boolean wasInTransaction) {
    Set<Effect> effects = planned.plan().effects();
    if (effects.contains(Effect.CATALOG)) {
      catalogTouched = true;
      catalog.invalidate();
    }
    if (effects.contains(Effect.SEARCH_PATH)) {
      searchPathMayHaveChanged();
    }
    if (planned.command() == SessionCommand.UNDOES || (wasInTransaction && !inTransaction())) {
      rolledBack();
    }
  }

  /** Notes the names that a text has given or taken, now that it was executed. */
  void succeeded(Planned planned) {
    prepared.add(planned);
    if (planned.command() == SessionCommand.FORGETS) {
      SessionCommand.forgotten(planned.text()).ifPresentOrElse(prepared::remove, prepared::clear);
    }
  }

  /** Notes that a text has failed, for an old catalog or behind a PREPARE in it. */
  void failed(Planned planned, SQLException error) {
    if (mayBeOldConstants(error, planned)) {
      catalog.invalidate();
    }
    if (!"42P05".equals(error.getSQLState())) { // there is one of the name already
      prepared.doubt(planned);
    }
  }

  /** Notes a change of the search path, which the transaction's end may take back. */
  void searchPathMayHaveChanged() {
    pathTouched = true;
    catalog.searchPathMayHaveChanged();
  }

  /** Notes the end of a transaction that keeps what it did. */
  void committed() {
    catalogTouched = false;
    catalog.transactionChanged();
  }

  /** Notes that what was done may be undone, wholly or down to a savepoint. */
  void rolledBack() {
    if (pathTouched) {
      catalog.searchPathMayHaveChanged();
    }
    if (catalogTouched) {
      catalog.invalidate();
    }
    catalog.transactionChanged();
  }

  /**
   * Tells whether a statement that failed is to be planned and executed again, because it failed
   * for an old catalog: only outside a transaction, and only if the plan is now another one.
   */
  boolean worthAnotherTry(SQLException error, Planned planned, Execution.Planning planning)
      throws SQLException {
    boolean stale = noteFailure(error) || mayBeOldConstants(error, planned);
    if (!stale || !isAlone()) {
      return false;
    }
    try {
      return !planning.plan().plan().equals(planned.plan());
    } catch (SQLException e) {
      error.addSuppressed(e);
      return CofferState.CONSTRUCT_REFUSED.matches(e);
    }
  }

  /**
   * Tells whether a statement or batch that did nothing but fail may be sent again: its failure may
   * come from an old catalog, and no transaction is open that it has spoilt.
   */
  boolean mayTryAgain(SQLException error) throws SQLException {
    return noteFailure(error) && isAlone();
  }

  /** Tells whether no transaction is open that a failure has spoilt. */
  private boolean isAlone() throws SQLException {
    return !inTransaction() && delegate.getAutoCommit();
  }

  private static boolean mayBeOldConstants(SQLException error, Planned planned) {
    return NOT_OF_THE_TYPE.contains(String.valueOf(error.getSQLState()))
        && !planned.plan().literals().isEmpty();
  }

  /**
   * Returns the means to look again at the rows of an execution, or null if nothing in the database
   * is protected.
   */
  @Nullable Recheck recheck(Execution.Planning planning, Planned planned, Keys keys) {
    return pg == null || nothingProtected() ? null : new Recheck(this, planning, planned, keys);
  }

  /** Sees to it that the catalog is read again if the error may come from an old one. */
  boolean noteFailure(SQLException error) {
    boolean stale = STALE.contains(String.valueOf(error.getSQLState()));
    if (stale) {
      catalog.invalidate();
    }
    return stale;
  }

  boolean inTransaction() {
    return pg != null && pg.inTransaction();
  }

  boolean inFailedTransaction() {
    return pg != null && pg.inFailedTransaction();
  }

  ConnectionCatalog catalog() {
    return catalog;
  }

  /** Returns the means to seal the values of one execution; asks for no key before the first. */
  Sealing sealing() {
    return new Sealing(this, time(), false);
  }

  /** Returns the means to seal the values of one row at once. */
  Sealing sealingRow() {
    return new Sealing(this, time(), true);
  }

  /** Returns the session's time zone as it is now. */
  SessionTime time() {
    String zone = pg().timeZone();
    if (!time.timeZone().equals(zone)) {
      time = new SessionTime(zone);
    }
    return time;
  }

  /** Fails if the keys are needed for the results and cannot be had. */
  void requireKeys(Planned planned) throws SQLException {
    if (planned.opensPlannedColumns()) {
      requireKeys();
    }
  }

  /** Fails if the keys cannot be had. */
  void requireKeys() throws SQLException {
    cipher();
    keyring().keyring();
  }

  /** Returns the cipher, made at the first protected statement. */
  FieldCipher cipher() throws SQLException {
    FieldCipher known = cipher;
    if (known == null) {
      known = FieldCipher.of(keyring(), settings);
      cipher = known;
    }
    return known;
  }

  /** Returns a number that changes with each statement of the connection. */
  long statements() {
    return statements;
  }

  /** Tells whether scans on the way now may be read ahead. */
  boolean looksAhead() throws SQLException {
    return pg != null && settings.flag(Setting.LOOK_AHEAD) && !delegate.getAutoCommit();
  }

  /** Begins a fetch ahead; one at a time on a connection. */
  synchronized PendingFetch begin(Callable<FetchedRows> rows) {
    settle();
    PendingFetch begun = PendingFetch.begun(rows);
    fetch.set(begun);
    return begun;
  }

  /**
   * Waits for the fetch ahead that may be under way. To be called before the program has something
   * sent or closes a statement, but not where it cancels or gives up.
   */
  void settle() {
    PendingFetch pending = fetch.get();
    if (pending != null) {
      pending.await();
      fetch.compareAndSet(pending, null);
    }
  }

  /**
   * Returns a second cipher, for another thread than the one that uses the connection. What it
   * refuses is not recorded: the connection's thread opens the value again.
   */
  FieldCipher aheadCipher() throws SQLException {
    FieldCipher known = aheadCipher;
    if (known == null) {
      known = FieldCipher.unrecorded(keyring(), settings);
      aheadCipher = known;
    }
    return known;
  }

  private KeyringSource keyring() throws SQLException {
    KeyringSource known = keyring;
    if (known == null) {
      known = keys.of(catalog.databaseId());
      keyring = known;
    }
    return known;
  }

  /** Forgets the keys. */
  void close() {
    close(cipher);
    close(aheadCipher);
  }

  private static void close(@Nullable FieldCipher known) {
    if (known != null) {
      known.close();
    }
  }
}
