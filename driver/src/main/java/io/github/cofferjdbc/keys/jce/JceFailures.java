package io.github.cofferjdbc.keys.jce;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.file.NoSuchFileException;
import java.security.UnrecoverableKeyException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import javax.security.auth.login.LoginException;

/**
 * Tells an outage from a denial in what an unknown provider throws: an outage is told by the JDK's
 * exceptions of the network among the causes; all else is a denial.
 */
final class JceFailures {

  private JceFailures() {}

  static SQLException exception(JceKeyName name, Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof SocketException
          || at instanceof SocketTimeoutException
          || at instanceof UnknownHostException
          || at instanceof HttpTimeoutException
          || at instanceof TimeoutException) {
        return KeyFailure.OUTAGE.exception(
            "The provider of " + name + " does not reach its HSM at the moment.", e);
      }
      if (at instanceof NoSuchFileException || at instanceof FileNotFoundException) {
        return KeyFailure.GONE.exception(
            "A file that " + name + " needs is not there: " + at.getMessage(), e);
      }
      if (at instanceof LoginException || at instanceof UnrecoverableKeyException) {
        return KeyFailure.DENIED.exception(
            "The provider of " + name + " refused the login; check pin-source.", e);
      }
    }
    return KeyFailure.DENIED.exception(
        "The provider of "
            + name
            + " refused: "
            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
        e);
  }
}
