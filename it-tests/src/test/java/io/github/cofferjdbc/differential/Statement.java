package io.github.cofferjdbc.differential;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generated statement.
 *
 * @param family what kind it is, for the counts
 * @param types of the result's columns; those it lacks may be anything
 * @param ordered whether the order of rows is decided
 * @param changed the table to compare afterwards, or null
 * @param tableOnly whether it uses only what section 5's table allows, so must not be refused
 */
record Statement(
    String family,
    Sql sql,
    List<Type> types,
    boolean ordered,
    @Nullable Table changed,
    boolean tableOnly) {}
