package io.github.cofferjdbc.catalog;

import io.github.cofferjdbc.keys.Keyring;
import io.github.cofferjdbc.keys.KeyringSource;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import io.github.cofferjdbc.value.TypeModifier;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The scopes that a key store has. Immutable.
 *
 * @param entries those that are ready
 */
public record RegisteredScopes(List<ScopeEntry> entries) implements ScopeRegistry {

  /** Where the keys of a database come from. */
  @FunctionalInterface
  public interface Keys {
    KeyringSource of(UUID databaseId) throws SQLException;
  }

  /** Makes one. */
  public RegisteredScopes {
    entries = List.copyOf(entries);
  }

  /** Returns the scopes of an authentic entry of a key store. */
  public static RegisteredScopes of(DatabaseEntry database) {
    return new RegisteredScopes(
        database.scopes().stream().filter(scope -> !scope.pending()).toList());
  }

  /** Returns the source that asks the keyring. */
  public static ScopeSource source(Keys keys) {
    return (databaseId, anew) -> {
      KeyringSource source = keys.of(databaseId);
      Keyring keyring = anew ? source.keyringAnew() : source.keyring();
      return new RegisteredScopes(keyring.scopes());
    };
  }

  @Override
  public Optional<Scope> scope(String schema, String domain, int claimed) {
    return entries.stream()
        .filter(entry -> entry.isOf(schema, domain))
        .findFirst()
        .map(entry -> new Scope(entry.id(), TypeModifier.text(entry.base(), entry.typmod())));
  }
}
