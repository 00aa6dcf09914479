package io.github.cofferjdbc.envelope;

import io.github.cofferjdbc.crypto.Varint;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a stored value of format 1 before its ciphertext ({@code docs/format.md}):
 *
 * <pre>
 *   byte 0      0xEC
 *   byte 1      0x10 | padded &lt;&lt; 3 | mode (0 to 5)
 *   byte 2      base type id
 *   varint      scope
 *   4 bytes     key id                    by reference: 8 bytes, id of the data key
 *   random:     40 bytes wrapped data key (not by reference) | varint number | body
 *   eq:         body
 *   ordered:    order code | body
 *   match:      varint n | n * 8 bytes token | as random from the wrapped data key
 * </pre>
 *
 * <p>The body is ciphertext and tag, or SIV and ciphertext. Immutable and thread safe.
 *
 * @param mode how the value is encrypted
 * @param byReference whether it names its data key instead of carrying it
 * @param padded whether the plaintext ends with padding
 * @param base the base type that is stored, for searchable modes the searchable one
 * @param scope 0 for the built-in types
 * @param keyId the database key (random, match) or index key; 0 by reference
 * @param wrappedKeyAt where the wrapped data key begins, or -1 if there is none
 * @param number the number of the value in its block, or -1 if there is none
 * @param bodyAt where the body begins; everything before is authenticated with it
 */
public record Header(
    Mode mode,
    boolean byReference,
    boolean padded,
    BaseType base,
    int scope,
    int keyId,
    int wrappedKeyAt,
    long number,
    int bodyAt) {

  static final int MAGIC = 0xEC;
  static final int FORMAT = 1;
  static final int PADDED = 1 << 3;
  static final int MODE_BITS = 0x07;

  /** Byte 1's mode of the forms by reference: randomized and match values. */
  static final int RANDOM_BY_REFERENCE = 4;

  static final int MATCH_BY_REFERENCE = 5;

  /** The least length of any stored value: an empty plaintext by equality. */
  private static final int LEAST_LENGTH = 24;

  /** How many bytes a wrapped data key has. */
  public static final int WRAPPED_KEY_LENGTH = 40;

  /**
   * Returns the header of a stored value of format 1.
   *
   * @throws SQLException KE004 if it is of another format, malformed or cut off
   */
  public static Header parse(byte[] stored) throws SQLException {
    if (!looksLikeOne(stored)) {
      throw notOne(stored);
    }
    return new HeaderParser(stored).parse();
  }

  /**
   * Returns what {@link #parse} would of a value that begins as another one does, all but its
   * number, or null if it does not: most values follow one of their block, and comparing bytes
   * costs less than reading them.
   *
   * @param alike the header of the other
   * @param other the stored value that it was read from, or at least as much of it as {@link
   *     #prefixLength} says
   * @throws SQLException KE004 if it is malformed or cut off behind what is equal
   */
  public static @Nullable Header alike(Header alike, byte[] other, byte[] stored)
      throws SQLException {
    int equal = alike.prefixLength();
    if (stored.length < LEAST_LENGTH
        || stored.length < equal
        || !Arrays.equals(other, 0, equal, stored, 0, equal)) {
      return null;
    }
    if (alike.mode == Mode.RANDOM) {
      return HeaderParser.numbered(alike, stored, equal);
    }
    return alike.mode == Mode.EQ ? alike : null;
  }

  /** Returns how many bytes all values of the block, type and padding begin with. */
  public int prefixLength() {
    return mode == Mode.RANDOM ? bodyAt - Varint.length(number) : bodyAt;
  }

  /**
   * Returns the type that a complete valid header names, or empty if the bytes do not begin with
   * one. Equality of integers and floats is named as that of int8 and float8.
   */
  public static Optional<EncryptedType> typeOf(byte[] stored) {
    if (!looksLikeOne(stored)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new HeaderParser(stored).parse().type());
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** Returns the type that the header names; see {@link #typeOf}. */
  public EncryptedType type() {
    return new EncryptedType(base, mode, scope);
  }

  /** Tells whether a value of the type can have this header: mode, stored base type and scope. */
  public boolean isOf(EncryptedType expected) {
    return mode == expected.mode() && base == expected.storedBase() && scope == expected.scope();
  }

  /** Returns the bytes of a randomized value before its number. */
  public static byte[] ofRandom(
      EncryptedType type, boolean padded, int keyId, byte[] wrappedDataKey) {
    int at = 3 + Varint.length(type.scope());
    byte[] header = new byte[at + 4 + WRAPPED_KEY_LENGTH];
    writeStart(header, type, padded, keyId);
    System.arraycopy(wrappedDataKey, 0, header, at + 4, WRAPPED_KEY_LENGTH);
    return header;
  }

  /** Returns the bytes of an equality value before its SIV; the same for all values of a type. */
  public static byte[] ofEquality(EncryptedType type, int keyId) {
    byte[] header = new byte[3 + Varint.length(type.scope()) + 4];
    writeStart(header, type, false, keyId);
    return header;
  }

  private static void writeStart(byte[] out, EncryptedType type, boolean padded, int keyId) {
    out[0] = (byte) MAGIC;
    out[1] = secondByte(type.mode().id(), padded);
    out[2] = (byte) type.storedBase().id();
    int at = Varint.write(type.scope(), out, 3);
    System.arraycopy(KeyId.bytes(keyId), 0, out, at, 4);
  }

  private static byte secondByte(int modeId, boolean padded) {
    return (byte) (FORMAT << 4 | (padded ? PADDED : 0) | modeId);
  }

  /**
   * Returns every way in which the first three bytes of a stored value of the type can read: what a
   * domain's CHECK accepts. The forms by reference are among them.
   */
  public static List<byte[]> prefixes(BaseType base, Mode mode) {
    List<byte[]> prefixes = new ArrayList<>();
    byte baseId = (byte) EncryptedType.builtIn(base, mode).storedBase().id();
    for (int modeId : modeIds(mode)) {
      prefixes.add(new byte[] {(byte) MAGIC, secondByte(modeId, false), baseId});
      if (mode == Mode.RANDOM && Padding.possibleFor(base)) {
        prefixes.add(new byte[] {(byte) MAGIC, secondByte(modeId, true), baseId});
      }
    }
    return prefixes;
  }

  private static int[] modeIds(Mode mode) {
    return switch (mode) {
      case RANDOM -> new int[] {mode.id(), RANDOM_BY_REFERENCE};
      case MATCH -> new int[] {mode.id(), MATCH_BY_REFERENCE};
      case EQ, ORDERED -> new int[] {mode.id()};
    };
  }

  private static boolean looksLikeOne(byte[] stored) {
    return stored.length >= LEAST_LENGTH
        && (stored[0] & 0xFF) == MAGIC
        && (stored[1] & 0xFF) >>> 4 == FORMAT;
  }

  private static SQLException notOne(byte[] stored) {
    if (stored.length >= 2 && (stored[0] & 0xFF) == MAGIC && (stored[1] & 0xFF) >>> 4 != FORMAT) {
      return CofferState.FORMAT_UNKNOWN.exception(
          "A stored value has format "
              + ((stored[1] & 0xFF) >>> 4)
              + ", which this version of Coffer does not read; a newer one may.");
    }
    return malformed();
  }

  static SQLException malformed() {
    return CofferState.FORMAT_UNKNOWN.exception(
        "A stored value is not one that Coffer wrote: its format is malformed or it is cut off.");
  }
}
