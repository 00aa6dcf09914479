package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.CofferCommonDataSource;
import io.github.cofferjdbc.admin.Init;
import io.github.cofferjdbc.admin.InitRequest;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import io.github.cofferjdbc.keys.store.StoredRecord;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** A database that {@code init} made ready, with its own keys under a local master key. */
public final class ProtectedDatabase implements AutoCloseable {

  private static final String PASSWORD = "a password for tests";

  private final TestDatabase database;
  private final Path folder;
  private final Map<String, String> settings;
  private final boolean ownsKeys;

  private ProtectedDatabase(TestDatabase database, Path folder, Map<String, String> masterKey) {
    this.database = database;
    this.ownsKeys = true;
    this.folder = folder;
    this.settings = new HashMap<>(masterKey);
    settings.put(Setting.KEY_STORE.key(), "file:" + folder.resolve("store"));
    if (masterKey.isEmpty()) {
      settings.put(Setting.MASTER_KEY.key(), "local:" + folder.resolve("master.json"));
      settings.put(Setting.LOCAL_PASSWORD.key(), PASSWORD);
    }
  }

  private ProtectedDatabase(TestDatabase database, ProtectedDatabase original) {
    this.database = database;
    this.folder = original.folder;
    this.settings = original.settings;
    this.ownsKeys = false;
  }

  /** Makes a copy with the same id and keys; nobody may be connected to this one. */
  public ProtectedDatabase copy() throws SQLException {
    return new ProtectedDatabase(TestPostgres.shared().copyOf(database), this);
  }

  /** Makes a database with these tables. */
  public static ProtectedDatabase with(String ddl) throws SQLException {
    return with(ddl, Map.of());
  }

  /** Makes a database with these tables under another master key. */
  public static ProtectedDatabase with(String ddl, Map<String, String> masterKey)
      throws SQLException {
    return in(TestPostgres.shared().newDatabase(), ddl, masterKey);
  }

  /** Makes a database in another encoding than UTF8 with these tables. */
  public static ProtectedDatabase inEncoding(String encoding, String ddl) throws SQLException {
    return in(TestPostgres.shared().newDatabaseIn(encoding), ddl, Map.of());
  }

  private static ProtectedDatabase in(TestDatabase empty, String ddl, Map<String, String> masterKey)
      throws SQLException {
    try {
      ProtectedDatabase made =
          new ProtectedDatabase(empty, Files.createTempDirectory("coffer-keys"), masterKey);
      Settings settings = Settings.of(made.settings);
      try (Connection connection = made.database.connect()) {
        Init.run(connection, KeyStores.open(settings), settings, InitRequest.plain());
      }
      made.database.execute(ddl);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns it without its keys. */
  public TestDatabase database() {
    return database;
  }

  /** Returns the settings that open its keys. */
  public Settings settings() throws SQLException {
    return Settings.of(settings);
  }

  /** Gives a data source the settings that open its keys. */
  public void given(CofferCommonDataSource source) {
    source.setKeyStore(settings.get(Setting.KEY_STORE.key()));
    source.setMasterKey(settings.get(Setting.MASTER_KEY.key()));
    source.setLocalPassword(settings.get(Setting.LOCAL_PASSWORD.key()));
  }

  /** Opens its key store. */
  public KeyStore keyStore() throws SQLException {
    return KeyStores.open(settings());
  }

  /**
   * Copies its key store into a database.
   *
   * @return the settings that open the copy
   */
  public Map<String, String> copyKeyStoreTo(TestDatabase store) throws SQLException {
    Map<String, String> copy = keyStoreIn(store, store.jdbcUrl());
    Settings copied = Settings.of(copy);
    try (KeyStore from = keyStore();
        KeyStore to = KeyStores.open(copied)) {
      for (String cluster : from.clusters()) {
        StoredRecord record = from.load(cluster).orElseThrow();
        for (long revision = 1; revision <= record.revision(); revision++) {
          to.compareAndSet(cluster, revision - 1, new StoredRecord(revision, record.text()));
        }
      }
    }
    return copy;
  }

  /** Returns the settings that open a key store in a database, by this URL. */
  public static Map<String, String> keyStoreIn(TestDatabase store, String url) {
    return Map.of(
        Setting.KEY_STORE.key(), url,
        Setting.KEY_STORE_USER.key(), store.user(),
        Setting.KEY_STORE_PASSWORD.key(), store.password());
  }

  /** Opens a connection through plain pgjdbc. */
  public Connection plain() throws SQLException {
    return database.connect();
  }

  /** Opens a connection through Coffer. */
  public Connection coffer() throws SQLException {
    return coffer(Map.of());
  }

  /** Opens a connection through Coffer with further properties. */
  public Connection coffer(Map<String, String> more) throws SQLException {
    Properties properties = properties();
    properties.putAll(more);
    return DriverManager.getConnection(database.cofferUrl(), properties);
  }

  /** Returns user, password and the settings that open its keys, for the driver manager. */
  public Properties properties() {
    Properties properties = new Properties();
    properties.putAll(settings);
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    return properties;
  }

  @Override
  public void close() throws SQLException {
    database.close();
    if (!ownsKeys) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
