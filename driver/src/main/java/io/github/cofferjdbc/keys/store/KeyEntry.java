package io.github.cofferjdbc.keys.store;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a database key or index key. Immutable and thread safe.
 *
 * @param id 4 random bytes, unique in the key store; values name it
 * @param kind what it is for
 * @param version from 1 in each kind of a database
 * @param created when it was made, to the second; of a version that a rotation made, when it became
 *     the current one
 * @param state whether it serves
 * @param wrappedBy the database key that wraps an index key; 0 for a database key, which the
 *     cluster key wraps
 * @param wrapped the wrapped key; null once it is destroyed
 */
public record KeyEntry(
    int id,
    Kind kind,
    int version,
    Instant created,
    State state,
    int wrappedBy,
    @Nullable Wrapped wrapped) {

  /** What a key is for. */
  public enum Kind {
    /** Wraps data keys and index keys. */
    DATABASE,
    /** The source of the keys of the searchable modes. */
    INDEX;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether a key serves. */
  public enum State {
    /** Stored, but not yet read back and compared; nothing is written under it. */
    PENDING,
    /** A database key: the one that wraps. An index key: it serves its scopes. */
    CURRENT,
    /** Opens what it sealed, and seals no more. */
    RETIRED,
    /** Gone, on purpose; the id stays taken. */
    DESTROYED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Makes an entry; one that contradicts itself is an {@link IllegalArgumentException}. */
  public KeyEntry {
    if (id == 0 || version < 1 || !RecordJson.toTheSecond(created)) {
      throw new IllegalArgumentException("key id, version or time out of range");
    }
    if ((wrapped == null) != (state == State.DESTROYED)) {
      throw new IllegalArgumentException("a key is destroyed exactly if its bytes are gone");
    }
    if ((wrappedBy == 0) != (kind == Kind.DATABASE)) {
      throw new IllegalArgumentException("an index key is wrapped by a database key");
    }
  }

  /** Returns the wrapped key, or empty if it was destroyed. */
  public Optional<Wrapped> wrappedKey() {
    return Optional.ofNullable(wrapped);
  }

  /** Returns this key in another state; not {@link State#DESTROYED}. */
  public KeyEntry in(State other) {
    return new KeyEntry(id, kind, version, created, other, wrappedBy, wrapped);
  }

  /** Returns this key without its bytes; its id and version stay taken. */
  public KeyEntry destroyed() {
    return new KeyEntry(id, kind, version, created, State.DESTROYED, wrappedBy, null);
  }

  /** Returns this key as the current one from this time on, to the second. */
  public KeyEntry currentSince(Instant time) {
    return new KeyEntry(id, kind, version, time, State.CURRENT, wrappedBy, wrapped);
  }

  /** Returns the same key wrapped anew: an index key by this database key, a database key by 0. */
  public KeyEntry rewrapped(int by, Wrapped again) {
    return new KeyEntry(id, kind, version, created, state, by, again);
  }
}
