package io.github.cofferjdbc.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that change one file key store at once, and that are killed while they do. */
class TwoProcessesIT {

  private static final int CHANGES = 200;
  private static final int KILLS = 10;

  @TempDir private Path folder;

  @Test
  void loseNoKey() throws Exception {
    init();
    List<Process> processes =
        List.of(ChangingProcess.start(folder, CHANGES), ChangingProcess.start(folder, CHANGES));
    List<BufferedReader> outputs = new ArrayList<>();
    for (Process process : processes) {
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      assertThat(output.readLine()).isEqualTo("ready");
      outputs.add(output);
    }
    for (Process process : processes) {
      process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
    }
    List<UUID> added = new ArrayList<>();
    for (BufferedReader output : outputs) {
      output.lines().map(UUID::fromString).forEach(added::add);
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(added).hasSize(2 * CHANGES);
    assertHasAll(added, 1 + 2 * CHANGES);
  }

  @Test
  void loseNothingThatWasToldAsStoredWhenKilled() throws Exception {
    init();
    long seed = new Random().nextLong();
    System.out.println("TwoProcessesIT seed " + seed);
    Random random = new Random(seed);
    List<UUID> added = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      Process process = ChangingProcess.start(folder, 1_000_000);
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      assertThat(output.readLine()).isEqualTo("ready");
      process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
      for (int lines = random.nextInt(20); lines >= 0; lines--) {
        added.add(UUID.fromString(output.readLine()));
      }
      process.toHandle().destroyForcibly(); // unlike the process's own, leaves its output readable
      process.waitFor();
      addRest(output, added);
      assertHasAll(added, 0);
    }
  }

  /** The last line may have been cut off. */
  private static void addRest(BufferedReader output, List<UUID> added) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.length() == 36) {
        added.add(UUID.fromString(line));
      }
    }
  }

  private void init() throws Exception {
    Settings settings = ChangingProcess.settings(folder);
    try (KeyStore store = KeyStores.open(settings)) {
      OpenCluster.openOrCreate(store, settings, Optional.empty()).close();
    }
  }

  private void assertHasAll(List<UUID> databases, long revision) throws Exception {
    Settings settings = ChangingProcess.settings(folder);
    try (KeyStore store = KeyStores.open(settings);
        OpenCluster cluster = OpenCluster.open(store, settings)) {
      assertThat(cluster.record().databases()).containsKeys(databases.toArray(UUID[]::new));
      if (revision > 0) {
        assertThat(cluster.record().revision()).isEqualTo(revision);
      }
      for (UUID database : cluster.record().databases().keySet()) {
        cluster.keyring(database).close();
      }
    }
  }
}
