package io.github.cofferjdbc.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.RecordJson;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import io.github.cofferjdbc.keys.store.StoredRecord;
import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenClusterTest {

  private static final NewScope PRICE =
      new NewScope("public", "price", BaseType.NUMERIC, Mode.EQ, 655366);
  private static final NewScope SSN = new NewScope("public", "ssn", BaseType.TEXT, Mode.EQ, -1);

  private static final String ARN = "arn:coffer:postgresql:::cluster:default";
  private static final UUID DATABASE = UUID.fromString("6f1c0b4e-3b5e-4f7a-9d1c-2b8e5a7c9d10");

  private final MemoryKeyStore store = new MemoryKeyStore();

  static Settings settings(String masterKey) throws SQLException {
    return Settings.defaults().with(Setting.MASTER_KEY, masterKey);
  }

  static void assertState(String sqlState, ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as("%s", e).isEqualTo(sqlState));
  }

  private OpenCluster init(String masterKey) throws SQLException {
    return OpenCluster.openOrCreate(store, settings(masterKey), Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fake:a", "fake:hsm/a"})
  void opensWhatItMade(String masterKey) throws SQLException, NotAuthenticException {
    byte[] wrapped;
    try (OpenCluster cluster = init(masterKey);
        SecretBytes key = SecretBytes.random(32)) {
      DatabaseEntry entry = cluster.addDatabase(DATABASE, "localhost/db");
      assertThat(entry.pending()).isTrue();
      cluster.markReady(DATABASE);
      try (Keyring keyring = cluster.keyring(DATABASE)) {
        wrapped = keyring.current().wrapIndexKey(key);
      }
      try (OpenCluster again = OpenCluster.open(store, settings(masterKey));
          Keyring keyring = again.keyring(DATABASE)) {
        assertThat(again.record()).isEqualTo(cluster.record());
        assertThat(again.entry(DATABASE).pending()).isFalse();
        assertThat(keyring.currentIndexKey(0).id()).isEqualTo(entry.indexKey());
        assertThat(keyring.current().unwrapIndexKey(wrapped).sameAs(key)).isTrue();
      }
    }
  }

  @Test
  void opensWithoutMasterKeySettingByTheStoresReference() throws SQLException {
    init("fake:a").close();
    OpenCluster.open(store, Settings.defaults()).close();
  }

  @Test
  void isIdempotent() throws SQLException {
    try (OpenCluster cluster = init("fake:a")) {
      DatabaseEntry entry = cluster.addDatabase(DATABASE, "one");
      assertThat(cluster.addDatabase(DATABASE, "two")).isEqualTo(entry);
      cluster.markReady(DATABASE);
      long revision = cluster.record().revision();
      cluster.markReady(DATABASE);
      assertThat(cluster.record().revision()).isEqualTo(revision);
      try (OpenCluster again = init("fake:a")) {
        assertThat(again.record()).isEqualTo(cluster.record());
      }
    }
  }

  @Test
  void keepsTheCreationTimeAndRefusesAnother() throws SQLException {
    Instant created = Instant.parse("2015-02-06T18:32:00Z");
    OpenCluster cluster = OpenCluster.openOrCreate(store, settings("fake:a"), Optional.of(created));
    assertThat(cluster.context().createTime()).isEqualTo("20150206T1832Z");
    OpenCluster.openOrCreate(store, settings("fake:a"), Optional.of(created)).close();
    assertState(
        "KE009",
        () ->
            OpenCluster.openOrCreate(
                store, settings("fake:a"), Optional.of(created.plusSeconds(60))));
  }

  @Test
  void givesEveryScopeAnIdAndAnIndexKeyOfItsOwn() throws SQLException {
    try (OpenCluster cluster = init("fake:a")) {
      cluster.addDatabase(DATABASE, "db");
      assertThat(cluster.registerScope(DATABASE, PRICE).id()).isEqualTo(1);
      assertThat(cluster.registerScope(DATABASE, SSN).id()).isEqualTo(2);
      assertThat(cluster.entry(DATABASE).scope(1).orElseThrow().typmod()).isEqualTo(655366);
      try (Keyring keyring = cluster.keyring(DATABASE)) {
        assertThat(IntStream.rangeClosed(0, 2).mapToObj(scope -> indexKeyId(keyring, scope)))
            .doesNotHaveDuplicates();
        assertState("KE002", () -> keyring.currentIndexKey(3));
      }
    }
  }

  @Test
  void aScopeTakesTheIndexKeyThatARotationMadeAndServesOnceItIsReady() throws SQLException {
    try (OpenCluster cluster = init("fake:a")) {
      cluster.addDatabase(DATABASE, "db");
      int unused = cluster.rotateIndexKey(DATABASE).id();
      int waiting = cluster.rotateIndexKey(DATABASE).id();

      ScopeEntry scope = cluster.registerScope(DATABASE, PRICE);
      long revision = cluster.record().revision();
      assertThat(cluster.registerScope(DATABASE, PRICE)).isEqualTo(scope);
      assertThat(cluster.record().revision()).isEqualTo(revision);
      assertThat(scope.indexKey()).isEqualTo(waiting).isNotEqualTo(unused);
      assertThat(cluster.registerScope(DATABASE, SSN).indexKey()).isNotIn(waiting, unused);
      assertState(
          "KE009",
          () ->
              cluster.registerScope(
                  DATABASE, new NewScope("public", "price", BaseType.NUMERIC, Mode.EQ, -1)));

      try (Keyring keyring = cluster.keyring(DATABASE)) {
        assertThat(keyring.scopes()).isEmpty();
      }
      cluster.markScopeReady(DATABASE, scope.id());
      cluster.markScopeReady(DATABASE, scope.id());
      try (Keyring keyring = cluster.keyring(DATABASE)) {
        assertThat(keyring.scopes()).containsExactly(scope.ready());
      }
    }
  }

  private static int indexKeyId(Keyring keyring, int scope) {
    try {
      return keyring.currentIndexKey(scope).id();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void saysWhichDatabaseIsUnknown() throws SQLException {
    try (OpenCluster cluster = init("fake:a")) {
      assertThatThrownBy(() -> cluster.keyring(DATABASE))
          .hasMessageContaining(DATABASE.toString())
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE002"));
    }
  }

  @Test
  void refusesAnotherMasterKey() throws SQLException {
    init("fake:a").close();
    assertState("KE006", () -> OpenCluster.open(store, settings("fake:b")));
    assertState("KE006", () -> OpenCluster.open(store, settings("local:/nowhere")));
    assertState("KE009", () -> OpenCluster.open(store, settings("nonsense")));
  }

  @Test
  void refusesAKindOfMasterKeyThatNoProviderKnows() {
    assertState("KE009", () -> init("unknown:a"));
    assertState(
        "KE009", () -> OpenCluster.openOrCreate(store, Settings.defaults(), Optional.empty()));
    assertThat(store.clusters()).isEmpty();
  }

  @Test
  void passesOnHowTheMasterKeyFails() throws SQLException {
    init("fake:passes").close();
    try {
      FakeMasterKeyProvider.fail("passes", KeyFailure.OUTAGE);
      assertState("KE005", () -> OpenCluster.open(store, settings("fake:passes")));
      FakeMasterKeyProvider.fail("passes", KeyFailure.DENIED);
      assertState("KE008", () -> OpenCluster.open(store, settings("fake:passes")));
    } finally {
      FakeMasterKeyProvider.fail("passes", null);
    }
  }

  @Test
  void namesBothClustersWhenThereAreTwo() throws SQLException {
    init("fake:a").close();
    OpenCluster.openOrCreate(
            store, settings("fake:a").with(Setting.CLUSTER, "other"), Optional.empty())
        .close();
    assertThatThrownBy(() -> OpenCluster.open(store, settings("fake:a")))
        .hasMessageContaining("cluster:default")
        .hasMessageContaining("cluster:other");
    OpenCluster.open(store, settings("fake:a").with(Setting.CLUSTER, "other")).close();
  }

  @Test
  void refusesAMissingCluster() {
    assertState("KE009", () -> OpenCluster.open(store, settings("fake:a")));
    assertState(
        "KE009", () -> OpenCluster.open(store, settings("fake:a").with(Setting.CLUSTER, "other")));
  }

  @Test
  void noticesARollBack() throws SQLException {
    try (OpenCluster cluster = init("fake:a")) {
      StoredRecord first = store.load(ARN).orElseThrow();
      cluster.addDatabase(DATABASE, "db");
      store.tamper(ARN, first);
      assertThatThrownBy(() -> OpenCluster.open(store, settings("fake:a")))
          .hasMessageContaining("rolled back");
      assertState("KE006", cluster::reload);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"add", "ready", "scope", "rotate", "rotate cluster", "destroy", "pin"})
  void noticesAStoreThatLosesAChangeItSaidItHadStored(String change) throws SQLException {
    try (OpenCluster cluster = init("fake:a")) {
      cluster.addDatabase(DATABASE, "db");
      int first = cluster.entry(DATABASE).currentKey().id();
      cluster.rotateDatabaseKey(DATABASE);
      StoredRecord before = store.load(ARN).orElseThrow();
      store.lose();

      assertThatThrownBy(
              () -> {
                switch (change) {
                  case "add" -> cluster.addDatabase(UUID.randomUUID(), "");
                  case "ready" -> cluster.markReady(DATABASE);
                  case "scope" -> cluster.registerScope(DATABASE, SSN);
                  case "rotate" -> cluster.rotateDatabaseKey(DATABASE);
                  case "rotate cluster" -> cluster.rotateClusterKey();
                  case "destroy" -> cluster.destroyKey(DATABASE, first, false);
                  default -> cluster.pin(DATABASE, Optional.empty(), "a pin");
                }
              })
          .hasMessageContaining("lost")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE006"));
      assertThat(store.load(ARN)).contains(before);
    }
  }

  @Test
  void noticesAChangeByWhoHasNotTheClusterKey() throws SQLException {
    try (OpenCluster cluster = init("fake:a")) {
      DatabaseEntry entry = cluster.addDatabase(DATABASE, "db");
      StoredRecord genuine = store.load(ARN).orElseThrow();
      store.tamper(
          ARN,
          RecordJson.write(
              RecordJson.read(ARN, genuine).record().with(entry.ready()), new byte[32]));
      assertThatThrownBy(() -> OpenCluster.open(store, settings("fake:a")))
          .hasMessageContaining("MAC");
      assertState("KE006", () -> cluster.markReady(DATABASE));
    }
  }

  @Test
  void refusesARecordOfANewerFormatAndOneOfAnotherCluster() throws SQLException {
    init("fake:a").close();
    StoredRecord stored = store.load(ARN).orElseThrow();
    String newer = stored.text().replace("\"format\": 1", "\"format\": 2");
    store.tamper(ARN, new StoredRecord(stored.revision(), newer));
    assertThatThrownBy(() -> OpenCluster.open(store, settings("fake:a")))
        .hasMessageContaining("newer format");
    String other = "arn:coffer:postgresql:::cluster:other";
    store.tamper(other, stored);
    assertState(
        "KE006", () -> OpenCluster.open(store, settings("fake:a").with(Setting.CLUSTER, "other")));
  }

  @Test
  void losesNoKeyWhenManyChangeTheStoreAtOnce() throws Exception {
    init("fake:a").close();
    Thread[] threads = new Thread[4];
    AtomicInteger failed = new AtomicInteger();
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                try (OpenCluster cluster = OpenCluster.open(store, settings("fake:a"))) {
                  for (int k = 0; k < 5; k++) {
                    UUID id = UUID.randomUUID();
                    cluster.addDatabase(id, "");
                    cluster.markReady(id);
                    cluster.registerScope(id, SSN);
                  }
                } catch (SQLException | RuntimeException e) {
                  failed.incrementAndGet();
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failed).hasValue(0);
    try (OpenCluster cluster = OpenCluster.open(store, settings("fake:a"))) {
      assertThat(cluster.record().databases()).hasSize(20);
      assertThat(cluster.record().revision()).isEqualTo(1 + 20 * 3);
      for (DatabaseEntry entry : cluster.record().databases().values()) {
        assertThat(entry.keys()).extracting(KeyEntry::id).hasSize(3);
        cluster.keyring(entry.id()).close();
      }
    }
  }

  @Test
  void showsNoKey() throws SQLException {
    try (OpenCluster cluster = init("fake:a")) {
      assertThat(cluster.toString()).contains("<hidden>");
    }
  }
}
