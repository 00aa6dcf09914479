package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.RegisteredScopes;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.field.RefusalLog;
import io.github.cofferjdbc.forward.ForwardingConnection;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.sql.PlanCache;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.replication.PGReplicationConnection;

/**
 * A connection that encrypts what goes into protected columns and decrypts what comes out, and
 * otherwise is the delegate.
 *
 * <p>It holds the catalog, the plans and the keys' cipher for all its statements. It needs no key
 * before the first protected statement, and asks the server nothing of its own but from within an
 * execution. {@code unwrap} to pgjdbc's public {@code PGConnection} gives this object; to another
 * class of the delegate the delegate itself, which knows nothing of protection (the columns' checks
 * still refuse plaintext). As thread safe as the delegate.
 */
public final class EncryptingConnection extends ForwardingConnection {

  private static final PlanCache PLANS = new PlanCache();

  private final Connection delegate;
  private final String outerUrl;
  private final Session session;
  private @Nullable DatabaseMetaData metaData;
  private @Nullable CopyManager copyManager;

  EncryptingConnection(Connection delegate, String outerUrl, Session session) {
    this.delegate = delegate;
    this.outerUrl = outerUrl;
    this.session = session;
  }

  /**
   * Wraps a physical connection. Needs no key. Closing the result closes the delegate.
   *
   * @param delegate a connection of the wrapped driver, for this wrapper alone
   * @param settings what the user asked for
   * @param outerUrl what {@code DatabaseMetaData.getURL} answers: the URL as the user gave it,
   *     without secrets
   * @throws SQLException KE006 if {@code coffer.database} is not the id of this database
   */
  public static Connection wrap(Connection delegate, Settings settings, String outerUrl)
      throws SQLException {
    return wrap(
        delegate,
        settings,
        outerUrl,
        databaseId -> KeyAccess.shared().keysOf(settings, databaseId));
  }

  static EncryptingConnection wrap(
      Connection delegate, Settings settings, String outerUrl, KeyringSources sources)
      throws SQLException {
    KeyringSources keys = KeyringSources.shared(sources);
    ConnectionCatalog catalog =
        ConnectionCatalog.of(delegate, settings, RegisteredScopes.source(keys::of));
    Policy policy;
    try {
      if (settings.given(Setting.DATABASE)) {
        catalog.fresh();
      }
      policy = policy(settings, keys);
    } catch (SQLException e) {
      if (CofferState.NOT_TRUSTWORTHY.matches(e)) {
        RefusalLog.of(settings).policy(null, e);
      }
      throw e;
    }
    return new EncryptingConnection(
        delegate, outerUrl, new Session(delegate, settings, catalog, policy, PLANS::analyse, keys));
  }

  private static Policy policy(Settings settings, KeyringSources keys) throws SQLException {
    if (!settings.pinned()) {
      return Policy.CATALOG;
    }
    UUID database =
        settings
            .uuid(Setting.DATABASE)
            .orElseThrow(
                () ->
                    CofferState.BAD_CONFIGURATION.exception(
                        "coffer.policy=pinned needs coffer.database, the id of the database that is"
                            + " meant: coffer status shows it."));
    return Policy.pinned(keys.of(database));
  }

  @Override
  protected Connection delegate() {
    session.settle();
    return delegate;
  }

  @Override
  protected void checkUnwrap(Class<?> type) throws SQLException {
    session.requireUnwrappable(type);
  }

  Session session() {
    return session;
  }

  String outerUrl() {
    return outerUrl;
  }

  /** Returns a new statement of the delegate of the same kind as another. */
  Statement like(Statement other) throws SQLException {
    return delegate.createStatement(
        other.getResultSetType(), other.getResultSetConcurrency(), other.getResultSetHoldability());
  }

  /**
   * Wraps rows of a statement, whose columns are what the plan says.
   *
   * @param recheck looks again at what the plan says; null where nothing is protected
   * @param planned the text that returned them, or null if they cannot be changed
   */
  ResultSet wrap(
      ResultSet rows,
      @Nullable Statement owner,
      ResultPlan plan,
      Recheck.@Nullable Result recheck,
      @Nullable Planned planned)
      throws SQLException {
    Cells cells =
        recheck == null
            ? null
            : new ArrivedRows(session, rows, new Opening(session)).cells(plan, recheck);
    RowChanges changes =
        planned != null && session.hasPg() && rows.getConcurrency() == ResultSet.CONCUR_UPDATABLE
            ? new RowChanges(session, rows, planned, cells)
            : null;
    return new EncryptingResultSet(
        this,
        rows,
        owner,
        cells,
        changes,
        LookAhead.in(rows, cells, session, planned),
        recheck == null ? null : TrimmedRows.of(rows, planned));
  }

