package io.github.cofferjdbc.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.forward.ForwardingPreparedStatement;
import io.github.cofferjdbc.sql.plan.ParameterPlan;
import io.github.cofferjdbc.sql.plan.ResultPlan;
import io.github.cofferjdbc.value.Source;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.Charset;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * A prepared statement whose parameters and literals are sealed where they meet a protected column.
 *
 * <p>Preparing it and setting parameters never asks the server. Until the first execution nobody
 * may know whether the text is protected, so every setter is called on a delegate with the original
 * text, which complains as it always does, and kept. Execution plans the text: if nothing is
 * protected that delegate executes; else a second one does, with the rewritten text, and the
 * original text with its values is never sent.
 *
 * <p>{@code cancel} and {@code getWarnings} may be called by other threads and wait for nothing.
 */
final class EncryptingPreparedStatement extends ForwardingPreparedStatement<PreparedStatement> {

  private static final @Nullable Binding[] NO_BINDINGS = {};

  private final EncryptingConnection connection;
  private final Session session;
  private final PlannedText text;
  private final Keys keys;
  private final Preparation preparation;
  private final Results results;
  private final PreparedStatement original;
  private @Nullable Guarded guarded;
  private volatile PreparedStatement active;
  private @Nullable Binding[] bindings = NO_BINDINGS;
  private List<@Nullable Binding[]> batch = new ArrayList<>();

  /**
   * Whether the delegate with the original text has the rows of the batch too. Where the text is
   * known to be protected it will not execute them, and each row would cost a copy of its values.
   */
  private boolean originalHasBatch = true;

  /**
   * Whether setters that cannot fail leave the delegate with the original text alone: the text is
   * known to be protected, so that delegate will not execute, and converting each clear value twice
   * costs a batch a tenth of the client's time. Null until the first setter asks.
   */
  private @Nullable Boolean deferring;

  /** How many parameters the text has, where setters are deferred. */
  private int parameterCount;

  /** The parameters, from 0, that the delegate with the original text has not been given. */
  private final BitSet deferred = new BitSet(0);

  private boolean thresholdSet;

  /** Prepares a text in the way that the application asked for. */
  interface Preparation {
    PreparedStatement prepare(Connection connection, String text) throws SQLException;
  }

  EncryptingPreparedStatement(
      EncryptingConnection connection, String sql, Keys keys, Preparation preparation)
      throws SQLException {
    this.connection = connection;
    this.session = connection.session();
    this.text = new PlannedText.Own(sql);
    this.keys = keys;
    this.preparation = preparation;
    this.original = preparation.prepare(connection.delegate(), sql);
    this.active = original;
    this.results = new Results(connection, this);
  }

  /**
   * What is behind a call.
   *
   * @param original the delegate with the user's text
   * @param preparation prepares the rewritten text, which is no call any more
   */
  EncryptingPreparedStatement(
      EncryptingCallableStatement owner,
      EncryptingConnection connection,
      PlannedText text,
      CallableStatement original,
      Preparation preparation) {
    this.connection = connection;
    this.session = connection.session();
    this.text = text;
    this.keys = Keys.NONE;
    this.preparation = preparation;
    this.original = original;
    this.active = original;
    this.results = new Results(connection, owner);
  }

  /** Executes a statement that is ready. */
  interface Call<T> {
    T on(PreparedStatement statement) throws SQLException;
  }

  /** Returns the statement that executed last, or would if nothing is protected. */
  @Override
  protected PreparedStatement delegate() {
    return active;
  }

  @Override
  protected void checkUnwrap(Class<?> type) throws SQLException {
    connection.checkUnwrap(type);
  }

  private Planned plan() throws SQLException {
    return session.plan(text.text(bindings), true);
  }

  <T> T run(Call<T> call) throws SQLException {
    return Execution.run(
        session,
        this::plan,
        results,
        keys,
        planned -> {
          noteDeferring(planned);
          if (planned.passthrough()) {
            return call.on(activate(complete()));
          }
          Guarded ready = guarded(planned);
          ready.bind(text.parameters(bindings), session);
          return untrimmed(activate(ready.statement()), call);
        });
  }

