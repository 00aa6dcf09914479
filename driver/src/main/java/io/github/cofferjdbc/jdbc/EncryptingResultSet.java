package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.forward.ForwardingResultSet;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
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
import java.util.Calendar;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose protected columns are opened when they are first asked for, each once a row, and then
 * converted by pgjdbc as a column of the base type. All other columns are the delegate's. Not
 * thread safe.
 */
final class EncryptingResultSet extends ForwardingResultSet {

  private final ResultSet delegate;
  private final EncryptingConnection connection;
  private final @Nullable Cells cells;
  private final @Nullable RowChanges changes;
  private final @Nullable LookAhead ahead;
  private final @Nullable TrimmedRows trimmed;
  private @Nullable Statement statement;
  private @Nullable ResultSetMetaData metaData;

  /** The cell that was read last, or null if a clear column was. */
  private @Nullable ResultSet last;

  /**
   * @param statement what {@code getStatement} answers, or null if the delegate's own is wrapped
   *     for it
   * @param cells opens the protected columns; null if there is none
   * @param changes what the rows are changed through; null if the delegate may have every value
   * @param ahead reads the rows ahead, or null if nothing does
   * @param trimmed cuts the clear columns, or null if nothing needs to
   */
  EncryptingResultSet(
      EncryptingConnection connection,
      ResultSet delegate,
      @Nullable Statement statement,
      @Nullable Cells cells,
      @Nullable RowChanges changes,
      @Nullable LookAhead ahead,
      @Nullable TrimmedRows trimmed) {
    this.connection = connection;
    this.delegate = delegate;
    this.statement = statement;
    this.cells = cells;
    this.changes = changes;
    this.ahead = ahead;
    this.trimmed = trimmed;
  }

  /** A getter of a cell's only column. */
  private interface Getter<T> {
    T from(ResultSet cell) throws SQLException;
  }

  @Override
  protected ResultSet delegate() {
    if (ahead != null) {
      ahead.settle();
    }
    return delegate;
  }

  @Override
  protected void checkUnwrap(Class<?> type) throws SQLException {
    connection.checkUnwrap(type);
  }

  /** Returns what stands on the current row, to read its clear columns from. */
  private ResultSet clear() throws SQLException {
    TrimmedRows cut = trimmed;
    return cut == null ? standing() : cut.row();
  }

  /** Returns the delegate, or what stands on the current row while it is read ahead. */
  private ResultSet standing() throws SQLException {
    return ahead == null ? delegate : ahead.row();
  }

  private void moved() {
    if (trimmed != null) {
      trimmed.moved();
    }
    if (cells != null) {
      cells.moved();
    }
  }

  private boolean isClear(int column) throws SQLException {
    last = null;
    return cells == null || cells.isClear(column);
  }

  private <T> T read(int column, Getter<T> getter) throws SQLException {
    Cells opened = Objects.requireNonNull(cells);
    return convert(opened.cell(column).row(), column, getter);
  }

  /** Reads with a getter to which the form of a bytea makes no difference. */
  private <T> T readBytes(int column, Getter<T> getter) throws SQLException {
    Cells opened = Objects.requireNonNull(cells);
    return convert(opened.cell(column).bytes(), column, getter);
  }

  private <T> T convert(ResultSet cell, int column, Getter<T> getter) throws SQLException {
    last = cell;
    try {
      return getter.from(cell);
    } catch (SQLException e) {
      throw ColumnErrors.withheld("column " + Objects.requireNonNull(cells).origin(column), e);
    } catch (RuntimeException e) {
      throw ColumnErrors.withheld("column " + Objects.requireNonNull(cells).origin(column), e);
    }
  }

  /** Wraps the rows of a cursor that a column holds. */
  private Object wrapped(Object value) throws SQLException {
    return value instanceof ResultSet rows ? connection.wrapCursor(rows, null) : value;
  }

  /** Changes a row on the server by what was set. */
  private interface Change {
    void on(ResultSet rows) throws SQLException;
  }

  /** Sets a column of the row; a clear one through the delegate. */
  private void update(int column, @Nullable Object value, Change clear) throws SQLException {
    if (changes == null || changes.isClear(column)) {
      clear.on(delegate);
    } else {
      changes.update(column, value);
    }
  }

