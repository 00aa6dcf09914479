package io.github.cofferjdbc.keys;

import static io.github.cofferjdbc.keys.OpenClusterTest.assertState;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.StoredRecord;
import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the default times: an hour, and four hours of grace. */
class DatabaseKeysTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeKeys fake;

  DatabaseKeysTest() throws SQLException {
    fake = new FakeKeys();
  }

  /** Registers a scope, so that the database has one more index key; returns the key's id. */
  private int newIndexKey() throws SQLException {
    try (OpenCluster cluster = fake.open()) {
      int scope =
          cluster
              .registerScope(
                  FakeKeys.DATABASE, new NewScope("public", "ssn", BaseType.TEXT, Mode.EQ, -1))
              .id();
      return cluster.entry(FakeKeys.DATABASE).scope(scope).orElseThrow().indexKey();
    }
  }

  @Test
  void asksNobodyBeforeTheFirstUseAndOnceForAnHour() throws SQLException {
    DatabaseKeys keys = fake.keys();
    assertThat(fake.loads).hasValue(0);
    Keyring keyring = keys.keyring();
    fake.time.pass(Duration.ofMinutes(47));
    assertThat(keys.keyring()).isSameAs(keyring);
    assertThat(fake.keys().keyring()).isSameAs(keyring);
    fake.time.runBackground();
    assertThat(fake.loads).hasValue(1);
    assertThat(fake.metrics.masterKeyCalls.sum()).isEqualTo(1);
    assertThat(fake.metrics.hits.sum()).isEqualTo(2);
  }

  @Test
  void refreshesBehindBeforeExpiryAndKeepsAnUnchangedKeyring() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    for (int hours = 0; hours < 20; hours++) {
      fake.time.pass(Duration.ofMinutes(50));
      assertThat(keys.keyring()).isSameAs(keyring);
      assertThat(fake.loads).hasValue(1 + hours);
      fake.time.runBackground();
      assertThat(fake.loads).hasValue(2 + hours);
    }
    assertThat(keyring.closed()).isFalse();
  }

  @Test
  void takesANewKeyringAndLeavesTheOldOneOpenUntilTheNextRefresh() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring old = keys.keyring();
    int indexKey = newIndexKey();
    fake.time.pass(HOUR);
    Keyring changed = keys.keyring();
    assertThat(changed).isNotSameAs(old);
    assertThat(changed.indexKey(indexKey)).isPresent();
    assertThat(old.closed()).isFalse();
    fake.time.pass(HOUR);
    assertThat(keys.keyring()).isSameAs(changed);
    assertThat(old.closed()).isTrue();
    assertThat(changed.closed()).isFalse();
  }

  @Test
  void wipesBothKeyringsWhenAccessIsDeniedAfterAChange() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring old = keys.keyring();
    newIndexKey();
    fake.time.pass(HOUR);
    Keyring changed = keys.keyring();
    fake.fail(KeyFailure.DENIED);
    fake.time.pass(HOUR);
    assertState("KE008", keys::keyring);
    assertThat(old.closed()).isTrue();
    assertThat(changed.closed()).isTrue();
  }

  @Test
  void survivesAnOutageForTheGraceAndNoLonger() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    fake.fail(KeyFailure.OUTAGE);
    fake.time.pass(HOUR);
    assertThat(keys.keyring()).isSameAs(keyring);
    assertThat(fake.metrics.graceStarts.sum()).isEqualTo(1);
    fake.time.pass(Duration.ofHours(4).minus(SECOND));
    assertThat(keys.keyring()).isSameAs(keyring);
    fake.time.runBackground();
    assertThat(keys.keyring()).isSameAs(keyring);
    assertThat(fake.metrics.graceStarts.sum()).isEqualTo(1);
    fake.time.pass(SECOND);
    assertState("KE005", keys::keyring);
    fake.time.runBackground();
    assertThat(keyring.closed()).isTrue();
  }

  @Test
  void survivesAnOutageThatBeganWhileNobodyAsked() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    fake.fail(KeyFailure.OUTAGE);
    fake.time.pass(Duration.ofHours(3));
    assertThat(keys.keyring()).isSameAs(keyring);
  }

  @Test
  void triesAgainBehindEveryHalfMinuteOfAnOutageAndRecovers() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    fake.fail(KeyFailure.OUTAGE);
    fake.time.pass(HOUR);
    keys.keyring();
    assertThat(fake.loads).hasValue(2);
    fake.time.pass(Duration.ofSeconds(29));
    keys.keyring();
    fake.time.runBackground();
    assertThat(fake.loads).hasValue(2);
    fake.time.pass(SECOND);
    keys.keyring();
    keys.keyring();
    fake.time.runBackground();
    assertThat(fake.loads).hasValue(3);
    fake.fail(null);
    fake.time.pass(Duration.ofSeconds(30));
    keys.keyring();
    fake.time.runBackground();
    assertThat(fake.loads).hasValue(4);
    fake.time.pass(Duration.ofMinutes(47));
    assertThat(keys.keyring()).isSameAs(keyring);
    fake.time.runBackground();
    assertThat(fake.loads).hasValue(4);
  }

  @Test
  void makesNobodyWaitForAnOutageThatARefreshHasJustMet() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    fake.fail(KeyFailure.OUTAGE);
    fake.time.pass(HOUR.minus(SECOND));
    keys.keyring();
    fake.time.runBackground();
    assertThat(fake.loads).hasValue(2);
    fake.time.pass(SECOND);
    assertThat(keys.keyring()).isSameAs(keyring);
    assertThat(fake.loads).hasValue(2);
    fake.time.runBackground();
    assertThat(fake.loads).hasValue(3);
    assertThat(fake.metrics.graceStarts.sum()).isEqualTo(1);
  }

  @Test
  void countsTheGraceFromTheEndOfTheTimeOfTheLastLoadThatSucceeded() throws SQLException {
    DatabaseKeys keys = fake.keys();
    keys.keyring();
    fake.fail(KeyFailure.OUTAGE);
    for (int minutes = 0; minutes < 300; minutes++) {
      keys.keyring();
      fake.time.runBackground();
      fake.time.pass(Duration.ofMinutes(1));
    }
    assertState("KE005", keys::keyring);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyFailure.class,
      names = {"DENIED", "UNUSABLE", "MISSING", "MISCONFIGURED"})
  void dropsTheKeysAtOnceWhenAccessIsDenied(KeyFailure denial) throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    List<String> told = new ArrayList<>();
    Keyring.Dependant dependant = () -> told.add("closed");
    keyring.attach(dependant);
    fake.fail(denial);
    fake.time.pass(Duration.ofMinutes(50));
    assertThat(keys.keyring()).isSameAs(keyring);
    fake.time.runBackground();
    assertThat(keyring.closed()).isTrue();
    assertThat(told).containsExactly("closed");
    assertThat(fake.metrics.denials.sum()).isEqualTo(1);
    assertState(denial.exception("").getSQLState(), keys::keyring);
    fake.fail(null);
    assertThat(keys.keyring().closed()).isFalse();
  }

  @Test
  void dropsTheKeysWhenADenialEndsAnOutage() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    fake.fail(KeyFailure.OUTAGE);
    fake.time.pass(HOUR);
    keys.keyring();
    fake.fail(KeyFailure.DENIED);
    fake.time.pass(Duration.ofSeconds(30));
    keys.keyring();
    fake.time.runBackground();
    assertThat(keyring.closed()).isTrue();
    assertState("KE008", keys::keyring);
  }

  @Test
  void treatsACorruptOrRolledBackKeyStoreAsADenialAndAMissingOneAsAnOutage() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    String arn = keyring.context().arn();
    StoredRecord stored = fake.store.load(arn).orElseThrow();
    fake.store.remove(arn);
    fake.time.pass(HOUR);
    assertThat(keys.keyring()).isSameAs(keyring);
    fake.store.tamper(
        arn,
        new StoredRecord(
            stored.revision(), stored.text().replace("\"pending\": true", "\"pending\": false")));
    fake.time.pass(Duration.ofSeconds(30));
    keys.keyring();
    fake.time.runBackground();
    assertThat(keyring.closed()).isTrue();
    assertState("KE006", keys::keyring);
  }

  @Test
  void failsAtTheFirstUseWithoutGrace() throws SQLException {
    fake.fail(KeyFailure.OUTAGE);
    assertState("KE005", () -> fake.keys().keyring());
    fake.fail(KeyFailure.GONE);
    assertState("KE009", () -> fake.keys().keyring());
    fake.fail(null);
    fake.keys().keyring();
    assertState("KE002", () -> fake.access.keysOf(fake.settings, UUID.randomUUID()).keyring());
  }

  @Test
  void wipesKeysThatNobodyUsesWhenTheirTimeAndGraceAreOver() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    fake.time.pass(Duration.ofHours(5));
    Keyring fresh = keys.keyring();
    fake.time.runBackground();
    assertThat(fresh).isNotSameAs(keyring);
    assertThat(keyring.closed()).isTrue();
  }

  @Test
  void honoursTimesOfZeroByTheShortestOne() throws SQLException {
    Settings hasty =
        fake.settings.with(Setting.DATABASE_KEY_TTL, "PT0S").with(Setting.OUTAGE_GRACE, "PT0S");
    DatabaseKeys keys = fake.access.keysOf(hasty, FakeKeys.DATABASE);
    Keyring keyring = keys.keyring();
    assertThat(keyring.closed()).isFalse();
    fake.fail(KeyFailure.OUTAGE);
    fake.time.pass(SECOND);
    assertState("KE005", keys::keyring);
  }

  @Test
  void honoursTimesOfForEver() throws SQLException {
    Settings patient =
        fake.settings
            .with(Setting.DATABASE_KEY_TTL, "P99999999D")
            .with(Setting.OUTAGE_GRACE, "P99999999D");
    DatabaseKeys keys = fake.access.keysOf(patient, FakeKeys.DATABASE);
    Keyring keyring = keys.keyring();
    fake.time.pass(Duration.ofDays(7_999));
    assertThat(keys.keyring()).isSameAs(keyring);
  }

  @Test
  void reloadsOnceForAKeyThatItDoesNotKnow() throws SQLException {
    DatabaseKeys keys = fake.keys();
    keys.keyring();
    int indexKey = newIndexKey();
    assertThat(keys.keyringKnowing(indexKey).indexKey(indexKey)).isPresent();
    assertThat(fake.loads).hasValue(2);
    assertThat(keys.keyringKnowing(indexKey).indexKey(indexKey)).isPresent();
    assertThat(fake.loads).hasValue(2);
  }

  @Test
  void reloadsAtMostOnceAMinuteForUnknownKeys() throws SQLException {
    DatabaseKeys keys = fake.keys();
    for (int keyId = 1; keyId < 10; keyId++) {
      assertThat(keys.keyringKnowing(keyId).databaseKey(keyId)).isEmpty();
    }
    assertThat(fake.loads).hasValue(2);
    fake.time.pass(Duration.ofSeconds(60));
    keys.keyringKnowing(1);
    assertThat(fake.loads).hasValue(3);
    assertThat(fake.metrics.unknownKeyReloads.sum()).isEqualTo(2);
  }

  @Test
  void doesNotCallAKeyUnknownWhenThereWasNoAnswer() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    fake.fail(KeyFailure.OUTAGE);
    assertState("KE005", () -> keys.keyringKnowing(1));
    assertThat(keys.keyring()).isSameAs(keyring);
  }

  @Test
  void sharesKeysOnlyBetweenEqualSettingsOfAccess() throws SQLException {
    Keyring keyring = fake.keys().keyring();
    Settings otherBlock = fake.settings.with(Setting.BLOCK_VALUES, "7");
    assertThat(fake.access.keysOf(otherBlock, FakeKeys.DATABASE).keyring()).isSameAs(keyring);
    Settings otherPassword = fake.settings.with(Setting.LOCAL_PASSWORD, "x");
    assertThat(fake.access.keysOf(otherPassword, FakeKeys.DATABASE).keyring()).isNotSameAs(keyring);
    assertThat(fake.loads).hasValue(2);
    assertThat(AccessKey.of(otherPassword, FakeKeys.DATABASE).toString())
        .doesNotContain("=x")
        .contains("<hidden>");
  }

  @Test
  void keepsItsClusterWhenAnotherOneAppearsInTheStore() throws SQLException {
    DatabaseKeys keys = fake.keys();
    Keyring keyring = keys.keyring();
    OpenCluster.openOrCreate(
            fake.store, fake.settings.with(Setting.CLUSTER, "other"), Optional.empty())
        .close();
    fake.time.pass(HOUR);
    assertThat(keys.keyring()).isSameAs(keyring);
    assertThat(fake.metrics.loads.sum()).isEqualTo(2);
  }

  @Test
  void loadsOnceForTwoHundredThreadsAtOnce() throws Exception {
    assertThat(together(200, () -> fake.keys().keyring())).hasSize(1);
    assertThat(fake.loads).hasValue(1);
    assertThat(fake.metrics.masterKeyCalls.sum()).isEqualTo(1);
  }

  @Test
  void asksOnceForTwoHundredThreadsAtTheEndOfItsTimeInAnOutage() throws Exception {
    fake.keys().keyring();
    fake.fail(KeyFailure.OUTAGE);
    fake.time.pass(HOUR);
    assertThat(together(200, () -> fake.keys().keyring())).hasSize(1);
    assertThat(fake.loads).hasValue(2);
    assertThat(fake.metrics.graceStarts.sum()).isEqualTo(1);
  }

  @Test
  void reloadsOnceForTwoHundredThreadsThatMeetANewKey() throws Exception {
    fake.keys().keyring();
    int indexKey = newIndexKey();
    assertThat(together(200, () -> fake.keys().keyringKnowing(indexKey)))
        .hasSize(1)
        .allSatisfy(keyring -> assertThat(keyring.indexKey(indexKey)).isPresent());
    assertThat(fake.loads).hasValue(2);
  }

  @Test
  void letsAnotherDatabaseLoadWhileOneWaits() throws Exception {
    UUID other = UUID.randomUUID();
    try (OpenCluster cluster = fake.open()) {
      cluster.addDatabase(other, "");
    }
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    fake.duringLoad =
        () -> {
          fake.duringLoad = null;
          loading.countDown();
          awaitUnchecked(goOn);
        };
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<Keyring> slow = executor.submit(() -> fake.keys().keyring());
      loading.await();
      assertThat(fake.access.keysOf(fake.settings, other).keyring().databaseId()).isEqualTo(other);
      assertThat(slow.isDone()).isFalse();
      goOn.countDown();
      assertThat(slow.get().databaseId()).isEqualTo(FakeKeys.DATABASE);
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void tellsAllWhoWaitedOfOneFailure() throws Exception {
    fake.fail(KeyFailure.DENIED);
    List<Object> states =
        new ArrayList<>(
            together(
                50,
                () -> {
                  try {
                    return fake.keys().keyring();
                  } catch (SQLException e) {
                    return e.getSQLState();
                  }
                }));
    assertThat(states).containsExactly("KE008");
  }

  @Test
  void clearsEverything() throws SQLException {
    Keyring keyring = fake.keys().keyring();
    fake.access.clear();
    assertThat(keyring.closed()).isTrue();
    assertThat(fake.keys().keyring()).isNotSameAs(keyring);
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the distinct results of so many threads that begin at once. */
  private static <T> List<T> together(int threads, Callable<T> call) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch begin = new CountDownLatch(1);
      List<Future<T>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(
            executor.submit(
                () -> {
                  begin.await();
                  return call.call();
                }));
      }
      begin.countDown();
      List<T> all = new ArrayList<>();
      for (Future<T> result : results) {
        all.add(result.get());
      }
      return all.stream().distinct().toList();
    } finally {
      executor.shutdownNow();
    }
  }
}
