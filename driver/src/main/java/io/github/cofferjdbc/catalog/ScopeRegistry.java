package io.github.cofferjdbc.catalog;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which users' domains have a scope of their own, as the key store has it. An unregistered domain
 * shares its parent's keys.
 *
 * <p>Implementations are thread safe, answer without I/O, and are equal when they give the same
 * answers: connections with equal registries share one cache.
 */
@FunctionalInterface
public interface ScopeRegistry {

  /**
   * What was registered for a domain.
   *
   * @param id from 1; 0 is the built-in types'
   * @param modifier the type modifier, such as {@code (10,2)}, or null if there is none
   */
  record Scope(int id, @Nullable String modifier) {}

  /** The registry in which no domain is registered. */
  ScopeRegistry NONE = (schema, domain, claimed) -> Optional.empty();

  /**
   * Believes the server: for what needs no key and sends nothing sealed, such as {@code status}. It
   * knows no type modifiers.
   */
  ScopeRegistry CLAIMED =
      (schema, domain, claimed) ->
          claimed == 0 ? Optional.empty() : Optional.of(new Scope(claimed, null));

  /**
   * Returns the scope of the domain, or empty if it was not registered.
   *
   * @param claimed the scope that the domain's constraint on the server names, 0 if it has none
   */
  Optional<Scope> scope(String schema, String domain, int claimed);
}
