package io.github.cofferjdbc.value;

/** What the other side of {@code column = value} is for the encrypted column. Immutable. */
public sealed interface Comparand {

  /**
   * Exactly this value of the column's type is equal.
   *
   * @param canonical the value in the searchable form ({@link Searchable}); not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; a copy for each value would cost
  record Encoded(byte[] canonical) implements Comparand {
    @Override
    public String toString() {
      return "Encoded[<hidden>]";
    }
  }

  /** No value of the column's type is equal, as no integer equals 1.5. */
  record NeverEqual() implements Comparand {}
}