  /** Calls a setter that pgjdbc does not have; another driver's values are never sealed. */
  private void unsealable(String method, Change clear) throws SQLException {
    if (changes != null) {
      throw Pgjdbc.notImplemented(method);
    }
    clear.on(delegate);
  }

  private void change(Change change) throws SQLException {
    moved();
    try {
      if (changes != null) {
        changes.check();
      }
      change.on(delegate);
    } catch (SealedObject.NotSealed e) {
      throw e.error();
    } catch (SQLException e) {
      if (changes != null) {
        changes.failed(e);
      }
      throw e;
    }
  }

  @Override
  public boolean wasNull() throws SQLException {
    ResultSet cell = last;
    return (cell == null || delegate.isClosed()) ? clear().wasNull() : cell.wasNull();
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    ResultSetMetaData own = delegate.getMetaData();
    if (cells == null || !cells.opensAny()) {
      return own;
    }
    if (metaData == null) {
      metaData = new EncryptingResultSetMetaData(own, cells, connection);
    }
    return metaData;
  }

  @Override
  @SuppressWarnings("NullAway") // null where the delegate answers null
  public Statement getStatement() throws SQLException {
    Statement own = delegate.getStatement();
    if (statement == null && own != null) {
      statement = new EncryptingStatement(connection, own);
    }
    return statement;
  }

  @Override
  public boolean next() throws SQLException {
    moved();
    LookAhead reads = ahead;
    return reads == null ? delegate.next() : reads.next();
  }

  @Override
  public boolean isClosed() throws SQLException {
    return delegate.isClosed(); // while a fetch is under way it is not
  }

  /** Looks at what is the same in all rows, so it does not wait for a fetch. */
  @Override
  public int findColumn(String columnLabel) throws SQLException {
    return delegate.findColumn(columnLabel);
  }

  @Override
  public void close() throws SQLException {
    if (ahead != null) {
      ahead.close();
    }
    delegate.close();
  }

  @Override
  public int getRow() throws SQLException {
    return ahead == null ? delegate.getRow() : ahead.getRow();
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    return standing() == delegate && delegate().isBeforeFirst();
  }

  @Override
  public boolean isFirst() throws SQLException {
    return standing() == delegate && delegate().isFirst();
  }

  @Override
  public boolean isLast() throws SQLException {
    return ahead == null ? delegate.isLast() : ahead.isLast();
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    return standing() == delegate && delegate().isAfterLast();
  }

  @Override
  public void beforeFirst() throws SQLException {
    moved();
    delegate().beforeFirst();
  }

  @Override
  public void afterLast() throws SQLException {
    moved();
    delegate().afterLast();
  }

  @Override
  public boolean first() throws SQLException {
    moved();
    return delegate().first();
  }

  @Override
  public boolean last() throws SQLException {
    moved();
    return delegate().last();
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    moved();
    return delegate().absolute(row);
  }

  @Override
  public boolean relative(int rows) throws SQLException {
    moved();
    return delegate().relative(rows);
  }

  @Override
  public boolean previous() throws SQLException {
    moved();
    return delegate().previous();
  }

  @Override
  public void insertRow() throws SQLException {
    change(ResultSet::insertRow);
  }

  @Override
  public void updateRow() throws SQLException {
    change(ResultSet::updateRow);
  }

  @Override
  public void deleteRow() throws SQLException {
    change(ResultSet::deleteRow);
  }

  @Override
  public void refreshRow() throws SQLException {
    moved();
    delegate().refreshRow();
  }

  @Override
  public void cancelRowUpdates() throws SQLException {
    moved();
    delegate().cancelRowUpdates();
  }

  @Override
  public void moveToInsertRow() throws SQLException {
    moved();
    delegate().moveToInsertRow();
  }

  @Override
  public void moveToCurrentRow() throws SQLException {
    moved();
    delegate().moveToCurrentRow();
  }

  @Override
  public String getString(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getString(columnIndex)
        : read(columnIndex, cell -> cell.getString(1));
  }

  @Override
  public boolean getBoolean(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getBoolean(columnIndex)
        : read(columnIndex, cell -> cell.getBoolean(1));
  }

  @Override
  public byte getByte(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getByte(columnIndex)
        : read(columnIndex, cell -> cell.getByte(1));
  }

