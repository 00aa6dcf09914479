package io.github.cofferjdbc.sql.plan;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.value.BaseType;
import org.jspecify.annotations.Nullable;

/**
 * How a constant or parameter is encrypted.
 *
 * @param type the encrypted type; with {@code array} set the value is an array of such values
 * @param use what PostgreSQL would do with the plaintext, which decides its conversions
 * @param cast the type that a cast on the operand names ({@code ?::date}), or null; the value is
 *     converted to it first; for an array it is the type of the elements
 * @param column the column's name for messages, such as {@code patient.ssn}
 */
public record Operand(ColumnType.Encrypted type, Use use, @Nullable BaseType cast, String column) {

  /** What PostgreSQL would do with the plaintext. */
  public enum Use {
    /** Stored: assignment casts, values that do not fit are errors. */
    ASSIGN,
    /** Compared: only implicit casts; a value that no column value can equal never matches. */
    COMPARE,
    /** As COMPARE, but all values of the list become a {@code real} if one of them is one. */
    LISTED,
    /** As LISTED, where the types of the others are not known before the statement runs. */
    LISTED_WITH_PARAMETERS,
    /**
     * Made one type with the column (CASE, COALESCE, UNION): only implicit casts, values that do
     * not fit are errors.
     */
    UNIFY,
    /** Passed as an argument: only implicit casts, values that do not fit are errors. */
    PASS
  }
}
