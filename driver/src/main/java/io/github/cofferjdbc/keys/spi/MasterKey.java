package io.github.cofferjdbc.keys.spi;

import java.sql.SQLException;

/**
 * An opened master key: tier 4, or, in an HSM, tiers 4 and 3 in one.
 *
 * <p>Every method throws an exception of a {@link KeyFailure}; only {@link KeyFailure#OUTAGE} and
 * {@link KeyFailure#GONE} let keys that are in memory serve on. Used by one thread at a time, and
 * never under a lock. Its {@code toString} shows no secret.
 */
public sealed interface MasterKey extends AutoCloseable permits EnvelopeMasterKey, HsmMasterKey {

  /**
   * Returns the canonical name by which master keys of one scheme are compared, however the user
   * spelt them: the key's ARN, the token's serial number and object id, the key id inside a local
   * file. May ask the key service.
   */
  String identity() throws SQLException;

  /**
   * Returns the reference to be kept in the key store, scheme included, by which a client without
   * {@code coffer.masterKey} finds the key again: an alias resolved to its ARN, no module path, no
   * PIN source, no password. May ask the key service.
   */
  String reference() throws SQLException;

  /** Releases sessions and overwrites the provider's copies of secrets. */
  @Override
  void close();
}