  @Override
  public short getShort(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getShort(columnIndex)
        : read(columnIndex, cell -> cell.getShort(1));
  }

  @Override
  public int getInt(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getInt(columnIndex)
        : read(columnIndex, cell -> cell.getInt(1));
  }

  @Override
  public long getLong(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getLong(columnIndex)
        : read(columnIndex, cell -> cell.getLong(1));
  }

  @Override
  public float getFloat(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getFloat(columnIndex)
        : read(columnIndex, cell -> cell.getFloat(1));
  }

  @Override
  public double getDouble(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getDouble(columnIndex)
        : read(columnIndex, cell -> cell.getDouble(1));
  }

  @Override
  @Deprecated
  public BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException {
    return isClear(columnIndex)
        ? clear().getBigDecimal(columnIndex, scale)
        : read(columnIndex, cell -> cell.getBigDecimal(1, scale));
  }

  @Override
  public byte[] getBytes(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getBytes(columnIndex)
        : readBytes(columnIndex, cell -> cell.getBytes(1));
  }

  @Override
  public Date getDate(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getDate(columnIndex)
        : read(columnIndex, cell -> cell.getDate(1));
  }

  @Override
  public Time getTime(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getTime(columnIndex)
        : read(columnIndex, cell -> cell.getTime(1));
  }

  @Override
  public Timestamp getTimestamp(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getTimestamp(columnIndex)
        : read(columnIndex, cell -> cell.getTimestamp(1));
  }

  @Override
  public InputStream getAsciiStream(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getAsciiStream(columnIndex)
        : read(columnIndex, cell -> cell.getAsciiStream(1));
  }

  @Override
  @Deprecated
  public InputStream getUnicodeStream(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getUnicodeStream(columnIndex)
        : read(columnIndex, cell -> cell.getUnicodeStream(1));
  }

  @Override
  public InputStream getBinaryStream(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getBinaryStream(columnIndex)
        : readBytes(columnIndex, cell -> cell.getBinaryStream(1));
  }

  @Override
  public String getString(String columnLabel) throws SQLException {
    return getString(findColumn(columnLabel));
  }

  @Override
  public boolean getBoolean(String columnLabel) throws SQLException {
    return getBoolean(findColumn(columnLabel));
  }

  @Override
  public byte getByte(String columnLabel) throws SQLException {
    return getByte(findColumn(columnLabel));
  }

  @Override
  public short getShort(String columnLabel) throws SQLException {
    return getShort(findColumn(columnLabel));
  }

  @Override
  public int getInt(String columnLabel) throws SQLException {
    return getInt(findColumn(columnLabel));
  }

  @Override
  public long getLong(String columnLabel) throws SQLException {
    return getLong(findColumn(columnLabel));
  }

  @Override
  public float getFloat(String columnLabel) throws SQLException {
    return getFloat(findColumn(columnLabel));
  }

  @Override
  public double getDouble(String columnLabel) throws SQLException {
    return getDouble(findColumn(columnLabel));
  }

  @Override
  @Deprecated
  public BigDecimal getBigDecimal(String columnLabel, int scale) throws SQLException {
    return getBigDecimal(findColumn(columnLabel), scale);
  }

  @Override
  public byte[] getBytes(String columnLabel) throws SQLException {
    return getBytes(findColumn(columnLabel));
  }

  @Override
  public Date getDate(String columnLabel) throws SQLException {
    return getDate(findColumn(columnLabel));
  }

  @Override
  public Time getTime(String columnLabel) throws SQLException {
    return getTime(findColumn(columnLabel));
  }

  @Override
  public Timestamp getTimestamp(String columnLabel) throws SQLException {
    return getTimestamp(findColumn(columnLabel));
  }

  @Override
  public InputStream getAsciiStream(String columnLabel) throws SQLException {
    return getAsciiStream(findColumn(columnLabel));
  }

  @Override
  @Deprecated
  public InputStream getUnicodeStream(String columnLabel) throws SQLException {
    return getUnicodeStream(findColumn(columnLabel));
  }

  @Override
  public InputStream getBinaryStream(String columnLabel) throws SQLException {
    return getBinaryStream(findColumn(columnLabel));
  }

  @Override
  public Object getObject(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? wrapped(clear().getObject(columnIndex))
        : readBytes(columnIndex, cell -> cell.getObject(1));
  }

