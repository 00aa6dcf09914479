package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.sql.SQLException;
import java.util.Optional;

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

  /**
   * Lets a role of a {@code jdbc:} store's server read the store, which is all that an application
   * needs; makes the store's tables if there are none yet.
   *
   * @throws SQLException KE009 if the store has no roles or not this one; other failures as those
   *     of a {@link KeyStore}
   */
  public static void grantRead(Settings settings, String role) throws SQLException {
    if (!settings.text(Setting.KEY_STORE).orElseThrow().startsWith(JDBC)) {
      throw KeyFailure.MISCONFIGURED.exception(
          "--grant is for a jdbc: key store; rights on a file: store are those of its files.");
    }
    JdbcKeyStore.of(settings).grantRead(role);
  }

  /**
   * Returns a warning for people if the key store is on the server whose data it protects, where
   * one intruder or one lost disk has both; else empty.
   *
   * @param dataUrl a JDBC URL, with or without {@code coffer:}
   */
  public static Optional<String> warning(Settings settings, String dataUrl) throws SQLException {
    if (settings.text(Setting.KEY_STORE).orElseThrow().startsWith(JDBC)) {
      JdbcKeyStore store = JdbcKeyStore.of(settings);
      if (store.onServerOf(dataUrl)) {
        return Optional.of(
            "The key store "
                + store.place()
                + " is on the server that it protects; keep it on another one, in another network.");
      }
    }
    return Optional.empty();
  }
}
