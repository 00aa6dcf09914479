package io.github.cofferjdbc;

import io.github.cofferjdbc.config.CofferUrl;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.jdbc.DelegateDrivers;
import io.github.cofferjdbc.jdbc.EncryptingConnection;
import io.github.cofferjdbc.keys.MasterKeyPreparation;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections of the wrapped driver and wraps them. No state. */
final class PhysicalConnection {

  private PhysicalConnection() {}

  static Connection open(CofferUrl url) throws SQLException {
    MasterKeyPreparation.begin(url.settings());
    Connection delegate =
        DelegateDrivers.find(url.delegateUrl())
            .connect(url.delegateUrl(), url.delegateProperties());
    if (delegate == null) {
      throw CofferState.BAD_CONFIGURATION.exception(
          "The JDBC driver for jdbc:" + url.subprotocol() + ": does not take the rest of the URL.");
    }
    return url.subprotocol().equals("redshift")
        ? passingThrough(delegate, url.settings())
        : wrapped(delegate, url.settings(), url.outerUrl());
  }

  /** Wraps a connection, and closes it if that fails. */
  static Connection wrapped(Connection delegate, Settings settings, String outerUrl)
      throws SQLException {
    try {
      return EncryptingConnection.wrap(delegate, settings, outerUrl);
    } catch (SQLException | RuntimeException | Error e) {
      close(delegate, e);
      throw e;
    }
  }

  /** Redshift has no domains, and so no protected columns yet. */
  private static Connection passingThrough(Connection delegate, Settings settings)
      throws SQLException {
    if (settings.given(Setting.DATABASE) || settings.pinned()) {
      SQLException refused =
          CofferState.NOT_TRUSTWORTHY.exception(
              (settings.pinned() ? "coffer.policy is pinned" : "coffer.database is set")
                  + ", but nothing can be protected on Amazon Redshift yet: leave it out.");
      close(delegate, refused);
      throw refused;
    }
    System.getLogger(PhysicalConnection.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "Amazon Redshift has no domains: Coffer passes everything through and encrypts nothing.");
    return delegate;
  }

  private static void close(Connection delegate, Throwable failure) {
    try {
      delegate.close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
