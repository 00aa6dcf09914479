package io.github.cofferjdbc.forward;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.postgresql.PGResultSetMetaData;

/** The description of a result that passes on what does not depend on the columns' types. */
public abstract class ForwardingResultSetMetaData extends Forwarding<ResultSetMetaData>
    implements ResultSetMetaData, PGResultSetMetaData {

  /** Returns the delegate as pgjdbc's own kind of description. */
  protected final PGResultSetMetaData pg() {
    return as(PGResultSetMetaData.class);
  }

  @Override
  public int getColumnCount() throws SQLException {
    return delegate().getColumnCount();
  }

  @Override
  public boolean isAutoIncrement(int column) throws SQLException {
    return delegate().isAutoIncrement(column);
  }

  @Override
  public abstract boolean isCaseSensitive(int column) throws SQLException;

  @Override
  public abstract boolean isSearchable(int column) throws SQLException;

  @Override
  public abstract boolean isCurrency(int column) throws SQLException;

  @Override
  public int isNullable(int column) throws SQLException {
    return delegate().isNullable(column);
  }

  @Override
  public abstract boolean isSigned(int column) throws SQLException;

  @Override
  public abstract int getColumnDisplaySize(int column) throws SQLException;

  @Override
  public String getColumnLabel(int column) throws SQLException {
    return delegate().getColumnLabel(column);
  }

  @Override
  public String getColumnName(int column) throws SQLException {
    return delegate().getColumnName(column);
  }

  @Override
  public String getSchemaName(int column) throws SQLException {
    return delegate().getSchemaName(column);
  }

  @Override
  public abstract int getPrecision(int column) throws SQLException;

  @Override
  public abstract int getScale(int column) throws SQLException;

  @Override
  public String getTableName(int column) throws SQLException {
    return delegate().getTableName(column);
  }

  @Override
  public String getCatalogName(int column) throws SQLException {
    return delegate().getCatalogName(column);
  }

  @Override
  public abstract int getColumnType(int column) throws SQLException;

  @Override
  public abstract String getColumnTypeName(int column) throws SQLException;

  @Override
  public abstract boolean isReadOnly(int column) throws SQLException;

  @Override
  public abstract boolean isWritable(int column) throws SQLException;

  @Override
  public abstract boolean isDefinitelyWritable(int column) throws SQLException;

  @Override
  public abstract String getColumnClassName(int column) throws SQLException;

  @Override
  public String getBaseColumnName(int column) throws SQLException {
    return pg().getBaseColumnName(column);
  }

  @Override
  public String getBaseTableName(int column) throws SQLException {
    return pg().getBaseTableName(column);
  }

  @Override
  public String getBaseSchemaName(int column) throws SQLException {
    return pg().getBaseSchemaName(column);
  }

  @Override
  public int getFormat(int column) throws SQLException {
    return pg().getFormat(column);
  }
}
