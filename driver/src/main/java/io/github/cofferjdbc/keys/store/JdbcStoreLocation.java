package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Which server a {@code jdbc:} key store is on, and how it is connected to: with TLS {@code
 * verify-full}, unless it is this machine or {@code coffer.keyStoreInsecure=true}, since whoever
 * stands in between could roll the store back. All waiting is bounded. Immutable and thread safe.
 */
final class JdbcStoreLocation {

  private static final String VERIFY_FULL = "verify-full";
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?|\\[?(0:){7}1]?");

  /** In the URL itself: pgjdbc also takes one from ~/.pgpass or a service file, which is fine. */
  private static final Pattern PASSWORD = Pattern.compile("[?&](password|sslpassword)=");

  /** Socket factories that do check the server's certificate against trusted ones. */
  private static final Set<String> CHECKING_FACTORIES =
      Set.of(
          "org.postgresql.ssl.LibPQFactory",
          "org.postgresql.ssl.jdbc4.LibPQFactory",
          "org.postgresql.ssl.DefaultJavaSSLFactory");

  /** Seconds, unless the URL says otherwise. */
  private static final String PATIENCE = "10";

  /** Far above any real record; a limit before allocating. */
  private static final String LARGEST_ANSWER = "64M";

  private final String url;
  private final Properties properties;
  private final List<String> servers;
  private final String place;

  private JdbcStoreLocation(
      String url, Properties properties, List<String> servers, String database) {
    this.url = url;
    this.properties = properties;
    this.servers = servers;
    this.place = "jdbc:postgresql://" + String.join(",", servers) + "/" + database;
  }

  /**
   * Returns the location that the settings name.
   *
   * @throws SQLException KE009 if the URL is malformed, holds a password, or allows a connection
   *     that is not protected
   */
  static JdbcStoreLocation of(Settings settings) throws SQLException {
    String url = settings.text(Setting.KEY_STORE).orElseThrow();
    // What pgjdbc makes of the URL counts, with the defaults of a service file.
    Properties parsed = Driver.parseURL(url, new Properties());
    if (parsed == null) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The value of coffer.keyStore is not a URL such as jdbc:postgresql://host:5432/database.");
    }
    if (PASSWORD.matcher(url).find()) {
      throw KeyFailure.MISCONFIGURED.exception(
          "coffer.keyStore must not hold a password; give it as coffer.keyStorePassword.");
    }
    List<String> hosts = new ArrayList<>();
    List<String> servers = servers(parsed, hosts);
    Properties properties = new Properties();
    setDefaults(properties, parsed, servers.size());
    if (!settings.flag(Setting.KEY_STORE_INSECURE)
        && !hosts.stream().allMatch(JdbcStoreLocation::loopback)) {
      requireVerifiedTls(parsed, properties);
    }
    settings.text(Setting.KEY_STORE_USER).ifPresent(user -> PGProperty.USER.set(properties, user));
    settings
        .text(Setting.KEY_STORE_PASSWORD)
        .ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
    return new JdbcStoreLocation(
        url, properties, servers, String.valueOf(PGProperty.PG_DBNAME.getOrDefault(parsed)));
  }

  private static void setDefaults(Properties properties, Properties parsed, int servers) {
    setDefault(properties, parsed, PGProperty.LOGIN_TIMEOUT, PATIENCE);
    setDefault(properties, parsed, PGProperty.CONNECT_TIMEOUT, PATIENCE);
    setDefault(properties, parsed, PGProperty.SOCKET_TIMEOUT, PATIENCE);
    setDefault(properties, parsed, PGProperty.MAX_RESULT_BUFFER, LARGEST_ANSWER);
    setDefault(properties, parsed, PGProperty.APPLICATION_NAME, "Coffer key store");
    if (servers > 1) {
      // A standby that lags behind would look like a store that was rolled back.
      setDefault(properties, parsed, PGProperty.TARGET_SERVER_TYPE, "primary");
    }
  }

  private static void setDefault(
      Properties properties, Properties parsed, PGProperty property, String value) {
    if (property.getOrNull(parsed) == null) {
      property.set(properties, value);
    }
  }

  private static void requireVerifiedTls(Properties parsed, Properties properties)
      throws SQLException {
    String mode = PGProperty.SSL_MODE.getOrNull(parsed);
    String factory = PGProperty.SSL_FACTORY.getOrNull(parsed);
    if ((mode != null && !mode.equals(VERIFY_FULL))
        || (factory != null && !CHECKING_FACTORIES.contains(factory))
        || PGProperty.SSL_HOSTNAME_VERIFIER.getOrNull(parsed) != null
        || PGProperty.SOCKET_FACTORY.getOrNull(parsed) != null) {
      throw KeyFailure.MISCONFIGURED.exception(
          "A key store on another machine needs sslmode=verify-full, and no parameter that weakens"
              + " it (sslfactory, sslhostnameverifier, socketFactory); only"
              + " coffer.keyStoreInsecure=true allows less.");
    }
    PGProperty.SSL_MODE.set(properties, VERIFY_FULL);
  }

  /** Opens a connection of the caller's own, through pgjdbc's driver itself. */
  Connection connect() throws SQLException {
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("pgjdbc does not take the URL of the key store", "08001");
    }
    return connection;
  }

  /** Returns the URL's servers and database in one spelling, without parameters. */
  String place() {
    return place;
  }

  /**
   * Tells whether a data source's URL ({@code jdbc:coffer:postgresql:…}, {@code jdbc:postgresql:…})
   * names one of the key store's servers. Compares names and ports; it asks no name server.
   */
  boolean namesServerOf(String dataUrl) {
    int scheme = dataUrl.indexOf("postgresql:");
    if (scheme < 0) {
      return false;
    }
    Properties parsed = Driver.parseURL("jdbc:" + dataUrl.substring(scheme), new Properties());
    return parsed != null
        && servers(parsed, new ArrayList<>()).stream().anyMatch(servers::contains);
  }

  Properties properties() {
    return properties;
  }

  private static List<String> servers(Properties parsed, List<String> hosts) {
    String[] names = split(PGProperty.PG_HOST.getOrDefault(parsed));
    String[] ports = split(PGProperty.PG_PORT.getOrDefault(parsed));
    List<String> servers = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String host = names[i].toLowerCase(Locale.ROOT);
      hosts.add(host);
      servers.add(
          (loopback(host) ? "localhost" : host)
              + ":"
              + (ports.length == names.length ? ports[i] : ports[0]));
    }
    return servers;
  }

  private static String[] split(@Nullable String list) {
    return Optional.ofNullable(list).orElse("").split(",", -1);
  }

  private static boolean loopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  @Override
  public String toString() {
    return place;
  }
}
