package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.keys.spi.EnvelopeMasterKey;
import io.github.cofferjdbc.keys.spi.GeneratedKey;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.KeyFailure;
import io.github.cofferjdbc.keys.spi.MasterKey;
import io.github.cofferjdbc.keys.store.Wrapped;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster key under a master key, and its wrapped form: generated and unwrapped again at once, or
 * the HSM's key itself. Used by one thread.
 *
 * @param key owned by this object
 * @param wrapped by the master key; null for an HSM's key
 */
record NewClusterKey(ClusterKey key, @Nullable Wrapped wrapped) implements AutoCloseable {

  static NewClusterKey under(MasterKey masterKey, EncryptionContext context, MasterKeyCalls calls)
      throws SQLException {
    if (masterKey instanceof HsmMasterKey hsm) {
      return new NewClusterKey(new ClusterKey.InHsm(hsm, calls), null);
    }
    EnvelopeMasterKey envelope = (EnvelopeMasterKey) masterKey;
    Map<String, String> entries = context.entries();
    GeneratedKey generated =
        calls.call(MasterKeyCalls.GENERATE, () -> envelope.generateClusterKey(entries));
    byte[] again = new byte[0];
    try {
      again =
          calls.call(
              MasterKeyCalls.DECRYPT,
              () -> envelope.unwrapClusterKey(generated.wrapped(), entries));
      if (again.length != 32 || !MessageDigest.isEqual(again, generated.plaintext())) {
        throw KeyFailure.UNUSABLE.exception(
            "The new cluster key does not come back from the master key; nothing was stored.");
      }
      return new NewClusterKey(
          new ClusterKey.InProcess(SecretBytes.copyOf(generated.plaintext())),
          Wrapped.of(generated.wrapped()));
    } finally {
      Arrays.fill(again, (byte) 0);
      Arrays.fill(generated.plaintext(), (byte) 0);
    }
  }

  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "NewClusterKey <hidden>";
  }
}
