package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MethodTableTest {

  private static final List<Class<?>> WRAPPERS =
      List.of(
          EncryptingConnection.class,
          EncryptingStatement.class,
          EncryptingPreparedStatement.class,
          EncryptingCallableStatement.class,
          EncryptingResultSet.class,
          EncryptingResultSetMetaData.class,
          EncryptingParameterMetaData.class,
          EncryptingDatabaseMetaData.class);

  @Test
  void namesEveryMethodThatTheJdkHas() {
    Set<String> jdk =
        MethodTable.INTERFACES.stream()
            .flatMap(MethodTable::declared)
            .map(MethodTable::key)
            .collect(Collectors.toSet());

    assertThat(MethodTable.read().keySet()).isEqualTo(jdk);
  }

  @Test
  void isImplementedWithoutDefaultMethodsOfTheJdk() throws Exception {
    for (int i = 0; i < WRAPPERS.size(); i++) {
      for (Method method : MethodTable.INTERFACES.get(i).getMethods()) {
        if (Modifier.isStatic(method.getModifiers())) {
          continue;
        }
        Method own = WRAPPERS.get(i).getMethod(method.getName(), method.getParameterTypes());
        assertThat(own.isDefault()).as("%s of %s", method, WRAPPERS.get(i)).isFalse();
      }
    }
  }
}
