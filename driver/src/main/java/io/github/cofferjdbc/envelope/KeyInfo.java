package io.github.cofferjdbc.envelope;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * The one encoding of what a key is bound to, for HKDF's info and for the AAD of wrapped keys:
 * parts, each preceded by its length as 4 bytes big-endian, the first being {@code coffer/1}.
 * Different parts never give the same bytes.
 *
 * <p>Not thread safe.
 */
public final class KeyInfo {

  private static final String VERSION = "coffer/1";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  /** Begins with the part {@code coffer/1}. */
  public KeyInfo() {
    part(VERSION);
  }

  /** Returns the AAD of a database key that the cluster key wraps. */
  public static byte[] ofDatabaseKey(EncryptionContext context, UUID databaseId, int keyId) {
    return new KeyInfo().context(context).databaseId(databaseId).keyId(keyId).bytes();
  }

  /** Returns the AAD of the record key that the cluster key wraps. */
  public static byte[] ofRecordKey(EncryptionContext context, int keyId) {
    return new KeyInfo().part("record").context(context).keyId(keyId).bytes();
  }

  /**
   * Returns the AAD of a cluster key that a master key outside AWS KMS wraps: the context alone.
   */
  public static byte[] ofClusterKey(EncryptionContext context) {
    return new KeyInfo().context(context).bytes();
  }

  /** Returns the 16 bytes of a database id. */
  public static byte[] databaseIdBytes(UUID databaseId) {
    return ByteBuffer.allocate(16)
        .putLong(databaseId.getMostSignificantBits())
        .putLong(databaseId.getLeastSignificantBits())
        .array();
  }

  /** Adds a part. */
  public KeyInfo part(byte[] bytes) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
    return this;
  }

  /** Adds a part: the text in UTF-8. */
  public KeyInfo part(String text) {
    return part(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a part of one byte. */
  public KeyInfo part(byte single) {
    return part(new byte[] {single});
  }

  /** Adds two parts for each entry, name and value, sorted by name. */
  public KeyInfo context(EncryptionContext context) {
    for (Map.Entry<String, String> entry : context.entries().entrySet()) {
      part(entry.getKey()).part(entry.getValue());
    }
    return this;
  }

  /** Adds the 16 bytes of a database id. */
  public KeyInfo databaseId(UUID databaseId) {
    return part(databaseIdBytes(databaseId));
  }

  /** Adds the 4 bytes of a key id. */
  public KeyInfo keyId(int keyId) {
    return part(KeyId.bytes(keyId));
  }

  /** Returns all parts so far. */
  public byte[] bytes() {
    return out.toByteArray();
  }
}