  /** Executes so that stored values are not cut to maxFieldSize; the opened ones are. */
  private static <T> T untrimmed(PreparedStatement target, Call<T> call) throws SQLException {
    int maxFieldSize = target.getMaxFieldSize();
    if (maxFieldSize == 0) {
      return call.on(target);
    }
    try {
      target.setMaxFieldSize(0);
      return call.on(target);
    } finally {
      target.setMaxFieldSize(maxFieldSize);
    }
  }

  private Guarded guarded(Planned planned) throws SQLException {
    Guarded known = guarded;
    if (known != null && known.serves(planned.plan(), session)) {
      return known;
    }
    if (known != null) {
      if (active == known.statement()) {
        activate(original);
      }
      guarded = null;
      known.statement().close();
    }
    Rewritten rewritten = Rewritten.of(planned.plan(), session.sealing());
    PreparedStatement statement = preparation.prepare(connection.delegate(), rewritten.text());
    PGStatement own = statement.unwrap(PGStatement.class);
    if (thresholdSet) {
      own.setPrepareThreshold(original.unwrap(PGStatement.class).getPrepareThreshold());
    } else if (planned.opensPlannedColumns() && session.binaryResults()) {
      own.setPrepareThreshold(-1);
    }
    known = new Guarded(planned.plan(), rewritten, statement);
    guarded = known;
    return known;
  }

  /**
   * Checks that all parameters were set.
   *
   * @throws SQLException 22023 if one was not
   */
  void requireParameters() throws SQLException {
    text.parameters(bindings);
  }

  /** Tells whether the text is sent as it is. */
  boolean passes() throws SQLException {
    return plan().passthrough();
  }

  private PreparedStatement activate(PreparedStatement next) throws SQLException {
    PreparedStatement before = active;
    if (next != before && !before.isClosed()) {
      StatementState.copy(before, next);
      active = next;
    }
    return active;
  }

  // ---- execution

  @Override
  @SuppressWarnings("NullAway") // null where the delegate answers null
  public ResultSet executeQuery() throws SQLException {
    return results.current(run(PreparedStatement::executeQuery));
  }

  @Override
  public int executeUpdate() throws SQLException {
    return run(PreparedStatement::executeUpdate);
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return run(PreparedStatement::executeLargeUpdate);
  }

  @Override
  public boolean execute() throws SQLException {
    return run(PreparedStatement::execute);
  }

  @Override
  public void addBatch() throws SQLException {
    if (batch.isEmpty()) {
      originalHasBatch = !knownToBeProtected();
    }
    if (originalHasBatch || original.isClosed()) { // a closed one complains
      complete().addBatch();
    }
    batch.add(bindings.clone());
  }

  private boolean knownToBeProtected() {
    if (!(text instanceof PlannedText.Own)) {
      return false; // what a call is depends on what its parameters are
    }
    Planned planned = session.cachedPlan(text.text(bindings));
    return planned != null && !planned.passthrough();
  }

  @Override
  public void clearBatch() throws SQLException {
    batch.clear();
    original.clearBatch();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return runBatch(PreparedStatement::executeBatch);
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    return runBatch(PreparedStatement::executeLargeBatch);
  }

  private <T> T runBatch(Call<T> call) throws SQLException {
    List<@Nullable Binding[]> rows = batch;
    batch = new ArrayList<>();
    if (rows.isEmpty()) {
      return call.on(original);
    }
    for (boolean again = false; ; again = true) {
      Planned planned;
      ResultPlan keysPlan;
      PreparedStatement target;
      try {
        planned = plan();
        noteDeferring(planned);
        TypeChanging.requireNone(planned);
        keysPlan = session.keys(planned, keys);
        session.requireKeys(planned);
        if (!planned.passthrough()) {
          target = bound(guarded(planned), rows);
        } else {
          target = again || !originalHasBatch ? refilled(rows) : original;
        }
      } catch (SQLException e) {
        original.clearBatch();
        throw e;
      }
      boolean inTransaction = session.inTransaction();
      try {
        T counts = call.on(activate(target));
        results.begin(planned, keysPlan, session.recheck(this::plan, planned, keys));
        return counts;
      } catch (SQLException e) {
        if (again
            || !(e instanceof BatchUpdateException failure)
            || !TextBatch.nothingDone(failure, 0)
            || !session.worthAnotherTry(e, planned, this::plan)) {
          session.noteFailure(e);
          throw e;
        }
      } finally {
        session.executed(planned, inTransaction);
      }
    }
  }

