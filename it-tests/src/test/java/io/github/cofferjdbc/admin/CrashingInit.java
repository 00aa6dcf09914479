package io.github.cofferjdbc.admin;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.testing.KillPoints;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A process that runs init and is killed at the n-th of its {@link KillPoints}. */
final class CrashingInit {

  private CrashingInit() {}

  static Settings settings(Path folder) throws SQLException {
    return Settings.defaults()
        .with(Setting.KEY_STORE, "file:" + folder.resolve("store"))
        .with(Setting.MASTER_KEY, "local:" + folder.resolve("master.json"))
        .with(Setting.LOCAL_PASSWORD, "a password");
  }

  /** Takes URL, user, password, folder and the point to stop at (0: nowhere). */
  public static void main(String[] arguments) throws Exception {
    KillPoints points = new KillPoints(Integer.parseInt(arguments[4]));
    Settings settings = settings(Path.of(arguments[3]));
    try (Connection connection =
            DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
        KeyStore store = points.store(settings)) {
      Init.run(points.counted(connection), store, settings, InitRequest.plain());
    }
    points.reached("end");
  }
}
