package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.envelope.Header;
import io.github.cofferjdbc.envelope.KeyId;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A wrapped data key as it stands in a stored value, with the id of the database key that wraps it:
 * the name under which ciphers are cached. Not secret.
 *
 * <p>A view: the array must not change while the object is in use. Thread safe then.
 */
public final class WrappedDataKey {

  /** How many bytes a wrapped data key has: a key of 32 and AES Key Wrap's 8. */
  public static final int LENGTH = Header.WRAPPED_KEY_LENGTH;

  private final int keyId;
  private final byte[] array;
  private final int at;

  /** Looks at the {@link #LENGTH} bytes from {@code at}. */
  public WrappedDataKey(int keyId, byte[] array, int at) {
    Objects.checkFromIndexSize(at, LENGTH, array.length);
    this.keyId = keyId;
    this.array = array;
    this.at = at;
  }

  /** Returns an equal object that keeps nothing but the wrapped key itself. */
  public WrappedDataKey detached() {
    return new WrappedDataKey(keyId, Arrays.copyOfRange(array, at, at + LENGTH), 0);
  }

  public int keyId() {
    return keyId;
  }

  /** Tells whether the same wrapped data key, of this key id, stands there. */
  public boolean isIn(int otherKeyId, byte[] other, int otherAt) {
    return keyId == otherKeyId
        && Arrays.equals(array, at, at + LENGTH, other, otherAt, otherAt + LENGTH);
  }

  byte[] array() {
    return array;
  }

  int at() {
    return at;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WrappedDataKey that && isIn(that.keyId, that.array, that.at);
  }

  /** Four of the wrapped bytes, which are as good as random unless someone made them up. */
  @Override
  public int hashCode() {
    return (array[at] & 0xFF) << 24
        | (array[at + 1] & 0xFF) << 16
        | (array[at + 2] & 0xFF) << 8
        | (array[at + 3] & 0xFF);
  }

  @Override
  public String toString() {
    return "data key under " + KeyId.text(keyId);
  }
}
