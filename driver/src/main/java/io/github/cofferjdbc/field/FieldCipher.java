package io.github.cofferjdbc.field;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.ClosedSecretException;
import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Header;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.envelope.Padding;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.keys.Keyring;
import io.github.cofferjdbc.keys.KeyringSource;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts the protected values of one physical connection.
 *
 * <p>Secure against whoever reads or changes what the server stores: a randomized value tells its
 * length and which block it belongs to, an equality value also which others of its scope are equal
 * to it. Authenticated are the plaintext, database, cluster, mode, base type and scope; not the
 * table, column or row, so that a server can move a value within its scope or replay an old one.
 *
 * <p>A <em>block</em> is what this object seals under one data key. It ends after the configured
 * bytes or values, after 10 minutes, when the keyring is replaced or closed (rotation, denial), and
 * with this object. Plaintexts are what {@code value} encodes; nothing here looks into them.
 *
 * <p>Thread safe. The only lock is this object's own, and no key service is asked under it.
 */
public final class FieldCipher implements AutoCloseable {

  /** The longest plaintext, padding included: PostgreSQL's fields end at 1 GiB. */
  public static final int MAX_PLAINTEXT = (1 << 30) - 256;

  private static final int CLOSED_KEYRINGS = 3;

  private final KeyringSource keys;
  private final BlockLimits limits;
  private final Padding padding;
  private final LongSupplier nanoClock;
  private final RefusalLog refusals;

  /** A header that was read, with the bytes that values like it begin with. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  private record Known(EncryptedType type, Header header, byte[] beginning) {}

  /**
   * The headers that were read last, for each mode and stored base type: the next value mostly
   * follows one of its block. Threads may overwrite one another's.
   */
  private final @Nullable Known[] known = new Known[256];

  /** None before the first value and after the end. Written under the lock. */
  private volatile @Nullable KeyringCiphers ciphers;

  private boolean closed;

  /**
   * Makes a cipher without asking for a key yet.
   *
   * @param blockBytes bytes of plaintext in a block, at least 1
   * @param blockValues values in a block, 1 to 2^20
   * @param padding of the values that it writes; it reads any
   */
  public FieldCipher(KeyringSource keys, long blockBytes, long blockValues, Padding padding) {
    this(
        keys,
        new BlockLimits(blockBytes, blockValues, BlockLimits.AGE),
        padding,
        System::nanoTime,
        RefusalLog.NONE);
  }

  FieldCipher(
      KeyringSource keys,
      BlockLimits limits,
      Padding padding,
      LongSupplier nanoClock,
      RefusalLog refusals) {
    this.keys = keys;
    this.limits = limits;
    this.padding = padding;
    this.nanoClock = nanoClock;
    this.refusals = refusals;
  }

  /** Returns a cipher with the block limits, padding and audit log of these settings. */
  public static FieldCipher of(KeyringSource keys, Settings settings) {
    return of(keys, settings, RefusalLog.of(settings));
  }

  /** Returns a cipher as {@link #of} does, whose refusals stand in no audit log. */
  public static FieldCipher unrecorded(KeyringSource keys, Settings settings) {
    return of(keys, settings, RefusalLog.NONE);
  }

  private static FieldCipher of(KeyringSource keys, Settings settings, RefusalLog refusals) {
    return new FieldCipher(
        keys,
        new BlockLimits(
            settings.number(Setting.BLOCK_BYTES),
            settings.number(Setting.BLOCK_VALUES),
            BlockLimits.AGE),
        settings.text(Setting.PADDING).flatMap(Padding::ofSetting).orElseThrow(),
        System::nanoTime,
        refusals);
  }

  /** Returns the type that complete valid bytes name, or empty; see {@link Header#typeOf}. */
  public static Optional<EncryptedType> typeOf(byte[] stored) {
    return Header.typeOf(stored);
  }

