package io.github.cofferjdbc.sql.plan;

import io.github.cofferjdbc.catalog.Relation;

/**
 * The protected relation that a text's only statement writes to, for generated keys: what comes
 * back when the wrapped driver puts a RETURNING of its own behind the text. Immutable.
 *
 * @param relation the relation, to look up columns by name
 * @param everything what {@code RETURNING *} returns, also of the other relations of UPDATE … FROM
 *     and DELETE … USING
 */
public record Target(Relation relation, ResultPlan everything) {}
