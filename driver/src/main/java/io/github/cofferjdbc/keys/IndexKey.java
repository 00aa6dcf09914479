package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.crypto.AesSiv;
import io.github.cofferjdbc.crypto.ClosedSecretException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.EncryptionContext;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.envelope.KeyPurpose;
import io.github.cofferjdbc.envelope.Mode;
import java.util.List;
import java.util.UUID;

/**
 * A key from which the keys of searchable types are derived, for each mode, base type and scope.
 * Thread safe.
 */
public final class IndexKey implements AutoCloseable {

  private final int id;
  private final SecretBytes key;
  private final EncryptionContext context;
  private final UUID databaseId;

  /** Takes over a 32-byte key. */
  public IndexKey(int id, SecretBytes key, EncryptionContext context, UUID databaseId) {
    this.id = id;
    this.key = key;
    this.context = context;
    this.databaseId = databaseId;
  }

  public int id() {
    return id;
  }

  /**
   * Returns a new cipher for the equality values of a type. It is prepared for one associated
   * string and guarded by a lock, so each connection keeps its own; the caller closes it.
   *
   * @throws ClosedSecretException if this key is closed
   */
  public AesSiv equalityCipher(EncryptedType type, byte[] associated) {
    if (type.mode() != Mode.EQ) {
      throw new IllegalArgumentException(type + " is not an equality type");
    }
    try (SecretBytes derived = KeyPurpose.EQ.derive(key, context, databaseId, type)) {
      return new AesSiv(derived, List.of(associated));
    }
  }

  /** Wipes the key. */
  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "IndexKey " + KeyId.text(id) + " <hidden>";
  }
}
