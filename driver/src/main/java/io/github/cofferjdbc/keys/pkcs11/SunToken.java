package io.github.cofferjdbc.keys.pkcs11;

import io.github.cofferjdbc.keys.spi.KeyFailure;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * A token with the JDK's provider for it.
 *
 * <p>PKCS#11 knows one login for all of a process: while somebody is logged in, no PIN is checked
 * any more. So that a setting with a wrong PIN gets no key because another one is right, the users
 * of a token are counted, one with another PIN is refused, and the last one logs out, which also
 * makes a PIN that was changed in the HSM count from the next load on. An application that uses the
 * same token through a provider of its own in the same process has to log in again then. Thread
 * safe; the lock is held during a login and is waited for no longer than {@value #PATIENCE_SECONDS}
 * seconds.
 */
final class SunToken {

  private static final int PATIENCE_SECONDS = 10;

  private final Path library;
  private final long slot;
  private final TokenInfo info;
  private final Provider provider;

  private final ReentrantLock lock = new ReentrantLock();
  private final byte[] salt = new byte[16];
  private int users;
  private byte @Nullable [] pinDigest;

  SunToken(Path library, long slot, TokenInfo info, Provider provider) {
    this.library = library;
    this.slot = slot;
    this.info = info;
    this.provider = provider;
    new SecureRandom().nextBytes(salt);
  }

  TokenInfo info() {
    return info;
  }

  Provider provider() {
    return provider;
  }

  boolean is(Path otherLibrary, Pkcs11Uri uri) {
    return library.equals(otherLibrary)
        && uri.slotId().filter(id -> id != slot).isEmpty()
        && info.matches(uri);
  }

  /** Logs in and returns the token's keys; each login needs its own {@link #release}. */
  KeyStore login(Pin pin) throws SQLException {
    take();
    try {
      byte[] digest = digest(pin);
      if (users > 0 && !MessageDigest.isEqual(digest, pinDigest)) {
        throw KeyFailure.DENIED.exception(
            "The token " + info.label() + " is in use under another PIN in this process.");
      }
      KeyStore keys = KeyStore.getInstance("PKCS11", provider);
      keys.load(null, pin.characters());
      pinDigest = digest;
      users++;
      return keys;
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw Pkcs11Failures.ofToken(info, e);
    } finally {
      lock.unlock();
    }
  }

  /** Takes back one {@link #login}. */
  void release() {
    lock.lock();
    try {
      users--;
      if (users == 0) {
        pinDigest = null;
        if (provider instanceof AuthProvider login) {
          login.logout();
        }
      }
    } catch (LoginException | RuntimeException e) {
      // A token that is gone has logged out by itself.
    } finally {
      lock.unlock();
    }
  }

  private void take() throws SQLException {
    try {
      if (lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw KeyFailure.OUTAGE.exception("The token " + info.label() + " does not answer a login.");
  }

  private byte[] digest(Pin pin) throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(salt);
    char[] characters = pin.characters();
    if (characters != null) {
      sha256.update(StandardCharsets.UTF_16BE.encode(CharBuffer.wrap(characters)));
    }
    return sha256.digest();
  }

  @Override
  public String toString() {
    return "token " + info.label();
  }
}
