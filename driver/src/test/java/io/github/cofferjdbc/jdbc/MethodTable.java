package io.github.cofferjdbc.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of what Coffer does with each method of JDBC. */
final class MethodTable {

  static final List<Class<?>> INTERFACES =
      List.of(
          Connection.class,
          Statement.class,
          PreparedStatement.class,
          CallableStatement.class,
          ResultSet.class,
          ResultSetMetaData.class,
          ParameterMetaData.class,
          DatabaseMetaData.class);

  /** What Coffer does with a method. */
  enum Action {
    FORWARD,
    WRAP,
    REWRITE,
    ENCRYPT,
    DECRYPT,
    REFUSE
  }

  private MethodTable() {}

  /** Returns the table by {@code Interface.method(types)}. */
  static Map<String, Action> read() {
    Map<String, Action> table = new TreeMap<>();
    try (InputStream in =
        Objects.requireNonNull(MethodTable.class.getResourceAsStream("methods.txt"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> put(table, line.split(" +", 2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  private static void put(Map<String, Action> table, String[] row) {
    if (table.put(row[1], Action.valueOf(row[0])) != null) {
      throw new IllegalStateException(row[1] + " stands there twice");
    }
  }

  /** Returns the methods that an interface declares itself, {@code unwrap} apart. */
  static Stream<Method> declared(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic());
  }

  static String key(Method method) {
    return method.getDeclaringClass().getSimpleName()
        + "."
        + method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(",", "(", ")"));
  }
}
