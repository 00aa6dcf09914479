package io.github.cofferjdbc.keys.pkcs11;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that this process uses. A provider of the JDK's is made once a token and kept: it
 * loads the library, and each one that is made anew leaves its sessions behind for a while.
 *
 * <p>The JDK chooses a token by the slot's number alone, so the slots are tried one after the other
 * until a token is the one that the URI means. Thread safe.
 */
final class SunTokens {

  private static final List<SunToken> KNOWN = new CopyOnWriteArrayList<>();
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private SunTokens() {}

  /**
   * Returns the one token that the URI means.
   *
   * @throws SQLException GONE if the library or the token is not there, KE009 if several tokens fit
   */
  static SunToken find(Path library, Pkcs11Uri uri) throws SQLException {
    Path real = real(library);
    for (SunToken token : KNOWN) {
      if (token.is(real, uri)) {
        return token;
      }
    }
    List<SunToken> found = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (long slot : uri.slotId().map(List::of).orElseGet(List::of)) {
      open(real, slot).ifPresent(found::add);
    }
    if (uri.slotId().isEmpty()) {
      for (long slot : slots(real)) {
        open(real, slot).ifPresent(found::add);
      }
    }
    found.removeIf(
        token -> {
          if (token.info().matches(uri)) {
            return false;
          }
          others.add(token.info().label());
          return true;
        });
    if (found.isEmpty()) {
      throw KeyFailure.GONE.exception(
          "The library "
              + library
              + " knows no token that "
              + uri
              + " names; it knows "
              + (others.isEmpty() ? "none" : "these: " + String.join(", ", others))
              + ".");
    }
    if (found.size() > 1) {
      throw KeyFailure.MISCONFIGURED.exception(
          uri + " names " + found.size() + " tokens; add serial=NUMBER to tell them apart.");
    }
    KNOWN.add(found.get(0));
    return found.get(0);
  }

  /** Forgets a token that did not answer, so that it is set up anew when it comes back. */
  static void forget(SunToken token) {
    KNOWN.remove(token);
  }

  private static Path real(Path library) throws SQLException {
    if (!Files.isRegularFile(library)) {
      throw KeyFailure.GONE.exception(
          "There is no PKCS#11 library "
              + library
              + "; install it or correct module-path in coffer.masterKey.");
    }
    try {
      return library.toRealPath();
    } catch (IOException e) {
      throw KeyFailure.GONE.exception("The PKCS#11 library " + library + " cannot be read.", e);
    }
  }

  /** Returns the slots with tokens; printed before the first slot is found to have none. */
  private static List<Long> slots(Path library) throws SQLException {
    Attempt attempt = configure(library, "slotListIndex = 0");
    List<Long> slots = TokenInfo.slots(attempt.printed());
    if (slots.isEmpty() && attempt.failure() != null) {
      throw Pkcs11Failures.ofLibrary(library, attempt.failure());
    }
    return slots;
  }

  private static Optional<SunToken> open(Path library, long slot) throws SQLException {
    Attempt attempt = configure(library, "slot = " + slot);
    Provider provider = attempt.provider();
    if (provider == null) {
      return Optional.empty(); // an uninitialized token, or one of another kind
    }
    return TokenInfo.of(attempt.printed()).map(info -> new SunToken(library, slot, info, provider));
  }

  /** What came of setting up the JDK's provider; it prints also if it fails. */
  private record Attempt(
      String printed, @Nullable Provider provider, @Nullable Exception failure) {}

  private static Attempt configure(Path library, String slot) throws SQLException {
    Provider sun = Security.getProvider("SunPKCS11");
    if (sun == null) {
      throw KeyFailure.MISCONFIGURED.exception(
          "This Java runtime has no PKCS#11 provider (SunPKCS11, module jdk.crypto.cryptoki).");
    }
    String configuration =
        "--name = Coffer"
            + COUNTER.incrementAndGet()
            + "\nlibrary = "
            + quoted(library)
            + "\nshowInfo = true\n"
            + slot
            + "\n";
    Exception[] failure = new Exception[1];
    try {
      OwnOutput.Printed<@Nullable Provider> printed =
          OwnOutput.of(
              () -> {
                try {
                  return sun.configure(configuration);
                } catch (RuntimeException e) {
                  failure[0] = e;
                  return null;
                }
              });
      return new Attempt(printed.text(), printed.result(), failure[0]);
    } catch (Exception e) {
      throw Pkcs11Failures.ofLibrary(library, e);
    }
  }

  private static String quoted(Path library) throws SQLException {
    String text = library.toString();
    if (text.chars().anyMatch(c -> c < ' ' || c == '"') || text.contains("${")) {
      throw KeyFailure.MISCONFIGURED.exception(
          "The path of the PKCS#11 library has characters that the JDK's provider cannot read.");
    }
    return '"' + text.replace("\\", "\\\\") + '"';
  }
}
