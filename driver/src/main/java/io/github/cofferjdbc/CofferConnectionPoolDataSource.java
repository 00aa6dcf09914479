package io.github.cofferjdbc;

import io.github.cofferjdbc.jdbc.EncryptingPooledConnection;
import java.sql.SQLException;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;

/**
 * What a pool of an application server opens its physical connections with; what they hand out
 * encrypts protected columns. A physical connection keeps its catalog, plans and data key from one
 * handle to the next. It pools nothing itself.
 */
public final class CofferConnectionPoolDataSource extends CofferCommonDataSource
    implements ConnectionPoolDataSource {

  private static final String DEFAULT_AUTO_COMMIT = "defaultAutoCommit";

  private boolean defaultAutoCommit = true;

  /** Makes a data source that {@link #setUrl} completes. */
  public CofferConnectionPoolDataSource() {}

  @Override
  public PooledConnection getPooledConnection() throws SQLException {
    return EncryptingPooledConnection.of(opened(), defaultAutoCommit);
  }

  @Override
  public PooledConnection getPooledConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return EncryptingPooledConnection.of(opened(user, password), defaultAutoCommit);
  }

  /** Sets whether handles begin in autocommit mode; they do unless told otherwise. */
  public void setDefaultAutoCommit(boolean defaultAutoCommit) {
    this.defaultAutoCommit = defaultAutoCommit;
  }

  public boolean isDefaultAutoCommit() {
    return defaultAutoCommit;
  }

  @Override
  public Reference getReference() throws NamingException {
    Reference reference = super.getReference();
    if (!defaultAutoCommit) {
      reference.add(new StringRefAddr(DEFAULT_AUTO_COMMIT, "false"));
    }
    return reference;
  }

  @Override
  void setReferenced(String name, String value) throws SQLException {
    if (name.equals(DEFAULT_AUTO_COMMIT)) {
      defaultAutoCommit = Boolean.parseBoolean(value);
    } else {
      super.setReferenced(name, value);
    }
  }
}
