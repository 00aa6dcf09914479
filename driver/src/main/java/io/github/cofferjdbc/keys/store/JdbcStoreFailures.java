package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** Tells what an error of the key store's server means for keys that are in memory. */
final class JdbcStoreFailures {

  private JdbcStoreFailures() {}

  static SQLException exception(String place, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (tls(e) || state.equals("08004")) {
      return KeyFailure.GONE.exception(
          "No trusted TLS connection to the key store "
              + place
              + ": check the server's certificate, sslrootcert in coffer.keyStore (the default is"
              + " ~/.postgresql/root.crt), and that the server offers TLS.",
          e);
    }
    if (noAnswer(state)) {
      return KeyFailure.OUTAGE.exception(
          "The key store " + place + " cannot be reached at the moment" + shown(state), e);
    }
    return switch (state) {
      case "28P01", "28000" ->
          KeyFailure.DENIED.exception(
              "The key store "
                  + place
                  + " refused the user or password: check coffer.keyStoreUser and"
                  + " coffer.keyStorePassword.",
              e);
      case "42501" ->
          KeyFailure.DENIED.exception(
              "The user of the key store "
                  + place
                  + " lacks a right: reading needs SELECT on coffer_keystore.cluster (coffer init"
                  + " --grant ROLE gives it), changes need its owner.",
              e);
      case "3D000" ->
          KeyFailure.GONE.exception(
              "The database of the key store " + place + " does not exist.", e);
      case "25006" ->
          KeyFailure.DENIED.exception(
              "The key store " + place + " is read-only: name its primary server.", e);
      default ->
          KeyFailure.UNUSABLE.exception(
              "The key store " + place + " did not answer as a key store" + shown(state), e);
    };
  }

  private static String shown(String state) {
    return state.isEmpty() ? "." : " (SQLState " + state + ").";
  }

  /** Connection, resources, operator intervention, system error; or a lock that was not got. */
  private static boolean noAnswer(String state) {
    return state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57")
        || state.startsWith("58")
        || state.startsWith("40")
        || state.equals("55P03");
  }

  private static boolean tls(SQLException e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SSLException
          || at instanceof GeneralSecurityException
          || (at instanceof IOException
              && (at instanceof FileNotFoundException || at instanceof NoSuchFileException))) {
        return true;
      }
    }
    return false;
  }
}
