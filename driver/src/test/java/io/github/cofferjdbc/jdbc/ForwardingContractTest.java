package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.cofferjdbc.catalog.ConnectionCatalog;
import io.github.cofferjdbc.catalog.ScopeRegistry;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.sql.Analyser;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** By reflection: a method that is forwarded reaches the same method of the delegate. */
class ForwardingContractTest {

  /** A call that reached a delegate. */
  private record Call(String method, List<@Nullable Object> arguments) {}

  private final List<Call> calls = new ArrayList<>();
  private @Nullable Throwable failure;

  private <T> T delegate(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals("unwrap")) {
                throw new SQLException("no such");
              }
              if (method.getName().equals("isWrapperFor")) {
                return false;
              }
              calls.add(
                  new Call(signature(method), arguments == null ? List.of() : list(arguments)));
              if (failure != null && method.getDeclaringClass() != Object.class) {
                throw failure;
              }
              return answer(method.getReturnType());
            }));
  }

  private static List<@Nullable Object> list(Object[] arguments) {
    return new ArrayList<>(Arrays.asList(arguments));
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  private static @Nullable Object answer(Class<?> type) {
    if (type == boolean.class) {
      return true;
    } else if (type == int.class) {
      return 7;
    } else if (type == long.class) {
      return 7L;
    } else if (type == String.class) {
      return "seven";
    } else if (type == byte.class) {
      return (byte) 7;
    } else if (type == short.class) {
      return (short) 7;
    } else if (type == float.class) {
      return 7f;
    } else if (type == double.class) {
      return 7d;
    }
    return null;
  }

  private static @Nullable Object argument(Class<?> type) {
    if (type == Class.class) {
      return String.class;
    } else if (type == Map.class) {
      return Map.of();
    } else if (type == Reader.class) {
      return new StringReader("r");
    } else if (type == String[].class) {
      return new String[] {"a"};
    } else if (type == int[].class) {
      return new int[] {1};
    }
    return answer(type);
  }

  private EncryptingConnection connection() throws SQLException {
    Connection raw = delegate(Connection.class);
    DatabaseMetaData url =
        (DatabaseMetaData)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (self, method, arguments) -> "jdbc:test:x");
    Connection named =
        (Connection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> method.getName().equals("getMetaData") ? url : false);
    ConnectionCatalog catalog =
        ConnectionCatalog.of(named, Settings.defaults(), ScopeRegistry.NONE);
    return new EncryptingConnection(
        raw,
        "jdbc:coffer:test:x",
        new Session(
            raw,
            Settings.defaults(),
            catalog,
            Policy.CATALOG,
            Analyser::analyse,
            id -> {
              throw new SQLException("no keys here");
            }));
  }

  private Object wrapper(Class<?> type) throws SQLException {
    EncryptingConnection connection = connection();
    if (type == Connection.class) {
      return connection;
    } else if (type == Statement.class) {
      return new EncryptingStatement(connection, delegate(Statement.class));
    } else if (type == PreparedStatement.class) {
      PreparedStatement raw = delegate(PreparedStatement.class);
      return new EncryptingPreparedStatement(connection, "SELECT 1", Keys.NONE, (to, text) -> raw);
    } else if (type == CallableStatement.class) {
      return new EncryptingCallableStatement(
          connection,
          "SELECT 1",
          delegate(CallableStatement.class),
          (to, text) -> delegate(PreparedStatement.class));
    } else if (type == ResultSet.class) {
      return new EncryptingResultSet(
          connection, delegate(ResultSet.class), null, null, null, null, null);
    } else if (type == ResultSetMetaData.class) {
      return new EncryptingResultSetMetaData(
          delegate(ResultSetMetaData.class), column -> null, connection);
    } else if (type == DatabaseMetaData.class) {
      return new EncryptingDatabaseMetaData(delegate(DatabaseMetaData.class), connection);
    }
    throw new IllegalArgumentException(type.getName());
  }

  @TestFactory
  Stream<DynamicTest> reachesTheSameMethodWithTheSameArgumentsResultAndException() {
    Map<String, MethodTable.Action> table = MethodTable.read();
    return MethodTable.INTERFACES.stream()
        .flatMap(MethodTable::declared)
        .filter(method -> table.get(MethodTable.key(method)) == MethodTable.Action.FORWARD)
        .map(method -> DynamicTest.dynamicTest(MethodTable.key(method), () -> check(method)));
  }

  private static Throwable failure(Method method) {
    List<Class<?>> declared = List.of(method.getExceptionTypes());
    return declared.isEmpty()
        ? new IllegalStateException("from below")
        : declared.contains(SQLException.class)
            ? new SQLException("from below", "57014")
            : new SQLClientInfoException();
  }

  private void check(Method method) throws Exception {
    Object wrapper = wrapper(method.getDeclaringClass());
    Object[] arguments =
        Arrays.stream(method.getParameterTypes()).map(ForwardingContractTest::argument).toArray();

    failure = null;
    calls.clear();
    Object result = method.invoke(wrapper, arguments);

    assertThat(calls).contains(new Call(signature(method), list(arguments)));
    assertThat(result).isEqualTo(answer(method.getReturnType()));

    failure = failure(method);
    Throwable thrown = catchThrowable(() -> method.invoke(wrapper, arguments));
    assertThat(thrown).isInstanceOf(InvocationTargetException.class);
    assertThat(thrown.getCause()).isSameAs(failure);
    failure = null;
  }
}