  /**
   * Returns the delegate with the original text, given the batch that it has lost or never had; its
   * parameters are then those that were set last.
   */
  private PreparedStatement refilled(List<@Nullable Binding[]> rows) throws SQLException {
    original.clearBatch();
    for (@Nullable Binding[] row : rows) {
      setOriginal(row);
      original.addBatch();
    }
    if (!Arrays.equals(rows.get(rows.size() - 1), bindings)) {
      setOriginal(bindings);
    }
    deferred.clear();
    return original;
  }

  private void setOriginal(@Nullable Binding[] row) throws SQLException {
    for (int i = 0; i < row.length; i++) {
      Binding binding = row[i];
      if (binding != null) {
        binding.call().on(original, i + 1);
      }
    }
  }

  private PreparedStatement bound(Guarded target, List<@Nullable Binding[]> rows)
      throws SQLException {
    int row = 0;
    try {
      for (; row < rows.size(); row++) {
        target.bind(text.parameters(rows.get(row)), session);
        target.statement().addBatch();
      }
    } catch (SQLException e) {
      target.statement().clearBatch();
      throw rejected(row, rows.size(), e);
    }
    original.clearBatch();
    return target.statement();
  }

  /** Returns what pgjdbc would throw if the server had rejected the row's data. */
  private static SQLException rejected(int row, int size, SQLException error) {
    if (String.valueOf(error.getSQLState()).startsWith("KE")) {
      return error;
    }
    int[] counts = new int[size];
    Arrays.fill(counts, Statement.EXECUTE_FAILED);
    BatchUpdateException failure =
        new BatchUpdateException(
            "Batch entry " + row + " was aborted: " + error.getMessage(),
            error.getSQLState(),
            error.getErrorCode(),
            counts,
            error);
    failure.setNextException(error);
    return failure;
  }

  // ---- texts, which a prepared statement does not take

  static SQLException takesNoText() {
    return Pgjdbc.clientError(
        "Can't use query methods that take a query string on a PreparedStatement.", "42809");
  }

  @Override
  public ResultSet executeQuery(String text) throws SQLException {
    throw takesNoText();
  }

  @Override
  public int executeUpdate(String text) throws SQLException {
    throw takesNoText();
  }

  @Override
  public boolean execute(String text) throws SQLException {
    throw takesNoText();
  }

  @Override
  public void addBatch(String text) throws SQLException {
    throw takesNoText();
  }

  @Override
  public long executeLargeUpdate(String text) throws SQLException {
    throw takesNoText();
  }

  @Override
  public int executeUpdate(String text, int autoGeneratedKeys) throws SQLException {
    throw takesNoText();
  }

  @Override
  public int executeUpdate(String text, int[] columnIndexes) throws SQLException {
    throw takesNoText();
  }

  @Override
  public int executeUpdate(String text, String[] columnNames) throws SQLException {
    throw takesNoText();
  }

  @Override
  public boolean execute(String text, int autoGeneratedKeys) throws SQLException {
    throw takesNoText();
  }

  @Override
  public boolean execute(String text, int[] columnIndexes) throws SQLException {
    throw takesNoText();
  }

  @Override
  public boolean execute(String text, String[] columnNames) throws SQLException {
    throw takesNoText();
  }

  @Override
  public long executeLargeUpdate(String text, int autoGeneratedKeys) throws SQLException {
    throw takesNoText();
  }

  @Override
  public long executeLargeUpdate(String text, int[] columnIndexes) throws SQLException {
    throw takesNoText();
  }

  @Override
  public long executeLargeUpdate(String text, String[] columnNames) throws SQLException {
    throw takesNoText();
  }

  // ---- results

  @Override
  @SuppressWarnings("NullAway") // null where the delegate answers null
  public ResultSet getResultSet() throws SQLException {
    return results.current(active.getResultSet());
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    return results.generatedKeys(active.getGeneratedKeys());
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    session.settle();
    boolean rows = active.getMoreResults();
    results.advance();
    return rows;
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    session.settle();
    boolean rows = active.getMoreResults(current);
    results.advance();
    return rows;
  }

