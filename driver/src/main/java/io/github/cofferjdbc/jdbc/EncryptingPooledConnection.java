package io.github.cofferjdbc.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.PooledConnection;
import org.postgresql.ds.PGPooledConnection;

/**
 * A physical connection of a pool. Its handles are pgjdbc's, over one connection of Coffer's, whose
 * session serves them all. The statements of a handle end with it. As thread safe as pgjdbc's.
 */
public final class EncryptingPooledConnection extends PGPooledConnection {

  private final PooledPhysical physical;

  private EncryptingPooledConnection(PooledPhysical physical, boolean autoCommit) {
    super(physical.forPool(), autoCommit);
    this.physical = physical;
    physical.listenTo(this);
  }

  /**
   * Makes the pooled side of a connection, which belongs to it from then on.
   *
   * @param autoCommit the mode in which its handles begin
   */
  public static PooledConnection of(Connection connection, boolean autoCommit) {
    return new EncryptingPooledConnection(new PooledPhysical(connection), autoCommit);
  }

  @Override
  public Connection getConnection() throws SQLException {
    physical.endHandle();
    return super.getConnection();
  }
}
