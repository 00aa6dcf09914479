package io.github.cofferjdbc.keys;

import static io.github.cofferjdbc.keys.OpenClusterTest.assertState;
import static io.github.cofferjdbc.keys.OpenClusterTest.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A retired database key can be destroyed, and no other key with it. */
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
      assertState("KE009", () -> cluster.destroyDatabaseKey(DATABASE, first.id()));
      int indexKey = cluster.entry(DATABASE).indexKey();
      assertState("KE009", () -> cluster.destroyDatabaseKey(DATABASE, indexKey));
      assertState("KE002", () -> cluster.destroyDatabaseKey(DATABASE, first.id() + 1));
      assertState("KE002", () -> cluster.destroyDatabaseKey(new UUID(0, 1), first.id()));
      KeyEntry second = cluster.rotateDatabaseKey(DATABASE);
      assertThat(cluster.entry(DATABASE).retiredSince(first)).contains(second.created());
      assertThat(cluster.entry(DATABASE).retiredSince(second)).isEmpty();

      assertThat(cluster.destroyDatabaseKey(DATABASE, first.id())).isTrue();
      assertThat(cluster.destroyDatabaseKey(DATABASE, first.id())).as("again").isFalse();

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
        cluster.destroyDatabaseKey(DATABASE, first);
      } catch (SQLException e) {
        assertThat(e.getSQLState()).isEqualTo("KE005");
        failed = true;
      }
      try (OpenCluster cluster = OpenCluster.open(each, settings(MASTER_KEY))) {
        cluster.destroyDatabaseKey(DATABASE, first);
        assertThat(cluster.entry(DATABASE).key(first).orElseThrow().state())
            .as("failure at %d", points + 1)
            .isEqualTo(State.DESTROYED);
      }
    }
    assertThat(points).isGreaterThan(4);
  }
}
