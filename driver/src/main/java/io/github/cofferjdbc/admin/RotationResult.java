package io.github.cofferjdbc.admin;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a rotation did. Immutable.
 *
 * @param tier which key: "master", "cluster", "database" or "index"
 * @param cluster the cluster's ARN
 * @param databaseId the database whose key it is; null for the tiers above
 * @param changed false if there was nothing to do
 * @param version the version that serves from now on; of the cluster key for the tiers above
 * @param keyId the id of the new key in hexadecimal; for "master" how the key store names it, null
 *     for "cluster"
 * @param protects what is protected from now on
 * @param doesNotProtect what is not, and what to do about it
 */
public record RotationResult(
    String tier,
    String cluster,
    @Nullable UUID databaseId,
    boolean changed,
    int version,
    @Nullable String keyId,
    String protects,
    String doesNotProtect) {}
