package io.github.cofferjdbc;

import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import javax.naming.Reference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose connections encrypt protected columns: around another data source, or with a
 * URL. Every setting has a setter; a malformed value fails at {@link #getConnection}.
 *
 * <p>It does not pool. Put it inside a pool rather than around one: then a data key serves a
 * physical connection for as long as that lives. Set it up first, use it from any thread then.
 */
public final class CofferDataSource extends CofferCommonDataSource implements DataSource {

  private @Nullable DataSource dataSource;

  /** Makes a data source that {@link #setUrl} or {@link #setDataSource} completes. */
  public CofferDataSource() {}

  /** Makes a data source around another one, which opens the connections. */
  public CofferDataSource(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Connection getConnection() throws SQLException {
    DataSource inner = dataSource;
    return inner == null ? opened() : wrapped(inner.getConnection());
  }

  @Override
  public Connection getConnection(@Nullable String otherUser, @Nullable String otherPassword)
      throws SQLException {
    DataSource inner = dataSource;
    return inner == null
        ? opened(otherUser, otherPassword)
        : wrapped(inner.getConnection(otherUser, otherPassword));
  }

  @Override
  String nothingToOpen() {
    return "The data source has neither a URL nor a data source: call setUrl or setDataSource.";
  }

  private Connection wrapped(Connection connection) throws SQLException {
    try {
      Settings settings = CofferUrl.parse("jdbc:coffer:postgresql:", settings()).settings();
      DatabaseMetaData metaData = connection.getMetaData();
      String inner = String.valueOf(metaData.getURL());
      if (inner.startsWith(CofferUrl.PREFIX)) {
        throw CofferState.BAD_CONFIGURATION.exception(
            "The inner data source is Coffer's already: use it as it is.");
      }
      String outer = inner.startsWith("jdbc:") ? "coffer:" + inner.substring(5) : "coffer:" + inner;
      return PhysicalConnection.wrapped(
          connection, settings, CofferUrl.withoutSecrets("jdbc:" + outer));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Sets the data source that opens the connections; then URL, user and password are not used. */
  public void setDataSource(@Nullable DataSource inner) {
    dataSource = inner;
  }

  public @Nullable DataSource getDataSource() {
    return dataSource;
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    if (dataSource != null) {
      dataSource.setLoginTimeout(seconds);
    }
    super.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return dataSource == null ? super.getLoginTimeout() : dataSource.getLoginTimeout();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    if (type.isInstance(dataSource)) {
      return type.cast(dataSource);
    }
    if (dataSource != null) {
      return dataSource.unwrap(type);
    }
    throw CofferState.BAD_CONFIGURATION.exception(
        "The data source is not a wrapper for " + type.getName() + ".");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this)
        || type.isInstance(dataSource)
        || (dataSource != null && dataSource.isWrapperFor(type));
  }

  /**
   * Returns what {@link CofferDataSourceFactory} makes an equal data source from, passwords too.
   *
   * @throws NamingException if there is an inner data source, which a reference cannot hold
   */
  @Override
  public Reference getReference() throws NamingException {
    DataSource inner = dataSource;
    if (inner != null) {
      throw new OperationNotSupportedException(
          "A reference cannot hold the inner data source, a "
              + inner.getClass().getName()
              + ": call setUrl instead of setDataSource.");
    }
    return super.getReference();
  }

  @Override
  public String toString() {
    return dataSource == null
        ? super.toString()
        : "CofferDataSource[" + dataSource.getClass().getName() + "]";
  }
}
