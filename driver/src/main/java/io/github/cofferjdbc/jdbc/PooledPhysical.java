package io.github.cofferjdbc.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;

/**
 * What pgjdbc's pooled connections take for the physical connection: everything of JDBC goes to
 * Coffer's connection, and what pgjdbc calls its core to pgjdbc's own. Only BEGIN, COMMIT, PREPARE
 * TRANSACTION and their like come the second way, from {@code PGXAConnection}; the session hears of
 * them. It also closes the statements of a handle with the handle, which pgjdbc leaves open. As
 * thread safe as the connection.
 */
final class PooledPhysical implements InvocationHandler, ConnectionEventListener {

  private final Connection connection;
  private final @Nullable Session session;
  private final OpenStatements statements = new OpenStatements();

  /**
   * @param connection Coffer's connection, or one that it passes through
   */
  PooledPhysical(Connection connection) {
    this.connection = connection;
    this.session = connection instanceof EncryptingConnection own ? own.session() : null;
  }

  /** Returns the connection for a pool. */
  Connection forPool() {
    return (Connection) proxy(Connection.class, PGConnection.class);
  }

  /** Returns the connection for distributed transactions; pgjdbc must be below. */
  BaseConnection forTransactions() {
    return (BaseConnection) proxy(BaseConnection.class);
  }

  private Object proxy(Class<?>... types) {
    return Proxy.newProxyInstance(PooledPhysical.class.getClassLoader(), types, this);
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    Session own = session;
    boolean jdbc = method.getDeclaringClass().isInstance(connection);
    try {
      if (!jdbc && own != null) {
        own.settle(); // a branch's COMMIT must not overtake a fetch
      }
      Object target = jdbc || own == null ? connection : own.pg().connection();
      Object result = method.invoke(target, arguments);
      if (result instanceof Statement statement) {
        statements.add(statement);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    } finally {
      if (!jdbc && own != null && method.getName().equals("execSQLUpdate")) {
        // Of a branch that was prepared it is not known what becomes of it.
        own.rolledBack();
      }
    }
  }

  /** Closes the statements of the handle that ends. */
  void endHandle() throws SQLException {
    statements.close();
  }

  /** Has the statements of each handle end with it. */
  void listenTo(PooledConnection pooled) {
    pooled.addConnectionEventListener(this);
  }

  @Override
  public void connectionClosed(ConnectionEvent event) {
    try {
      endHandle();
    } catch (SQLException e) {
      // The connection is broken, which its next user, or its pool, is told.
    }
  }

  @Override
  public void connectionErrorOccurred(ConnectionEvent event) {}
}
