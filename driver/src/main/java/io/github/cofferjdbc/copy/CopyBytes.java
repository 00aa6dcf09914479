package io.github.cofferjdbc.copy;

import java.sql.SQLException;
import java.util.Arrays;

/** Bytes that grow at the end. Not thread safe. */
public final class CopyBytes {

  private static final int LONGEST = Integer.MAX_VALUE - 16;

  private byte[] bytes;
  private int size;

  CopyBytes(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** Returns how many bytes there are. */
  public int size() {
    return size;
  }

  /** Returns the array that holds them, from its start; good until more is added. */
  public byte[] array() {
    return bytes;
  }

  /** Returns a copy of them and forgets them. */
  public byte[] take() {
    byte[] taken = Arrays.copyOf(bytes, size);
    size = 0;
    return taken;
  }

  /** Forgets them. */
  public void clear() {
    size = 0;
  }

  /** Forgets all but so many bytes. */
  void truncate(int newSize) {
    size = newSize;
  }

  /** Forgets the first bytes. */
  void drop(int count) {
    if (count > 0) {
      System.arraycopy(bytes, count, bytes, 0, size - count);
      size -= count;
    }
  }

  byte at(int index) {
    return bytes[index];
  }

  int int4(int index) {
    return (bytes[index] << 24)
        | ((bytes[index + 1] & 0xFF) << 16)
        | ((bytes[index + 2] & 0xFF) << 8)
        | (bytes[index + 3] & 0xFF);
  }

  void add(int b) throws SQLException {
    ensure(1);
    bytes[size++] = (byte) b;
  }

  void addInt2(int value) throws SQLException {
    add(value >> 8);
    add(value);
  }

  void addInt4(int value) throws SQLException {
    ensure(4);
    bytes[size] = (byte) (value >> 24);
    bytes[size + 1] = (byte) (value >> 16);
    bytes[size + 2] = (byte) (value >> 8);
    bytes[size + 3] = (byte) value;
    size += 4;
  }

  void add(byte[] from, int start, int end) throws SQLException {
    int length = end - start;
    ensure(length);
    System.arraycopy(from, start, bytes, size, length);
    size += length;
  }

  /** Adds a few bytes to what is far from full. */
  void put(byte[] few) {
    System.arraycopy(few, 0, bytes, size, few.length);
    size += few.length;
  }

  private void ensure(int more) throws SQLException {
    if (more > bytes.length - size) {
      if (more > LONGEST - size) {
        throw CopyErrors.rowTooLong();
      }
      int wanted = size + more;
      bytes = Arrays.copyOf(bytes, wanted > LONGEST / 2 ? LONGEST : Math.max(wanted, 2 * size));
    }
  }
}
