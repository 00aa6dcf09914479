package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.StoreSteps;
import io.github.cofferjdbc.keys.store.StoredRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * A process that runs init and stops as if by kill -9 at the n-th point: before and after each
 * write of the key store and at each step inside it, before each statement that is sent, before and
 * after each commit. Prints each point that it passes.
 */
final class CrashingInit {

  private static int passed;
  private static int fatal;

  private CrashingInit() {}

  /** Takes URL, user, password, folder and the point to stop at (0: nowhere). */
  public static void main(String[] arguments) throws Exception {
    fatal = Integer.parseInt(arguments[4]);
    Path folder = Path.of(arguments[3]);
    Settings settings =
        Settings.defaults()
            .with(Setting.KEY_STORE, "file:" + folder.resolve("store"))
            .with(Setting.MASTER_KEY, "local:" + folder.resolve("master.json"))
            .with(Setting.LOCAL_PASSWORD, "a password");
    try (Connection connection =
            DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
        KeyStore store =
            counted(StoreSteps.watched(folder.resolve("store"), CrashingInit::point))) {
      Init.run(counted(connection), store, settings, InitRequest.plain());
    }
    point("end");
  }

  private static void point(String what) {
    passed++;
    System.out.println(passed + " " + what);
    System.out.flush();
    if (passed == fatal) {
      Runtime.getRuntime().halt(137);
    }
  }

  private static KeyStore counted(KeyStore store) {
    return new KeyStore() {
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
        point("before revision " + record.revision());
        boolean done = store.compareAndSet(clusterArn, expectedRevision, record);
        point("after revision " + record.revision());
        return done;
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }

  private static Connection counted(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            CrashingInit.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean commit = method.getName().equals("commit");
              if (commit) {
                point("before commit");
              }
              Object result = call(connection, method, arguments);
              if (commit) {
                point("after commit");
              }
              return result instanceof Statement statement ? counted(statement) : result;
            });
  }

  private static Statement counted(Statement statement) {
    return (Statement)
        Proxy.newProxyInstance(
            CrashingInit.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("execute")) {
                String sql = String.valueOf(arguments[0]).strip();
                point(
                    "before "
                        + sql.substring(0, Math.min(40, sql.length())).replaceAll("\\s+", " "));
              }
              return call(statement, method, arguments);
            });
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
