package io.github.cofferjdbc.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.testing.KeyFailures;
import io.github.cofferjdbc.testing.RunningApplication;
import io.github.cofferjdbc.testing.TcpGate;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * An application writes, reads and opens connections while the key store's server is down, for
 * longer than its keys serve without it: {@code -Dcoffer.test.keyStoreDown}. {@link
 * JdbcKeyStoreOutageIT} plays hours with a clock of its own.
 */
class KeyStoreDownIT {

  private static final Duration DOWN =
      Duration.parse(System.getProperty("coffer.test.keyStoreDown", "PT1.2S"));

  @Test
  void aRunningApplicationGoesOnAndAFreshOneIsTold() throws Exception {
    try (TestDatabase store = TestPostgres.shared().newDatabase();
        ProtectedDatabase database =
            ProtectedDatabase.with("CREATE TABLE patient (id int, ssn encrypted.text_eq)");
        TcpGate gate = TcpGate.before(store)) {
      database.copyKeyStoreTo(store);
      Map<String, String> settings =
          new HashMap<>(ProtectedDatabase.keyStoreIn(store, gate.jdbcUrl()));
      settings.putAll(RunningApplication.SHORT_LIVED_KEYS);
      try (RunningApplication application =
          new RunningApplication(() -> database.coffer(settings))) {
        gate.shut();
        application.goesOnUntil(DOWN);
        assertThat(KeyFailures.outage(() -> freshApplication(database, settings)))
            .contains("jdbc:postgresql://");
        gate.open();
        application.goesOnUntil(Duration.ZERO);
      }
      freshApplication(database, settings);
    } finally {
      KeyAccess.shared().clear();
    }
  }

  /** One with other settings has keys of its own to load. */
  private static void freshApplication(ProtectedDatabase database, Map<String, String> settings)
      throws SQLException {
    Map<String, String> own = new HashMap<>(settings);
    own.put("coffer.databaseKeyTtl", "PT1.5S");
    try (Connection coffer = database.coffer(own);
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO patient VALUES (1, 'S1')");
    }
  }
}
