package io.github.cofferjdbc.envelope;

import io.github.cofferjdbc.crypto.AesSiv;
import io.github.cofferjdbc.crypto.GcmSealer;
import io.github.cofferjdbc.crypto.Varint;
import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Reads a header of format 1 strictly: what no writer writes is malformed, every length is checked
 * before it is used, and nothing is allocated by what the bytes say. Not thread safe.
 */
final class HeaderParser {

  private static final int TAG_LENGTH = 16;
  private static final int TOKEN_LENGTH = 8;
  private static final int REFERENCE_LENGTH = 8;

  /** So that an ordered value fits an entry of a btree, 2,704 bytes. */
  private static final int MAX_ORDERED_BYTES = 255;

  private static final int MAX_ORDERED_GROUPS = 150;

  private final byte[] stored;
  private int at = 3;

  /** The caller has checked the first byte, the format and that there are three bytes. */
  HeaderParser(byte[] stored) {
    this.stored = stored;
  }

  /**
   * Returns a randomized value's header like another, but for its number.
   *
   * @param at where the number begins
   */
  static Header numbered(Header like, byte[] stored, int at) throws SQLException {
    long number = varint(stored, at, GcmSealer.MAX_VALUES - 1);
    int bodyAt = at + Varint.length(number);
    require(stored.length - bodyAt >= TAG_LENGTH);
    return new Header(
        like.mode(),
        like.byReference(),
        like.padded(),
        like.base(),
        like.scope(),
        like.keyId(),
        like.wrappedKeyAt(),
        number,
        bodyAt);
  }

  Header parse() throws SQLException {
    int modeId = stored[1] & Header.MODE_BITS;
    boolean padded = (stored[1] & Header.PADDED) != 0;
    boolean byReference =
        modeId == Header.RANDOM_BY_REFERENCE || modeId == Header.MATCH_BY_REFERENCE;
    Mode mode =
        switch (modeId) {
          case Header.RANDOM_BY_REFERENCE -> Mode.RANDOM;
          case Header.MATCH_BY_REFERENCE -> Mode.MATCH;
          default -> Mode.ofId(modeId).orElseThrow(Header::malformed);
        };
    BaseType base = BaseType.ofId(stored[2] & 0xFF).orElseThrow(Header::malformed);
    if (!mode.supports(base)
        || (mode.deterministic() && base != base.searchable())
        || (padded && !(mode == Mode.RANDOM && Padding.possibleFor(base)))) {
      throw Header.malformed();
    }
    int scope = Math.toIntExact(varint(Integer.MAX_VALUE));
    int keyId = byReference ? skipReference() : keyId();
    if (mode.deterministic()) {
      int sivAt = mode == Mode.ORDERED ? endOfOrderCode(base) : at;
      require(stored.length - sivAt >= AesSiv.OVERHEAD);
      return new Header(mode, false, false, base, scope, keyId, -1, -1, sivAt);
    }
    if (mode == Mode.MATCH) {
      skipTokens();
    }
    int wrappedKeyAt = -1;
    if (!byReference) {
      wrappedKeyAt = at;
      skip(Header.WRAPPED_KEY_LENGTH);
    }
    return numbered(
        new Header(mode, byReference, padded, base, scope, keyId, wrappedKeyAt, -1, -1),
        stored,
        at);
  }

  private long varint(long greatest) throws SQLException {
    long number = varint(stored, at, greatest);
    at += Varint.length(number);
    return number;
  }

  private static long varint(byte[] stored, int at, long greatest) throws SQLException {
    long number = Varint.read(stored, at);
    require(number != Varint.MALFORMED && number <= greatest);
    return number;
  }

  private int keyId() throws SQLException {
    int from = at;
    skip(4);
    return (stored[from] & 0xFF) << 24
        | (stored[from + 1] & 0xFF) << 16
        | (stored[from + 2] & 0xFF) << 8
        | (stored[from + 3] & 0xFF);
  }

  private int skipReference() throws SQLException {
    skip(REFERENCE_LENGTH);
    return 0;
  }

  /** Tokens ascend, so none stands twice. */
  private void skipTokens() throws SQLException {
    long count = varint((stored.length - at) / TOKEN_LENGTH);
    int previous = -1;
    for (int i = 0; i < count; i++) {
      require(
          previous < 0
              || Arrays.compareUnsigned(
                      stored, previous, previous + TOKEN_LENGTH, stored, at, at + TOKEN_LENGTH)
                  < 0);
      previous = at;
      skip(TOKEN_LENGTH);
    }
  }

  /**
   * Returns where the order code ends. Only a key tells its bits, but its length follows from that
   * of the plaintext, and so from that of the whole value: a byte for each bit of the code.
   */
  private int endOfOrderCode(BaseType base) throws SQLException {
    int rest = stored.length - at - AesSiv.OVERHEAD;
    int code =
        switch (base) {
          case INT8, FLOAT8, TIME, TIMESTAMP, TIMESTAMPTZ -> fixedCode(rest, Long.BYTES);
          case DATE -> fixedCode(rest, Integer.BYTES);
          case UUID -> fixedCode(rest, 16);
          case TEXT, BPCHAR, BYTEA -> bytesCode(rest);
          case NUMERIC -> numericCode(rest);
          case BOOL, INT2, INT4, FLOAT4, JSON, JSONB -> -1;
        };
    require(code >= 0);
    return at + code;
  }

  /** 9 bits for each byte, and one for the end. */
  private static int bytesCode(int rest) {
    int length = (rest - 1) / 10;
    return length <= MAX_ORDERED_BYTES && rest == 1 + 10 * length ? 1 + 9 * length : -1;
  }

  private static int fixedCode(int rest, int plaintextLength) {
    return rest == 9 * plaintextLength ? 8 * plaintextLength : -1;
  }

  /**
   * Zero, NaN and the infinities: 3 bits and 8 bytes. Else 20 bits and 15 for 2 of the 8 + 2n
   * bytes.
   */
  private static int numericCode(int rest) {
    if (rest == 3 + 8) {
      return 3;
    }
    int groups = (rest - 28) / 17;
    return groups >= 1 && groups <= MAX_ORDERED_GROUPS && rest == 28 + 17 * groups
        ? 20 + 15 * groups
        : -1;
  }

  private void skip(int length) throws SQLException {
    require(stored.length - at >= length);
    at += length;
  }

  private static void require(boolean condition) throws SQLException {
    if (!condition) {
      throw Header.malformed();
    }
  }
}
