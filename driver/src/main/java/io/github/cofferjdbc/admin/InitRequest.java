package io.github.cofferjdbc.admin;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What {@code init} is asked for beside the settings. Immutable.
 *
 * @param created the creation time that the cluster has elsewhere, such as a Redshift cluster's;
 *     empty for now
 * @param owner the role that shall own the schema {@code encrypted}; empty for the user
 * @param grant the role that shall read a {@code jdbc:} key store; empty for none
 * @param databaseId the id of a database whose keys are in the key store, before a part of its dump
 *     is restored here; empty for a new id
 */
public record InitRequest(
    Optional<Instant> created,
    Optional<String> owner,
    Optional<String> grant,
    Optional<UUID> databaseId) {

  /** Returns the request with nothing special. */
  public static InitRequest plain() {
    return new InitRequest(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