  @Override
  public Object getObject(String columnLabel) throws SQLException {
    return getObject(findColumn(columnLabel));
  }

  @Override
  public Reader getCharacterStream(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getCharacterStream(columnIndex)
        : read(columnIndex, cell -> cell.getCharacterStream(1));
  }

  @Override
  public Reader getCharacterStream(String columnLabel) throws SQLException {
    return getCharacterStream(findColumn(columnLabel));
  }

  @Override
  public BigDecimal getBigDecimal(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getBigDecimal(columnIndex)
        : read(columnIndex, cell -> cell.getBigDecimal(1));
  }

  @Override
  public BigDecimal getBigDecimal(String columnLabel) throws SQLException {
    return getBigDecimal(findColumn(columnLabel));
  }

  @Override
  public Object getObject(int columnIndex, Map<String, Class<?>> map) throws SQLException {
    return isClear(columnIndex)
        ? wrapped(clear().getObject(columnIndex, map))
        : read(columnIndex, cell -> cell.getObject(1, map));
  }

  @Override
  public Ref getRef(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getRef(columnIndex)
        : read(columnIndex, cell -> cell.getRef(1));
  }

  @Override
  public Blob getBlob(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getBlob(columnIndex)
        : read(columnIndex, cell -> cell.getBlob(1));
  }

  @Override
  public Clob getClob(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getClob(columnIndex)
        : read(columnIndex, cell -> cell.getClob(1));
  }

  @Override
  public Array getArray(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getArray(columnIndex)
        : read(columnIndex, cell -> cell.getArray(1));
  }

  @Override
  public Object getObject(String columnLabel, Map<String, Class<?>> map) throws SQLException {
    return getObject(findColumn(columnLabel), map);
  }

  @Override
  public Ref getRef(String columnLabel) throws SQLException {
    return getRef(findColumn(columnLabel));
  }

  @Override
  public Blob getBlob(String columnLabel) throws SQLException {
    return getBlob(findColumn(columnLabel));
  }

  @Override
  public Clob getClob(String columnLabel) throws SQLException {
    return getClob(findColumn(columnLabel));
  }

  @Override
  public Array getArray(String columnLabel) throws SQLException {
    return getArray(findColumn(columnLabel));
  }

  @Override
  public Date getDate(int columnIndex, Calendar cal) throws SQLException {
    return isClear(columnIndex)
        ? clear().getDate(columnIndex, cal)
        : read(columnIndex, cell -> cell.getDate(1, cal));
  }

  @Override
  public Date getDate(String columnLabel, Calendar cal) throws SQLException {
    return getDate(findColumn(columnLabel), cal);
  }

  @Override
  public Time getTime(int columnIndex, Calendar cal) throws SQLException {
    return isClear(columnIndex)
        ? clear().getTime(columnIndex, cal)
        : read(columnIndex, cell -> cell.getTime(1, cal));
  }

  @Override
  public Time getTime(String columnLabel, Calendar cal) throws SQLException {
    return getTime(findColumn(columnLabel), cal);
  }

  @Override
  public Timestamp getTimestamp(int columnIndex, Calendar cal) throws SQLException {
    return isClear(columnIndex)
        ? clear().getTimestamp(columnIndex, cal)
        : read(columnIndex, cell -> cell.getTimestamp(1, cal));
  }

  @Override
  public Timestamp getTimestamp(String columnLabel, Calendar cal) throws SQLException {
    return getTimestamp(findColumn(columnLabel), cal);
  }

  @Override
  public URL getURL(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getURL(columnIndex)
        : read(columnIndex, cell -> cell.getURL(1));
  }

  @Override
  public URL getURL(String columnLabel) throws SQLException {
    return getURL(findColumn(columnLabel));
  }

  @Override
  public RowId getRowId(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getRowId(columnIndex)
        : read(columnIndex, cell -> cell.getRowId(1));
  }

  @Override
  public RowId getRowId(String columnLabel) throws SQLException {
    return getRowId(findColumn(columnLabel));
  }

  @Override
  public NClob getNClob(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getNClob(columnIndex)
        : read(columnIndex, cell -> cell.getNClob(1));
  }

  @Override
  public NClob getNClob(String columnLabel) throws SQLException {
    return getNClob(findColumn(columnLabel));
  }