  /**
   * Returns the bytes to store for a plaintext: randomized ones differ each time, those by equality
   * are equal for equal plaintexts.
   *
   * @param plaintext in the stored encoding of the type, for equality the searchable form;
   *     unchanged
   * @throws SQLException 54000 if the plaintext is longer than {@link #MAX_PLAINTEXT}; KE003 for
   *     modes that are not built; KE002, KE005, KE006 or KE008 if there is no key
   */
  public byte[] seal(EncryptedType type, byte[] plaintext) throws SQLException {
    return seal(type, plaintext, false);
  }

  /**
   * Returns what {@link #seal} does for a value beside one that was sealed just now, of the same
   * row. Whether the keys still serve and the block goes on is not asked again: reading the clock
   * costs as much as two AES blocks.
   */
  public byte[] sealBeside(EncryptedType type, byte[] plaintext) throws SQLException {
    return seal(type, plaintext, true);
  }

  private byte[] seal(EncryptedType type, byte[] plaintext, boolean beside) throws SQLException {
    if (type.mode() != Mode.RANDOM && type.mode() != Mode.EQ) {
      throw CofferState.CONSTRUCT_REFUSED.exception(
          "This version of Coffer does not write " + type + "; use a type of mode random or eq.");
    }
    boolean padded = padding.appliesTo(type);
    if ((padded ? padding.paddedLength(plaintext.length) : plaintext.length) > MAX_PLAINTEXT) {
      throw new SQLException(
          "A value for " + type + " is longer than " + MAX_PLAINTEXT + " bytes.", "54000");
    }
    return seal(type, padded, padded ? padding.pad(plaintext) : plaintext, beside);
  }

  private byte[] seal(EncryptedType type, boolean padded, byte[] body, boolean beside)
      throws SQLException {
    KeyringCiphers current = ciphers;
    if (beside && current != null) {
      try {
        return seal(current, type, padded, body, true);
      } catch (ClosedSecretException e) {
        // Asks for the keys.
      }
    }
    return seal(type, padded, body);
  }

  private static byte[] seal(
      KeyringCiphers ciphers, EncryptedType type, boolean padded, byte[] body, boolean beside)
      throws SQLException {
    return type.mode() == Mode.RANDOM
        ? ciphers.sealRandom(type, padded, body, beside)
        : ciphers.sealEquality(type, body);
  }

  private byte[] seal(EncryptedType type, boolean padded, byte[] body) throws SQLException {
    int closedKeyrings = 0;
    while (true) {
      Keyring keyring = keyring();
      try {
        return seal(ciphersOf(keyring), type, padded, body, false);
      } catch (ClosedSecretException e) {
        closedKeyrings = countClosed(closedKeyrings, keyring, e);
      }
    }
  }

  /**
   * Returns the plaintext of a stored value, in the stored encoding of the type.
   *
   * @param expected the type that the value must have
   * @throws SQLException KE001 if it does not authenticate as a value of this type in this
   *     database, KE004 if its format is malformed or not readable, KE002 if its key is unknown or
   *     destroyed; KE005, KE006 or KE008 if there is no key
   */
  public byte[] open(EncryptedType expected, byte[] stored) throws SQLException {
    return open(expected, stored, false);
  }

  /**
   * Returns what {@link #open} does for a value beside one that was opened just now, of the same
   * row. Whether the keys still serve is not asked again: reading the clock costs as much as two
   * AES blocks.
   */
  public byte[] openBeside(EncryptedType expected, byte[] stored) throws SQLException {
    return open(expected, stored, true);
  }

  private byte[] open(EncryptedType expected, byte[] stored, boolean beside) throws SQLException {
    Header header = readable(expected, stored);
    try {
      byte[] body = body(expected, header, stored, beside);
      return header.padded() ? unpadded(body) : body;
    } catch (NotAuthenticException e) {
      throw notAuthentic(expected, header);
    }
  }

