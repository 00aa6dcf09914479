package io.github.cofferjdbc.forward;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** A callable statement that passes on what has nothing to do with parameters, text or rows. */
public abstract class ForwardingCallableStatement
    extends ForwardingPreparedStatement<PreparedStatement> implements CallableStatement {

  @Override
  public abstract void registerOutParameter(int parameterIndex, int sqlType) throws SQLException;

  @Override
  public abstract void registerOutParameter(int parameterIndex, int sqlType, int scale)
      throws SQLException;

  @Override
  public abstract boolean wasNull() throws SQLException;

  @Override
  public abstract String getString(int parameterIndex) throws SQLException;

  @Override
  public abstract boolean getBoolean(int parameterIndex) throws SQLException;

  @Override
  public abstract byte getByte(int parameterIndex) throws SQLException;

  @Override
  public abstract short getShort(int parameterIndex) throws SQLException;

  @Override
  public abstract int getInt(int parameterIndex) throws SQLException;

  @Override
  public abstract long getLong(int parameterIndex) throws SQLException;

  @Override
  public abstract float getFloat(int parameterIndex) throws SQLException;

  @Override
  public abstract double getDouble(int parameterIndex) throws SQLException;

  @Override
  @Deprecated
  public abstract BigDecimal getBigDecimal(int parameterIndex, int scale) throws SQLException;

  @Override
  public abstract byte[] getBytes(int parameterIndex) throws SQLException;

  @Override
  public abstract Date getDate(int parameterIndex) throws SQLException;

  @Override
  public abstract Time getTime(int parameterIndex) throws SQLException;

  @Override
  public abstract Timestamp getTimestamp(int parameterIndex) throws SQLException;

  @Override
  public abstract Object getObject(int parameterIndex) throws SQLException;

  @Override
  public abstract BigDecimal getBigDecimal(int parameterIndex) throws SQLException;

  @Override
  public abstract Object getObject(int parameterIndex, Map<String, Class<?>> map)
      throws SQLException;

  @Override
  public abstract Ref getRef(int parameterIndex) throws SQLException;

  @Override
  public abstract Blob getBlob(int parameterIndex) throws SQLException;

  @Override
  public abstract Clob getClob(int parameterIndex) throws SQLException;

  @Override
  public abstract Array getArray(int parameterIndex) throws SQLException;

  @Override
  public abstract Date getDate(int parameterIndex, Calendar cal) throws SQLException;

  @Override
  public abstract Time getTime(int parameterIndex, Calendar cal) throws SQLException;

  @Override
  public abstract Timestamp getTimestamp(int parameterIndex, Calendar cal) throws SQLException;

  @Override
  public abstract void registerOutParameter(int parameterIndex, int sqlType, String typeName)
      throws SQLException;

  @Override
  public abstract void registerOutParameter(String parameterName, int sqlType) throws SQLException;

  @Override
  public abstract void registerOutParameter(String parameterName, int sqlType, int scale)
      throws SQLException;

  @Override
  public abstract void registerOutParameter(String parameterName, int sqlType, String typeName)
      throws SQLException;

  @Override
  public abstract URL getURL(int parameterIndex) throws SQLException;

  @Override
  public abstract void setURL(String parameterName, URL val) throws SQLException;

  @Override
  public abstract void setNull(String parameterName, int sqlType) throws SQLException;

  @Override
  public abstract void setBoolean(String parameterName, boolean x) throws SQLException;

  @Override
  public abstract void setByte(String parameterName, byte x) throws SQLException;

  @Override
  public abstract void setShort(String parameterName, short x) throws SQLException;

  @Override
  public abstract void setInt(String parameterName, int x) throws SQLException;

  @Override
  public abstract void setLong(String parameterName, long x) throws SQLException;

  @Override
  public abstract void setFloat(String parameterName, float x) throws SQLException;

  @Override
  public abstract void setDouble(String parameterName, double x) throws SQLException;

  @Override
  public abstract void setBigDecimal(String parameterName, BigDecimal x) throws SQLException;

  @Override
  public abstract void setString(String parameterName, String x) throws SQLException;

  @Override
  public abstract void setBytes(String parameterName, byte[] x) throws SQLException;

  @Override
  public abstract void setDate(String parameterName, Date x) throws SQLException;

  @Override
  public abstract void setTime(String parameterName, Time x) throws SQLException;

  @Override
  public abstract void setTimestamp(String parameterName, Timestamp x) throws SQLException;

  @Override
  public abstract void setAsciiStream(String parameterName, InputStream x, int length)
      throws SQLException;

  @Override
  public abstract void setBinaryStream(String parameterName, InputStream x, int length)
      throws SQLException;

  @Override
  public abstract void setObject(String parameterName, Object x, int targetSqlType, int scale)
      throws SQLException;

  @Override
  public abstract void setObject(String parameterName, Object x, int targetSqlType)
      throws SQLException;

  @Override
  public abstract void setObject(String parameterName, Object x) throws SQLException;

  @Override
  public abstract void setCharacterStream(String parameterName, Reader reader, int length)
      throws SQLException;

  @Override
  public abstract void setDate(String parameterName, Date x, Calendar cal) throws SQLException;

  @Override
  public abstract void setTime(String parameterName, Time x, Calendar cal) throws SQLException;

  @Override
  public abstract void setTimestamp(String parameterName, Timestamp x, Calendar cal)
      throws SQLException;

  @Override
  public abstract void setNull(String parameterName, int sqlType, String typeName)
      throws SQLException;

  @Override
  public abstract String getString(String parameterName) throws SQLException;

  @Override
  public abstract boolean getBoolean(String parameterName) throws SQLException;

  @Override
  public abstract byte getByte(String parameterName) throws SQLException;

  @Override
  public abstract short getShort(String parameterName) throws SQLException;

  @Override
  public abstract int getInt(String parameterName) throws SQLException;

  @Override
  public abstract long getLong(String parameterName) throws SQLException;

  @Override
  public abstract float getFloat(String parameterName) throws SQLException;

  @Override
  public abstract double getDouble(String parameterName) throws SQLException;

  @Override
  public abstract byte[] getBytes(String parameterName) throws SQLException;

  @Override
  public abstract Date getDate(String parameterName) throws SQLException;

  @Override
  public abstract Time getTime(String parameterName) throws SQLException;

  @Override
  public abstract Timestamp getTimestamp(String parameterName) throws SQLException;

  @Override
  public abstract Object getObject(String parameterName) throws SQLException;

  @Override
  public abstract BigDecimal getBigDecimal(String parameterName) throws SQLException;

  @Override
  public abstract Object getObject(String parameterName, Map<String, Class<?>> map)
      throws SQLException;

  @Override
  public abstract Ref getRef(String parameterName) throws SQLException;

  @Override
  public abstract Blob getBlob(String parameterName) throws SQLException;

  @Override
  public abstract Clob getClob(String parameterName) throws SQLException;

  @Override
  public abstract Array getArray(String parameterName) throws SQLException;

  @Override
  public abstract Date getDate(String parameterName, Calendar cal) throws SQLException;

  @Override
  public abstract Time getTime(String parameterName, Calendar cal) throws SQLException;

  @Override
  public abstract Timestamp getTimestamp(String parameterName, Calendar cal) throws SQLException;

  @Override
  public abstract URL getURL(String parameterName) throws SQLException;

  @Override
  public abstract RowId getRowId(int parameterIndex) throws SQLException;

  @Override
  public abstract RowId getRowId(String parameterName) throws SQLException;

  @Override
  public abstract void setRowId(String parameterName, RowId x) throws SQLException;

  @Override
  public abstract void setNString(String parameterName, String value) throws SQLException;

  @Override
  public abstract void setNCharacterStream(String parameterName, Reader value, long length)
      throws SQLException;

  @Override
  public abstract void setNClob(String parameterName, NClob value) throws SQLException;

  @Override
  public abstract void setClob(String parameterName, Reader reader, long length)
      throws SQLException;

  @Override
  public abstract void setBlob(String parameterName, InputStream inputStream, long length)
      throws SQLException;

  @Override
  public abstract void setNClob(String parameterName, Reader reader, long length)
      throws SQLException;

  @Override
  public abstract NClob getNClob(int parameterIndex) throws SQLException;

  @Override
  public abstract NClob getNClob(String parameterName) throws SQLException;

  @Override
  public abstract void setSQLXML(String parameterName, SQLXML xmlObject) throws SQLException;

  @Override
  public abstract SQLXML getSQLXML(int parameterIndex) throws SQLException;

  @Override
  public abstract SQLXML getSQLXML(String parameterName) throws SQLException;

  @Override
  public abstract String getNString(int parameterIndex) throws SQLException;

  @Override
  public abstract String getNString(String parameterName) throws SQLException;

  @Override
  public abstract Reader getNCharacterStream(int parameterIndex) throws SQLException;

  @Override
  public abstract Reader getNCharacterStream(String parameterName) throws SQLException;

  @Override
  public abstract Reader getCharacterStream(int parameterIndex) throws SQLException;

  @Override
  public abstract Reader getCharacterStream(String parameterName) throws SQLException;

  @Override
  public abstract void setBlob(String parameterName, Blob x) throws SQLException;

  @Override
  public abstract void setClob(String parameterName, Clob x) throws SQLException;

  @Override
  public abstract void setAsciiStream(String parameterName, InputStream x, long length)
      throws SQLException;

  @Override
  public abstract void setBinaryStream(String parameterName, InputStream x, long length)
      throws SQLException;

  @Override
  public abstract void setCharacterStream(String parameterName, Reader reader, long length)
      throws SQLException;

  @Override
  public abstract void setAsciiStream(String parameterName, InputStream x) throws SQLException;

  @Override
  public abstract void setBinaryStream(String parameterName, InputStream x) throws SQLException;

  @Override
  public abstract void setCharacterStream(String parameterName, Reader reader) throws SQLException;

  @Override
  public abstract void setNCharacterStream(String parameterName, Reader value) throws SQLException;

  @Override
  public abstract void setClob(String parameterName, Reader reader) throws SQLException;

  @Override
  public abstract void setBlob(String parameterName, InputStream inputStream) throws SQLException;

  @Override
  public abstract void setNClob(String parameterName, Reader reader) throws SQLException;

  @Override
  public abstract <T> T getObject(int parameterIndex, Class<T> type) throws SQLException;

  @Override
  public abstract <T> T getObject(String parameterName, Class<T> type) throws SQLException;

  @Override
  public abstract void setObject(
      String parameterName, Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException;

  @Override
  public abstract void setObject(String parameterName, Object x, SQLType targetSqlType)
      throws SQLException;

  @Override
  public abstract void registerOutParameter(int parameterIndex, SQLType sqlType)
      throws SQLException;

  @Override
  public abstract void registerOutParameter(int parameterIndex, SQLType sqlType, int scale)
      throws SQLException;

  @Override
  public abstract void registerOutParameter(int parameterIndex, SQLType sqlType, String typeName)
      throws SQLException;

  @Override
  public abstract void registerOutParameter(String parameterName, SQLType sqlType)
      throws SQLException;

  @Override
  public abstract void registerOutParameter(String parameterName, SQLType sqlType, int scale)
      throws SQLException;

  @Override
  public abstract void registerOutParameter(String parameterName, SQLType sqlType, String typeName)
      throws SQLException;
}
