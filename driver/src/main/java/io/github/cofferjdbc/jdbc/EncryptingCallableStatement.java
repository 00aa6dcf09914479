package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.error.CofferState;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
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
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function or procedure, or any text that {@code prepareCall} was given.
 *
 * <p>The parameters are kept and the text is executed as in a prepared statement. Where nothing is
 * protected, the delegate with the user's text executes and returns the values of OUT parameters.
 * Else the text that pgjdbc makes of the call is rewritten and executed as a query, and its row
 * gives the values, opened and converted, under the checks that pgjdbc makes.
 */
final class EncryptingCallableStatement extends ParametersByName {

  private final EncryptingConnection connection;
  private final CallableStatement callable;
  private final EncryptingPreparedStatement engine;
  private final Results cursors;

  /** How the call is written, and what it returns; null if pgjdbc is not below. */
  private final @Nullable CallText call;

  private final OutValues values;
  private final boolean isFunction;

  EncryptingCallableStatement(
      EncryptingConnection connection,
      String sql,
      CallableStatement callable,
      EncryptingPreparedStatement.Preparation preparation)
      throws SQLException {
    this.connection = connection;
    this.callable = callable;
    this.cursors = new Results(connection, this);
    Session session = connection.session();
    if (session.hasPg()) {
      Pgjdbc.Call parsed = session.pg().call(sql);
      isFunction = parsed.isFunction();
      call = new CallText(parsed.text());
      values = new OutValues(call.count());
    } else {
      isFunction = false;
      call = null;
      values = new OutValues(0);
    }
    this.engine =
        new EncryptingPreparedStatement(
            this,
            connection,
            call == null ? new PlannedText.Own(sql) : call,
            callable,
            preparation);
  }

  @Override
  protected CallableStatement byName() {
    return callable;
  }

  @Override
  protected PreparedStatement delegate() {
    return engine.delegate();
  }

  @Override
  protected void checkUnwrap(Class<?> type) throws SQLException {
    connection.checkUnwrap(type);
  }

  // ---- execution

  /** Executes the rewritten text; the delegate with the user's own needs nothing of it. */
  private <T> T run(
      EncryptingPreparedStatement.Call<T> own, EncryptingPreparedStatement.Call<T> rewritten)
      throws SQLException {
    if (call != null && !callable.isClosed()) {
      engine.requireParameters();
    }
    T result = engine.run(to -> to == callable ? own.on(to) : rewritten.on(to));
    values.forget();
    return result;
  }

  /** Takes what an execution returned; tells whether its rows are left for the application. */
  private boolean rowsAreLeft(boolean rows) throws SQLException {
    CallText text = call;
    if (text == null || engine.delegate() == callable || !isFunction || !values.anyRegistered()) {
      return rows;
    }
    if (!rows) {
      throw OutValues.nothingReturned();
    }
    ResultSet returned = engine.getResultSet();
    values.take(returned, text.returned());
    returned.close();
    return false;
  }

  @Override
  public boolean execute() throws SQLException {
    return rowsAreLeft(run(PreparedStatement::execute, PreparedStatement::execute));
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    boolean rows = run(to -> to.executeQuery() != null, PreparedStatement::execute);
    if (!rowsAreLeft(rows)) {
      throw Pgjdbc.clientError("No results were returned by the query.", "02000");
    }
    return engine.getResultSet();
  }

  @Override
  public int executeUpdate() throws SQLException {
    if (!isFunction) {
      return run(PreparedStatement::executeUpdate, PreparedStatement::executeUpdate);
    }
    rowsAreLeft(run(to -> to.executeUpdate() != 0, PreparedStatement::execute));
    return 0;
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return run(
        PreparedStatement::executeLargeUpdate,
        to -> {
          if (isFunction && values.anyRegistered()) {
            to.execute();
            throw OutValues.nothingReturned(); // so does pgjdbc
          }
          return to.executeLargeUpdate();
        });
  }

