package io.github.cofferjdbc.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import io.github.cofferjdbc.observe.KeyMetrics;
import io.github.cofferjdbc.testing.KmsFault;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsRequest;
import io.github.cofferjdbc.testing.KmsServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All tiers at work: file key store, AWS KMS's protocol, and the cache with a clock of its own. */
class KmsKeyAccessIT {

  private static final String ARN = "arn:aws:redshift:eu-central-1:111122223333:namespace:example";
  private static final Map<String, String> CONTEXT =
      Map.of("aws:redshift:arn", ARN, "aws:redshift:createtime", "20150206T1832Z");
  private static final UUID DATABASE = UUID.randomUUID();

  private final KmsServer kms = KmsServer.start();
  private final KmsKey kmsKey = kms.createKey();
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

  @TempDir private Path folder;
  private Settings settings = Settings.defaults();

  @BeforeEach
  void init() throws SQLException {
    settings =
        Settings.defaults()
            .with(Setting.CLUSTER, ARN)
            .with(Setting.KEY_STORE, "file:" + folder)
            .with(Setting.MASTER_KEY, "aws-kms:" + kmsKey.arn())
            .with(Setting.KMS_ENDPOINT, kms.endpoint());
    try (KeyStore store = KeyStores.open(settings);
        OpenCluster cluster =
            OpenCluster.openOrCreate(
                store, settings, Optional.of(Instant.parse("2015-02-06T18:32:00Z")))) {
      cluster.addDatabase(DATABASE, "");
      cluster.markReady(DATABASE);
    }
  }

  @AfterEach
  void stop() {
    kms.close();
  }

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  private static void assertState(String sqlState, DatabaseKeys keys) {
    assertThatThrownBy(keys::keyring)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as("%s", e).isEqualTo(sqlState));
  }

  @Test
  void namesTheClusterInEveryUseOfItsKeysAsRedshiftDoes() throws SQLException {
    access.keysOf(settings, DATABASE).keyring();
    assertThat(kms.requests("GenerateDataKey")).hasSize(1);
    assertThat(kms.requests("Decrypt")).isNotEmpty();
    assertThat(kms.requests())
        .filteredOn(request -> !request.operation().equals("DescribeKey"))
        .extracting(KmsRequest::encryptionContext)
        .allSatisfy(context -> assertThat(context).isEqualTo(CONTEXT));
  }

  @Test
  void asksOnceForTwoHundredConnectionsAndNotAgainForAnHour() throws Exception {
    kms.forgetRequests();
    ExecutorService threads = Executors.newFixedThreadPool(200);
    try {
      CountDownLatch begin = new CountDownLatch(1);
      List<Future<Keyring>> keyrings = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        keyrings.add(
            threads.submit(
                () -> {
                  begin.await();
                  return access.keysOf(settings, DATABASE).keyring();
                }));
      }
      begin.countDown();
      for (Future<Keyring> keyring : keyrings) {
        assertThat(keyring.get()).isSameAs(keyrings.get(0).get());
      }
    } finally {
      threads.shutdownNow();
    }
    pass(Duration.ofMinutes(47));
    access.keysOf(settings, DATABASE).keyring();
    assertThat(kms.requests()).hasSize(1);
  }

  @Test
  void survivesAnOutageForTheGraceAndNoLonger() throws SQLException {
    DatabaseKeys keys = access.keysOf(settings, DATABASE);
    Keyring keyring = keys.keyring();
    kms.failAlways(KmsFault.internal());
    pass(Duration.ofHours(1));
    assertThat(keys.keyring()).isSameAs(keyring);
    pass(Duration.ofHours(4).minusSeconds(1));
    assertThat(keys.keyring()).isSameAs(keyring);
    pass(Duration.ofSeconds(1));
    assertState("KE005", keys);
    assertThat(keyring.closed()).isTrue();
    kms.heal();
    assertThat(keys.keyring().closed()).isFalse();
  }

  @Test
  void aMinuteOfThrottlingWhenTheKeysTimeIsOverIsNotSeen() throws SQLException {
    DatabaseKeys keys = access.keysOf(settings, DATABASE);
    Keyring keyring = keys.keyring();
    pass(Duration.ofHours(1));
    kms.failAlways(KmsFault.throttle());
    kms.forgetRequests();
    for (int second = 0; second < 60; second++) {
      assertThat(keys.keyring()).isSameAs(keyring);
      pass(Duration.ofSeconds(1));
    }
    assertThat(kms.requests()).as("three attempts every half minute").hasSizeBetween(1, 9);
    assertThat(metrics.graceStarts.sum()).isEqualTo(1);
    kms.heal();
    kms.forgetRequests();
    keys.keyring();
    pass(Duration.ofMinutes(40));
    keys.keyring();
    assertThat(kms.requests()).as("the keys have a new hour").hasSize(1);
  }

  @Test
  void survivesARefusedConnection() throws SQLException {
    DatabaseKeys keys = access.keysOf(settings, DATABASE);
    Keyring keyring = keys.keyring();
    kms.close();
    pass(Duration.ofHours(1));
    assertThat(keys.keyring()).isSameAs(keyring);
  }

  @Test
  void doesNotSurviveADenial() throws SQLException {
    DatabaseKeys keys = access.keysOf(settings, DATABASE);
    Keyring keyring = keys.keyring();
    kms.failAlways(new KmsFault.Answer("AccessDeniedException", 400, "no"));
    pass(Duration.ofMinutes(50));
    keys.keyring();
    assertThat(keyring.closed()).isTrue();
    assertState("KE008", keys);
  }
}
