package io.github.cofferjdbc;

import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.config.SettingInfo;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.jdbc.DelegateDrivers;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The driver of {@code jdbc:coffer:X} URLs: connects with the driver of {@code jdbc:X} and encrypts
 * protected columns on the way.
 *
 * <p>Connecting needs no key and, unless {@code coffer.database} is set, asks the server nothing:
 * it costs what the wrapped driver costs. With {@code coffer.database} the database's id is checked
 * at connect, and again whenever the catalog is loaded anew; a wrong one is KE006. Unknown and
 * malformed settings fail here, KE009.
 *
 * <p>Immutable and thread safe.
 */
public final class CofferDriver implements Driver {

  static final int MAJOR_VERSION = 0;
  static final int MINOR_VERSION = 1;

  static {
    try {
      DriverManager.registerDriver(new CofferDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Makes a driver; for {@code ServiceLoader} and tools that name the class. */
  public CofferDriver() {}

  /**
   * Connects, or returns null if the URL is another driver's.
   *
   * @throws SQLException KE009 for a bad setting or if no driver for the rest of the URL is on the
   *     class path, KE006 if {@code coffer.database} is another database's, else whatever the
   *     wrapped driver throws
   */
  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    if (url == null) {
      throw CofferState.BAD_CONFIGURATION.exception("The URL is null: give jdbc:coffer:…");
    }
    return CofferUrl.accepts(url, info)
        ? PhysicalConnection.open(CofferUrl.parse(url, info))
        : null;
  }

  @Override
  public boolean acceptsURL(@Nullable String url) {
    return CofferUrl.accepts(url, null);
  }

  /** Returns Coffer's settings, then those of the wrapped driver; a null URL means pgjdbc. */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties info)
      throws SQLException {
    String inner =
        url != null && url.startsWith(CofferUrl.PREFIX)
            ? "jdbc:" + url.substring(CofferUrl.PREFIX.length())
            : url == null ? "jdbc:postgresql:" : url;
    Driver delegate = DelegateDrivers.find(inner);
    DriverPropertyInfo[] others =
        delegate.getPropertyInfo(inner, info == null ? new Properties() : info);
    return Stream.concat(
            Arrays.stream(SettingInfo.properties(info)),
            Arrays.stream(others).filter(other -> !other.name.startsWith("coffer.")))
        .toArray(DriverPropertyInfo[]::new);
  }

  @Override
  public int getMajorVersion() {
    return MAJOR_VERSION;
  }

  @Override
  public int getMinorVersion() {
    return MINOR_VERSION;
  }

  /** Returns false, as pgjdbc does. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("io.github.cofferjdbc");
  }
}
