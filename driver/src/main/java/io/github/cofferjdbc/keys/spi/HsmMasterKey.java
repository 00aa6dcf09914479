package io.github.cofferjdbc.keys.spi;

import java.sql.SQLException;

/**
 * A sensitive AES-256 key that never leaves its HSM and is the cluster key itself: the HSM wraps
 * database keys and the record key by AES-256-GCM. PKCS#11 and JCE providers.
 */
public non-sealed interface HsmMasterKey extends MasterKey {

  /**
   * Returns the wrapped key: nonce, ciphertext and tag, in a form of the provider's own of at most
   * 256 bytes. The caller keeps and overwrites the plaintext.
   *
   * @param key 32 bytes
   * @param aad what is authenticated beside the key; not secret
   */
  byte[] wrap(byte[] key, byte[] aad) throws SQLException;

  /**
   * Returns the plaintext of a wrapped key; the caller owns and overwrites it.
   *
   * @throws SQLException UNUSABLE if the wrapped key does not authenticate under this key and AAD
   */
  byte[] unwrap(byte[] wrapped, byte[] aad) throws SQLException;
}
