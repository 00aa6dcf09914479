package io.github.cofferjdbc.admin.bulk;

import java.util.Optional;
import java.util.UUID;

/**
 * What {@code destroy-key} did. Immutable.
 *
 * @param what what was destroyed, for people
 * @param keyId the key's id in hexadecimal; empty for a whole database
 * @param version its version; empty for a whole database
 * @param databaseId the database whose key it was
 * @param changed false if it had been destroyed before
 * @param uses what needed it; empty if that was not asked for
 * @param gone what cannot be read any more, and since when
 * @param notGone what can, and what to do about it
 */
public record DestroyKeyResult(
    String what,
    Optional<String> keyId,
    Optional<Integer> version,
    UUID databaseId,
    boolean changed,
    Optional<KeyUses> uses,
    String gone,
    String notGone) {}
