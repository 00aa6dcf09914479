package io.github.cofferjdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.config.Setting;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CofferDriverTest {

  private final CofferDriver driver = new CofferDriver();

  @Test
  void isFoundByServiceLoaderAndDriverManager() throws SQLException {
    assertThat(ServiceLoader.load(Driver.class)).anyMatch(CofferDriver.class::isInstance);
    assertThat(DriverManager.getDriver("jdbc:coffer:postgresql:db"))
        .isInstanceOf(CofferDriver.class);
  }

  @Test
  void leavesOtherUrlsToOthers() throws SQLException {
    assertThat(driver.connect("jdbc:postgresql:db", null)).isNull();
    assertThat(driver.connect("jdbc:mysql://h/db", new Properties())).isNull();
    assertThat(driver.acceptsURL("jdbc:postgresql:db")).isFalse();
    assertThat(driver.acceptsURL(null)).isFalse();
  }

  @Test
  void saysWhichDriverIsMissing() {
    assertThatThrownBy(() -> driver.connect("jdbc:coffer:oracle:thin:@h", null))
        .hasMessageContaining("jdbc:oracle:")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE009"));
  }

  @Test
  void failsAtConnectForAnUnknownSetting() {
    assertThatThrownBy(() -> driver.connect("jdbc:coffer:postgresql:db?coffer.tll=1", null))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE009"));
  }

  @Test
  void listsItsSettingsBeforeThoseOfTheDelegate() throws SQLException {
    for (String url :
        new String[] {null, "jdbc:coffer:postgresql://h/db", "jdbc:postgresql://h/"}) {
      DriverPropertyInfo[] infos = driver.getPropertyInfo(url, null);
      assertThat(Arrays.stream(infos).limit(Setting.values().length).map(info -> info.name))
          .containsExactly(
              Arrays.stream(Setting.values()).map(Setting::key).toArray(String[]::new));
      assertThat(infos.length).isGreaterThan(Setting.values().length + 20);
    }
  }

  @Test
  void isAsCompliantAsPgjdbc() {
    assertThat(driver.jdbcCompliant()).isEqualTo(new org.postgresql.Driver().jdbcCompliant());
    assertThat(driver.getMajorVersion()).isNotNegative();
  }
}
