package io.github.cofferjdbc;

import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.logging.Logger;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.Nullable;

/**
 * What all data sources of Coffer have: the URL, user and password, and a setter for every setting.
 * A malformed value fails when a connection is opened. Set it up first, use it from any thread
 * then.
 */
public abstract sealed class CofferCommonDataSource implements CommonDataSource, Referenceable
    permits CofferDataSource, CofferConnectionPoolDataSource, CofferXADataSource {

  private static final String LOGIN_TIMEOUT = "loginTimeout";

  private final Map<Setting, String> given = new EnumMap<>(Setting.class);
  private @Nullable String url;
  private @Nullable String user;
  private @Nullable String password;
  private @Nullable PrintWriter logWriter;
  private int loginTimeoutSeconds;

  CofferCommonDataSource() {}

  /** Returns the settings that were given, by name. */
  final Properties settings() {
    Properties properties = new Properties();
    given.forEach((setting, value) -> properties.setProperty(setting.key(), value));
    return properties;
  }

  /** Opens a connection as the user that was set. */
  final Connection opened() throws SQLException {
    return opened(user, password);
  }

  final Connection opened(@Nullable String as, @Nullable String with) throws SQLException {
    String text = url;
    if (text == null) {
      throw CofferState.BAD_CONFIGURATION.exception(nothingToOpen());
    }
    Properties properties = settings();
    if (as != null) {
      properties.setProperty("user", as);
    }
    if (with != null) {
      properties.setProperty("password", with);
    }
    if (loginTimeoutSeconds > 0) {
      properties.setProperty(LOGIN_TIMEOUT, Integer.toString(loginTimeoutSeconds));
    }
    return PhysicalConnection.open(CofferUrl.parse(text, properties));
  }

  /** Returns what to say if no URL was set. */
  String nothingToOpen() {
    return "The data source has no URL: call setUrl.";
  }

  /** Sets the URL, with or without {@code coffer:} in it. */
  public void setUrl(@Nullable String url) {
    this.url = url;
  }

  public @Nullable String getUrl() {
    return url == null ? null : CofferUrl.withoutSecrets(url);
  }

  public void setUser(@Nullable String user) {
    this.user = user;
  }

  public @Nullable String getUser() {
    return user;
  }

  public void setPassword(@Nullable String password) {
    this.password = password;
  }

  public void setCluster(@Nullable String cluster) {
    set(Setting.CLUSTER, cluster);
  }

  public @Nullable String getCluster() {
    return given(Setting.CLUSTER);
  }

  public void setDatabase(@Nullable String database) {
    set(Setting.DATABASE, database);
  }

  public @Nullable String getDatabase() {
    return given(Setting.DATABASE);
  }

  public void setKeyStore(@Nullable String keyStore) {
    set(Setting.KEY_STORE, keyStore);
  }

  public @Nullable String getKeyStore() {
    return given(Setting.KEY_STORE);
  }

  public void setKeyStoreInsecure(boolean keyStoreInsecure) {
    set(Setting.KEY_STORE_INSECURE, Boolean.toString(keyStoreInsecure));
  }

  public boolean isKeyStoreInsecure() {
    return Boolean.parseBoolean(given(Setting.KEY_STORE_INSECURE));
  }

  public void setKeyStoreUser(@Nullable String keyStoreUser) {
    set(Setting.KEY_STORE_USER, keyStoreUser);
  }

  public @Nullable String getKeyStoreUser() {
    return given(Setting.KEY_STORE_USER);
  }

  public void setKeyStorePassword(@Nullable String keyStorePassword) {
    set(Setting.KEY_STORE_PASSWORD, keyStorePassword);
  }

  public void setMasterKey(@Nullable String masterKey) {
    set(Setting.MASTER_KEY, masterKey);
  }

  public @Nullable String getMasterKey() {
    return given(Setting.MASTER_KEY);
  }

  public void setNextMasterKey(@Nullable String nextMasterKey) {
    set(Setting.NEXT_MASTER_KEY, nextMasterKey);
  }

  public @Nullable String getNextMasterKey() {
    return given(Setting.NEXT_MASTER_KEY);
  }

  public void setKmsRegion(@Nullable String kmsRegion) {
    set(Setting.KMS_REGION, kmsRegion);
  }

  public @Nullable String getKmsRegion() {
    return given(Setting.KMS_REGION);
  }

  public void setKmsEndpoint(@Nullable String kmsEndpoint) {
    set(Setting.KMS_ENDPOINT, kmsEndpoint);
  }

  public @Nullable String getKmsEndpoint() {
    return given(Setting.KMS_ENDPOINT);
  }

  public void setKmsProfile(@Nullable String kmsProfile) {
    set(Setting.KMS_PROFILE, kmsProfile);
  }

  public @Nullable String getKmsProfile() {
    return given(Setting.KMS_PROFILE);
  }

  public void setLocalPassword(@Nullable String localPassword) {
    set(Setting.LOCAL_PASSWORD, localPassword);
  }

  public void setLocalPasswordFile(@Nullable String localPasswordFile) {
    set(Setting.LOCAL_PASSWORD_FILE, localPasswordFile);
  }

  public @Nullable String getLocalPasswordFile() {
    return given(Setting.LOCAL_PASSWORD_FILE);
  }

  /** Takes ISO 8601, such as {@code PT30S}. */
  public void setDatabaseKeyTtl(@Nullable String databaseKeyTtl) {
    set(Setting.DATABASE_KEY_TTL, databaseKeyTtl);
  }

  public @Nullable String getDatabaseKeyTtl() {
    return given(Setting.DATABASE_KEY_TTL);
  }

  /** Takes ISO 8601, such as {@code PT30S}. */
  public void setOutageGrace(@Nullable String outageGrace) {
    set(Setting.OUTAGE_GRACE, outageGrace);
  }

  public @Nullable String getOutageGrace() {
    return given(Setting.OUTAGE_GRACE);
  }

  public void setBlockBytes(long blockBytes) {
    set(Setting.BLOCK_BYTES, Long.toString(blockBytes));
  }

  public long getBlockBytes() {
    return Long.parseLong(Objects.requireNonNull(given(Setting.BLOCK_BYTES)));
  }

  public void setBlockValues(long blockValues) {
    set(Setting.BLOCK_VALUES, Long.toString(blockValues));
  }

  public long getBlockValues() {
    return Long.parseLong(Objects.requireNonNull(given(Setting.BLOCK_VALUES)));
  }

  public void setPolicy(@Nullable String policy) {
    set(Setting.POLICY, policy);
  }

  public @Nullable String getPolicy() {
    return given(Setting.POLICY);
  }

  /** Takes ISO 8601, such as {@code PT30S}. */
  public void setCatalogTtl(@Nullable String catalogTtl) {
    set(Setting.CATALOG_TTL, catalogTtl);
  }

  public @Nullable String getCatalogTtl() {
    return given(Setting.CATALOG_TTL);
  }

  public void setPadding(@Nullable String padding) {
    set(Setting.PADDING, padding);
  }

  public @Nullable String getPadding() {
    return given(Setting.PADDING);
  }

  public void setLookAhead(boolean lookAhead) {
    set(Setting.LOOK_AHEAD, Boolean.toString(lookAhead));
  }

  public boolean isLookAhead() {
    return Boolean.parseBoolean(given(Setting.LOOK_AHEAD));
  }

  public void setAuditLog(@Nullable String auditLog) {
    set(Setting.AUDIT_LOG, auditLog);
  }

  public @Nullable String getAuditLog() {
    return given(Setting.AUDIT_LOG);
  }

  public void setAcceptPlainUrls(boolean acceptPlainUrls) {
    set(Setting.ACCEPT_PLAIN_URLS, Boolean.toString(acceptPlainUrls));
  }

  public boolean isAcceptPlainUrls() {
    return Boolean.parseBoolean(given(Setting.ACCEPT_PLAIN_URLS));
  }

  private void set(Setting setting, @Nullable String value) {
    if (value == null) {
      given.remove(setting);
    } else {
      given.put(setting, value);
    }
  }

  private @Nullable String given(Setting setting) {
    String value = given.get(setting);
    return value == null ? setting.defaultValue().orElse(null) : value;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  /** Keeps the writer; Coffer logs through {@code System.Logger} only. */
  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {
    logWriter = writer;
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    loginTimeoutSeconds = seconds;
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return loginTimeoutSeconds;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("io.github.cofferjdbc");
  }

  /**
   * Returns what {@link CofferDataSourceFactory} makes an equal data source from, passwords too.
   *
   * @throws NamingException if a reference cannot hold the data source
   */
  @Override
  public Reference getReference() throws NamingException {
    Reference reference =
        new Reference(getClass().getName(), CofferDataSourceFactory.class.getName(), null);
    add(reference, "url", url);
    add(reference, "user", user);
    add(reference, "password", password);
    if (loginTimeoutSeconds > 0) {
      add(reference, LOGIN_TIMEOUT, Integer.toString(loginTimeoutSeconds));
    }
    given.forEach((setting, value) -> add(reference, setting.key(), value));
    return reference;
  }

  private static void add(Reference reference, String name, @Nullable String value) {
    if (value != null) {
      reference.add(new StringRefAddr(name, value));
    }
  }

  /** Takes one entry of a {@link Reference}; unknown ones are kept from being ignored. */
  void setReferenced(String name, String value) throws SQLException {
    switch (name) {
      case "url" -> url = value;
      case "user" -> user = value;
      case "password" -> password = value;
      case LOGIN_TIMEOUT -> loginTimeoutSeconds = seconds(value);
      default -> {
        Settings.of(Map.of(name, value));
        set(Setting.ofKey(name).orElseThrow(), value);
      }
    }
  }

  private static int seconds(String value) throws SQLException {
    if (!value.matches("[0-9]{1,9}")) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The login timeout of the reference is not a number of seconds: call setLoginTimeout.");
    }
    return Integer.parseInt(value);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + getUrl() + "]";
  }
}
