package io.github.cofferjdbc.keys.store;

/**
 * The record of one cluster as a key store keeps it: opaque text with the revision that the store
 * compares. Immutable and thread safe.
 *
 * @param revision from 1, one more with each change
 * @param text the JSON of a cluster record; it names the same revision
 */
public record StoredRecord(long revision, String text) {

  /** Makes a record; a revision below 1 is a bug. */
  public StoredRecord {
    if (revision < 1) {
      throw new IllegalArgumentException("revisions count from 1");
    }
  }

  /** Shows the revision only; the text is long, though not secret. */
  @Override
  public String toString() {
    return "StoredRecord[revision " + revision + "]";
  }
}
