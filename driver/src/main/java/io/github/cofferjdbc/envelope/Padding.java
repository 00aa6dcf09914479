package io.github.cofferjdbc.envelope;

import io.github.cofferjdbc.value.BaseType;
import java.util.Arrays;
import java.util.Optional;

/**
 * How much of the length of randomized text, bytea, json and jsonb the server learns. A padded
 * plaintext ends with 0x80 and zeros; that it is padded shows in the header and is authenticated.
 *
 * <p>A reader goes by the header, never by its own setting. Immutable and thread safe.
 */
public enum Padding {
  NONE(1),
  TO_16(16),
  TO_32(32),
  TO_64(64),
  /**
   * To a length whose bits after the first few are zero: at most 12 % more, and of a length L only
   * O(log log L) bits show (Nikitin et al., PURBs, 2019).
   */
  PADME(0);

  private static final byte END = (byte) 0x80;

  private final int multiple;

  Padding(int multiple) {
    this.multiple = multiple;
  }

  /** Returns the padding of this value of the setting coffer.padding, or empty. */
  public static Optional<Padding> ofSetting(String value) {
    return Optional.ofNullable(
        switch (value) {
          case "none" -> NONE;
          case "16" -> TO_16;
          case "32" -> TO_32;
          case "64" -> TO_64;
          case "padme" -> PADME;
          default -> null;
        });
  }

  /** Tells whether values of this base type can be padded at all, when they are randomized. */
  public static boolean possibleFor(BaseType base) {
    return base == BaseType.TEXT
        || base == BaseType.BYTEA
        || base == BaseType.JSON
        || base == BaseType.JSONB;
  }

  /** Tells whether a writer with this setting pads values of the type. */
  public boolean appliesTo(EncryptedType type) {
    return this != NONE && type.mode() == Mode.RANDOM && possibleFor(type.base());
  }

  /** Returns how long a plaintext of this length becomes. */
  public long paddedLength(int length) {
    if (this == NONE) {
      return length;
    }
    long least = length + 1L;
    long unit = this == PADME ? padmeUnit(least) : multiple;
    return (least + unit - 1) / unit * unit;
  }

  private static long padmeUnit(long length) {
    int exponent = 63 - Long.numberOfLeadingZeros(length);
    int kept = exponent == 0 ? 0 : 32 - Integer.numberOfLeadingZeros(exponent);
    return 1L << Math.max(0, exponent - kept);
  }

  /** Returns the plaintext padded, in a new array unless this is {@link #NONE}. */
  public byte[] pad(byte[] plaintext) {
    if (this == NONE) {
      return plaintext;
    }
    byte[] padded = Arrays.copyOf(plaintext, Math.toIntExact(paddedLength(plaintext.length)));
    padded[plaintext.length] = END;
    return padded;
  }

  /** Returns the plaintext without its padding, or empty if the padding is malformed. */
  public static Optional<byte[]> unpad(byte[] padded) {
    int end = padded.length - 1;
    while (end >= 0 && padded[end] == 0) {
      end--;
    }
    return end >= 0 && padded[end] == END
        ? Optional.of(Arrays.copyOf(padded, end))
        : Optional.empty();
  }
}
