package io.github.cofferjdbc.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian numbers in byte arrays, as PostgreSQL's binary formats have them. */
final class Binary {

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Binary() {}

  static byte[] int2(int value) {
    byte[] bytes = new byte[2];
    putShort(bytes, 0, value);
    return bytes;
  }

  static byte[] int4(int value) {
    byte[] bytes = new byte[4];
    INT.set(bytes, 0, value);
    return bytes;
  }

  static byte[] int8(long value) {
    byte[] bytes = new byte[8];
    LONG.set(bytes, 0, value);
    return bytes;
  }

  static void putShort(byte[] bytes, int at, int value) {
    SHORT.set(bytes, at, (short) value);
  }

  static void putLong(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  static short getShort(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at);
  }

  static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long getLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static void checkLength(BaseType type, byte[] binary, int length) throws MalformedValueException {
    if (binary.length != length) {
      throw new MalformedValueException(type, "length " + binary.length + ", not " + length);
    }
  }
}
