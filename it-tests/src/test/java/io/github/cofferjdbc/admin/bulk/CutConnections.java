package io.github.cofferjdbc.admin.bulk;

import io.github.cofferjdbc.admin.ConnectionSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that count what is sent, and at the n-th statement or commit are cut off for ever,
 * all of them, as a process that is killed there cuts them: no later call reaches the server, no
 * rollback and no clean-up either. What was sent before stays done.
 */
final class CutConnections implements ConnectionSource, AutoCloseable {

  /** What the killed process never sees. */
  static final class Cut extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final ConnectionSource source;
  private final int fatal;
  private final List<Connection> opened = new ArrayList<>();
  private int passed;

  CutConnections(ConnectionSource source, int fatal) {
    this.source = source;
    this.fatal = fatal;
  }

  synchronized int passed() {
    return passed;
  }

  @Override
  public synchronized Connection open() throws SQLException {
    requireAlive();
    Connection real = source.open();
    opened.add(real);
    return proxy(Connection.class, real);
  }

  private synchronized void point() {
    requireAlive();
    passed++;
    requireAlive();
  }

  private synchronized void requireAlive() {
    if (fatal > 0 && passed >= fatal) {
      throw new Cut();
    }
  }

  private <T> T proxy(Class<T> type, T target) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          String name = method.getName();
          if (name.startsWith("execute") || name.equals("commit") || name.equals("unwrap")) {
            point(); // unwrap is for COPY
          } else {
            requireAlive();
          }
          Object result = call(target, method, arguments);
          if (result instanceof PreparedStatement prepared) {
            return proxy(PreparedStatement.class, prepared);
          }
          return result instanceof Statement statement ? proxy(Statement.class, statement) : result;
        };
    return type.cast(
        Proxy.newProxyInstance(
            CutConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Closes the sockets, as the end of the process does. */
  @Override
  public synchronized void close() throws SQLException {
    for (Connection each : opened) {
      each.close();
    }
  }
}