  @Override
  public SQLXML getSQLXML(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getSQLXML(columnIndex)
        : read(columnIndex, cell -> cell.getSQLXML(1));
  }

  @Override
  public SQLXML getSQLXML(String columnLabel) throws SQLException {
    return getSQLXML(findColumn(columnLabel));
  }

  @Override
  public String getNString(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getNString(columnIndex)
        : read(columnIndex, cell -> cell.getNString(1));
  }

  @Override
  public String getNString(String columnLabel) throws SQLException {
    return getNString(findColumn(columnLabel));
  }

  @Override
  public Reader getNCharacterStream(int columnIndex) throws SQLException {
    return isClear(columnIndex)
        ? clear().getNCharacterStream(columnIndex)
        : read(columnIndex, cell -> cell.getNCharacterStream(1));
  }

  @Override
  public Reader getNCharacterStream(String columnLabel) throws SQLException {
    return getNCharacterStream(findColumn(columnLabel));
  }

  @Override
  public <T> T getObject(int columnIndex, Class<T> type) throws SQLException {
    return isClear(columnIndex)
        ? clear().getObject(columnIndex, type)
        : read(columnIndex, cell -> cell.getObject(1, type));
  }

  @Override
  public <T> T getObject(String columnLabel, Class<T> type) throws SQLException {
    return getObject(findColumn(columnLabel), type);
  }

  @Override
  public void updateNull(int columnIndex) throws SQLException {
    update(columnIndex, null, to -> to.updateNull(columnIndex));
  }

  @Override
  public void updateBoolean(int columnIndex, boolean x) throws SQLException {
    update(columnIndex, x, to -> to.updateBoolean(columnIndex, x));
  }

  @Override
  public void updateByte(int columnIndex, byte x) throws SQLException {
    update(columnIndex, String.valueOf(x), to -> to.updateByte(columnIndex, x));
  }

  @Override
  public void updateShort(int columnIndex, short x) throws SQLException {
    update(columnIndex, x, to -> to.updateShort(columnIndex, x));
  }

  @Override
  public void updateInt(int columnIndex, int x) throws SQLException {
    update(columnIndex, x, to -> to.updateInt(columnIndex, x));
  }

  @Override
  public void updateLong(int columnIndex, long x) throws SQLException {
    update(columnIndex, x, to -> to.updateLong(columnIndex, x));
  }

  @Override
  public void updateFloat(int columnIndex, float x) throws SQLException {
    update(columnIndex, x, to -> to.updateFloat(columnIndex, x));
  }

  @Override
  public void updateDouble(int columnIndex, double x) throws SQLException {
    update(columnIndex, x, to -> to.updateDouble(columnIndex, x));
  }

  @Override
  public void updateBigDecimal(int columnIndex, BigDecimal x) throws SQLException {
    update(columnIndex, x, to -> to.updateBigDecimal(columnIndex, x));
  }

  @Override
  public void updateString(int columnIndex, String x) throws SQLException {
    update(columnIndex, x, to -> to.updateString(columnIndex, x));
  }

  @Override
  public void updateBytes(int columnIndex, byte[] x) throws SQLException {
    update(columnIndex, x, to -> to.updateBytes(columnIndex, x));
  }

  @Override
  public void updateDate(int columnIndex, Date x) throws SQLException {
    update(columnIndex, x, to -> to.updateDate(columnIndex, x));
  }

  @Override
  public void updateTime(int columnIndex, Time x) throws SQLException {
    update(columnIndex, x, to -> to.updateTime(columnIndex, x));
  }

  @Override
  public void updateTimestamp(int columnIndex, Timestamp x) throws SQLException {
    update(columnIndex, x, to -> to.updateTimestamp(columnIndex, x));
  }

  @Override
  public void updateAsciiStream(int columnIndex, InputStream x, int length) throws SQLException {
    if (changes == null || x == null) {
      update(columnIndex, null, to -> to.updateAsciiStream(columnIndex, x, length));
    } else {
      updateString(columnIndex, RowChanges.ascii(x, length));
    }
  }

  @Override
  public void updateBinaryStream(int columnIndex, InputStream x, int length) throws SQLException {
    if (changes == null || x == null) {
      update(columnIndex, null, to -> to.updateBinaryStream(columnIndex, x, length));
    } else {
      updateBytes(columnIndex, RowChanges.bytes(x, length));
    }
  }

