package io.github.cofferjdbc.forward;

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
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** A result set that passes on what neither carries a value nor moves the row. Not thread safe. */
public abstract class ForwardingResultSet extends Forwarding<ResultSet> implements ResultSet {

  @Override
  public abstract boolean next() throws SQLException;

  @Override
  public void close() throws SQLException {
    delegate().close();
  }

  @Override
  public abstract boolean wasNull() throws SQLException;

  @Override
  public abstract String getString(int columnIndex) throws SQLException;

  @Override
  public abstract boolean getBoolean(int columnIndex) throws SQLException;

  @Override
  public abstract byte getByte(int columnIndex) throws SQLException;

  @Override
  public abstract short getShort(int columnIndex) throws SQLException;

  @Override
  public abstract int getInt(int columnIndex) throws SQLException;

  @Override
  public abstract long getLong(int columnIndex) throws SQLException;

  @Override
  public abstract float getFloat(int columnIndex) throws SQLException;

  @Override
  public abstract double getDouble(int columnIndex) throws SQLException;

  @Override
  @Deprecated
  public abstract BigDecimal getBigDecimal(int columnIndex, int scale) throws SQLException;

  @Override
  public abstract byte[] getBytes(int columnIndex) throws SQLException;

  @Override
  public abstract Date getDate(int columnIndex) throws SQLException;

  @Override
  public abstract Time getTime(int columnIndex) throws SQLException;

  @Override
  public abstract Timestamp getTimestamp(int columnIndex) throws SQLException;

  @Override
  public abstract InputStream getAsciiStream(int columnIndex) throws SQLException;

  @Override
  @Deprecated
  public abstract InputStream getUnicodeStream(int columnIndex) throws SQLException;

  @Override
  public abstract InputStream getBinaryStream(int columnIndex) throws SQLException;

  @Override
  public abstract String getString(String columnLabel) throws SQLException;

  @Override
  public abstract boolean getBoolean(String columnLabel) throws SQLException;

  @Override
  public abstract byte getByte(String columnLabel) throws SQLException;

  @Override
  public abstract short getShort(String columnLabel) throws SQLException;

  @Override
  public abstract int getInt(String columnLabel) throws SQLException;

  @Override
  public abstract long getLong(String columnLabel) throws SQLException;

  @Override
  public abstract float getFloat(String columnLabel) throws SQLException;

  @Override
  public abstract double getDouble(String columnLabel) throws SQLException;

  @Override
  @Deprecated
  public abstract BigDecimal getBigDecimal(String columnLabel, int scale) throws SQLException;

  @Override
  public abstract byte[] getBytes(String columnLabel) throws SQLException;

  @Override
  public abstract Date getDate(String columnLabel) throws SQLException;

  @Override
  public abstract Time getTime(String columnLabel) throws SQLException;

  @Override
  public abstract Timestamp getTimestamp(String columnLabel) throws SQLException;

  @Override
  public abstract InputStream getAsciiStream(String columnLabel) throws SQLException;

  @Override
  @Deprecated
  public abstract InputStream getUnicodeStream(String columnLabel) throws SQLException;

  @Override
  public abstract InputStream getBinaryStream(String columnLabel) throws SQLException;

  @Override
  public SQLWarning getWarnings() throws SQLException {
    return delegate().getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    delegate().clearWarnings();
  }

  @Override
  public String getCursorName() throws SQLException {
    return delegate().getCursorName();
  }

  @Override
  public abstract ResultSetMetaData getMetaData() throws SQLException;

  @Override
  public abstract Object getObject(int columnIndex) throws SQLException;

  @Override
  public abstract Object getObject(String columnLabel) throws SQLException;

  @Override
  public int findColumn(String columnLabel) throws SQLException {
    return delegate().findColumn(columnLabel);
  }

  @Override
  public abstract Reader getCharacterStream(int columnIndex) throws SQLException;

  @Override
  public abstract Reader getCharacterStream(String columnLabel) throws SQLException;

  @Override
  public abstract BigDecimal getBigDecimal(int columnIndex) throws SQLException;

  @Override
  public abstract BigDecimal getBigDecimal(String columnLabel) throws SQLException;

  @Override
  public boolean isBeforeFirst() throws SQLException {
    return delegate().isBeforeFirst();
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    return delegate().isAfterLast();
  }

  @Override
  public boolean isFirst() throws SQLException {
    return delegate().isFirst();
  }

