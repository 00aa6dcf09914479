package io.github.cofferjdbc.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import io.github.cofferjdbc.testing.ChildJvm;
import io.github.cofferjdbc.testing.KillPlan;
import io.github.cofferjdbc.testing.KillPoints;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Init is killed, in a process of its own, where it writes, and run again. */
class InitCrashIT {

  @TempDir private Path temporary;

  @Test
  void runningInitAgainCompletesWhateverACrashLeft() throws Exception {
    List<String> points;
    try (TestDatabase database = TestPostgres.shared().newDatabase()) {
      ChildJvm whole = child(database, temporary.resolve("whole"), 0);
      assertThat(whole.status()).as(whole.toString()).isZero();
      points = whole.lines();
    }
    assertThat(points).hasSizeGreaterThan(20);
    List<Integer> plan = KillPlan.of(points.size());
    for (int point : plan) {
      try (TestDatabase database = TestPostgres.shared().newDatabase()) {
        Path folder = temporary.resolve("crash" + point);
        ChildJvm crashed = child(database, folder, point);
        assertThat(crashed.status())
            .as("point %d: %s", point, crashed)
            .isEqualTo(KillPoints.KILLED);
        completes(database, folder, crashed.lines().get(point - 1));
      }
    }
    System.err.printf(
        "InitCrashIT: init has %d points; killed at %d of them, and completed%n",
        points.size(), plan.size());
  }

  private static void completes(TestDatabase database, Path folder, String crashedAt)
      throws SQLException {
    Settings settings = CrashingInit.settings(folder);
    try (Connection connection = database.connect();
        KeyStore store = KeyStores.open(settings)) {
      InitResult result = Init.run(connection, store, settings, InitRequest.plain());
      InstalledSchema installed = SchemaInstaller.inspect(connection);
      assertThat(installed.complete()).as(crashedAt).isTrue();
      assertThat(installed.id()).as(crashedAt).contains(result.databaseId());
      try (OpenCluster cluster = OpenCluster.open(store, settings)) {
        ClusterRecord record = cluster.record();
        assertThat(record.databases().keySet()).as(crashedAt).containsExactly(result.databaseId());
        assertThat(record.databases().values()).as(crashedAt).noneMatch(DatabaseEntry::pending);
        UUID id = result.databaseId();
        cluster.keyring(id).close();
      }
    }
  }

  private static ChildJvm child(TestDatabase database, Path folder, int point)
      throws IOException, InterruptedException {
    return ChildJvm.run(
        CrashingInit.class,
        List.of(
            database.jdbcUrl(),
            database.user(),
            database.password(),
            folder.toString(),
            Integer.toString(point)));
  }
}
