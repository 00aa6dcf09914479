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
 * @param schema the schema of the domain that it was registered for
 * @param domain the domain's name
 * @param pending whether the database was not yet seen to have it: nothing is sealed under it
 */
public record ScopeEntry(
    int id,
    int indexKey,
    BaseType base,
    Mode mode,
    int typmod,
    String schema,
    String domain,
    boolean pending) {

  /** Makes an entry; one that contradicts itself is an {@link IllegalArgumentException}. */
  public ScopeEntry {
    if (id < 1 || typmod < -1 || !mode.supports(base) || schema.isEmpty() || domain.isEmpty()) {
      throw new IllegalArgumentException("scope out of range");
    }
  }

  /** Tells whether it is the scope of this domain. */
  public boolean isOf(String domainSchema, String domainName) {
    return schema.equals(domainSchema) && domain.equals(domainName);
  }

  /** Returns it with the mark cleared that its registration is under way. */
  public ScopeEntry ready() {
    return new ScopeEntry(id, indexKey, base, mode, typmod, schema, domain, false);
  }

  /** Returns the encrypted type of this scope. */
  public EncryptedType type() {
    return new EncryptedType(base, mode, id);
  }
}