  private byte[] body(EncryptedType expected, Header header, byte[] stored, boolean beside)
      throws SQLException, NotAuthenticException {
    byte[] body = beside ? bodyBeside(header, stored) : null;
    return body == null ? body(expected, header, stored) : body;
  }

  private byte @Nullable [] bodyBeside(Header header, byte[] stored) throws NotAuthenticException {
    KeyringCiphers current = ciphers;
    try {
      return current == null ? null : openKnown(current, header, stored);
    } catch (ClosedSecretException e) {
      return null; // who asks for the keys will see
    }
  }

  /** Returns what was sealed if it needs no key that was not used before, else null. */
  private static byte @Nullable [] openKnown(KeyringCiphers ciphers, Header header, byte[] stored)
      throws NotAuthenticException {
    return switch (header.mode()) {
      case RANDOM -> ciphers.openKnownBlock(header, stored);
      case EQ -> ciphers.openKnownEquality(header, stored);
      case ORDERED, MATCH -> null;
    };
  }

  /**
   * Returns a stored value anew, under the database key that wraps now and another data key. The
   * plaintext is the same, padded as it was, whatever the padding of this cipher.
   *
   * @param type a randomized one, which the value must have
   * @throws SQLException as {@link #open} and {@link #seal}
   */
  public byte[] reseal(EncryptedType type, byte[] stored) throws SQLException {
    return reseal(type, stored, false);
  }

  /**
   * Returns what {@link #reseal} does for a value beside one that was resealed just now, of the
   * same row; see {@link #openBeside} and {@link #sealBeside}.
   */
  public byte[] resealBeside(EncryptedType type, byte[] stored) throws SQLException {
    return reseal(type, stored, true);
  }

  private byte[] reseal(EncryptedType type, byte[] stored, boolean beside) throws SQLException {
    if (type.mode() != Mode.RANDOM) {
      throw new IllegalArgumentException("only randomized values depend on the database key");
    }
    Header header = readable(type, stored);
    byte[] body;
    try {
      body = body(type, header, stored, beside);
      if (header.padded()) {
        unpadded(body); // what does not open is not written anew
      }
    } catch (NotAuthenticException e) {
      throw notAuthentic(type, header);
    }
    return seal(type, header.padded(), body, beside);
  }

  private Header readable(EncryptedType expected, byte[] stored) throws SQLException {
    int place = (expected.storedBase().id() << 3 | expected.mode().id()) % known.length;
    Known last = known[place];
    if (last != null && last.type().equals(expected)) {
      Header alike = Header.alike(last.header(), last.beginning(), stored);
      if (alike != null) {
        return alike;
      }
    }
    Header header = parsed(expected, stored);
    known[place] = new Known(expected, header, Arrays.copyOf(stored, header.prefixLength()));
    return header;
  }

  private Header parsed(EncryptedType expected, byte[] stored) throws SQLException {
    Header header = Header.parse(stored);
    if (!header.isOf(expected)) {
      throw notAuthentic(expected, header);
    }
    if (header.byReference()) {
      throw notReadable(expected, " whose data key is kept elsewhere");
    }
    return header;
  }

  private static byte[] unpadded(byte[] body) throws NotAuthenticException {
    return Padding.unpad(body).orElseThrow(NotAuthenticException::new);
  }

  /** Returns what was sealed: the plaintext, with its padding if it has one. */
  private byte[] body(EncryptedType expected, Header header, byte[] stored)
      throws SQLException, NotAuthenticException {
    return switch (expected.mode()) {
      case RANDOM, EQ -> open(expected, header, stored);
      case ORDERED, MATCH -> throw notReadable(expected, "");
    };
  }

