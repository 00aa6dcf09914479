package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.error.CofferState;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The drivers that Coffer's own class loader sees. Not {@code DriverManager}: it hides drivers of
 * other class loaders, and native images and some tools leave it empty. Thread safe.
 */
public final class DelegateDrivers {

  /** Coffer's own driver, which stands above this package. */
  private static final String OWN = "io.github.cofferjdbc.CofferDriver";

  private DelegateDrivers() {}

  /** Loaded when first needed, once. */
  private static final class All {
    static final List<Driver> DRIVERS = load();
  }

  /**
   * Returns the driver that accepts the URL.
   *
   * @throws SQLException KE009 if there is none
   */
  public static Driver find(String url) throws SQLException {
    for (Driver driver : All.DRIVERS) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    int end = url.indexOf(':', Math.min(url.length(), "jdbc:".length()));
    throw CofferState.BAD_CONFIGURATION.exception(
        "No JDBC driver for "
            + url.substring(0, end < 0 ? url.length() : end + 1)
            + " is on the class path of Coffer: put its jar beside Coffer's, or correct the URL.");
  }

  private static List<Driver> load() {
    List<Driver> drivers = new ArrayList<>();
    drivers.add(new org.postgresql.Driver());
    Iterator<Driver> found =
        ServiceLoader.load(Driver.class, DelegateDrivers.class.getClassLoader()).iterator();
    // A driver that cannot be loaded is somebody else's trouble; a loader that never ends is not.
    for (int failures = 0; failures < 100; ) {
      try {
        if (!found.hasNext()) {
          break;
        }
        Driver driver = found.next();
        if (!(driver instanceof org.postgresql.Driver)
            && !driver.getClass().getName().equals(OWN)) {
          drivers.add(driver);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        System.getLogger(DelegateDrivers.class.getName())
            .log(System.Logger.Level.DEBUG, "a JDBC driver cannot be loaded", e);
      }
    }
    return List.copyOf(drivers);
  }
}