  /** Wraps the rows of a cursor, which no plan knows. */
  ResultSet wrapCursor(ResultSet rows, @Nullable Statement owner) throws SQLException {
    session.requireKnown(new ResultPlan.ByHeader());
    return new EncryptingResultSet(
        this,
        rows,
        owner,
        session.nothingProtected() ? null : new HeaderCells(rows, new Opening(session)),
        null,
        null,
        null);
  }

  @Override
  public Statement createStatement() throws SQLException {
    return new EncryptingStatement(this, delegate.createStatement());
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return new EncryptingStatement(this, delegate.createStatement(type, concurrency));
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    return new EncryptingStatement(this, delegate.createStatement(type, concurrency, holdability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return new EncryptingPreparedStatement(this, sql, Keys.NONE, Connection::prepareStatement);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return new EncryptingPreparedStatement(
        this, sql, Keys.NONE, (to, text) -> to.prepareStatement(text, type, concurrency));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return new EncryptingPreparedStatement(
        this,
        sql,
        Keys.NONE,
        (to, text) -> to.prepareStatement(text, type, concurrency, holdability));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    return new EncryptingPreparedStatement(
        this,
        sql,
        Keys.of(autoGeneratedKeys),
        (to, text) -> to.prepareStatement(text, autoGeneratedKeys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    return new EncryptingPreparedStatement(
        this, sql, Keys.NONE, (to, text) -> to.prepareStatement(text, columnIndexes));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    return new EncryptingPreparedStatement(
        this, sql, Keys.of(columnNames), (to, text) -> to.prepareStatement(text, columnNames));
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return new EncryptingCallableStatement(
        this, sql, delegate.prepareCall(sql), Connection::prepareStatement);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return new EncryptingCallableStatement(
        this,
        sql,
        delegate.prepareCall(sql, type, concurrency),
        (to, text) -> to.prepareStatement(text, type, concurrency));
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return new EncryptingCallableStatement(
        this,
        sql,
        delegate.prepareCall(sql, type, concurrency, holdability),
        (to, text) -> to.prepareStatement(text, type, concurrency, holdability));
  }

  /** Returns the delegate's translation of JDBC escapes; nothing is sent or encrypted. */
  @Override
  public String nativeSQL(String sql) throws SQLException {
    return delegate.nativeSQL(sql);
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    DatabaseMetaData own = delegate.getMetaData();
    DatabaseMetaData known = metaData;
    if (known == null) {
      known = new EncryptingDatabaseMetaData(own, this);
      metaData = known;
    }
    return known;
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    session.searchPathMayHaveChanged();
    delegate().setSchema(schema);
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    delegate().setAutoCommit(autoCommit);
    session.committed();
  }

  @Override
  public void commit() throws SQLException {
    try {
      delegate().commit();
    } finally {
      session.committed();
    }
  }

  @Override
  public void rollback() throws SQLException {
    try {
      delegate().rollback();
    } finally {
      session.rolledBack();
    }
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    try {
      delegate().rollback(savepoint);
    } finally {
      session.rolledBack();
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      session.close();
    } finally {
      delegate.close();
    }
  }

  /** Waits for nothing. */
  @Override
  public boolean isClosed() throws SQLException {
    return delegate.isClosed();
  }

  /** Waits for nothing. */
  @Override
  public void cancelQuery() throws SQLException {
    delegate.unwrap(PGConnection.class).cancelQuery();
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    delegate.abort(executor);
    session.close();
  }

  /** Returns one that encrypts and decrypts protected columns; over another driver it fails. */
  @Override
  public CopyManager getCopyAPI() throws SQLException {
    CopyManager known = copyManager;
    if (known == null) {
      pg(); // says so if the delegate is not pgjdbc's
      known = new EncryptingCopyManager(session.pg(), session);
      copyManager = known;
    }
    return known;
  }

  /** Returns the delegate's: replication carries what is stored, that is, ciphertext. */
  @Override
  public PGReplicationConnection getReplicationAPI() {
    return pg().getReplicationAPI();
  }

  /** Returns the delegate's: large objects belong to no column and are never encrypted. */
  @Override
  public LargeObjectManager getLargeObjectAPI() throws SQLException {
    return pg().getLargeObjectAPI();
  }

  /**
   * Returns the delegate's: it calls functions by number, which the columns' checks still guard.
   */
  @Override
  @Deprecated
  public Fastpath getFastpathAPI() throws SQLException {
    return pg().getFastpathAPI();
  }
}
