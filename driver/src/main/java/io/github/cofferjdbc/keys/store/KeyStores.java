package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.sql.SQLException;

/** Opens the key store that {@code coffer.keyStore} names; no state. */
public final class KeyStores {

  private static final String FILE = "file:";
  private static final String JDBC = "jdbc:postgresql:";

  private KeyStores() {}

  /**
   * Returns the store; nothing is read yet.
   *
   * @throws SQLException KE009 if the setting names no kind of store that there is, or a server
   *     that is not connected to safely
   */
  public static KeyStore open(Settings settings) throws SQLException {
    String location = settings.text(Setting.KEY_STORE).orElseThrow();
    if (location.startsWith(FILE)) {
      return FileKeyStore.of(location.substring(FILE.length()));
    }
    if (location.startsWith(JDBC)) {
      return JdbcKeyStore.of(settings);
    }
    throw KeyFailure.MISCONFIGURED.exception(
        "The value of coffer.keyStore must begin with file: or jdbc:postgresql:.");
  }
}
