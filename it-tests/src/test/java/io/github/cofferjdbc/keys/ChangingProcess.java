package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A process of its own that adds databases to a file key store, and prints the id of each as soon
 * as it is stored. Waits for a line before it begins.
 */
final class ChangingProcess {

  private ChangingProcess() {}

  static Settings settings(Path folder) throws SQLException {
    return Settings.defaults()
        .with(Setting.KEY_STORE, "file:" + folder.resolve("keys"))
        .with(Setting.MASTER_KEY, "local:" + folder.resolve("master.json"))
        .with(Setting.LOCAL_PASSWORD, "for tests");
  }

  static Process start(Path folder, int changes) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                ChangingProcess.class.getName(),
                folder.toString(),
                Integer.toString(changes)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Arguments: the folder, and the number of databases to add. */
  public static void main(String[] args) throws Exception {
    Settings settings = settings(Path.of(args[0]));
    try (KeyStore store = KeyStores.open(settings);
        OpenCluster cluster = OpenCluster.openOrCreate(store, settings, Optional.empty())) {
      System.out.println("ready");
      System.in.read();
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        UUID id = UUID.randomUUID();
        cluster.addDatabase(id, "");
        System.out.println(id);
      }
    }
  }
}