  @Override
  public void addBatch() throws SQLException {
    engine.addBatch();
  }

  @Override
  public void clearBatch() throws SQLException {
    engine.clearBatch();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    checkBatch();
    return engine.executeBatch();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    checkBatch();
    return engine.executeLargeBatch();
  }

  /** pgjdbc itself fails in a batch of calls with OUT parameters. */
  private void checkBatch() throws SQLException {
    if (call != null && call.hasRegistered() && !engine.passes()) {
      throw CofferState.METHOD_NOT_SUPPORTED.exception(
          "A batch of calls with OUT parameters is not supported where they have protected types;"
              + " execute them one by one.");
    }
  }

  // ---- results

  @Override
  @SuppressWarnings("NullAway") // null where pgjdbc answers null
  public ResultSet getResultSet() throws SQLException {
    return values.taken() ? null : engine.getResultSet();
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    return engine.getGeneratedKeys();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return engine.getMoreResults();
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    return engine.getMoreResults(current);
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    return engine.getMetaData();
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    if (call != null && call.hasRegistered() && !engine.passes()) {
      throw CofferState.METHOD_NOT_SUPPORTED.exception(
          "The parameters of a call with protected types are not described once OUT parameters are"
              + " registered; ask before.");
    }
    return engine.getParameterMetaData();
  }

  // ---- the rest

