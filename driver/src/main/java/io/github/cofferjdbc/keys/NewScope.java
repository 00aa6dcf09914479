package io.github.cofferjdbc.keys;

import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import io.github.cofferjdbc.value.BaseType;

/**
 * A scope that is to be registered. Immutable.
 *
 * @param schema the schema of the domain that it is for
 * @param domain the domain's name
 * @param base the type of the plaintext
 * @param mode how it is encrypted
 * @param typmod PostgreSQL's type modifier, -1 if there is none
 */
public record NewScope(String schema, String domain, BaseType base, Mode mode, int typmod) {

  ScopeEntry entry(int id, int indexKey) {
    return new ScopeEntry(id, indexKey, base, mode, typmod, schema, domain, true);
  }

  boolean isSame(ScopeEntry scope) {
    return entry(scope.id(), scope.indexKey()).equals(scope)
        || entry(scope.id(), scope.indexKey()).ready().equals(scope);
  }
}
