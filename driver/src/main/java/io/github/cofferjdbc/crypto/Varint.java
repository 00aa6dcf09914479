package io.github.cofferjdbc.crypto;

/**
 * Unsigned LEB128 in its shortest form: seven bits a byte, the lowest first, bit 7 set on all bytes
 * but the last. Thread safe.
 */
public final class Varint {

  /** What {@link #read} answers for a number that is cut off, too long or not in shortest form. */
  public static final long MALFORMED = -1;

  private static final int MAX_LENGTH = 5;

  private Varint() {}

  /** Returns how many bytes the number takes; it must not be negative. */
  public static int length(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("negative varint");
    }
    int length = 1;
    for (long rest = number >>> 7; rest != 0; rest >>>= 7) {
      length++;
    }
    return length;
  }

  /** Writes the number and returns where it ends. */
  public static int write(long number, byte[] out, int at) {
    int end = at;
    long rest = number;
    while (rest > 0x7F) {
      out[end++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[end++] = (byte) rest;
    return end;
  }

  /** Returns the number as bytes of its own. */
  public static byte[] bytes(long number) {
    byte[] out = new byte[length(number)];
    write(number, out, 0);
    return out;
  }

  /**
   * Returns the number that begins there, at most five bytes and 2^35 - 1, or {@link #MALFORMED}.
   * It ends after {@link #length} bytes, since only the shortest form is read.
   */
  public static long read(byte[] in, int at) {
    long number = 0;
    for (int i = 0; i < MAX_LENGTH && at + i < in.length; i++) {
      byte b = in[at + i];
      number |= (long) (b & 0x7F) << (7 * i);
      if (b >= 0) {
        return b == 0 && i > 0 ? MALFORMED : number;
      }
    }
    return MALFORMED;
  }
}
