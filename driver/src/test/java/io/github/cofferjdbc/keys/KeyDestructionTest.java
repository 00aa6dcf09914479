package io.github.cofferjdbc.keys;

import static io.github.cofferjdbc.keys.OpenClusterTest.assertState;
import static io.github.cofferjdbc.keys.OpenClusterTest.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which keys can be destroyed, and that no other goes with them. */
class KeyDestructionTest {

  private static final UUID DATABASE = UUID.fromString("6f1c0b4e-3b5e-4f7a-9d1c-2b8e5a7c9d10");
  private static final String MASTER_KEY = "fake:a";

  private final MemoryKeyStore store = new MemoryKeyStore();

  private static OpenCluster init(KeyStore store) throws SQLException {
    OpenCluster cluster = OpenCluster.openOrCreate(store, settings(MASTER_KEY), Optional.empty());
    cluster.addDatabase(DATABASE, "db");
    cluster.markReady(DATABASE);
    return cluster;
  }

  @Test
  void onlyARetiredDatabaseKeyIsDestroyedAndEverythingElseStays() throws SQLException {
    try (OpenCluster cluster = init(store)) {
      KeyEntry first = cluster.entry(DATABASE).currentKey();
      assertState("KE009", () -> cluster.destroyKey(DATABASE, first.id(), false));
      int indexKey = cluster.entry(DATABASE).indexKey();
      assertState("KE009", () -> cluster.destroyKey(DATABASE, indexKey, false));
      assertState("KE002", () -> cluster.destroyKey(DATABASE, first.id() + 1, false));
      assertState("KE002", () -> cluster.destroyKey(new UUID(0, 1), first.id(), false));
      KeyEntry second = cluster.rotateDatabaseKey(DATABASE);
      assertThat(cluster.entry(DATABASE).retiredSince(first)).contains(second.created());
      assertThat(cluster.entry(DATABASE).retiredSince(second)).isEmpty();

      assertThat(cluster.destroyKey(DATABASE, first.id(), false)).isTrue();
      assertThat(cluster.destroyKey(DATABASE, first.id(), false)).as("again").isFalse();

      DatabaseEntry entry = cluster.entry(DATABASE);
      assertThat(entry.key(first.id()).orElseThrow().state()).isEqualTo(State.DESTROYED);
      assertThat(entry.nextVersion(KeyEntry.Kind.DATABASE)).isEqualTo(3);
      cluster.rotateDatabaseKey(DATABASE);
      cluster.rotateClusterKey();
      cluster.rotateMasterKey(Optional.of("fake:b"));
      try (Keyring keyring = cluster.keyring(DATABASE)) {
        assertThat(keyring.databaseKey(first.id())).isEmpty();
        assertThat(keyring.databaseKey(second.id())).isPresent();
        assertThat(keyring.indexKey(indexKey)).isPresent();
      }
    }
  }

  @Test
  void anIndexKeyGoesOnlyToBeShreddedAndItsScopeWithIt() throws SQLException {
    try (OpenCluster cluster = init(store)) {
      ScopeEntry scope =
          cluster.registerScope(
              DATABASE, new NewScope("public", "iban", BaseType.TEXT, Mode.EQ, -1));
      cluster.markScopeReady(DATABASE, scope.id());
      KeyEntry first = cluster.entry(DATABASE).currentKey();
      assertState("KE009", () -> cluster.destroyKey(DATABASE, scope.indexKey(), false));

      assertThat(cluster.destroyKey(DATABASE, scope.indexKey(), true)).isTrue();
      assertThat(cluster.destroyKey(DATABASE, scope.indexKey(), true)).as("again").isFalse();

      try (Keyring keyring = cluster.keyring(DATABASE)) {
        assertThat(keyring.indexKey(scope.indexKey())).isEmpty();
        assertState("KE002", () -> keyring.currentIndexKey(scope.id()));
        assertThat(keyring.currentIndexKey(0)).isNotNull();
      }
      cluster.rotateDatabaseKey(DATABASE);
      assertThat(cluster.destroyKey(DATABASE, first.id(), false))
          .as("the key that had wrapped it")
          .isTrue();
      ScopeEntry next =
          cluster.registerScope(
              DATABASE, new NewScope("public", "badge", BaseType.TEXT, Mode.EQ, -1));
      assertThat(next.id()).isEqualTo(scope.id() + 1);
      assertThat(next.indexKey()).isNotEqualTo(scope.indexKey());
    }
  }

