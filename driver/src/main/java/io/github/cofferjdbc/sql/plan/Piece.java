package io.github.cofferjdbc.sql.plan;

/** A part of a rewritten text. Immutable. */
public sealed interface Piece {

  /** Text that is sent as it stands: the user's own, patched at token positions. */
  record Text(String text) implements Piece {}

  /** The place of a value, followed by a suffix, such as {@code ::pg_catalog.bytea} or nothing. */
  sealed interface Slot extends Piece {
    String suffix();
  }

  /**
   * The place of a parameter of the user's text, followed by the suffix, such as {@code
   * ::encrypted.text_eq} or nothing. Each parameter has exactly one place in the JDBC reading.
   *
   * @param index from 0, into {@link Plan#parameters}
   */
  record ParameterSlot(int index, String suffix) implements Slot {}

  /**
   * The place of a literal that is sealed at each execution: a parameter of its own in a prepared
   * statement, {@code E'\\x…'} in a plain one, followed by the suffix, such as {@code
   * ::pg_catalog.bytea}.
   *
   * @param index from 0, into {@link Plan#literals}
   * @param inText whether it stands in the text of a prepared statement as well: the text repeats
   *     it, perhaps in SELECT and in GROUP BY, and the server must see that they are equal, which
   *     two parameters never are
   */
  record LiteralSlot(int index, String suffix, boolean inText) implements Slot {}
}
