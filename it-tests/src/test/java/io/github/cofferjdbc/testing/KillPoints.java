package io.github.cofferjdbc.testing;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.StoreSteps;
import io.github.cofferjdbc.keys.store.StoredRecord;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * The points of a command at which its process may be killed: before and after each write of the
 * key store and at each step inside it, before each statement that is sent, before and after each
 * commit. Store and connections count them themselves. At the n-th point the virtual machine halts
 * at once, as if by kill -9; each point passed is printed. Thread safe.
 */
public final class KillPoints {

  /** The exit status of a process that was killed at a point. */
  public static final int KILLED = 137;

  private final int fatal;
  private int passed;

  /** Makes them; 0 kills nowhere. */
  public KillPoints(int fatal) {
    this.fatal = fatal;
  }

  /** Counts a point. */
  public synchronized void reached(String what) {
    passed++;
    System.out.println(passed + " " + what);
    System.out.flush();
    if (passed == fatal) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  /** Opens the file key store of the settings, counted. */
  public KeyStore store(Settings settings) throws SQLException {
    String place = settings.text(Setting.KEY_STORE).orElseThrow();
    KeyStore store = StoreSteps.watched(Path.of(place.substring("file:".length())), this::reached);
    return new CountedStore(store);
  }

  /** Returns a source whose connections are counted. */
  public ConnectionSource counted(ConnectionSource source) {
    return () -> counted(source.open());
  }

  /** Returns the connection, counted. */
  public Connection counted(Connection connection) {
    return proxy(Connection.class, connection);
  }

  private <T> T proxy(Class<T> type, T target) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          String name = method.getName();
          if (name.startsWith("execute")) {
            reached("before " + beginning(target, arguments));
          } else if (name.equals("unwrap")) {
            reached("before COPY");
          } else if (name.equals("commit")) {
            reached("before commit");
          }
          Object result = call(target, method, arguments);
          if (name.equals("commit")) {
            reached("after commit");
          }
          return wrapped(result);
        };
    return type.cast(
        Proxy.newProxyInstance(KillPoints.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object wrapped(Object result) {
    if (result instanceof CallableStatement) {
      return result;
    }
    if (result instanceof PreparedStatement prepared) {
      return proxy(PreparedStatement.class, prepared);
    }
    return result instanceof Statement statement ? proxy(Statement.class, statement) : result;
  }

  private static String beginning(Object target, Object[] arguments) {
    String sql = String.valueOf(arguments == null ? target : arguments[0]).strip();
    return sql.substring(0, Math.min(60, sql.length())).replaceAll("\\s+", " ");
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private final class CountedStore implements KeyStore {
    private final KeyStore store;

    private CountedStore(KeyStore store) {
      this.store = store;
    }

    @Override
    public String place() {
      return store.place();
    }

    @Override
    public List<String> clusters() throws SQLException {
      return store.clusters();
    }

    @Override
    public Optional<StoredRecord> load(String clusterArn) throws SQLException {
      return store.load(clusterArn);
    }

    @Override
    public boolean compareAndSet(String clusterArn, long expectedRevision, StoredRecord record)
        throws SQLException {
      reached("before revision " + record.revision());
      boolean done = store.compareAndSet(clusterArn, expectedRevision, record);
      reached("after revision " + record.revision());
      return done;
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
