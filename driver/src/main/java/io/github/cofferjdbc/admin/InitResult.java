package io.github.cofferjdbc.admin;

import java.util.UUID;

/**
 * What {@code init} found or made. Immutable.
 *
 * @param cluster the cluster's ARN
 * @param created its creation time as in the encryption context
 * @param masterKey the reference of its master key
 * @param keyStore where its keys are
 * @param databaseId the database's id
 * @param madeCluster whether the cluster was made now
 * @param madeKeys whether the database's keys were made now
 * @param madeSchema whether the schema was made, or made whole, now
 */
public record InitResult(
    String cluster,
    String created,
    String masterKey,
    String keyStore,
    UUID databaseId,
    boolean madeCluster,
    boolean madeKeys,
    boolean madeSchema) {}