  private byte[] open(EncryptedType type, Header header, byte[] stored)
      throws SQLException, NotAuthenticException {
    int closedKeyrings = 0;
    while (true) {
      Keyring keyring = keyring();
      try {
        KeyringCiphers current = ciphersOf(keyring);
        byte[] plaintext = openKnown(current, header, stored); // the usual case
        if (plaintext != null) {
          return plaintext;
        }
        if (!knows(keyring, header)) {
          keyring = keys.keyringKnowing(header.keyId());
          current = ciphersOf(keyring);
        }
        if (header.mode() == Mode.RANDOM) {
          return current.openRandom(
              keyring.databaseKey(header.keyId()).orElseThrow(() -> keyMissing(header)),
              header,
              stored);
        }
        return current.openEquality(
            keyring.indexKey(header.keyId()).orElseThrow(() -> keyMissing(header)),
            type,
            header,
            stored);
      } catch (ClosedSecretException e) {
        closedKeyrings = countClosed(closedKeyrings, keyring, e);
      }
    }
  }

  private static boolean knows(Keyring keyring, Header header) {
    return header.mode() == Mode.RANDOM
        ? keyring.databaseKey(header.keyId()).isPresent()
        : keyring.indexKey(header.keyId()).isPresent();
  }

  /** Asks for the keyring; who may not have it keeps nothing that was made from an earlier one. */
  private Keyring keyring() throws SQLException {
    try {
      return keys.keyring();
    } catch (SQLException e) {
      drop();
      throw e;
    }
  }

  /** Returns the ciphers of the keyring: without the lock, which costs as much as an AES block. */
  private KeyringCiphers ciphersOf(Keyring keyring) throws SQLException {
    KeyringCiphers current = ciphers;
    return current != null && current.keyring() == keyring ? current : newCiphersOf(keyring);
  }

  private synchronized KeyringCiphers newCiphersOf(Keyring keyring) throws SQLException {
    if (closed) {
      throw new SQLException("The connection is closed.", "08003");
    }
    KeyringCiphers current = ciphers;
    if (current == null || current.keyring() != keyring) {
      drop();
      current = KeyringCiphers.under(keyring, limits, nanoClock);
      ciphers = current;
    }
    return current;
  }

  private synchronized void drop() {
    KeyringCiphers current = ciphers;
    if (current != null) {
      current.keyringClosed();
      ciphers = null;
    }
  }

  /**
   * Counts a keyring that was closed between asking for it and using it, which may happen, but not
   * each time. One that is open lost only the ciphers that this object made of it: another thread
   * of this connection came with a newer keyring, so the value is tried again, and not counted.
   */
  private static int countClosed(int before, Keyring keyring, ClosedSecretException cause)
      throws SQLException {
    int closed = keyring.closed() ? before + 1 : before;
    if (closed == CLOSED_KEYRINGS) {
      throw CofferState.KEY_SERVICE_UNREACHABLE.exception(
          "The keys of database "
              + keyring.databaseId()
              + " were withdrawn while a value was processed; try again.",
          cause);
    }
    return closed;
  }

  private SQLException notAuthentic(EncryptedType expected, Header header) {
    String keyId = header.byReference() ? null : KeyId.text(header.keyId());
    return refusals.value(
        keys,
        expected,
        keyId,
        CofferState.VALUE_NOT_AUTHENTIC.exception(
            "A stored value does not authenticate as "
                + expected
                + " of this database"
                + (keyId == null ? "" : " (key " + keyId + ")")
                + "; coffer verify finds all such values."));
  }

  private static SQLException notReadable(EncryptedType expected, String what) {
    return CofferState.FORMAT_UNKNOWN.exception(
        "This version of Coffer does not read a value of "
            + expected
            + what
            + "; a newer one may.");
  }

  private static SQLException keyMissing(Header header) {
    return CofferState.KEY_MISSING.exception(
        "The key store does not hold key "
            + KeyId.text(header.keyId())
            + ", which a stored value names: it was destroyed, or belongs to another database or"
            + " key store; see coffer status.");
  }

  /** Ends the block and wipes all ciphers. May be called again. */
  @Override
  public synchronized void close() {
    closed = true;
    drop();
  }

  @Override
  public String toString() {
    return "FieldCipher <hidden>";
  }
}
