package io.github.cofferjdbc.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The n-th call fails, for n = 1, 2, … until none does; then the same is done again. */
class OpenClusterFaultTest {

  private static final UUID DATABASE = UUID.fromString("6f1c0b4e-3b5e-4f7a-9d1c-2b8e5a7c9d10");

  @ParameterizedTest
  @ValueSource(strings = {"fake:faults", "fake:hsm/faults"})
  void leavesNothingOrWhatTheSameCallsComplete(String masterKey) throws SQLException {
    Settings settings = OpenClusterTest.settings(masterKey);
    int points = 0;
    while (true) {
      MemoryKeyStore store = new MemoryKeyStore();
      FailingKeyStore failing = new FailingKeyStore(store, points + 1);
      Optional<DatabaseEntry> toldAsStored = init(failing, settings);
      if (!failing.failed()) {
        break;
      }
      points++;
      Set<Integer> before = keyIds(store, settings);
      DatabaseEntry completed = init(store, settings).orElseThrow();
      assertThat(completed.pending()).isFalse();
      assertThat(completed.keys()).hasSize(2);
      toldAsStored.ifPresent(
          entry -> assertThat(completed.keys()).as("told as stored").isEqualTo(entry.keys()));
      assertThat(keyIds(store, settings)).as("point %d", points).containsAll(before);
      try (OpenCluster cluster = OpenCluster.open(store, settings)) {
        assertThat(cluster.record().databases()).hasSize(1);
        cluster.keyring(DATABASE).close();
      }
    }
    System.out.println("OpenClusterFaultTest " + masterKey + ": " + points + " points of failure");
    assertThat(points).isGreaterThan(10);
  }

  /** Does what init does with the key store; returns the entry if addDatabase returned one. */
  private static Optional<DatabaseEntry> init(KeyStore store, Settings settings) {
    Optional<DatabaseEntry> added = Optional.empty();
    try (OpenCluster cluster = OpenCluster.openOrCreate(store, settings, Optional.empty())) {
      added = Optional.of(cluster.addDatabase(DATABASE, ""));
      cluster.markReady(DATABASE);
      return Optional.of(cluster.entry(DATABASE));
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("KE005");
      return added;
    }
  }

  private static Set<Integer> keyIds(MemoryKeyStore store, Settings settings) throws SQLException {
    Set<Integer> ids = new HashSet<>();
    if (!store.clusters().isEmpty()) {
      try (OpenCluster cluster = OpenCluster.open(store, settings)) {
        cluster
            .record()
            .databases()
            .values()
            .forEach(database -> database.keys().forEach(key -> ids.add(key.id())));
      }
    }
    return ids;
  }

  @Test
  void storesNothingWhenTheMasterKeyFails() throws SQLException {
    MemoryKeyStore store = new MemoryKeyStore();
    Settings settings = OpenClusterTest.settings("fake:failing");
    try {
      for (KeyFailure failure : KeyFailure.values()) {
        FakeMasterKeyProvider.fail("failing", failure);
        OpenClusterTest.assertState(
            failure.exception("").getSQLState(),
            () -> OpenCluster.openOrCreate(store, settings, Optional.empty()));
        assertThat(store.clusters()).isEmpty();
      }
    } finally {
      FakeMasterKeyProvider.fail("failing", null);
    }
  }
}
