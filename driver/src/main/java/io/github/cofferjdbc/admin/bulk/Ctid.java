package io.github.cofferjdbc.admin.bulk;

/**
 * Where a version of a row stands: PostgreSQL's {@code ctid}. Immutable.
 *
 * @param page from 0, up to 2^32 - 2
 * @param item from 1
 */
record Ctid(long page, int item) {

  /** Returns the ctid of six bytes of its binary send format. */
  static Ctid of(byte[] bytes) {
    long page =
        (bytes[0] & 0xFFL) << 24
            | (bytes[1] & 0xFF) << 16
            | (bytes[2] & 0xFF) << 8
            | (bytes[3] & 0xFF);
    return new Ctid(page, (bytes[4] & 0xFF) << 8 | (bytes[5] & 0xFF));
  }

  /** Returns it as PostgreSQL writes it. */
  @Override
  public String toString() {
    return "(" + page + "," + item + ")";
  }
}
