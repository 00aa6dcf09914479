package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.error.CofferState;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.XAConnection;
import org.postgresql.xa.PGXAConnection;

/**
 * A physical connection that takes part in distributed transactions. Branches and handles are
 * pgjdbc's; the handles go to one connection of Coffer's, whose session hears when a branch begins
 * and ends. The statements of a handle end with it. As thread safe as pgjdbc's.
 */
public final class EncryptingXAConnection extends PGXAConnection {

  private final PooledPhysical physical;

  private EncryptingXAConnection(PooledPhysical physical) throws SQLException {
    super(physical.forTransactions());
    this.physical = physical;
    physical.listenTo(this);
  }

  /**
   * Makes the side of a connection that a transaction manager sees. The connection belongs to it
   * from then on, and is closed if this fails.
   *
   * @throws SQLException KE009 if pgjdbc is not below
   */
  public static XAConnection of(Connection connection) throws SQLException {
    if (!(connection instanceof EncryptingConnection own) || !own.session().hasPg()) {
      connection.close();
      throw CofferState.BAD_CONFIGURATION.exception(
          "Distributed transactions need pgjdbc below Coffer: give a jdbc:coffer:postgresql: URL.");
    }
    return new EncryptingXAConnection(new PooledPhysical(connection));
  }

  @Override
  public Connection getConnection() throws SQLException {
    physical.endHandle();
    return super.getConnection();
  }
}