  @Override
  public Connection getConnection() throws SQLException {
    return engine.getConnection();
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    return engine.getMaxFieldSize();
  }

  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    engine.setMaxFieldSize(max);
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    engine.setEscapeProcessing(enable);
  }

  @Override
  public void setPrepareThreshold(int threshold) throws SQLException {
    engine.setPrepareThreshold(threshold);
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // it is pgjdbc that deprecates it
  public void setUseServerPrepare(boolean flag) throws SQLException {
    engine.setUseServerPrepare(flag);
  }

  @Override
  public void close() throws SQLException {
    engine.close();
  }

  /** Returns the delegate's text where nothing is protected; else no value and no literal. */
  @Override
  public String toString() {
    return engine.toString();
  }

  // ---- texts, which a prepared statement does not take

  @Override
  public ResultSet executeQuery(String text) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public int executeUpdate(String text) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public boolean execute(String text) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public void addBatch(String text) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public long executeLargeUpdate(String text) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public int executeUpdate(String text, int autoGeneratedKeys) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public int executeUpdate(String text, int[] columnIndexes) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public int executeUpdate(String text, String[] columnNames) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public boolean execute(String text, int autoGeneratedKeys) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public boolean execute(String text, int[] columnIndexes) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public boolean execute(String text, String[] columnNames) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public long executeLargeUpdate(String text, int autoGeneratedKeys) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public long executeLargeUpdate(String text, int[] columnIndexes) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  @Override
  public long executeLargeUpdate(String text, String[] columnNames) throws SQLException {
    throw EncryptingPreparedStatement.takesNoText();
  }

  // ---- values that were returned, and parameters

  private void registered(int parameter, int sqlType) {
    if (call != null) {
      call.register(parameter);
      values.register(parameter, sqlType);
    }
  }

  /** Returns a value that was taken, null for NULL. */
  @SuppressWarnings("NullAway") // null where pgjdbc answers null
  private <T> T value(Class<T> type, int parameter, int sqlType) throws SQLException {
    return type.cast(values.get(parameter, sqlType));
  }

  @Override
  public boolean wasNull() throws SQLException {
    return values.taken() ? values.wasNull() : callable.wasNull();
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType) throws SQLException {
    callable.registerOutParameter(parameterIndex, sqlType);
    registered(parameterIndex, sqlType);
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, int scale) throws SQLException {
    callable.registerOutParameter(parameterIndex, sqlType, scale);
    registered(parameterIndex, sqlType);
  }

  @Override
  public String getString(int parameterIndex) throws SQLException {
    return values.taken()
        ? value(String.class, parameterIndex, Types.VARCHAR)
        : callable.getString(parameterIndex);
  }

  @Override
  public boolean getBoolean(int parameterIndex) throws SQLException {
    return values.taken()
        ? OutValues.truth(values.get(parameterIndex, Types.BIT))
        : callable.getBoolean(parameterIndex);
  }

  @Override
  public byte getByte(int parameterIndex) throws SQLException {
    if (!values.taken()) {
      return callable.getByte(parameterIndex);
    }
    Integer value = (Integer) values.get(parameterIndex, Types.SMALLINT);
    return value == null ? 0 : value.byteValue();
  }

  @Override
  public short getShort(int parameterIndex) throws SQLException {
    if (!values.taken()) {
      return callable.getShort(parameterIndex);
    }
    Integer value = (Integer) values.get(parameterIndex, Types.SMALLINT);
    return value == null ? 0 : value.shortValue();
  }

  @Override
  public int getInt(int parameterIndex) throws SQLException {
    if (!values.taken()) {
      return callable.getInt(parameterIndex);
    }
    Integer value = (Integer) values.get(parameterIndex, Types.INTEGER);
    return value == null ? 0 : value;
  }

  @Override
  public long getLong(int parameterIndex) throws SQLException {
    if (!values.taken()) {
      return callable.getLong(parameterIndex);
    }
    Long value = (Long) values.get(parameterIndex, Types.BIGINT);
    return value == null ? 0 : value;
  }

  @Override
  public float getFloat(int parameterIndex) throws SQLException {
    if (!values.taken()) {
      return callable.getFloat(parameterIndex);
    }
    Float value = (Float) values.get(parameterIndex, Types.REAL);
    return value == null ? 0 : value;
  }

  @Override
  public double getDouble(int parameterIndex) throws SQLException {
    if (!values.taken()) {
      return callable.getDouble(parameterIndex);
    }
    Double value = (Double) values.get(parameterIndex, Types.DOUBLE);
    return value == null ? 0 : value;
  }

  @Override
  @Deprecated
  public BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException {
    return values.taken()
        ? value(BigDecimal.class, parameterIndex, Types.NUMERIC)
        : callable.getBigDecimal(parameterIndex, scale);
  }

  @Override
  public byte[] getBytes(int parameterIndex) throws SQLException {
    return values.taken()
        ? value(byte[].class, parameterIndex, Types.BINARY)
        : callable.getBytes(parameterIndex);
  }

  @Override
  public Date getDate(int parameterIndex) throws SQLException {
    return values.taken()
        ? value(Date.class, parameterIndex, Types.DATE)
        : callable.getDate(parameterIndex);
  }

  @Override
  public Time getTime(int parameterIndex) throws SQLException {
    return values.taken()
        ? value(Time.class, parameterIndex, Types.TIME)
        : callable.getTime(parameterIndex);
  }

  @Override
  public Timestamp getTimestamp(int parameterIndex) throws SQLException {
    return values.taken()
        ? value(Timestamp.class, parameterIndex, Types.TIMESTAMP)
        : callable.getTimestamp(parameterIndex);
  }

  @Override
  @SuppressWarnings("NullAway") // null where pgjdbc answers null
  public Object getObject(int parameterIndex) throws SQLException {
    return values.taken()
        ? values.get(parameterIndex)
        : cursors.value(callable.getObject(parameterIndex));
  }

  @Override
  public BigDecimal getBigDecimal(int parameterIndex) throws SQLException {
    return values.taken()
        ? value(BigDecimal.class, parameterIndex, Types.NUMERIC)
        : callable.getBigDecimal(parameterIndex);
  }

  @Override
  public Object getObject(int parameterIndex, Map<String, Class<?>> map) throws SQLException {
    return values.taken() && (map == null || map.isEmpty())
        ? getObject(parameterIndex)
        : cursors.value(callable.getObject(parameterIndex, map));
  }

  @Override
  public Ref getRef(int parameterIndex) throws SQLException {
    return callable.getRef(parameterIndex);
  }

  @Override
  public Blob getBlob(int parameterIndex) throws SQLException {
    return callable.getBlob(parameterIndex);
  }

  @Override
  public Clob getClob(int parameterIndex) throws SQLException {
    return callable.getClob(parameterIndex);
  }

  @Override
  public Array getArray(int parameterIndex) throws SQLException {
    return values.taken()
        ? value(Array.class, parameterIndex, Types.ARRAY)
        : callable.getArray(parameterIndex);
  }

  @Override
  @SuppressWarnings("NullAway") // null where pgjdbc answers null
  public Date getDate(int parameterIndex, Calendar cal) throws SQLException {
    if (!values.taken()) {
      return callable.getDate(parameterIndex, cal);
    }
    Object value = values.get(parameterIndex, Types.DATE);
    Pgjdbc pg = connection.session().pg();
    return value == null ? null : pg.times().toDate(cal, value.toString());
  }

  @Override
  @SuppressWarnings("NullAway") // null where pgjdbc answers null
  public Time getTime(int parameterIndex, Calendar cal) throws SQLException {
    if (!values.taken()) {
      return callable.getTime(parameterIndex, cal);
    }
    Object value = values.get(parameterIndex, Types.TIME);
    Pgjdbc pg = connection.session().pg();
    return value == null ? null : pg.times().toTime(cal, value.toString());
  }

  @Override
  @SuppressWarnings("NullAway") // null where pgjdbc answers null
  public Timestamp getTimestamp(int parameterIndex, Calendar cal) throws SQLException {
    if (!values.taken()) {
      return callable.getTimestamp(parameterIndex, cal);
    }
    Object value = values.get(parameterIndex, Types.TIMESTAMP);
    Pgjdbc pg = connection.session().pg();
    return value == null ? null : pg.times().toTimestamp(cal, pg.encode(value.toString()));
  }

  @Override
  public void registerOutParameter(int parameterIndex, int sqlType, String typeName)
      throws SQLException {
    callable.registerOutParameter(parameterIndex, sqlType, typeName);
  }

  @Override
  public URL getURL(int parameterIndex) throws SQLException {
    return callable.getURL(parameterIndex);
  }

  @Override
  public Object getObject(String parameterName) throws SQLException {
    return cursors.value(callable.getObject(parameterName));
  }

  @Override
  public Object getObject(String parameterName, Map<String, Class<?>> map) throws SQLException {
    return cursors.value(callable.getObject(parameterName, map));
  }

  @Override
  public RowId getRowId(int parameterIndex) throws SQLException {
    return callable.getRowId(parameterIndex);
  }

  @Override
  public NClob getNClob(int parameterIndex) throws SQLException {
    return callable.getNClob(parameterIndex);
  }

  @Override
  public SQLXML getSQLXML(int parameterIndex) throws SQLException {
    return values.taken()
        ? value(SQLXML.class, parameterIndex, Types.SQLXML)
        : callable.getSQLXML(parameterIndex);
  }

  @Override
  public String getNString(int parameterIndex) throws SQLException {
    return callable.getNString(parameterIndex);
  }

  @Override
  public Reader getNCharacterStream(int parameterIndex) throws SQLException {
    return callable.getNCharacterStream(parameterIndex);
  }

  @Override
  public Reader getCharacterStream(int parameterIndex) throws SQLException {
    return callable.getCharacterStream(parameterIndex);
  }

  @Override
  public <T> T getObject(int parameterIndex, Class<T> type) throws SQLException {
    if (values.taken()) {
      if (type == ResultSet.class) {
        return type.cast(getObject(parameterIndex));
      }
      throw Pgjdbc.clientError("Unsupported type conversion to " + type + ".", "22023");
    }
    return callable.getObject(parameterIndex, type);
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType) throws SQLException {
    callable.registerOutParameter(parameterIndex, sqlType);
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, int scale)
      throws SQLException {
    callable.registerOutParameter(parameterIndex, sqlType, scale);
  }

  @Override
  public void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName)
      throws SQLException {
    callable.registerOutParameter(parameterIndex, sqlType, typeName);
  }

  @Override
  public void setNull(int parameterIndex, int sqlType) throws SQLException {
    engine.setNull(parameterIndex, sqlType);
  }

  @Override
  public void setBoolean(int parameterIndex, boolean x) throws SQLException {
    engine.setBoolean(parameterIndex, x);
  }

  @Override
  public void setByte(int parameterIndex, byte x) throws SQLException {
    engine.setByte(parameterIndex, x);
  }

  @Override
  public void setShort(int parameterIndex, short x) throws SQLException {
    engine.setShort(parameterIndex, x);
  }

  @Override
  public void setInt(int parameterIndex, int x) throws SQLException {
    engine.setInt(parameterIndex, x);
  }

  @Override
  public void setLong(int parameterIndex, long x) throws SQLException {
    engine.setLong(parameterIndex, x);
  }

  @Override
  public void setFloat(int parameterIndex, float x) throws SQLException {
    engine.setFloat(parameterIndex, x);
  }

  @Override
  public void setDouble(int parameterIndex, double x) throws SQLException {
    engine.setDouble(parameterIndex, x);
  }

  @Override
  public void setBigDecimal(int parameterIndex, BigDecimal x) throws SQLException {
    engine.setBigDecimal(parameterIndex, x);
  }

  @Override
  public void setString(int parameterIndex, String x) throws SQLException {
    engine.setString(parameterIndex, x);
  }

  @Override
  public void setBytes(int parameterIndex, byte[] x) throws SQLException {
    engine.setBytes(parameterIndex, x);
  }

  @Override
  public void setDate(int parameterIndex, Date x) throws SQLException {
    engine.setDate(parameterIndex, x);
  }

  @Override
  public void setTime(int parameterIndex, Time x) throws SQLException {
    engine.setTime(parameterIndex, x);
  }

  @Override
  public void setTimestamp(int parameterIndex, Timestamp x) throws SQLException {
    engine.setTimestamp(parameterIndex, x);
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream x, int length) throws SQLException {
    engine.setAsciiStream(parameterIndex, x, length);
  }

  @Override
  @Deprecated
  public void setUnicodeStream(int parameterIndex, InputStream x, int length) throws SQLException {
    engine.setUnicodeStream(parameterIndex, x, length);
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x, int length) throws SQLException {
    engine.setBinaryStream(parameterIndex, x, length);
  }

  @Override
  public void clearParameters() throws SQLException {
    engine.clearParameters();
    if (call != null) {
      call.clear();
    }
  }

  @Override
  public void setObject(int parameterIndex, Object x, int targetSqlType) throws SQLException {
    engine.setObject(parameterIndex, x, targetSqlType);
  }

  @Override
  public void setObject(int parameterIndex, Object x) throws SQLException {
    engine.setObject(parameterIndex, x);
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader, int length)
      throws SQLException {
    engine.setCharacterStream(parameterIndex, reader, length);
  }

  @Override
  public void setRef(int parameterIndex, Ref x) throws SQLException {
    engine.setRef(parameterIndex, x);
  }

  @Override
  public void setBlob(int parameterIndex, Blob x) throws SQLException {
    engine.setBlob(parameterIndex, x);
  }

  @Override
  public void setClob(int parameterIndex, Clob x) throws SQLException {
    engine.setClob(parameterIndex, x);
  }

  @Override
  public void setArray(int parameterIndex, Array x) throws SQLException {
    engine.setArray(parameterIndex, x);
  }

  @Override
  public void setDate(int parameterIndex, Date x, Calendar cal) throws SQLException {
    engine.setDate(parameterIndex, x, cal);
  }

  @Override
  public void setTime(int parameterIndex, Time x, Calendar cal) throws SQLException {
    engine.setTime(parameterIndex, x, cal);
  }

  @Override
  public void setTimestamp(int parameterIndex, Timestamp x, Calendar cal) throws SQLException {
    engine.setTimestamp(parameterIndex, x, cal);
  }

  @Override
  public void setNull(int parameterIndex, int sqlType, String typeName) throws SQLException {
    engine.setNull(parameterIndex, sqlType, typeName);
  }

  @Override
  public void setURL(int parameterIndex, URL x) throws SQLException {
    engine.setURL(parameterIndex, x);
  }

  @Override
  public void setRowId(int parameterIndex, RowId x) throws SQLException {
    engine.setRowId(parameterIndex, x);
  }

  @Override
  public void setNString(int parameterIndex, String value) throws SQLException {
    engine.setNString(parameterIndex, value);
  }

  @Override
  public void setNCharacterStream(int parameterIndex, Reader value, long length)
      throws SQLException {
    engine.setNCharacterStream(parameterIndex, value, length);
  }

  @Override
  public void setNClob(int parameterIndex, NClob value) throws SQLException {
    engine.setNClob(parameterIndex, value);
  }

  @Override
  public void setClob(int parameterIndex, Reader reader, long length) throws SQLException {
    engine.setClob(parameterIndex, reader, length);
  }

  @Override
  public void setBlob(int parameterIndex, InputStream inputStream, long length)
      throws SQLException {
    engine.setBlob(parameterIndex, inputStream, length);
  }

  @Override
  public void setNClob(int parameterIndex, Reader reader, long length) throws SQLException {
    engine.setNClob(parameterIndex, reader, length);
  }

  @Override
  public void setSQLXML(int parameterIndex, SQLXML xmlObject) throws SQLException {
    engine.setSQLXML(parameterIndex, xmlObject);
  }

  @Override
  public void setObject(int parameterIndex, Object x, int targetSqlType, int scaleOrLength)
      throws SQLException {
    engine.setObject(parameterIndex, x, targetSqlType, scaleOrLength);
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream x, long length) throws SQLException {
    engine.setAsciiStream(parameterIndex, x, length);
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x, long length) throws SQLException {
    engine.setBinaryStream(parameterIndex, x, length);
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader, long length)
      throws SQLException {
    engine.setCharacterStream(parameterIndex, reader, length);
  }

  @Override
  public void setAsciiStream(int parameterIndex, InputStream x) throws SQLException {
    engine.setAsciiStream(parameterIndex, x);
  }

  @Override
  public void setBinaryStream(int parameterIndex, InputStream x) throws SQLException {
    engine.setBinaryStream(parameterIndex, x);
  }

  @Override
  public void setCharacterStream(int parameterIndex, Reader reader) throws SQLException {
    engine.setCharacterStream(parameterIndex, reader);
  }

  @Override
  public void setNCharacterStream(int parameterIndex, Reader value) throws SQLException {
    engine.setNCharacterStream(parameterIndex, value);
  }

  @Override
  public void setClob(int parameterIndex, Reader reader) throws SQLException {
    engine.setClob(parameterIndex, reader);
  }

  @Override
  public void setBlob(int parameterIndex, InputStream inputStream) throws SQLException {
    engine.setBlob(parameterIndex, inputStream);
  }

  @Override
  public void setNClob(int parameterIndex, Reader reader) throws SQLException {
    engine.setNClob(parameterIndex, reader);
  }

  @Override
  public void setObject(int parameterIndex, Object x, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    engine.setObject(parameterIndex, x, targetSqlType, scaleOrLength);
  }

  @Override
  public void setObject(int parameterIndex, Object x, SQLType targetSqlType) throws SQLException {
    engine.setObject(parameterIndex, x, targetSqlType);
  }
}