  @Override
  public boolean isLast() throws SQLException {
    return delegate().isLast();
  }

  @Override
  public abstract void beforeFirst() throws SQLException;

  @Override
  public abstract void afterLast() throws SQLException;

  @Override
  public abstract boolean first() throws SQLException;

  @Override
  public abstract boolean last() throws SQLException;

  @Override
  public int getRow() throws SQLException {
    return delegate().getRow();
  }

  @Override
  public abstract boolean absolute(int row) throws SQLException;

  @Override
  public abstract boolean relative(int rows) throws SQLException;

  @Override
  public abstract boolean previous() throws SQLException;

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    delegate().setFetchDirection(direction);
  }

  @Override
  public int getFetchDirection() throws SQLException {
    return delegate().getFetchDirection();
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    delegate().setFetchSize(rows);
  }

  @Override
  public int getFetchSize() throws SQLException {
    return delegate().getFetchSize();
  }

  @Override
  public int getType() throws SQLException {
    return delegate().getType();
  }

  @Override
  public int getConcurrency() throws SQLException {
    return delegate().getConcurrency();
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    return delegate().rowUpdated();
  }

  @Override
  public boolean rowInserted() throws SQLException {
    return delegate().rowInserted();
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    return delegate().rowDeleted();
  }

  @Override
  public abstract void updateNull(int columnIndex) throws SQLException;

  @Override
  public abstract void updateBoolean(int columnIndex, boolean x) throws SQLException;

  @Override
  public abstract void updateByte(int columnIndex, byte x) throws SQLException;

  @Override
  public abstract void updateShort(int columnIndex, short x) throws SQLException;

  @Override
  public abstract void updateInt(int columnIndex, int x) throws SQLException;

  @Override
  public abstract void updateLong(int columnIndex, long x) throws SQLException;

  @Override
  public abstract void updateFloat(int columnIndex, float x) throws SQLException;

  @Override
  public abstract void updateDouble(int columnIndex, double x) throws SQLException;

  @Override
  public abstract void updateBigDecimal(int columnIndex, BigDecimal x) throws SQLException;

  @Override
  public abstract void updateString(int columnIndex, String x) throws SQLException;

  @Override
  public abstract void updateBytes(int columnIndex, byte[] x) throws SQLException;

  @Override
  public abstract void updateDate(int columnIndex, Date x) throws SQLException;

  @Override
  public abstract void updateTime(int columnIndex, Time x) throws SQLException;

  @Override
  public abstract void updateTimestamp(int columnIndex, Timestamp x) throws SQLException;

  @Override
  public abstract void updateAsciiStream(int columnIndex, InputStream x, int length)
      throws SQLException;

  @Override
  public abstract void updateBinaryStream(int columnIndex, InputStream x, int length)
      throws SQLException;

  @Override
  public abstract void updateCharacterStream(int columnIndex, Reader x, int length)
      throws SQLException;

  @Override
  public abstract void updateObject(int columnIndex, Object x, int scaleOrLength)
      throws SQLException;

  @Override
  public abstract void updateObject(int columnIndex, Object x) throws SQLException;

  @Override
  public abstract void updateNull(String columnLabel) throws SQLException;

  @Override
  public abstract void updateBoolean(String columnLabel, boolean x) throws SQLException;

  @Override
  public abstract void updateByte(String columnLabel, byte x) throws SQLException;

  @Override
  public abstract void updateShort(String columnLabel, short x) throws SQLException;

  @Override
  public abstract void updateInt(String columnLabel, int x) throws SQLException;

  @Override
  public abstract void updateLong(String columnLabel, long x) throws SQLException;

  @Override
  public abstract void updateFloat(String columnLabel, float x) throws SQLException;

  @Override
  public abstract void updateDouble(String columnLabel, double x) throws SQLException;

  @Override
  public abstract void updateBigDecimal(String columnLabel, BigDecimal x) throws SQLException;

  @Override
  public abstract void updateString(String columnLabel, String x) throws SQLException;

  @Override
  public abstract void updateBytes(String columnLabel, byte[] x) throws SQLException;

  @Override
  public abstract void updateDate(String columnLabel, Date x) throws SQLException;

  @Override
  public abstract void updateTime(String columnLabel, Time x) throws SQLException;

  @Override
  public abstract void updateTimestamp(String columnLabel, Timestamp x) throws SQLException;

  @Override
  public abstract void updateAsciiStream(String columnLabel, InputStream x, int length)
      throws SQLException;

  @Override
  public abstract void updateBinaryStream(String columnLabel, InputStream x, int length)
      throws SQLException;

  @Override
  public abstract void updateCharacterStream(String columnLabel, Reader reader, int length)
      throws SQLException;

  @Override
  public abstract void updateObject(String columnLabel, Object x, int scaleOrLength)
      throws SQLException;

  @Override
  public abstract void updateObject(String columnLabel, Object x) throws SQLException;

  @Override
  public abstract void insertRow() throws SQLException;

  @Override
  public abstract void updateRow() throws SQLException;

  @Override
  public abstract void deleteRow() throws SQLException;

  @Override
  public abstract void refreshRow() throws SQLException;

  @Override
  public abstract void cancelRowUpdates() throws SQLException;

  @Override
  public abstract void moveToInsertRow() throws SQLException;

  @Override
  public abstract void moveToCurrentRow() throws SQLException;

  @Override
  public abstract Statement getStatement() throws SQLException;

  @Override
  public abstract Object getObject(int columnIndex, Map<String, Class<?>> map) throws SQLException;

  @Override
  public abstract Ref getRef(int columnIndex) throws SQLException;

  @Override
  public abstract Blob getBlob(int columnIndex) throws SQLException;

  @Override
  public abstract Clob getClob(int columnIndex) throws SQLException;

  @Override
  public abstract Array getArray(int columnIndex) throws SQLException;

  @Override
  public abstract Object getObject(String columnLabel, Map<String, Class<?>> map)
      throws SQLException;

  @Override
  public abstract Ref getRef(String columnLabel) throws SQLException;

  @Override
  public abstract Blob getBlob(String columnLabel) throws SQLException;

  @Override
  public abstract Clob getClob(String columnLabel) throws SQLException;

  @Override
  public abstract Array getArray(String columnLabel) throws SQLException;

  @Override
  public abstract Date getDate(int columnIndex, Calendar cal) throws SQLException;

  @Override
  public abstract Date getDate(String columnLabel, Calendar cal) throws SQLException;

  @Override
  public abstract Time getTime(int columnIndex, Calendar cal) throws SQLException;

  @Override
  public abstract Time getTime(String columnLabel, Calendar cal) throws SQLException;

  @Override
  public abstract Timestamp getTimestamp(int columnIndex, Calendar cal) throws SQLException;

  @Override
  public abstract Timestamp getTimestamp(String columnLabel, Calendar cal) throws SQLException;

  @Override
  public abstract URL getURL(int columnIndex) throws SQLException;

  @Override
  public abstract URL getURL(String columnLabel) throws SQLException;

  @Override
  public abstract void updateRef(int columnIndex, Ref x) throws SQLException;

  @Override
  public abstract void updateRef(String columnLabel, Ref x) throws SQLException;

  @Override
  public abstract void updateBlob(int columnIndex, Blob x) throws SQLException;

  @Override
  public abstract void updateBlob(String columnLabel, Blob x) throws SQLException;

  @Override
  public abstract void updateClob(int columnIndex, Clob x) throws SQLException;

  @Override
  public abstract void updateClob(String columnLabel, Clob x) throws SQLException;

  @Override
  public abstract void updateArray(int columnIndex, Array x) throws SQLException;

  @Override
  public abstract void updateArray(String columnLabel, Array x) throws SQLException;

  @Override
  public abstract RowId getRowId(int columnIndex) throws SQLException;

  @Override
  public abstract RowId getRowId(String columnLabel) throws SQLException;

  @Override
  public abstract void updateRowId(int columnIndex, RowId x) throws SQLException;

  @Override
  public abstract void updateRowId(String columnLabel, RowId x) throws SQLException;

  @Override
  public int getHoldability() throws SQLException {
    return delegate().getHoldability();
  }

  @Override
  public boolean isClosed() throws SQLException {
    return delegate().isClosed();
  }

  @Override
  public abstract void updateNString(int columnIndex, String nString) throws SQLException;

  @Override
  public abstract void updateNString(String columnLabel, String nString) throws SQLException;

  @Override
  public abstract void updateNClob(int columnIndex, NClob nClob) throws SQLException;

  @Override
  public abstract void updateNClob(String columnLabel, NClob nClob) throws SQLException;

  @Override
  public abstract NClob getNClob(int columnIndex) throws SQLException;

  @Override
  public abstract NClob getNClob(String columnLabel) throws SQLException;

  @Override
  public abstract SQLXML getSQLXML(int columnIndex) throws SQLException;

  @Override
  public abstract SQLXML getSQLXML(String columnLabel) throws SQLException;

  @Override
  public abstract void updateSQLXML(int columnIndex, SQLXML xmlObject) throws SQLException;

  @Override
  public abstract void updateSQLXML(String columnLabel, SQLXML xmlObject) throws SQLException;

  @Override
  public abstract String getNString(int columnIndex) throws SQLException;

  @Override
  public abstract String getNString(String columnLabel) throws SQLException;

  @Override
  public abstract Reader getNCharacterStream(int columnIndex) throws SQLException;

  @Override
  public abstract Reader getNCharacterStream(String columnLabel) throws SQLException;

  @Override
  public abstract void updateNCharacterStream(int columnIndex, Reader x, long length)
      throws SQLException;

  @Override
  public abstract void updateNCharacterStream(String columnLabel, Reader reader, long length)
      throws SQLException;

  @Override
  public abstract void updateAsciiStream(int columnIndex, InputStream x, long length)
      throws SQLException;

  @Override
  public abstract void updateBinaryStream(int columnIndex, InputStream x, long length)
      throws SQLException;

  @Override
  public abstract void updateCharacterStream(int columnIndex, Reader x, long length)
      throws SQLException;

  @Override
  public abstract void updateAsciiStream(String columnLabel, InputStream x, long length)
      throws SQLException;

  @Override
  public abstract void updateBinaryStream(String columnLabel, InputStream x, long length)
      throws SQLException;

  @Override
  public abstract void updateCharacterStream(String columnLabel, Reader reader, long length)
      throws SQLException;

  @Override
  public abstract void updateBlob(int columnIndex, InputStream inputStream, long length)
      throws SQLException;

  @Override
  public abstract void updateBlob(String columnLabel, InputStream inputStream, long length)
      throws SQLException;

  @Override
  public abstract void updateClob(int columnIndex, Reader reader, long length) throws SQLException;

  @Override
  public abstract void updateClob(String columnLabel, Reader reader, long length)
      throws SQLException;

  @Override
  public abstract void updateNClob(int columnIndex, Reader reader, long length) throws SQLException;

  @Override
  public abstract void updateNClob(String columnLabel, Reader reader, long length)
      throws SQLException;

  @Override
  public abstract void updateNCharacterStream(int columnIndex, Reader x) throws SQLException;

  @Override
  public abstract void updateNCharacterStream(String columnLabel, Reader reader)
      throws SQLException;

  @Override
  public abstract void updateAsciiStream(int columnIndex, InputStream x) throws SQLException;

  @Override
  public abstract void updateBinaryStream(int columnIndex, InputStream x) throws SQLException;

  @Override
  public abstract void updateCharacterStream(int columnIndex, Reader x) throws SQLException;

  @Override
  public abstract void updateAsciiStream(String columnLabel, InputStream x) throws SQLException;

  @Override
  public abstract void updateBinaryStream(String columnLabel, InputStream x) throws SQLException;

  @Override
  public abstract void updateCharacterStream(String columnLabel, Reader reader) throws SQLException;

  @Override
  public abstract void updateBlob(int columnIndex, InputStream inputStream) throws SQLException;

  @Override
  public abstract void updateBlob(String columnLabel, InputStream inputStream) throws SQLException;

  @Override
  public abstract void updateClob(int columnIndex, Reader reader) throws SQLException;

  @Override
  public abstract void updateClob(String columnLabel, Reader reader) throws SQLException;

  @Override
  public abstract void updateNClob(int columnIndex, Reader reader) throws SQLException;

  @Override
  public abstract void updateNClob(String columnLabel, Reader reader) throws SQLException;

  @Override
  public abstract <T> T getObject(int columnIndex, Class<T> type) throws SQLException;

  @Override
  public abstract <T> T getObject(String columnLabel, Class<T> type) throws SQLException;

  @Override
  public abstract void updateObject(
      int columnIndex, Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException;

  @Override
  public abstract void updateObject(
      String columnLabel, Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException;

  @Override
  public abstract void updateObject(int columnIndex, Object x, SQLType targetSqlType)
      throws SQLException;

  @Override
  public abstract void updateObject(String columnLabel, Object x, SQLType targetSqlType)
      throws SQLException;
}