  @Override
  public void updateCharacterStream(int columnIndex, Reader x, int length) throws SQLException {
    if (changes == null || x == null) {
      update(columnIndex, null, to -> to.updateCharacterStream(columnIndex, x, length));
    } else {
      updateString(columnIndex, RowChanges.characters(x, length));
    }
  }

  @Override
  public void updateObject(int columnIndex, Object x, int scaleOrLength) throws SQLException {
    update(columnIndex, x, to -> to.updateObject(columnIndex, x, scaleOrLength));
  }

  @Override
  public void updateObject(int columnIndex, Object x) throws SQLException {
    update(columnIndex, x, to -> to.updateObject(columnIndex, x));
  }

  @Override
  public void updateNull(String columnLabel) throws SQLException {
    updateNull(findColumn(columnLabel));
  }

  @Override
  public void updateBoolean(String columnLabel, boolean x) throws SQLException {
    updateBoolean(findColumn(columnLabel), x);
  }

  @Override
  public void updateByte(String columnLabel, byte x) throws SQLException {
    updateByte(findColumn(columnLabel), x);
  }

  @Override
  public void updateShort(String columnLabel, short x) throws SQLException {
    updateShort(findColumn(columnLabel), x);
  }

  @Override
  public void updateInt(String columnLabel, int x) throws SQLException {
    updateInt(findColumn(columnLabel), x);
  }

  @Override
  public void updateLong(String columnLabel, long x) throws SQLException {
    updateLong(findColumn(columnLabel), x);
  }

  @Override
  public void updateFloat(String columnLabel, float x) throws SQLException {
    updateFloat(findColumn(columnLabel), x);
  }

  @Override
  public void updateDouble(String columnLabel, double x) throws SQLException {
    updateDouble(findColumn(columnLabel), x);
  }

  @Override
  public void updateBigDecimal(String columnLabel, BigDecimal x) throws SQLException {
    updateBigDecimal(findColumn(columnLabel), x);
  }

  @Override
  public void updateString(String columnLabel, String x) throws SQLException {
    updateString(findColumn(columnLabel), x);
  }

  @Override
  public void updateBytes(String columnLabel, byte[] x) throws SQLException {
    updateBytes(findColumn(columnLabel), x);
  }

  @Override
  public void updateDate(String columnLabel, Date x) throws SQLException {
    updateDate(findColumn(columnLabel), x);
  }

  @Override
  public void updateTime(String columnLabel, Time x) throws SQLException {
    updateTime(findColumn(columnLabel), x);
  }

  @Override
  public void updateTimestamp(String columnLabel, Timestamp x) throws SQLException {
    updateTimestamp(findColumn(columnLabel), x);
  }

  @Override
  public void updateAsciiStream(String columnLabel, InputStream x, int length) throws SQLException {
    updateAsciiStream(findColumn(columnLabel), x, length);
  }

  @Override
  public void updateBinaryStream(String columnLabel, InputStream x, int length)
      throws SQLException {
    updateBinaryStream(findColumn(columnLabel), x, length);
  }

  @Override
  public void updateCharacterStream(String columnLabel, Reader reader, int length)
      throws SQLException {
    updateCharacterStream(findColumn(columnLabel), reader, length);
  }

  @Override
  public void updateObject(String columnLabel, Object x, int scaleOrLength) throws SQLException {
    updateObject(findColumn(columnLabel), x, scaleOrLength);
  }

  @Override
  public void updateObject(String columnLabel, Object x) throws SQLException {
    updateObject(findColumn(columnLabel), x);
  }

  @Override
  public void updateRef(int columnIndex, Ref x) throws SQLException {
    unsealable("updateRef", to -> to.updateRef(columnIndex, x));
  }

  @Override
  public void updateRef(String columnLabel, Ref x) throws SQLException {
    unsealable("updateRef", to -> to.updateRef(columnLabel, x));
  }

  @Override
  public void updateBlob(int columnIndex, Blob x) throws SQLException {
    unsealable("updateBlob", to -> to.updateBlob(columnIndex, x));
  }

  @Override
  public void updateBlob(String columnLabel, Blob x) throws SQLException {
    unsealable("updateBlob", to -> to.updateBlob(columnLabel, x));
  }

