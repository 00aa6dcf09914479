package io.github.cofferjdbc.copy;

/**
 * What becomes of one field of every row. Immutable.
 *
 * @param converted whether its value is replaced; else its bytes stay as they are
 * @param forceQuote FORCE_QUOTE: quoted in CSV even where it need not be
 * @param forceNotNull FORCE_NOT_NULL: in CSV the text for NULL is a value without quotes too
 * @param forceNull FORCE_NULL: in CSV the text for NULL is NULL in quotes too
 */
public record FieldRule(
    boolean converted, boolean forceQuote, boolean forceNotNull, boolean forceNull) {

  /** A field that stays as it is. */
  public static final FieldRule CLEAR = new FieldRule(false, false, false, false);
}
