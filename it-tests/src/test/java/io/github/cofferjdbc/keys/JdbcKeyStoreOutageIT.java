package io.github.cofferjdbc.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import io.github.cofferjdbc.observe.KeyMetrics;
import io.github.cofferjdbc.testing.KeyFailures;
import io.github.cofferjdbc.testing.KmsServer;
import io.github.cofferjdbc.testing.TcpGate;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The key store's server is down while applications run; the cache has a clock of its own. */
class JdbcKeyStoreOutageIT {

  private static final UUID DATABASE = UUID.randomUUID();

  private final KmsServer kms = KmsServer.start();
  private final AtomicLong nanos = new AtomicLong();
  private final KeyMetrics metrics = new KeyMetrics();
  private final KeyAccess access =
      new KeyAccess(
          new KeyringCache(
              new StoreLoader(metrics),
              nanos::get,
              Runnable::run,
              Scheduler.disabledScheduler(),
              metrics));

  private TestDatabase storeDatabase;
  private TcpGate gate;
  private Settings settings;

  @BeforeEach
  void init() throws SQLException {
    storeDatabase = TestPostgres.shared().newDatabase();
    gate = TcpGate.before(storeDatabase);
    settings =
        Settings.defaults()
            .with(Setting.KEY_STORE, gate.jdbcUrl())
            .with(Setting.KEY_STORE_USER, storeDatabase.user())
            .with(Setting.KEY_STORE_PASSWORD, storeDatabase.password())
            .with(Setting.MASTER_KEY, "aws-kms:" + kms.createKey().arn())
            .with(Setting.KMS_ENDPOINT, kms.endpoint());
    try (KeyStore store = KeyStores.open(settings);
        OpenCluster cluster = OpenCluster.openOrCreate(store, settings, Optional.empty())) {
      cluster.addDatabase(DATABASE, "");
      cluster.markReady(DATABASE);
    }
  }

  @AfterEach
  void drop() throws SQLException {
    gate.close();
    storeDatabase.close();
    kms.close();
  }

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Test
  void runningApplicationsKeepTheirKeysForTheGraceAndGetNewOnesWhenItIsBack() throws SQLException {
    DatabaseKeys keys = access.keysOf(settings, DATABASE);
    Keyring keyring = keys.keyring();
    gate.shut();
    for (int minute = 0; minute < 60; minute++) {
      assertThat(keys.keyring()).isSameAs(keyring);
      pass(Duration.ofMinutes(1));
    }
    assertThat(keys.keyring()).isSameAs(keyring);
    assertThat(metrics.graceStarts.sum()).isEqualTo(1);
    pass(Duration.ofHours(3));
    assertThat(keys.keyring()).isSameAs(keyring);

    gate.open();
    pass(Duration.ofMinutes(1));
    keys.keyring();
    pass(Duration.ofMinutes(40));
    assertThat(keys.keyring()).isSameAs(keyring);

    gate.shut();
    pass(Duration.ofHours(5));
    assertThat(KeyFailures.outage(keys::keyring)).contains("jdbc:postgresql://");
    assertThat(keyring.closed()).isTrue();
    gate.open();
    assertThat(keys.keyring().closed()).isFalse();
  }

  @Test
  void aFreshApplicationIsToldWhoDoesNotAnswer() throws SQLException {
    gate.shut();
    assertThat(KeyFailures.outage(access.keysOf(settings, DATABASE)::keyring))
        .contains("jdbc:postgresql://");
  }

  @Test
  void aRotationWhoseAnswerIsLostIsCompletedByTheNextOne() throws SQLException {
    try (KeyStore store = KeyStores.open(settings);
        OpenCluster cluster = OpenCluster.open(store, settings)) {
      gate.shut();
      assertThatThrownBy(() -> cluster.rotateDatabaseKey(DATABASE))
          .isInstanceOf(SQLException.class);
      gate.open();
      assertThat(cluster.rotateDatabaseKey(DATABASE).version()).isEqualTo(2);
    }
    access.keysOf(settings, DATABASE).keyring();
  }
}
