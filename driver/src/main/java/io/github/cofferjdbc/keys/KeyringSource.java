package io.github.cofferjdbc.keys;

import java.sql.SQLException;

/**
 * Where the current keyring of one database comes from. Thread safe.
 *
 * <p>A keyring stays usable until its source closes it. Whoever meets a closed one asks again.
 */
public interface KeyringSource {

  /**
   * Returns the keyring to seal and open with; cheap when it is cached. Called without any lock
   * held, since it may ask a key service.
   *
   * @throws SQLException KE002, KE005, KE006 or KE008 if access is missing, interrupted or denied
   */
  Keyring keyring() throws SQLException;

  /**
   * Returns a keyring that knows the key, after at most one reload; if it still does not know it,
   * the keyring as it is.
   *
   * @throws SQLException as {@link #keyring}
   */
  Keyring keyringKnowing(int keyId) throws SQLException;

  /**
   * Returns a keyring after a reload, if there was none in the last minute: another process may
   * have changed what it holds beside keys.
   *
   * @throws SQLException as {@link #keyring}
   */
  Keyring keyringAnew() throws SQLException;
}
