package io.github.cofferjdbc.examples;

import io.github.cofferjdbc.admin.Init;
import io.github.cofferjdbc.admin.InitRequest;
import io.github.cofferjdbc.admin.InitResult;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/**
 * Makes the keys of the demo, as {@code coffer init} does; a second run uses those of the first.
 */
final class DemoKeys {

  private DemoKeys() {}

  /**
   * Makes a cluster and the database's keys in the folder, if they are not there, and returns the
   * settings with which an application connects.
   */
  static Properties make(Server server, Path folder, PrintStream out)
      throws SQLException, IOException {
    Files.createDirectories(folder);
    Path password = folder.resolve("password.txt");
    if (!Files.exists(password)) {
      writePassword(password);
    }
    Map<String, String> settings =
        Map.of(
            Setting.KEY_STORE.key(), "file:" + folder.resolve("keys").toAbsolutePath(),
            Setting.MASTER_KEY.key(), "local:" + folder.resolve("master.json").toAbsolutePath(),
            Setting.LOCAL_PASSWORD_FILE.key(), password.toAbsolutePath().toString());
    try (Connection direct = server.plain()) {
      InitResult result = Init.run(direct, Settings.of(settings), InitRequest.plain());
      out.println();
      out.println("== Keys");
      out.println("Cluster   " + result.cluster() + ", made " + result.created());
      out.println("Master    " + result.masterKey() + " (a local file: for development only)");
      out.println("Database  " + result.databaseId() + (result.madeKeys() ? ", new" : ", known"));
    }
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  private static void writePassword(Path file) throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, HexFormat.of().formatHex(random), StandardCharsets.UTF_8);
  }
}
