package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.GCMParameterSpec;

/** What all users of AES-GCM share: lengths, and the nonce that is a counter. Thread safe. */
final class GcmNonce {

  static final String TRANSFORMATION = "AES/GCM/NoPadding";
  static final int LENGTH = 12;
  static final int TAG_LENGTH = 16;

  private GcmNonce() {}

  static GCMParameterSpec of(byte[] nonce) {
    return new GCMParameterSpec(TAG_LENGTH * 8, nonce);
  }

  /** Returns the counter as 12 bytes, big-endian. */
  static GCMParameterSpec of(long counter) {
    byte[] nonce = new byte[LENGTH];
    write(counter, nonce);
    return of(nonce);
  }

  /** Writes the counter big-endian into 12 bytes whose first four are zero. */
  private static void write(long counter, byte[] nonce) {
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[LENGTH - 1 - i] = (byte) (counter >>> (8 * i));
    }
  }

  /** A counter that can be set anew; a cipher gets a copy. Not thread safe. */
  static final class Counter extends GCMParameterSpec {
    private final byte[] nonce = new byte[LENGTH];

    Counter() {
      super(TAG_LENGTH * 8, new byte[LENGTH]);
    }

    /** Returns this with another number. */
    Counter at(long number) {
      write(number, nonce);
      return this;
    }

    @Override
    public byte[] getIV() {
      return nonce.clone();
    }
  }

  /**
   * Returns both joined: a second {@code updateAAD} costs more than the copy.
   *
   * @param room what was returned last, or an empty array; used again if it is of the right length,
   *     which it is for nearly all values of a block
   */
  static byte[] associated(byte[] room, byte[] aad, byte[] stored, int bodyAt) {
    int length = aad.length + bodyAt;
    byte[] joined = room.length == length ? room : new byte[length];
    System.arraycopy(aad, 0, joined, 0, aad.length);
    System.arraycopy(stored, 0, joined, aad.length, bodyAt);
    return joined;
  }

  /** Returns the exception for a failed decryption; anything but a bad tag is a bug. */
  static NotAuthenticException refusal(GeneralSecurityException failure) {
    if (failure instanceof AEADBadTagException) {
      return new NotAuthenticException();
    }
    throw new IllegalStateException("AES-GCM failed", failure);
  }
}