  @Test
  void anIndexKeyThatNoScopeTookIsRetiredByTheNextAndCanGo() throws SQLException {
    try (OpenCluster cluster = init(store)) {
      KeyEntry waiting = cluster.rotateIndexKey(DATABASE);
      assertState("KE009", () -> cluster.destroyKey(DATABASE, waiting.id(), false));
      cluster.rotateIndexKey(DATABASE);
      assertThat(cluster.destroyKey(DATABASE, waiting.id(), false)).isTrue();
    }
  }

  @Test
  void aDatabaseGoesWithAllItsKeysAndItsPinAndNoOtherWithIt() throws SQLException {
    UUID other = new UUID(0, 2);
    try (OpenCluster cluster = init(store)) {
      cluster.addDatabase(other, "other");
      cluster.pin(DATABASE, Optional.empty(), "a pin");
      assertThat(cluster.destroyDatabase(DATABASE)).isTrue();
      assertState("KE002", () -> cluster.destroyDatabase(DATABASE));
      assertState("KE002", () -> cluster.keyring(DATABASE).close());
      assertThat(cluster.record().pin(DATABASE)).isEmpty();
      cluster.keyring(other).close();
    }
  }

  @Test
  void otherProcessesDropTheKeyWithinAnHour() throws SQLException {
    FakeKeys fake = new FakeKeys();
    DatabaseKeys keys = fake.keys();
    Keyring held = keys.keyring();
    int index;
    try (OpenCluster cluster = fake.open()) {
      index = cluster.entry(FakeKeys.DATABASE).indexKey();
      cluster.destroyKey(FakeKeys.DATABASE, index, true);
    }
    assertThat(keys.keyring().indexKey(index)).isPresent();
    fake.time.pass(Duration.ofHours(1));
    assertThat(keys.keyring().indexKey(index)).isEmpty();
    try (OpenCluster cluster = fake.open()) {
      cluster.destroyDatabase(FakeKeys.DATABASE);
    }
    fake.time.pass(Duration.ofHours(1));
    assertState("KE002", keys::keyring);
    assertThat(held.closed()).isTrue();
  }

  @Test
  void cutOffAnywhereTheKeyIsThereOrGoneAndTheNextCallCompletesIt() throws SQLException {
    int points = 0;
    for (boolean failed = true; failed; points++) {
      MemoryKeyStore each = new MemoryKeyStore();
      int first;
      try (OpenCluster cluster = init(each)) {
        first = cluster.entry(DATABASE).currentKey().id();
        cluster.rotateDatabaseKey(DATABASE);
      }
      failed = false;
      try (OpenCluster cluster =
          OpenCluster.open(new FailingKeyStore(each, points + 1), settings(MASTER_KEY))) {
        cluster.destroyKey(DATABASE, first, false);
      } catch (SQLException e) {
        assertThat(e.getSQLState()).isEqualTo("KE005");
        failed = true;
      }
      try (OpenCluster cluster = OpenCluster.open(each, settings(MASTER_KEY))) {
        cluster.destroyKey(DATABASE, first, false);
        assertThat(cluster.entry(DATABASE).key(first).orElseThrow().state())
            .as("failure at %d", points + 1)
            .isEqualTo(State.DESTROYED);
      }
    }
    assertThat(points).isGreaterThan(4);
  }
}
