package io.github.cofferjdbc.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Init is killed at every point at which anything may have been written, and run again. */
class InitCrashIT {

  @TempDir private Path temporary;

  private record Child(int status, List<String> points) {}

  @Test
  void runningInitAgainCompletesWhateverACrashLeft() throws Exception {
    int points;
    try (TestDatabase database = TestPostgres.shared().newDatabase()) {
      Child whole = child(database, temporary.resolve("whole"), 0);
      assertThat(whole.status()).as(whole.toString()).isZero();
      points = whole.points().size();
      whole.points().forEach(System.err::println);
    }
    System.err.println("InitCrashIT: init is killed at each of " + points + " points");
    assertThat(points).isGreaterThan(20);
    for (int point = 1; point <= points; point++) {
      try (TestDatabase database = TestPostgres.shared().newDatabase()) {
        Path folder = temporary.resolve("crash" + point);
        Child crashed = child(database, folder, point);
        assertThat(crashed.status()).as("point %d: %s", point, crashed).isEqualTo(137);
        completes(database, folder, crashed.points().get(point - 1));
      }
    }
  }

  private static void completes(TestDatabase database, Path folder, String crashedAt)
      throws SQLException {
    Settings settings =
        Settings.defaults()
            .with(Setting.KEY_STORE, "file:" + folder.resolve("store"))
            .with(Setting.MASTER_KEY, "local:" + folder.resolve("master.json"))
            .with(Setting.LOCAL_PASSWORD, "a password");
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

  private static Child child(TestDatabase database, Path folder, int point)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingInit.class.getName(),
                database.jdbcUrl(),
                database.user(),
                database.password(),
                folder.toString(),
                Integer.toString(point))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Child(process.waitFor(), out.lines().toList());
  }
}
