package io.github.cofferjdbc.jdbc;

import io.github.cofferjdbc.catalog.ColumnType;
import io.github.cofferjdbc.value.BaseType;
import io.github.cofferjdbc.value.TypeModifier;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Tuple;

/**
 * One opened value of a column, which pgjdbc converts for every getter as it converts a column of
 * the base type that the server sends as text. A bytea is at hand in binary form too, for getters
 * to which the form makes no difference but time. Not thread safe.
 */
final class Cell {

  private final Tuple textTuple = new Tuple(1);
  private final ResultSet text;
  private final @Nullable Tuple binaryTuple;
  private final @Nullable ResultSet binary;
  private boolean textStale;

  /**
   * @param statement the delegate that returned the rows
   * @param label the column's label
   */
  Cell(Statement statement, String label, ColumnType.Encrypted type) throws SQLException {
    this(
        statement,
        label,
        type.type().base(),
        type.array(),
        BaseColumn.modifier(type.type().base(), type.modifier()));
  }

  /**
   * @param array whether the values are arrays of the base type
   */
  Cell(Statement statement, String label, BaseType base, boolean array) throws SQLException {
    this(statement, label, base, array, TypeModifier.NONE);
  }

  private Cell(Statement statement, String label, BaseType base, boolean array, int modifier)
      throws SQLException {
    text = Pgjdbc.oneRow(statement, Pgjdbc.field(label, base, array, modifier, false), textTuple);
    boolean bytes = base == BaseType.BYTEA && !array;
    binaryTuple = bytes ? new Tuple(1) : null;
    // Of a bytea in binary form pgjdbc's getBytes cuts nothing to maxFieldSize.
    binary =
        binaryTuple == null || statement.getMaxFieldSize() > 0
            ? null
            : Pgjdbc.oneRow(
                statement, Pgjdbc.field(label, base, false, modifier, true), binaryTuple);
  }

  /** Replaces the value: text as the server sends it, but bytea as bytes; null for NULL. */
  void set(byte @Nullable [] value) {
    if (binaryTuple == null) {
      textTuple.set(0, value);
    } else {
      binaryTuple.set(0, value);
      textStale = true;
    }
  }

  /** Returns the row that any getter may be called on. */
  ResultSet row() {
    if (textStale && binaryTuple != null) {
      byte[] value = binaryTuple.get(0);
      textTuple.set(
          0,
          value == null
              ? null
              : ("\\x" + HexFormat.of().formatHex(value)).getBytes(StandardCharsets.US_ASCII));
      textStale = false;
    }
    return text;
  }

  /** Returns the row for getters that answer the same bytes for either form. */
  ResultSet bytes() {
    return binary == null ? row() : binary;
  }
}
