package io.github.cofferjdbc.keys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcStoreLocationTest {

  private static Settings settings(String url) throws SQLException {
    return Settings.of(Map.of(Setting.KEY_STORE.key(), url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://keys.example.org/keys",
        "jdbc:postgresql://keys.example.org/keys?sslmode=verify-full",
        "jdbc:postgresql://keys.example.org/keys?sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
        "jdbc:postgresql://127.0.0.1,keys.example.org/keys",
        "jdbc:postgresql://127.0.0.1.example.org/keys",
        "jdbc:postgresql://10.0.0.1/keys"
      })
  void verifiesTheCertificateOfAnotherMachine(String url) throws SQLException {
    assertThat(JdbcStoreLocation.of(settings(url)).properties())
        .containsEntry("sslmode", "verify-full");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslmode=disable",
        "sslmode=prefer",
        "sslmode=require",
        "sslmode=verify-ca",
        "sslmode=VERIFY-CA",
        "sslmode=verify-full&sslfactory=org.postgresql.ssl.NonValidatingFactory",
        "sslhostnameverifier=example.Any",
        "socketFactory=example.Any"
      })
  void refusesLessOnAnotherMachineUnlessToldTo(String parameters) throws SQLException {
    Settings settings = settings("jdbc:postgresql://keys.example.org/keys?" + parameters);

    assertThatThrownBy(() -> JdbcStoreLocation.of(settings))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("verify-full")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE009");
    assertThat(JdbcStoreLocation.of(settings.with(Setting.KEY_STORE_INSECURE, "true")).properties())
        .doesNotContainKey("sslmode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "[::1]"})
  void asksForNoTlsOnThisMachine(String host) throws SQLException {
    assertThat(
            JdbcStoreLocation.of(settings("jdbc:postgresql://" + host + ":5433/keys")).properties())
        .doesNotContainKey("sslmode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"jdbc:postgresql://h:port/keys", "jdbc:postgresql://h/keys?password=topsecret"})
  void refusesAUrlThatIsMalformedOrHoldsAPassword(String url) throws SQLException {
    Settings settings = settings(url);

    assertThatThrownBy(() -> JdbcStoreLocation.of(settings))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("topsecret")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE009");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://Keys.Example.org/k?sslrootcert=/a, jdbc:postgresql://keys.example.org:5432/k",
    "jdbc:postgresql://127.0.0.1:5433/k, jdbc:postgresql://localhost:5433/k",
    "jdbc:postgresql://[::1]:5433/k, jdbc:postgresql://localhost:5433/k"
  })
  void namesOnePlaceInOneWay(String url, String place) throws SQLException {
    assertThat(JdbcStoreLocation.of(settings(url)).place()).isEqualTo(place);
  }

  @Test
  void asksThePrimaryOfSeveralServers() throws SQLException {
    assertThat(JdbcStoreLocation.of(settings("jdbc:postgresql://a,b/k")).properties())
        .containsEntry("targetServerType", "primary");
  }

  @Test
  void showsNoPassword() throws SQLException {
    Settings settings =
        settings("jdbc:postgresql://a/k").with(Setting.KEY_STORE_PASSWORD, "topsecret");

    assertThat(JdbcStoreLocation.of(settings).toString()).doesNotContain("topsecret");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://keys.example.org/app, true",
    "jdbc:coffer:postgresql://KEYS.example.org:5432/app?coffer.cluster=x, true",
    "jdbc:coffer:aws-wrapper:postgresql://keys.example.org/app, true",
    "'jdbc:postgresql://other.example.org,keys.example.org/app', true",
    "jdbc:postgresql://keys.example.org:5433/app, false",
    "jdbc:postgresql://data.example.org/app, false",
    "jdbc:oracle:thin:@keys.example.org, false"
  })
  void warnsOfTheServerThatItProtects(String dataUrl, boolean warned) throws SQLException {
    KeyStore store = KeyStores.open(settings("jdbc:postgresql://keys.example.org/keys"));

    assertThat(store.onServerOf(dataUrl)).isEqualTo(warned);
  }

  @Test
  void givesRightsOnAJdbcStoreOnly() throws SQLException {
    KeyStore store = KeyStores.open(settings("file:/nowhere"));

    assertThatThrownBy(() -> store.grantRead("app")).hasMessageContaining("jdbc: key store");
  }
}
