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
import java.util.Calendar;

/**
 * A prepared statement that passes on what has nothing to do with parameters, text or rows.
 *
 * @param <D> what kind of statement the delegate is
 */
public abstract class ForwardingPreparedStatement<D extends PreparedStatement>
    extends ForwardingStatement<D> implements PreparedStatement {

  @Override
  public abstract ResultSet executeQuery() throws SQLException;

  @Override
  public abstract int executeUpdate() throws SQLException;

  @Override
  public abstract void setNull(int parameterIndex, int sqlType) throws SQLException;

  @Override
  public abstract void setBoolean(int parameterIndex, boolean x) throws SQLException;

  @Override
  public abstract void setByte(int parameterIndex, byte x) throws SQLException;

  @Override
  public abstract void setShort(int parameterIndex, short x) throws SQLException;

  @Override
  public abstract void setInt(int parameterIndex, int x) throws SQLException;

  @Override
  public abstract void setLong(int parameterIndex, long x) throws SQLException;

  @Override
  public abstract void setFloat(int parameterIndex, float x) throws SQLException;

  @Override
  public abstract void setDouble(int parameterIndex, double x) throws SQLException;

  @Override
  public abstract void setBigDecimal(int parameterIndex, BigDecimal x) throws SQLException;

  @Override
  public abstract void setString(int parameterIndex, String x) throws SQLException;

  @Override
  public abstract void setBytes(int parameterIndex, byte[] x) throws SQLException;

  @Override
  public abstract void setDate(int parameterIndex, Date x) throws SQLException;

  @Override
  public abstract void setTime(int parameterIndex, Time x) throws SQLException;

  @Override
  public abstract void setTimestamp(int parameterIndex, Timestamp x) throws SQLException;

  @Override
  public abstract void setAsciiStream(int parameterIndex, InputStream x, int length)
      throws SQLException;

  @Override
  @Deprecated
  public abstract void setUnicodeStream(int parameterIndex, InputStream x, int length)
      throws SQLException;

  @Override
  public abstract void setBinaryStream(int parameterIndex, InputStream x, int length)
      throws SQLException;

  @Override
  public abstract void clearParameters() throws SQLException;

  @Override
  public abstract void setObject(int parameterIndex, Object x, int targetSqlType)
      throws SQLException;

  @Override
  public abstract void setObject(int parameterIndex, Object x) throws SQLException;

  @Override
  public abstract boolean execute() throws SQLException;

  @Override
  public abstract void addBatch() throws SQLException;

  @Override
  public abstract void setCharacterStream(int parameterIndex, Reader reader, int length)
      throws SQLException;

  @Override
  public abstract void setRef(int parameterIndex, Ref x) throws SQLException;

  @Override
  public abstract void setBlob(int parameterIndex, Blob x) throws SQLException;

  @Override
  public abstract void setClob(int parameterIndex, Clob x) throws SQLException;

  @Override
  public abstract void setArray(int parameterIndex, Array x) throws SQLException;

  @Override
  public abstract ResultSetMetaData getMetaData() throws SQLException;

  @Override
  public abstract void setDate(int parameterIndex, Date x, Calendar cal) throws SQLException;

  @Override
  public abstract void setTime(int parameterIndex, Time x, Calendar cal) throws SQLException;

  @Override
  public abstract void setTimestamp(int parameterIndex, Timestamp x, Calendar cal)
      throws SQLException;

  @Override
  public abstract void setNull(int parameterIndex, int sqlType, String typeName)
      throws SQLException;

  @Override
  public abstract void setURL(int parameterIndex, URL x) throws SQLException;

  @Override
  public abstract ParameterMetaData getParameterMetaData() throws SQLException;

  @Override
  public abstract void setRowId(int parameterIndex, RowId x) throws SQLException;

  @Override
  public abstract void setNString(int parameterIndex, String value) throws SQLException;

  @Override
  public abstract void setNCharacterStream(int parameterIndex, Reader value, long length)
      throws SQLException;

  @Override
  public abstract void setNClob(int parameterIndex, NClob value) throws SQLException;

  @Override
  public abstract void setClob(int parameterIndex, Reader reader, long length) throws SQLException;

  @Override
  public abstract void setBlob(int parameterIndex, InputStream inputStream, long length)
      throws SQLException;

  @Override
  public abstract void setNClob(int parameterIndex, Reader reader, long length) throws SQLException;

  @Override
  public abstract void setSQLXML(int parameterIndex, SQLXML xmlObject) throws SQLException;

  @Override
  public abstract void setObject(int parameterIndex, Object x, int targetSqlType, int scaleOrLength)
      throws SQLException;

  @Override
  public abstract void setAsciiStream(int parameterIndex, InputStream x, long length)
      throws SQLException;

  @Override
  public abstract void setBinaryStream(int parameterIndex, InputStream x, long length)
      throws SQLException;

  @Override
  public abstract void setCharacterStream(int parameterIndex, Reader reader, long length)
      throws SQLException;

  @Override
  public abstract void setAsciiStream(int parameterIndex, InputStream x) throws SQLException;

  @Override
  public abstract void setBinaryStream(int parameterIndex, InputStream x) throws SQLException;

  @Override
  public abstract void setCharacterStream(int parameterIndex, Reader reader) throws SQLException;

  @Override
  public abstract void setNCharacterStream(int parameterIndex, Reader value) throws SQLException;

  @Override
  public abstract void setClob(int parameterIndex, Reader reader) throws SQLException;

  @Override
  public abstract void setBlob(int parameterIndex, InputStream inputStream) throws SQLException;

  @Override
  public abstract void setNClob(int parameterIndex, Reader reader) throws SQLException;

  @Override
  public abstract void setObject(
      int parameterIndex, Object x, SQLType targetSqlType, int scaleOrLength) throws SQLException;

  @Override
  public abstract void setObject(int parameterIndex, Object x, SQLType targetSqlType)
      throws SQLException;

  @Override
  public abstract long executeLargeUpdate() throws SQLException;
}
