package io.github.cofferjdbc.forward;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyManager;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.replication.PGReplicationConnection;
import org.postgresql.util.PGobject;

/**
 * A connection that passes everything on, but for what carries SQL text or values past the
 * statements. Thread safe as far as the delegate is.
 */
public abstract class ForwardingConnection extends Forwarding<Connection>
    implements Connection, PGConnection {

  /** Returns the delegate as pgjdbc's own kind of connection. */
  protected final PGConnection pg() {
    return as(PGConnection.class);
  }

  @Override
  public abstract Statement createStatement() throws SQLException;

  @Override
  public abstract PreparedStatement prepareStatement(String sql) throws SQLException;

  @Override
  public abstract CallableStatement prepareCall(String sql) throws SQLException;

  @Override
  public abstract String nativeSQL(String sql) throws SQLException;

  @Override
  public abstract void setAutoCommit(boolean autoCommit) throws SQLException;

  @Override
  public boolean getAutoCommit() throws SQLException {
    return delegate().getAutoCommit();
  }

  @Override
  public abstract void commit() throws SQLException;

  @Override
  public abstract void rollback() throws SQLException;

  @Override
  public abstract void close() throws SQLException;

  @Override
  public boolean isClosed() throws SQLException {
    return delegate().isClosed();
  }

  @Override
  public abstract DatabaseMetaData getMetaData() throws SQLException;

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    delegate().setReadOnly(readOnly);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return delegate().isReadOnly();
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    delegate().setCatalog(catalog);
  }

  @Override
  public String getCatalog() throws SQLException {
    return delegate().getCatalog();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    delegate().setTransactionIsolation(level);
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return delegate().getTransactionIsolation();
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    return delegate().getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    delegate().clearWarnings();
  }

  @Override
  public abstract Statement createStatement(int resultSetType, int resultSetConcurrency)
      throws SQLException;

  @Override
  public abstract PreparedStatement prepareStatement(
      String sql, int resultSetType, int resultSetConcurrency) throws SQLException;

  @Override
  public abstract CallableStatement prepareCall(
      String sql, int resultSetType, int resultSetConcurrency) throws SQLException;

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    return delegate().getTypeMap();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    delegate().setTypeMap(map);
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    delegate().setHoldability(holdability);
  }

  @Override
  public int getHoldability() throws SQLException {
    return delegate().getHoldability();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return delegate().setSavepoint();
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return delegate().setSavepoint(name);
  }

  @Override
  public abstract void rollback(Savepoint savepoint) throws SQLException;

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    delegate().releaseSavepoint(savepoint);
  }

  @Override
  public abstract Statement createStatement(
      int resultSetType, int resultSetConcurrency, int resultSetHoldability) throws SQLException;

  @Override
  public abstract PreparedStatement prepareStatement(
      String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability)
      throws SQLException;

  @Override
  public abstract CallableStatement prepareCall(
      String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability)
      throws SQLException;

  @Override
  public abstract PreparedStatement prepareStatement(String sql, int autoGeneratedKeys)
      throws SQLException;

  @Override
  public abstract PreparedStatement prepareStatement(String sql, int[] columnIndexes)
      throws SQLException;

  @Override
  public abstract PreparedStatement prepareStatement(String sql, String[] columnNames)
      throws SQLException;

  @Override
  public Clob createClob() throws SQLException {
    return delegate().createClob();
  }

  @Override
  public Blob createBlob() throws SQLException {
    return delegate().createBlob();
  }

  @Override
  public NClob createNClob() throws SQLException {
    return delegate().createNClob();
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    return delegate().createSQLXML();
  }

  @Override
  public boolean isValid(int timeout) throws SQLException {
    return delegate().isValid(timeout);
  }

  @Override
  public void setClientInfo(String name, String value) throws SQLClientInfoException {
    delegate().setClientInfo(name, value);
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    delegate().setClientInfo(properties);
  }

  @Override
  public String getClientInfo(String name) throws SQLException {
    return delegate().getClientInfo(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    return delegate().getClientInfo();
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    return delegate().createArrayOf(typeName, elements);
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    return delegate().createStruct(typeName, attributes);
  }

  @Override
  public abstract void setSchema(String schema) throws SQLException;

  @Override
  public String getSchema() throws SQLException {
    return delegate().getSchema();
  }

  @Override
  public abstract void abort(Executor executor) throws SQLException;

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    delegate().setNetworkTimeout(executor, milliseconds);
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return delegate().getNetworkTimeout();
  }

  @Override
  public void beginRequest() throws SQLException {
    delegate().beginRequest();
  }

  @Override
  public void endRequest() throws SQLException {
    delegate().endRequest();
  }

  @Override
  public boolean setShardingKeyIfValid(
      ShardingKey shardingKey, ShardingKey superShardingKey, int timeout) throws SQLException {
    return delegate().setShardingKeyIfValid(shardingKey, superShardingKey, timeout);
  }

  @Override
  public boolean setShardingKeyIfValid(ShardingKey shardingKey, int timeout) throws SQLException {
    return delegate().setShardingKeyIfValid(shardingKey, timeout);
  }

  @Override
  public void setShardingKey(ShardingKey shardingKey, ShardingKey superShardingKey)
      throws SQLException {
    delegate().setShardingKey(shardingKey, superShardingKey);
  }

  @Override
  public void setShardingKey(ShardingKey shardingKey) throws SQLException {
    delegate().setShardingKey(shardingKey);
  }

  @Override
  public Array createArrayOf(String typeName, Object elements) throws SQLException {
    return pg().createArrayOf(typeName, elements);
  }

  @Override
  public PGNotification[] getNotifications() throws SQLException {
    return pg().getNotifications();
  }

  @Override
  public PGNotification[] getNotifications(int timeoutMillis) throws SQLException {
    return pg().getNotifications(timeoutMillis);
  }

  @Override
  public abstract CopyManager getCopyAPI() throws SQLException;

  @Override
  public abstract LargeObjectManager getLargeObjectAPI() throws SQLException;

  @Override
  public abstract Fastpath getFastpathAPI() throws SQLException;

  @Override
  @Deprecated
  public void addDataType(String type, String className) {
    pg().addDataType(type, className);
  }

  @Override
  public void addDataType(String type, Class<? extends PGobject> klass) throws SQLException {
    pg().addDataType(type, klass);
  }

  @Override
  public void setPrepareThreshold(int threshold) {
    pg().setPrepareThreshold(threshold);
  }

  @Override
  public int getPrepareThreshold() {
    return pg().getPrepareThreshold();
  }

  @Override
  public void setDefaultFetchSize(int fetchSize) throws SQLException {
    pg().setDefaultFetchSize(fetchSize);
  }

  @Override
  public int getDefaultFetchSize() {
    return pg().getDefaultFetchSize();
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    pg().setQueryTimeout(seconds);
  }

  @Override
  public int getQueryTimeout() {
    return pg().getQueryTimeout();
  }

  @Override
  public int getBackendPID() {
    return pg().getBackendPID();
  }

  @Override
  public void cancelQuery() throws SQLException {
    pg().cancelQuery();
  }

  @Override
  public String escapeIdentifier(String identifier) throws SQLException {
    return pg().escapeIdentifier(identifier);
  }

  @Override
  public String escapeLiteral(String literal) throws SQLException {
    return pg().escapeLiteral(literal);
  }

  @Override
  public PreferQueryMode getPreferQueryMode() {
    return pg().getPreferQueryMode();
  }

  @Override
  public AutoSave getAutosave() {
    return pg().getAutosave();
  }

  @Override
  public void setAutosave(AutoSave autoSave) {
    pg().setAutosave(autoSave);
  }

  @Override
  public abstract PGReplicationConnection getReplicationAPI();

  @Override
  public void alterUserPassword(String user, char[] newPassword, String encryptionType)
      throws SQLException {
    pg().alterUserPassword(user, newPassword, encryptionType);
  }

  @Override
  public Map<String, String> getParameterStatuses() {
    return pg().getParameterStatuses();
  }

  @Override
  public String getParameterStatus(String parameterName) {
    return pg().getParameterStatus(parameterName);
  }

  @Override
  public void setAdaptiveFetch(boolean adaptiveFetch) {
    pg().setAdaptiveFetch(adaptiveFetch);
  }

  @Override
  public boolean getAdaptiveFetch() {
    return pg().getAdaptiveFetch();
  }
}
