package io.github.cofferjdbc.keys.store;

import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.value.BaseType;

/**
 * A registered scope: an encrypted type with keys of its own. Never removed, so its id is never
 * used again. Immutable and thread safe.
 *
 * @param id from 1 in each database
 * @param indexKey the key from which the scope's searchable keys are derived, for ever
 * @param base the type of the plaintext
 * @param mode how it is encrypted
 * @param typmod PostgreSQL's type modifier, -1 if there is none
 */
public record ScopeEntry(int id, int indexKey, BaseType base, Mode mode, int typmod) {

  /** Makes an entry; one that contradicts itself is an {@link IllegalArgumentException}. */
  public ScopeEntry {
    if (id < 1 || typmod < -1 || !mode.supports(base)) {
      throw new IllegalArgumentException("scope out of range");
    }
  }

  /** Returns the encrypted type of this scope. */
  public EncryptedType type() {
    return new EncryptedType(base, mode, id);
  }
}
