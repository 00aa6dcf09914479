package io.github.cofferjdbc.keys.pkcs11;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.FailedLoginException;

/**
 * Tells an outage from a denial by the return values of PKCS#11, which the JDK keeps in the
 * messages of an exception class that is its own.
 */
final class Pkcs11Failures {

  private static final Pattern RETURN_VALUE = Pattern.compile("\\bCKR_[A-Z0-9_]+");

  private Pkcs11Failures() {}

  /** The library could not be loaded or set up. */
  static SQLException ofLibrary(Path library, Throwable e) {
    Optional<String> value = returnValue(e);
    return value.isPresent()
        ? answer("The PKCS#11 library " + library, value.get(), e)
        : KeyFailure.GONE.exception(
            "The PKCS#11 library " + library + " cannot be loaded: " + reason(e), e);
  }

  /** The token did not log in or do what was asked. */
  static SQLException ofToken(TokenInfo token, Throwable e) {
    String name = "The token " + token.label();
    Optional<String> value = returnValue(e);
    if (value.isPresent()) {
      return answer(name, value.get(), e);
    }
    if (caused(e, "Token has been removed")) {
      return KeyFailure.OUTAGE.exception(name + " was removed.", e);
    }
    if (causedBy(e, FailedLoginException.class) || caused(e, "password")) {
      return KeyFailure.DENIED.exception(
          name + " refused the login; give pin-source=file:PATH in coffer.masterKey.", e);
    }
    if (caused(e, "CKA_LABEL")) {
      return KeyFailure.MISCONFIGURED.exception(
          name + " holds several secret keys of one label; give each a label of its own.", e);
    }
    return KeyFailure.DENIED.exception(name + " did not do what was asked: " + reason(e), e);
  }

  private static SQLException answer(String who, String value, Throwable e) {
    if (value.startsWith("CKR_DEVICE_") || value.equals("CKR_TOKEN_NOT_PRESENT")) {
      return KeyFailure.OUTAGE.exception(
          who + " does not answer at the moment (" + value + ").", e);
    }
    if (value.startsWith("CKR_PIN_") || value.startsWith("CKR_USER_PIN_")) {
      return KeyFailure.DENIED.exception(
          who + " refused the PIN (" + value + "); check pin-source in coffer.masterKey.", e);
    }
    return KeyFailure.DENIED.exception(who + " refused (" + value + ").", e);
  }

  private static Optional<String> returnValue(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at.getClass().getSimpleName().equals("PKCS11Exception")) {
        Matcher value = RETURN_VALUE.matcher(String.valueOf(at.getMessage()));
        return Optional.of(value.find() ? value.group() : "CKR unknown");
      }
    }
    return Optional.empty();
  }

  private static boolean caused(Throwable e, String text) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (String.valueOf(at.getMessage()).contains(text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
