package io.github.cofferjdbc.cli;

import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.jdbc.DelegateDrivers;
import java.io.Console;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that all commands share, and what they come to. */
final class CommonOptions {

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "jdbc:coffer:postgresql://… or jdbc:postgresql://…; settings in it count.")
  private @Nullable String url;

  @Option(names = "--user", paramLabel = "NAME", description = "User of the database.")
  private @Nullable String user;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "The user's password; else PGPASSWORD, ~/.pgpass, or a prompt.")
  private @Nullable String password;

  @Option(
      names = "--cluster",
      paramLabel = "ARN|NAME",
      description = "Cluster; default: the only one in the key store, or 'default' for a new one.")
  private @Nullable String cluster;

  @Option(
      names = "--key-store",
      paramLabel = "STORE",
      description = "file:PATH or jdbc:postgresql://…; default: file:~/.coffer.")
  private @Nullable String keyStore;

  @Option(
      names = "--master-key",
      paramLabel = "KEY",
      description = "aws-kms:ARN, pkcs11:…, jce:… or local:PATH.")
  private @Nullable String masterKey;

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "More settings: a properties file with coffer.* in it, passwords too.")
  private @Nullable Path settingsFile;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  boolean json() {
    return json;
  }

  boolean hasUrl() {
    return url != null;
  }

  /** Returns the settings of file, URL and options; an option counts most. */
  Settings settings() throws SQLException {
    return address().settings();
  }

  /** Returns URL and settings; without {@code --url} the URL leads nowhere. */
  CofferUrl address() throws SQLException {
    String given = url == null ? "jdbc:postgresql:" : url;
    if (!given.startsWith("jdbc:")) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "--url takes jdbc:coffer:postgresql://HOST/DATABASE or jdbc:postgresql://HOST/DATABASE.");
    }
    CofferUrl parsed = CofferUrl.parse(given, properties());
    Settings settings = parsed.settings();
    if (cluster != null) {
      settings = settings.with(Setting.CLUSTER, cluster);
    }
    if (keyStore != null) {
      settings = settings.with(Setting.KEY_STORE, keyStore);
    }
    if (masterKey != null) {
      settings = settings.with(Setting.MASTER_KEY, masterKey);
    }
    return parsed.with(settings);
  }

  private Properties properties() throws SQLException {
    Properties properties = new Properties();
    if (settingsFile != null) {
      try (Reader reader = Files.newBufferedReader(settingsFile, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw CofferState.BAD_CONFIGURATION.exception(
            "The file " + settingsFile + " of --settings cannot be read.", e);
      }
    }
    String secret = password == null ? System.getenv("PGPASSWORD") : password;
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (secret != null) {
      properties.setProperty("password", secret);
    }
    return properties;
  }

  /** Opens a connection of the wrapped driver; asks for a password if the server wants one. */
  @SuppressWarnings("SystemConsoleNull") // where it is never null, an end of input answers null
  Connection connect(CofferUrl address) throws SQLException {
    if (url == null) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "Which database? Give --url jdbc:coffer:postgresql://HOST/DATABASE.");
    }
    Properties properties = address.delegateProperties();
    properties.putIfAbsent("ApplicationName", "coffer");
    try {
      return open(address, properties);
    } catch (SQLException e) {
      Console console = System.console();
      boolean passwordMissing =
          !properties.containsKey("password")
              && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no password");
      if (!passwordMissing || console == null) {
        throw e;
      }
      char[] typed = console.readPassword("Password: ");
      if (typed == null) {
        throw e;
      }
      properties.setProperty("password", new String(typed));
      return open(address, properties);
    }
  }

  private static Connection open(CofferUrl address, Properties properties) throws SQLException {
    Connection connection =
        DelegateDrivers.find(address.delegateUrl()).connect(address.delegateUrl(), properties);
    if (connection == null) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "--url is not one that the JDBC driver takes: jdbc:postgresql://HOST/DATABASE.");
    }
    return connection;
  }
}
