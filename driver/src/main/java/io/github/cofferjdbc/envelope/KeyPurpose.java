package io.github.cofferjdbc.envelope;

import io.github.cofferjdbc.crypto.AesSiv;
import io.github.cofferjdbc.crypto.Hkdf;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.crypto.Varint;
import java.util.UUID;

/**
 * What a key that is derived by HKDF-SHA-256 is for. Keys of different purposes, clusters,
 * databases, modes, base types or scopes tell nothing about one another.
 *
 * <p>Immutable and thread safe. The layout of the info stands in {@code docs/format.md}.
 */
public enum KeyPurpose {
  /** Wraps data keys; derived from a database key. */
  DATA_KEY_WRAP("kw", 32),
  /** Wraps index keys; derived from a database key. */
  INDEX_KEY_WRAP("index-wrap", 32),
  /** AES-SIV of equality values; derived from an index key for each base type and scope. */
  EQ("eq", AesSiv.KEY_LENGTH),
  /** The order code; derived from an index key. */
  ORDERED_PRF("ordered-prf", 32),
  /** AES-SIV of ordered values; derived from an index key. */
  ORDERED_SIV("ordered-siv", AesSiv.KEY_LENGTH),
  /** Tokens of match values; derived from an index key. */
  MATCH("match", 32);

  private final String text;
  private final int length;

  KeyPurpose(String text, int length) {
    this.text = text;
    this.length = length;
  }

  /** Returns the name as it stands in the info. */
  public String text() {
    return text;
  }

  /** Returns how many bytes a key of this purpose has. */
  public int length() {
    return length;
  }

  /** Returns the key of this purpose for a database: {@code kw} and {@code index-wrap}. */
  public SecretBytes derive(SecretBytes key, EncryptionContext context, UUID databaseId) {
    return Hkdf.derive(key, info(context, databaseId).bytes(), length);
  }

  /** Returns the key of this purpose for a searchable type: all but the two wrapping purposes. */
  public SecretBytes derive(
      SecretBytes key, EncryptionContext context, UUID databaseId, EncryptedType type) {
    byte[] info =
        info(context, databaseId)
            .part((byte) type.mode().id())
            .part((byte) type.storedBase().id())
            .part(Varint.bytes(type.scope()))
            .bytes();
    return Hkdf.derive(key, info, length);
  }

  private KeyInfo info(EncryptionContext context, UUID databaseId) {
    return new KeyInfo().part(text).context(context).databaseId(databaseId);
  }
}
