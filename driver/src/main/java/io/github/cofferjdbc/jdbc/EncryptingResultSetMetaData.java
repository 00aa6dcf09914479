package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.forward.ForwardingResultSetMetaData;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** The description of a result, in which a protected column is of its base type. */
final class EncryptingResultSetMetaData extends ForwardingResultSetMetaData {

  private final ResultSetMetaData delegate;
  private final Descriptions descriptions;
  private final EncryptingConnection connection;

  EncryptingResultSetMetaData(
      ResultSetMetaData delegate, Descriptions descriptions, EncryptingConnection connection) {
    this.delegate = delegate;
    this.descriptions = descriptions;
    this.connection = connection;
  }

  /** A property of a column. */
  private interface Property<T> {
    T of(ResultSetMetaData metaData, int column) throws SQLException;
  }

  @Override
  protected ResultSetMetaData delegate() {
    return delegate;
  }

  @Override
  protected void checkUnwrap(Class<?> type) throws SQLException {
    connection.checkUnwrap(type);
  }

  private <T> T describe(int column, Property<T> property) throws SQLException {
    ResultSetMetaData base = descriptions.description(column);
    return base == null ? property.of(delegate, column) : property.of(base, 1);
  }

  @Override
  public int getColumnType(int column) throws SQLException {
    return describe(column, ResultSetMetaData::getColumnType);
  }

  @Override
  public String getColumnTypeName(int column) throws SQLException {
    return describe(column, ResultSetMetaData::getColumnTypeName);
  }

  @Override
  public String getColumnClassName(int column) throws SQLException {
    return describe(column, ResultSetMetaData::getColumnClassName);
  }

  @Override
  public int getPrecision(int column) throws SQLException {
    return describe(column, ResultSetMetaData::getPrecision);
  }

  @Override
  public int getScale(int column) throws SQLException {
    return describe(column, ResultSetMetaData::getScale);
  }

  @Override
  public int getColumnDisplaySize(int column) throws SQLException {
    return describe(column, ResultSetMetaData::getColumnDisplaySize);
  }

  @Override
  public boolean isSigned(int column) throws SQLException {
    return describe(column, ResultSetMetaData::isSigned);
  }

  @Override
  public boolean isCaseSensitive(int column) throws SQLException {
    return describe(column, ResultSetMetaData::isCaseSensitive);
  }

  @Override
  public boolean isCurrency(int column) throws SQLException {
    return describe(column, ResultSetMetaData::isCurrency);
  }

  @Override
  public boolean isSearchable(int column) throws SQLException {
    return delegate.isSearchable(column);
  }

  @Override
  public boolean isReadOnly(int column) throws SQLException {
    return delegate.isReadOnly(column);
  }

  @Override
  public boolean isWritable(int column) throws SQLException {
    return delegate.isWritable(column);
  }

  @Override
  public boolean isDefinitelyWritable(int column) throws SQLException {
    return delegate.isDefinitelyWritable(column);
  }
}