  @Override
  public void updateClob(int columnIndex, Clob x) throws SQLException {
    unsealable("updateClob", to -> to.updateClob(columnIndex, x));
  }

  @Override
  public void updateClob(String columnLabel, Clob x) throws SQLException {
    unsealable("updateClob", to -> to.updateClob(columnLabel, x));
  }

  @Override
  public void updateArray(int columnIndex, Array x) throws SQLException {
    update(columnIndex, x, to -> to.updateArray(columnIndex, x));
  }

  @Override
  public void updateArray(String columnLabel, Array x) throws SQLException {
    updateArray(findColumn(columnLabel), x);
  }

  @Override
  public void updateRowId(int columnIndex, RowId x) throws SQLException {
    unsealable("updateRowId", to -> to.updateRowId(columnIndex, x));
  }

  @Override
  public void updateRowId(String columnLabel, RowId x) throws SQLException {
    unsealable("updateRowId", to -> to.updateRowId(columnLabel, x));
  }

  @Override
  public void updateNString(int columnIndex, String nString) throws SQLException {
    unsealable("updateNString", to -> to.updateNString(columnIndex, nString));
  }

  @Override
  public void updateNString(String columnLabel, String nString) throws SQLException {
    unsealable("updateNString", to -> to.updateNString(columnLabel, nString));
  }

  @Override
  public void updateNClob(int columnIndex, NClob nClob) throws SQLException {
    unsealable("updateNClob", to -> to.updateNClob(columnIndex, nClob));
  }

  @Override
  public void updateNClob(String columnLabel, NClob nClob) throws SQLException {
    unsealable("updateNClob", to -> to.updateNClob(columnLabel, nClob));
  }

  @Override
  public void updateSQLXML(int columnIndex, SQLXML xmlObject) throws SQLException {
    update(columnIndex, xmlObject, to -> to.updateSQLXML(columnIndex, xmlObject));
  }

  @Override
  public void updateSQLXML(String columnLabel, SQLXML xmlObject) throws SQLException {
    updateSQLXML(findColumn(columnLabel), xmlObject);
  }

  @Override
  public void updateNCharacterStream(int columnIndex, Reader x, long length) throws SQLException {
    unsealable("updateNCharacterStream", to -> to.updateNCharacterStream(columnIndex, x, length));
  }

  @Override
  public void updateNCharacterStream(String columnLabel, Reader reader, long length)
      throws SQLException {
    unsealable(
        "updateNCharacterStream", to -> to.updateNCharacterStream(columnLabel, reader, length));
  }

  @Override
  public void updateAsciiStream(int columnIndex, InputStream x, long length) throws SQLException {
    unsealable("updateAsciiStream", to -> to.updateAsciiStream(columnIndex, x, length));
  }

  @Override
  public void updateBinaryStream(int columnIndex, InputStream x, long length) throws SQLException {
    unsealable("updateBinaryStream", to -> to.updateBinaryStream(columnIndex, x, length));
  }

  @Override
  public void updateCharacterStream(int columnIndex, Reader x, long length) throws SQLException {
    unsealable("updateCharacterStream", to -> to.updateCharacterStream(columnIndex, x, length));
  }

  @Override
  public void updateAsciiStream(String columnLabel, InputStream x, long length)
      throws SQLException {
    unsealable("updateAsciiStream", to -> to.updateAsciiStream(columnLabel, x, length));
  }

  @Override
  public void updateBinaryStream(String columnLabel, InputStream x, long length)
      throws SQLException {
    unsealable("updateBinaryStream", to -> to.updateBinaryStream(columnLabel, x, length));
  }

  @Override
  public void updateCharacterStream(String columnLabel, Reader reader, long length)
      throws SQLException {
    unsealable(
        "updateCharacterStream", to -> to.updateCharacterStream(columnLabel, reader, length));
  }

  @Override
  public void updateBlob(int columnIndex, InputStream inputStream, long length)
      throws SQLException {
    unsealable("updateBlob", to -> to.updateBlob(columnIndex, inputStream, length));
  }

  @Override
  public void updateBlob(String columnLabel, InputStream inputStream, long length)
      throws SQLException {
    unsealable("updateBlob", to -> to.updateBlob(columnLabel, inputStream, length));
  }

