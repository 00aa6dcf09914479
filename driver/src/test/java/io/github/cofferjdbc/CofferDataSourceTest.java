package io.github.cofferjdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.config.Setting;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;

class CofferDataSourceTest {

  @Test
  void hasASetterForEverySettingAndNoOther() throws IntrospectionException {
    assertThat(othersThanSettings(CofferDataSource.class))
        .containsExactlyInAnyOrder(
            "connection",
            "dataSource",
            "loginTimeout",
            "logWriter",
            "parentLogger",
            "password",
            "reference",
            "url",
            "user");
    assertThat(othersThanSettings(CofferConnectionPoolDataSource.class))
        .containsExactlyInAnyOrder(
            "defaultAutoCommit",
            "loginTimeout",
            "logWriter",
            "parentLogger",
            "password",
            "pooledConnection",
            "reference",
            "url",
            "user");
    assertThat(othersThanSettings(CofferXADataSource.class))
        .containsExactlyInAnyOrder(
            "XAConnection",
            "loginTimeout",
            "logWriter",
            "parentLogger",
            "password",
            "reference",
            "url",
            "user");
  }

  /** Returns the properties that are no settings; each setting must be one. */
  private static Set<String> othersThanSettings(Class<?> source) throws IntrospectionException {
    Map<String, PropertyDescriptor> properties = new HashMap<>();
    for (PropertyDescriptor each :
        Introspector.getBeanInfo(source, Object.class).getPropertyDescriptors()) {
      properties.put(each.getName(), each);
    }
    for (Setting setting : Setting.values()) {
      PropertyDescriptor property =
          Objects.requireNonNull(
              properties.remove(setting.key().substring("coffer.".length())), setting.key());
      Class<?> type =
          switch (setting.kind()) {
            case FLAG -> boolean.class;
            case NUMBER -> long.class;
            case TEXT, SECRET, DURATION, UUID, CHOICE -> String.class;
          };
      assertThat(property.getPropertyType()).as(setting.key()).isEqualTo(type);
      assertThat(property.getWriteMethod()).as(setting.key()).isNotNull();
      assertThat(property.getReadMethod() == null).as(setting.key()).isEqualTo(setting.secret());
    }
    return properties.keySet();
  }

  @Test
  void everySetterReachesItsSetting() throws Exception {
    for (Setting setting : Setting.values()) {
      CofferDataSource source = new CofferDataSource();
      source.setReferenced(setting.key(), sample(setting));
      CofferDataSource set = new CofferDataSource();
      String name = setting.key().substring("coffer.".length());
      for (PropertyDescriptor each :
          Introspector.getBeanInfo(CofferDataSource.class).getPropertyDescriptors()) {
        if (each.getName().equals(name)) {
          Object value =
              switch (setting.kind()) {
                case FLAG -> Boolean.valueOf(sample(setting));
                case NUMBER -> Long.valueOf(sample(setting));
                case TEXT, SECRET, DURATION, UUID, CHOICE -> sample(setting);
              };
          each.getWriteMethod().invoke(set, value);
        }
      }
      assertThat(set.getReference()).as(setting.key()).isEqualTo(source.getReference());
      assertThat(set.getReference().get(setting.key())).as(setting.key()).isNotNull();
    }
  }

  @Test
  void comesBackFromItsReference() throws Exception {
    CofferDataSource source = new CofferDataSource();
    source.setUrl("jdbc:coffer:postgresql://h/db");
    source.setUser("u");
    source.setPassword("p");
    source.setPadding("16");
    source.setLoginTimeout(7);
    Object made =
        new CofferDataSourceFactory().getObjectInstance(source.getReference(), null, null, null);
    CofferDataSource copy = (CofferDataSource) Objects.requireNonNull(made);
    assertThat(copy.getReference()).isEqualTo(source.getReference());
    assertThat(copy.getLoginTimeout()).isEqualTo(7);
    assertThat(new CofferDataSourceFactory().getObjectInstance("other", null, null, null)).isNull();
  }

  @Test
  void theOthersComeBackFromTheirReferencesToo() throws Exception {
    CofferConnectionPoolDataSource pool = new CofferConnectionPoolDataSource();
    pool.setUrl("jdbc:coffer:postgresql://h/db");
    pool.setPadding("16");
    pool.setDefaultAutoCommit(false);
    CofferConnectionPoolDataSource poolCopy =
        (CofferConnectionPoolDataSource)
            Objects.requireNonNull(
                new CofferDataSourceFactory()
                    .getObjectInstance(pool.getReference(), null, null, null));
    assertThat(poolCopy.getReference()).isEqualTo(pool.getReference());
    assertThat(poolCopy.isDefaultAutoCommit()).isFalse();

    CofferXADataSource transactions = new CofferXADataSource();
    transactions.setUrl("jdbc:coffer:postgresql://h/db");
    transactions.setKeyStore("file:/keys");
    CofferXADataSource copy =
        (CofferXADataSource)
            Objects.requireNonNull(
                new CofferDataSourceFactory()
                    .getObjectInstance(transactions.getReference(), null, null, null));
    assertThat(copy.getReference()).isEqualTo(transactions.getReference());
  }

  @Test
  void noneConnectsWithoutAUrl() {
    assertThatThrownBy(() -> new CofferConnectionPoolDataSource().getPooledConnection())
        .hasFieldOrPropertyWithValue("SQLState", "KE009");
    assertThatThrownBy(() -> new CofferXADataSource().getXAConnection())
        .hasFieldOrPropertyWithValue("SQLState", "KE009");
  }

  @Test
  void hasNoReferenceAroundAnotherDataSource() {
    CofferDataSource source = new CofferDataSource(new CofferDataSource());
    assertThatThrownBy(source::getReference)
        .isInstanceOf(NamingException.class)
        .hasMessageContaining("setUrl")
        .hasMessageContaining(CofferDataSource.class.getName());
  }

  @Test
  void refusesAReferenceWithABadLoginTimeout() {
    for (String bad : List.of("", "soon", "-1", "99999999999")) {
      assertThatThrownBy(() -> new CofferDataSource().setReferenced("loginTimeout", bad))
          .as(bad)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE009"));
    }
  }

  @Test
  void wantsAUrl() {
    assertThatThrownBy(() -> new CofferDataSource().getConnection())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE009"));
  }

  @Test
  void showsNoPassword() {
    CofferDataSource source = new CofferDataSource();
    source.setUrl("jdbc:coffer:postgresql://h/db?password=hunter2");
    source.setPassword("hunter2");
    source.setLocalPassword("hunter2");
    assertThat(source.toString()).doesNotContain("hunter2").contains("jdbc:coffer:");
  }

  private static String sample(Setting setting) {
    return switch (setting.kind()) {
      case FLAG -> "true";
      case NUMBER -> "77";
      case DURATION -> "PT7S";
      case UUID -> "123e4567-e89b-12d3-a456-426614174000";
      case CHOICE -> setting.choices().get(setting.choices().size() - 1);
      case SECRET -> "s";
      case TEXT ->
          switch (setting) {
            case KEY_STORE, AUDIT_LOG -> "file:x";
            case MASTER_KEY -> "local:x";
            case KMS_ENDPOINT -> "https://h";
            default -> Arrays.toString(new int[] {1});
          };
    };
  }
}