  @Override
  @SuppressWarnings("NullAway") // null where the delegate answers null
  public ResultSetMetaData getMetaData() throws SQLException {
    Planned planned = plan();
    if (planned.passthrough()) {
      return original.getMetaData();
    }
    PreparedStatement target = guarded(planned).statement();
    ResultSetMetaData own = target.getMetaData();
    return own == null || !(planned.firstResult() instanceof ResultPlan.Columns columns)
        ? own
        : new EncryptingResultSetMetaData(
            own, new PlannedDescriptions(target, columns.columns()), connection);
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    Planned planned = plan();
    if (planned.passthrough()) {
      return complete().getParameterMetaData();
    }
    Guarded target = guarded(planned);
    return new EncryptingParameterMetaData(
        target.statement().getParameterMetaData(),
        session.pg(),
        planned.plan().parameters(),
        target,
        connection);
  }

  // ---- the rest

  @Override
  public Connection getConnection() throws SQLException {
    return active.getConnection() == null ? active.getConnection() : connection;
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    return active.getMaxFieldSize();
  }

  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    active.setMaxFieldSize(max);
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    active.setEscapeProcessing(enable);
  }

  @Override
  public void setPrepareThreshold(int threshold) throws SQLException {
    original.unwrap(PGStatement.class).setPrepareThreshold(threshold);
    Guarded known = guarded;
    if (known != null) {
      known.statement().unwrap(PGStatement.class).setPrepareThreshold(threshold);
    }
    thresholdSet = true;
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // it is pgjdbc that deprecates it
  public void setUseServerPrepare(boolean flag) throws SQLException {
    setPrepareThreshold(flag ? 1 : 0);
  }

  @Override
  public void close() throws SQLException {
    session.settle();
    Guarded known = guarded;
    try {
      if (known != null) {
        known.statement().close();
      }
    } finally {
      original.close();
    }
  }

  /** Returns the delegate's text where nothing is protected; else no value and no literal. */
  @Override
  public String toString() {
    if (session.nothingProtected()) {
      return original.toString();
    }
    Planned planned = session.cachedPlan(text.text(bindings));
    if (planned == null) {
      return "PreparedStatement[text hidden: not analysed yet]";
    }
    return planned.passthrough() ? completeText() : Rewritten.shown(planned.plan());
  }

  private String completeText() {
    try {
      return complete().toString();
    } catch (SQLException e) {
      return "PreparedStatement[closed]";
    }
  }

  // ---- parameters

  private void set(int index, Binding binding) throws SQLException {
    binding.call().on(original, index);
    keep(index, binding);
  }

  /**
   * Sets a value that pgjdbc takes whatever it is, so that nothing is missed if the delegate with
   * the original text is not asked. A wrong index or a closed statement is for it to say.
   */
  private void setAny(int index, Binding binding) throws SQLException {
    if (!defers() || index < 1 || index > parameterCount || original.isClosed()) {
      set(index, binding);
      return;
    }
    keep(index, binding);
    deferred.set(index - 1);
  }

  private boolean defers() {
    Boolean known = deferring;
    if (known == null) {
      known = false;
      if (text instanceof PlannedText.Own own) { // the parameters of a call are others
        Planned planned = session.cachedPlan(own.text());
        if (planned != null) {
          known = noteDeferring(planned);
        }
      }
      deferring = known;
    }
    return known;
  }

  private boolean noteDeferring(Planned planned) {
    boolean defers = text instanceof PlannedText.Own && !planned.passthrough();
    parameterCount = planned.plan().parameters().size();
    deferring = defers;
    return defers;
  }

  /** Returns the delegate with the original text, given what the setters have deferred. */
  private PreparedStatement complete() throws SQLException {
    for (int i = deferred.nextSetBit(0); i >= 0; i = deferred.nextSetBit(i + 1)) {
      Binding binding = bindings[i];
      if (binding != null) {
        binding.call().on(original, i + 1);
      }
    }
    deferred.clear();
    return original;
  }

  private void keep(int index, Binding binding) {
    deferred.clear(index - 1);
    if (index > bindings.length) {
      bindings = Arrays.copyOf(bindings, Math.max(index, Math.min(2 * bindings.length, 65535)));
    }
    bindings[index - 1] = binding;
  }

  /**
   * Sets what pgjdbc puts into a large object at once, and so asks the server: only after the plan,
   * and only where the parameter is clear. It is called on the statement alone that will execute,
   * since each call makes an object.
   */
  private void setLargeObject(int index, Binding.Call call) throws SQLException {
    Planned planned = plan();
    if (!isClear(planned, text.place(index, bindings))) {
      throw Announcer.largeObject();
    }
    if (planned.passthrough()) {
      call.on(original, index);
    } else {
      original.setNull(index, Types.BLOB);
    }
    keep(
        index,
        new Binding(
            call,
            announcer -> {
              throw Announcer.largeObject();
            }));
  }

  /** Tells whether the delegate with the original text will execute, as far as is known. */
  private boolean knownToPass() {
    if (session.nothingProtected()) {
      return true;
    }
    Planned planned = session.cachedPlan(text.text(bindings));
    return planned != null && planned.passthrough();
  }

  private boolean knownToBeClear(int index) {
    if (knownToPass()) {
      return true;
    }
    Planned planned = session.cachedPlan(text.text(bindings));
    return planned != null && isClear(planned, text.place(index, bindings));
  }

  /**
   * Tells whether the parameter at a place is clear; one that does not exist is, for the delegate
   * to say; one without a place (0) is not.
   */
  private static boolean isClear(Planned planned, int index) {
    List<ParameterPlan> parameters = planned.plan().parameters();
    return planned.passthrough()
        || index < 0
        || index > parameters.size()
        || (index > 0 && parameters.get(index - 1) instanceof ParameterPlan.Clear);
  }

  /** Calls a setter that converts, and so may quote a value that it cannot convert. */
  private void convert(int index, Binding.Call call) throws SQLException {
    try {
      call.on(original, index);
    } catch (SQLException e) {
      throw knownToBeClear(index) ? e : ColumnErrors.withheld("parameter " + index, e);
    }
  }

  @Override
  public void clearParameters() throws SQLException {
    original.clearParameters();
    deferred.clear();
    bindings = NO_BINDINGS;
  }

  @Override
  public void setNull(int index, int type) throws SQLException {
    set(index, Binding.ofNull(type, (to, at) -> to.setNull(at, type)));
  }

  @Override
  public void setNull(int index, int type, String typeName) throws SQLException {
    Binding.Call call = (to, at) -> to.setNull(at, type, typeName);
    set(
        index,
        typeName == null ? Binding.ofNull(type, call) : new Binding(call, a -> a.nullOf(typeName)));
  }

  @Override
  public void setBoolean(int index, boolean x) throws SQLException {
    setAny(index, new Binding((to, at) -> to.setBoolean(at, x), a -> Announced.of(Source.BOOL, x)));
  }

  @Override
  public void setByte(int index, byte x) throws SQLException {
    setAny(
        index,
        new Binding((to, at) -> to.setByte(at, x), a -> Announced.of(Source.INT2, (short) x)));
  }

  @Override
  public void setShort(int index, short x) throws SQLException {
    setAny(index, new Binding((to, at) -> to.setShort(at, x), a -> Announced.of(Source.INT2, x)));
  }

  @Override
  public void setInt(int index, int x) throws SQLException {
    setAny(index, new Binding((to, at) -> to.setInt(at, x), a -> Announced.of(Source.INT4, x)));
  }

  @Override
  public void setLong(int index, long x) throws SQLException {
    setAny(index, new Binding((to, at) -> to.setLong(at, x), a -> Announced.of(Source.INT8, x)));
  }

  @Override
  public void setFloat(int index, float x) throws SQLException {
    setAny(index, new Binding((to, at) -> to.setFloat(at, x), a -> a.float4(x)));
  }

  @Override
  public void setDouble(int index, double x) throws SQLException {
    setAny(
        index, new Binding((to, at) -> to.setDouble(at, x), a -> Announced.of(Source.FLOAT8, x)));
  }

  @Override
  public void setBigDecimal(int index, BigDecimal x) throws SQLException {
    setAny(
        index,
        x == null
            ? Binding.ofNull(Types.DECIMAL, (to, at) -> to.setBigDecimal(at, null))
            : new Binding(
                (to, at) -> to.setBigDecimal(at, x), a -> Announced.of(Source.NUMERIC, x)));
  }

  @Override
  public void setString(int index, String x) throws SQLException {
    setAny(
        index,
        x == null
            ? Binding.ofNull(Types.VARCHAR, (to, at) -> to.setString(at, null))
            : new Binding((to, at) -> to.setString(at, x), a -> a.string(x)));
  }

  @Override
  public void setBytes(int index, byte[] x) throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.VARBINARY, (to, at) -> to.setBytes(at, null)));
      return;
    }
    byte[] kept = x.clone();
    setAny(
        index,
        new Binding((to, at) -> to.setBytes(at, kept), a -> Announced.of(Source.BYTEA, kept)));
  }

  @Override
  public void setDate(int index, Date x) throws SQLException {
    setDate(index, x, null);
  }

  @Override
  public void setDate(int index, Date x, @Nullable Calendar calendar) throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.DATE, (to, at) -> to.setDate(at, null)));
      return;
    }
    Date kept = (Date) x.clone();
    Calendar zone = Snapshot.of(calendar);
    setAny(
        index,
        new Binding(
            zone == null
                ? (to, at) -> to.setDate(at, kept)
                : (to, at) -> to.setDate(at, kept, zone),
            a -> a.date(kept, zone)));
  }

  @Override
  public void setTime(int index, Time x) throws SQLException {
    setTime(index, x, null);
  }

  @Override
  public void setTime(int index, Time x, @Nullable Calendar calendar) throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.TIME, (to, at) -> to.setTime(at, null)));
      return;
    }
    Time kept = (Time) x.clone();
    Calendar zone = Snapshot.of(calendar);
    setAny(
        index,
        new Binding(
            zone == null
                ? (to, at) -> to.setTime(at, kept)
                : (to, at) -> to.setTime(at, kept, zone),
            a -> a.time(kept, zone)));
  }

  @Override
  public void setTimestamp(int index, Timestamp x) throws SQLException {
    setTimestamp(index, x, null);
  }

  @Override
  public void setTimestamp(int index, Timestamp x, @Nullable Calendar calendar)
      throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.TIMESTAMP, (to, at) -> to.setTimestamp(at, null)));
      return;
    }
    Timestamp kept = (Timestamp) x.clone();
    Calendar zone = Snapshot.of(calendar);
    setAny(
        index,
        new Binding(
            zone == null
                ? (to, at) -> to.setTimestamp(at, kept)
                : (to, at) -> to.setTimestamp(at, kept, zone),
            a -> a.timestamp(kept, zone)));
  }

  @Override
  public void setAsciiStream(int index, InputStream x, int length) throws SQLException {
    readAtOnce(index, x, length, (to, at, in) -> to.setAsciiStream(at, in, length), US_ASCII);
  }

  @Override
  @Deprecated
  public void setUnicodeStream(int index, InputStream x, int length) throws SQLException {
    readAtOnce(index, x, length, (to, at, in) -> to.setUnicodeStream(at, in, length), UTF_8);
  }

  /** Sets a stream whose length is not known, and which the delegate reads at once, unrecorded. */
  private void setUnrecorded(int index, Binding.Call call) throws SQLException {
    call.on(original, index);
    keep(
        index,
        new Binding(
            (to, at) -> {
              throw streamIsRead(index);
            },
            announcer -> {
              throw streamIsRead(index);
            }));
  }

  private SQLException streamIsRead(int index) {
    return session.untrusted(
        "The table was changed after a stream was set as parameter " + index + "; set it again.");
  }

  private interface StreamSetter {
    void set(PreparedStatement statement, int index, @Nullable InputStream in) throws SQLException;
  }

  /** Lets the delegate read a stream of characters, as it does at once, and keeps what it read. */
  private void readAtOnce(
      int index, InputStream x, int length, StreamSetter setter, Charset encoding)
      throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.VARCHAR, (to, at) -> setter.set(to, at, null)));
      return;
    }
    Snapshot.Bytes read = new Snapshot.Bytes(x);
    setter.set(original, index, read);
    byte[] bytes = read.bytes();
    // Its decoder may have read further than it took.
    String decoded = new String(bytes, encoding);
    String text = decoded.substring(0, Math.min(decoded.length(), length));
    keep(
        index,
        new Binding(
            (to, at) -> setter.set(to, at, new ByteArrayInputStream(bytes)),
            a -> Announced.of(Source.VARCHAR, text)));
  }

  @Override
  public void setCharacterStream(int index, Reader x, int length) throws SQLException {
    if (x == null) {
      set(
          index,
          Binding.ofNull(Types.VARCHAR, (to, at) -> to.setCharacterStream(at, null, length)));
      return;
    }
    Snapshot.Characters read = new Snapshot.Characters(x);
    original.setCharacterStream(index, read, length);
    String text = read.text();
    keep(
        index,
        new Binding(
            (to, at) -> to.setCharacterStream(at, new StringReader(text), text.length()),
            a -> a.string(text)));
  }

  @Override
  public void setCharacterStream(int index, Reader x) throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.VARCHAR, (to, at) -> to.setCharacterStream(at, null)));
      return;
    }
    if (knownToPass()) {
      setUnrecorded(index, (to, at) -> to.setCharacterStream(at, x));
      return;
    }
    Snapshot.Characters read = new Snapshot.Characters(x);
    original.setCharacterStream(index, read);
    String text = read.text();
    keep(
        index,
        new Binding(
            (to, at) -> to.setCharacterStream(at, new StringReader(text)),
            a -> Announced.of(Source.TEXT, text)));
  }

  @Override
  public void setBinaryStream(int index, InputStream x, int length) throws SQLException {
    setBinaryStream(index, x, (long) length);
  }

  @Override
  public void setBinaryStream(int index, InputStream x, long length) throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.VARBINARY, (to, at) -> to.setBinaryStream(at, null, length)));
      return;
    }
    Snapshot.LazyBytes bytes = new Snapshot.LazyBytes(x, length);
    set(
        index,
        new Binding(
            (to, at) -> to.setBinaryStream(at, bytes.stream(), length),
            a -> Announced.of(Source.BYTEA, bytes.bytes())));
  }

  @Override
  public void setBinaryStream(int index, InputStream x) throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.VARBINARY, (to, at) -> to.setBinaryStream(at, null)));
      return;
    }
    if (knownToPass()) {
      setUnrecorded(index, (to, at) -> to.setBinaryStream(at, x));
      return;
    }
    Snapshot.Bytes read = new Snapshot.Bytes(x);
    original.setBinaryStream(index, read);
    byte[] bytes = read.bytes();
    keep(
        index,
        new Binding(
            (to, at) -> to.setBinaryStream(at, new ByteArrayInputStream(bytes)),
            a -> Announced.of(Source.BYTEA, bytes)));
  }

  @Override
  public void setObject(int index, Object x) throws SQLException {
    if (x instanceof Blob || x instanceof Clob) {
      setLargeObject(index, (to, at) -> to.setObject(at, x));
      return;
    }
    original.setObject(index, x);
    Object kept = Snapshot.of(x);
    keep(
        index,
        kept == null
            ? Binding.ofNull(Types.OTHER, (to, at) -> to.setObject(at, null))
            : new Binding((to, at) -> to.setObject(at, kept), a -> a.object(kept)));
  }

  @Override
  public void setObject(int index, Object x, int type) throws SQLException {
    setObject(index, x, type, -1);
  }

  @Override
  public void setObject(int index, Object x, int type, int scale) throws SQLException {
    if (x != null && (type == Types.BLOB || type == Types.CLOB)) {
      setLargeObject(index, (to, at) -> to.setObject(at, x, type, scale));
      return;
    }
    if (x instanceof InputStream in && type == Types.LONGVARCHAR) {
      if (knownToPass()) {
        setUnrecorded(index, (to, at) -> to.setObject(at, in, type, scale));
        return;
      }
      Snapshot.Bytes read = new Snapshot.Bytes(in);
      original.setObject(index, read, type, scale);
      byte[] bytes = read.bytes();
      keep(
          index,
          new Binding(
              (to, at) -> to.setObject(at, new ByteArrayInputStream(bytes), type, scale),
              a -> Announced.of(Source.TEXT, new String(bytes, UTF_8))));
      return;
    }
    convert(index, (to, at) -> to.setObject(at, x, type, scale));
    Object kept = Snapshot.of(x);
    keep(
        index,
        kept == null
            ? Binding.ofNull(type, (to, at) -> to.setObject(at, null, type, scale))
            : new Binding(
                (to, at) -> to.setObject(at, kept, type, scale), a -> a.object(kept, type, scale)));
  }

  @Override
  public void setArray(int index, Array x) throws SQLException {
    set(
        index,
        x == null
            ? Binding.ofNull(Types.ARRAY, (to, at) -> to.setArray(at, null))
            : new Binding((to, at) -> to.setArray(at, x), a -> a.array(x)));
  }

  @Override
  public void setSQLXML(int index, SQLXML x) throws SQLException {
    set(
        index,
        x == null
            ? Binding.ofNull(Types.SQLXML, (to, at) -> to.setSQLXML(at, null))
            : new Binding((to, at) -> to.setSQLXML(at, x), a -> a.xml(x)));
  }

  @Override
  public void setBlob(int index, Blob x) throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.BLOB, (to, at) -> to.setBlob(at, (Blob) null)));
    } else {
      setLargeObject(index, (to, at) -> to.setBlob(at, x));
    }
  }

  @Override
  public void setBlob(int index, InputStream x, long length) throws SQLException {
    if (x == null) {
      set(
          index,
          Binding.ofNull(Types.BLOB, (to, at) -> to.setBlob(at, (InputStream) null, length)));
    } else {
      setLargeObject(index, (to, at) -> to.setBlob(at, x, length));
    }
  }

  @Override
  public void setBlob(int index, InputStream x) throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.BLOB, (to, at) -> to.setBlob(at, (InputStream) null)));
    } else {
      setLargeObject(index, (to, at) -> to.setBlob(at, x));
    }
  }

  @Override
  public void setClob(int index, Clob x) throws SQLException {
    if (x == null) {
      set(index, Binding.ofNull(Types.CLOB, (to, at) -> to.setClob(at, (Clob) null)));
    } else {
      setLargeObject(index, (to, at) -> to.setClob(at, x));
    }
  }

  // ---- parameters that pgjdbc does not take; another driver's are never sealed

  private void setUnsealable(int index, Binding.Call call) throws SQLException {
    set(
        index,
        new Binding(
            call,
            announcer -> {
              throw CofferState.METHOD_NOT_SUPPORTED.exception(
                  "This setter is not supported on a protected column.");
            }));
  }

  @Override
  public void setObject(int index, Object x, SQLType type, int scale) throws SQLException {
    setUnsealable(index, (to, at) -> to.setObject(at, x, type, scale));
  }

  @Override
  public void setObject(int index, Object x, SQLType type) throws SQLException {
    setUnsealable(index, (to, at) -> to.setObject(at, x, type));
  }

  @Override
  public void setRef(int index, Ref x) throws SQLException {
    setUnsealable(index, (to, at) -> to.setRef(at, x));
  }

  @Override
  public void setURL(int index, URL x) throws SQLException {
    setUnsealable(index, (to, at) -> to.setURL(at, x));
  }

  @Override
  public void setRowId(int index, RowId x) throws SQLException {
    setUnsealable(index, (to, at) -> to.setRowId(at, x));
  }

  @Override
  public void setNString(int index, String x) throws SQLException {
    setUnsealable(index, (to, at) -> to.setNString(at, x));
  }

  @Override
  public void setNCharacterStream(int index, Reader x, long length) throws SQLException {
    setUnsealable(index, (to, at) -> to.setNCharacterStream(at, x, length));
  }

  @Override
  public void setNCharacterStream(int index, Reader x) throws SQLException {
    setUnsealable(index, (to, at) -> to.setNCharacterStream(at, x));
  }

  @Override
  public void setNClob(int index, NClob x) throws SQLException {
    setUnsealable(index, (to, at) -> to.setNClob(at, x));
  }

  @Override
  public void setNClob(int index, Reader x, long length) throws SQLException {
    setUnsealable(index, (to, at) -> to.setNClob(at, x, length));
  }

  @Override
  public void setNClob(int index, Reader x) throws SQLException {
    setUnsealable(index, (to, at) -> to.setNClob(at, x));
  }

  @Override
  public void setClob(int index, Reader x, long length) throws SQLException {
    setUnsealable(index, (to, at) -> to.setClob(at, x, length));
  }

  @Override
  public void setClob(int index, Reader x) throws SQLException {
    setUnsealable(index, (to, at) -> to.setClob(at, x));
  }

  @Override
  public void setCharacterStream(int index, Reader x, long length) throws SQLException {
    setUnsealable(index, (to, at) -> to.setCharacterStream(at, x, length));
  }

  @Override
  public void setAsciiStream(int index, InputStream x, long length) throws SQLException {
    setUnsealable(index, (to, at) -> to.setAsciiStream(at, x, length));
  }

  @Override
  public void setAsciiStream(int index, InputStream x) throws SQLException {
    setUnsealable(index, (to, at) -> to.setAsciiStream(at, x));
  }
}
