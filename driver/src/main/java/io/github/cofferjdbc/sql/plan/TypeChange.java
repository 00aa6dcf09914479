package io.github.cofferjdbc.sql.plan;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.catalog.RelationName;
import org.jspecify.annotations.Nullable;

/**
 * An {@code ALTER COLUMN … TYPE} that encrypts, decrypts or encrypts anew what the column holds.
 * The rewritten text takes the new values from {@link #NEW_VALUE}, which the execution makes before
 * it. Immutable.
 *
 * @param table the table, with its schema
 * @param only whether ONLY is written
 * @param column the column
 * @param from the encrypted type that it has, or null if it is plain
 * @param to the encrypted type that it gets, or null if that is plain; not both are null
 */
public record TypeChange(
    RelationName table,
    boolean only,
    String column,
    ColumnType.@Nullable Encrypted from,
    ColumnType.@Nullable Encrypted to) {

  /** The temporary table, and function over it, that hold the new value of each row. */
  public static final String NEW_VALUE = "pg_temp.coffer_new_value";

  /** Returns the column's name for messages, such as {@code patient.ssn}. */
  public String origin() {
    return table.name() + "." + column;
  }
}
