package io.github.cofferjdbc.value;

import java.util.Arrays;

/** A growing array of ASCII characters: what a StringBuilder would be without the encoding. */
final class Ascii {

  private byte[] bytes;
  private int length;

  Ascii(int capacity) {
    bytes = new byte[capacity];
  }

  Ascii append(char c) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2 + 8);
    }
    bytes[length++] = (byte) c;
    return this;
  }

  Ascii append(String text) {
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
    return this;
  }

  /** Appends the number in decimal, with a minus sign if it is below zero. */
  Ascii append(long value) {
    if (value < 0) {
      append('-');
    }
    int count = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      count++;
    }
    digits(value, count);
    return this;
  }

  /** Appends the magnitude of the number with leading zeros up to the width, or wider. */
  Ascii padded(long value, int width) {
    int count = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      count++;
    }
    digits(value, Math.max(count, width));
    return this;
  }

  private void digits(long value, int count) {
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2 + count);
    }
    long rest = value;
    for (int i = length + count - 1; i >= length; i--) {
      // The remainder has the sign of the value, so the least long needs no special case.
      bytes[i] = (byte) ('0' + Math.abs((int) (rest % 10)));
      rest /= 10;
    }
    length += count;
  }

  int length() {
    return length;
  }

  /** Cuts the text to the length. */
  void truncate(int newLength) {
    length = newLength;
  }

  byte last() {
    return bytes[length - 1];
  }

  byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