  @Override
  public void updateClob(int columnIndex, Reader reader, long length) throws SQLException {
    unsealable("updateClob", to -> to.updateClob(columnIndex, reader, length));
  }

  @Override
  public void updateClob(String columnLabel, Reader reader, long length) throws SQLException {
    unsealable("updateClob", to -> to.updateClob(columnLabel, reader, length));
  }

  @Override
  public void updateNClob(int columnIndex, Reader reader, long length) throws SQLException {
    unsealable("updateNClob", to -> to.updateNClob(columnIndex, reader, length));
  }

  @Override
  public void updateNClob(String columnLabel, Reader reader, long length) throws SQLException {
    unsealable("updateNClob", to -> to.updateNClob(columnLabel, reader, length));
  }

  @Override
  public void updateNCharacterStream(int columnIndex, Reader x) throws SQLException {
    unsealable("updateNCharacterStream", to -> to.updateNCharacterStream(columnIndex, x));
  }

  @Override
  public void updateNCharacterStream(String columnLabel, Reader reader) throws SQLException {
    unsealable("updateNCharacterStream", to -> to.updateNCharacterStream(columnLabel, reader));
  }

  @Override
  public void updateAsciiStream(int columnIndex, InputStream x) throws SQLException {
    unsealable("updateAsciiStream", to -> to.updateAsciiStream(columnIndex, x));
  }

  @Override
  public void updateBinaryStream(int columnIndex, InputStream x) throws SQLException {
    unsealable("updateBinaryStream", to -> to.updateBinaryStream(columnIndex, x));
  }

  @Override
  public void updateCharacterStream(int columnIndex, Reader x) throws SQLException {
    unsealable("updateCharacterStream", to -> to.updateCharacterStream(columnIndex, x));
  }

  @Override
  public void updateAsciiStream(String columnLabel, InputStream x) throws SQLException {
    unsealable("updateAsciiStream", to -> to.updateAsciiStream(columnLabel, x));
  }

  @Override
  public void updateBinaryStream(String columnLabel, InputStream x) throws SQLException {
    unsealable("updateBinaryStream", to -> to.updateBinaryStream(columnLabel, x));
  }

  @Override
  public void updateCharacterStream(String columnLabel, Reader reader) throws SQLException {
    unsealable("updateCharacterStream", to -> to.updateCharacterStream(columnLabel, reader));
  }

  @Override
  public void updateBlob(int columnIndex, InputStream inputStream) throws SQLException {
    unsealable("updateBlob", to -> to.updateBlob(columnIndex, inputStream));
  }

  @Override
  public void updateBlob(String columnLabel, InputStream inputStream) throws SQLException {
    unsealable("updateBlob", to -> to.updateBlob(columnLabel, inputStream));
  }

  @Override
  public void updateClob(int columnIndex, Reader reader) throws SQLException {
    unsealable("updateClob", to -> to.updateClob(columnIndex, reader));
  }

  @Override
  public void updateClob(String columnLabel, Reader reader) throws SQLException {
    unsealable("updateClob", to -> to.updateClob(columnLabel, reader));
  }

  @Override
  public void updateNClob(int columnIndex, Reader reader) throws SQLException {
    unsealable("updateNClob", to -> to.updateNClob(columnIndex, reader));
  }

  @Override
  public void updateNClob(String columnLabel, Reader reader) throws SQLException {
    unsealable("updateNClob", to -> to.updateNClob(columnLabel, reader));
  }

  @Override
  public void updateObject(int columnIndex, Object x, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    unsealable("updateObject", to -> to.updateObject(columnIndex, x, targetSqlType, scaleOrLength));
  }

  @Override
  public void updateObject(String columnLabel, Object x, SQLType targetSqlType, int scaleOrLength)
      throws SQLException {
    unsealable("updateObject", to -> to.updateObject(columnLabel, x, targetSqlType, scaleOrLength));
  }

  @Override
  public void updateObject(int columnIndex, Object x, SQLType targetSqlType) throws SQLException {
    unsealable("updateObject", to -> to.updateObject(columnIndex, x, targetSqlType));
  }

  @Override
  public void updateObject(String columnLabel, Object x, SQLType targetSqlType)
      throws SQLException {
    unsealable("updateObject", to -> to.updateObject(columnLabel, x, targetSqlType));
  }
}
