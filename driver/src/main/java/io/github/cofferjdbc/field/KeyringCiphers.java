package io.github.cofferjdbc.field;

import io.github.cofferjdbc.crypto.AesSiv;
import io.github.cofferjdbc.crypto.ClosedSecretException;
import io.github.cofferjdbc.crypto.GcmOpener;
import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Header;
import io.github.cofferjdbc.envelope.KeyInfo;
import io.github.cofferjdbc.keys.DatabaseKey;
import io.github.cofferjdbc.keys.IndexKey;
import io.github.cofferjdbc.keys.Keyring;
import io.github.cofferjdbc.keys.WrappedDataKey;
import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one connection made from one keyring: its open block, and the prepared ciphers of
 * the blocks and types that it read. It ends with the keyring.
 *
 * <p>Preparing a cipher costs five times as much as opening a short value, so the last {@value
 * #OPENERS} are kept. Thread safe; the lock is this connection's alone, and nothing under it waits
 * for a key service.
 */
final class KeyringCiphers implements Keyring.Dependant {

  private static final int OPENERS = 256;

  private record LastBlock(WrappedDataKey name, GcmOpener opener) {}

  private record EqualityName(int keyId, BaseType base, int scope) {
    boolean isOf(Header header) {
      return keyId == header.keyId() && base == header.base() && scope == header.scope();
    }
  }

  /** A prepared cipher and the bytes that its values begin with. */
  private static final class Equality {
    private final EqualityName name;
    private final byte[] header;
    private final AesSiv cipher;

    Equality(EqualityName name, byte[] header, AesSiv cipher) {
      this.name = name;
      this.header = header;
      this.cipher = cipher;
    }
  }

  private final Keyring keyring;
  private final byte[] databaseId;
  private final BlockLimits limits;
  private final LongSupplier nanoClock;
  private final LinkedHashMap<WrappedDataKey, GcmOpener> openers =
      new LinkedHashMap<>(16, 0.75f, true);
  private final Map<EqualityName, Equality> equalities = new HashMap<>();

  /** The block that was read last: neighbours in a table were mostly written together. */
  private @Nullable LastBlock lastBlock;

  /** The type whose equality value was read last: most results have one column of such a type. */
  private @Nullable Equality lastEquality;

  private @Nullable Block block; // none before the first value, and after the end
  private boolean closed;

  private KeyringCiphers(Keyring keyring, BlockLimits limits, LongSupplier nanoClock) {
    this.keyring = keyring;
    this.databaseId = KeyInfo.databaseIdBytes(keyring.databaseId());
    this.limits = limits;
    this.nanoClock = nanoClock;
  }

  /** Returns new ciphers that end with the keyring. */
  static KeyringCiphers under(Keyring keyring, BlockLimits limits, LongSupplier nanoClock) {
    KeyringCiphers ciphers = new KeyringCiphers(keyring, limits, nanoClock);
    keyring.attach(ciphers);
    return ciphers;
  }

  Keyring keyring() {
    return keyring;
  }

  /**
   * @param beside whether another value was sealed just now, so that the block's age is no matter
   */
  synchronized byte[] sealRandom(
      EncryptedType type, boolean padded, byte[] plaintext, boolean beside) {
    requireOpen();
    Block current = block;
    if (current == null
        || !current.admits(plaintext.length)
        || (!beside && current.ended(nanoClock.getAsLong()))) {
      endBlock();
      current = Block.under(keyring.current(), limits, nanoClock.getAsLong());
      block = current;
    }
    return current.seal(databaseId, type, padded, plaintext);
  }

  synchronized byte[] sealEquality(EncryptedType type, byte[] plaintext) throws SQLException {
    requireOpen();
    Equality equality = equality(keyring.currentIndexKey(type.scope()), type);
    return equality.cipher.seal(equality.header, plaintext);
  }

  /** Returns the plaintext of a value of a block that is prepared, or null if it is not. */
  synchronized byte @Nullable [] openKnownBlock(Header header, byte[] stored)
      throws NotAuthenticException {
    requireOpen();
    LastBlock last = lastBlock;
    if (last != null && last.name().isIn(header.keyId(), stored, header.wrappedKeyAt())) {
      return last.opener().open(databaseId, stored, header.bodyAt(), header.number());
    }
    WrappedDataKey name = new WrappedDataKey(header.keyId(), stored, header.wrappedKeyAt());
    GcmOpener opener = openers.get(name);
    if (opener == null) {
      return null;
    }
    lastBlock = new LastBlock(name.detached(), opener);
    return opener.open(databaseId, stored, header.bodyAt(), header.number());
  }

  synchronized byte[] openRandom(DatabaseKey key, Header header, byte[] stored)
      throws NotAuthenticException {
    byte[] plaintext = openKnownBlock(header, stored);
    if (plaintext != null) {
      return plaintext;
    }
    WrappedDataKey name =
        new WrappedDataKey(header.keyId(), stored, header.wrappedKeyAt()).detached();
    GcmOpener opener = key.opener(name);
    openers.put(name, opener);
    dropEldestOpener();
    lastBlock = new LastBlock(name, opener);
    return opener.open(databaseId, stored, header.bodyAt(), header.number());
  }

  /**
   * Returns the plaintext of an equality value if one of its key and type was read last, else null.
   * It spares two look-ups, which together cost half as much as opening a short value.
   */
  synchronized byte @Nullable [] openKnownEquality(Header header, byte[] stored)
      throws NotAuthenticException {
    requireOpen();
    Equality last = lastEquality;
    return last != null && last.name.isOf(header)
        ? last.cipher.open(stored, header.bodyAt())
        : null;
  }

  synchronized byte[] openEquality(IndexKey key, EncryptedType type, Header header, byte[] stored)
      throws NotAuthenticException {
    requireOpen();
    Equality equality = equality(key, type);
    lastEquality = equality;
    return equality.cipher.open(stored, header.bodyAt());
  }

  private Equality equality(IndexKey key, EncryptedType type) {
    EqualityName name = new EqualityName(key.id(), type.storedBase(), type.scope());
    Equality known = equalities.get(name);
    if (known != null) {
      return known;
    }
    byte[] header = Header.ofEquality(type, key.id());
    byte[] associated = new byte[databaseId.length + header.length];
    System.arraycopy(databaseId, 0, associated, 0, databaseId.length);
    System.arraycopy(header, 0, associated, databaseId.length, header.length);
    Equality made = new Equality(name, header, key.equalityCipher(type, associated));
    equalities.put(name, made);
    return made;
  }

  private void dropEldestOpener() {
    if (openers.size() > OPENERS) {
      // The last block stands elsewhere: it was put, or got, when it became the last.
      Iterator<GcmOpener> eldest = openers.values().iterator();
      eldest.next().close();
      eldest.remove();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedSecretException();
    }
  }

  private void endBlock() {
    if (block != null) {
      block.close();
      block = null;
    }
  }

  /** Ends the block and wipes all ciphers; every later call throws. */
  @Override
  public synchronized void keyringClosed() {
    closed = true;
    endBlock();
    openers.values().forEach(GcmOpener::close);
    openers.clear();
    lastBlock = null;
    lastEquality = null;
    equalities.values().forEach(equality -> equality.cipher.close());
    equalities.clear();
  }
}
