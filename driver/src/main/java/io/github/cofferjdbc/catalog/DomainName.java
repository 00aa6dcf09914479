package io.github.cofferjdbc.catalog;

/**
 * The full name of a domain. Immutable.
 *
 * @param oid the domain's oid in this database
 * @param schema its schema, {@code encrypted} for the built-in ones
 * @param name its name
 */
public record DomainName(int oid, String schema, String name) {}
