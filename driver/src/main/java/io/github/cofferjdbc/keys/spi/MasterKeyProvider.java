package io.github.cofferjdbc.keys.spi;

import java.sql.SQLException;

/**
 * Opens the master keys of one scheme, such as {@code aws-kms} or {@code local}.
 *
 * <p>Registered in {@code META-INF/services}. The class must load, and its constructor run, without
 * the libraries that the provider needs, since Coffer makes one of each provider to learn its
 * scheme; a library that is missing is told by {@link #open} as {@link KeyFailure#MISCONFIGURED}.
 * Thread safe.
 */
public interface MasterKeyProvider {

  /** Returns what stands before the first colon of {@code coffer.masterKey}, in lower case. */
  String scheme();

  /**
   * Is called once, on a thread in the background, when the first connection of the process begins
   * whose settings name a master key of this scheme: loads what takes long, so that {@link #open}
   * finds it there. Asks nobody anything; what fails is left for {@link #open} to tell. Does
   * nothing by default.
   */
  default void prepare() {}

  /**
   * Returns the master key that the request names. It may be lazy: a key service need not be asked
   * before the key is used, except where the request's purpose says so.
   *
   * @throws SQLException an exception of a {@link KeyFailure}
   */
  MasterKey open(MasterKeyRequest request) throws SQLException;
}
