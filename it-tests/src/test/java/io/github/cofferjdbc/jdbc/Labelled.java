package io.github.cofferjdbc.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows whose getters by index call those by label. */
final class Labelled {
  private Labelled() {}

  static ResultSet of(ResultSet rows) {
    return (ResultSet)
        Proxy.newProxyInstance(
            Labelled.class.getClassLoader(),
            new Class<?>[] {ResultSet.class},
            (proxy, method, given) -> call(rows, method, given));
  }

  private static Object call(ResultSet rows, Method method, Object[] given) throws Throwable {
    try {
      return method.getName().startsWith("get") && given != null
          ? byLabel(rows, method, given)
          : method.invoke(rows, given);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Object byLabel(ResultSet rows, Method method, Object[] given)
      throws ReflectiveOperationException, SQLException {
    Class<?>[] types = method.getParameterTypes();
    types[0] = String.class;
    Object[] labelled = given.clone();
    labelled[0] = rows.getMetaData().getColumnLabel((Integer) given[0]);
    return ResultSet.class.getMethod(method.getName(), types).invoke(rows, labelled);
  }
}
