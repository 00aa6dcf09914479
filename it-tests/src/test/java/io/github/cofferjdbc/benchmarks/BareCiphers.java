package io.github.cofferjdbc.benchmarks;

import io.github.cofferjdbc.crypto.AesSiv;
import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.crypto.Varint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a program would do by hand that knows everything beforehand: one key for ever, AES-GCM as
 * the JDK has it, AES-SIV, headers and associated data of the lengths that Coffer's have, and
 * nothing else. No policy, no key that could be withdrawn, no reading of headers. One thread.
 */
final class BareCiphers {

  private static final int TAG_BITS = 128;
  private static final int RANDOM_HEADER = 48;
  private static final int EQUALITY_HEADER = 8;
  private static final int DATABASE_ID = 16;

  private final byte[] randomHeader;
  private final byte[] equalityHeader;
  private final SecretKeySpec key;
  private final Cipher sealing;
  private final Cipher opening;
  private final byte[] sivKey;
  private final AesSiv siv;
  private long next;

  /** Makes ciphers whose values begin as these, so that the domains take them. */
  BareCiphers(byte[] random, byte[] equality) {
    this(random, equality, randomBytes(32), randomBytes(AesSiv.KEY_LENGTH));
  }

  private BareCiphers(byte[] random, byte[] equality, byte[] gcmKey, byte[] sivKey) {
    randomHeader = Arrays.copyOf(random, RANDOM_HEADER);
    equalityHeader = Arrays.copyOf(equality, EQUALITY_HEADER);
    key = new SecretKeySpec(gcmKey, "AES");
    this.sivKey = sivKey;
    siv = new AesSiv(SecretBytes.owning(sivKey.clone()), List.of(new byte[24]));
    try {
      sealing = Cipher.getInstance("AES/GCM/NoPadding");
      opening = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** Returns ciphers with the same keys for another thread, to open with. */
  BareCiphers another() {
    return new BareCiphers(randomHeader, equalityHeader, key.getEncoded(), sivKey);
  }

  byte[] sealRandom(String text) {
    byte[] plaintext = text.getBytes(StandardCharsets.UTF_8);
    long number = next++;
    int bodyAt = RANDOM_HEADER + Varint.length(number);
    byte[] stored = Arrays.copyOf(randomHeader, bodyAt + plaintext.length + TAG_BITS / 8);
    Varint.write(number, stored, RANDOM_HEADER);
    try {
      sealing.init(Cipher.ENCRYPT_MODE, key, nonce(number));
      sealing.updateAAD(associated(stored, bodyAt));
      sealing.doFinal(plaintext, 0, plaintext.length, stored, bodyAt);
      return stored;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] sealEquality(String text) {
    return siv.seal(equalityHeader, text.getBytes(StandardCharsets.UTF_8));
  }

  String openRandom(byte[] stored) {
    long number = Varint.read(stored, RANDOM_HEADER);
    int bodyAt = RANDOM_HEADER + Varint.length(number);
    try {
      opening.init(Cipher.DECRYPT_MODE, key, nonce(number));
      opening.updateAAD(associated(stored, bodyAt));
      return new String(
          opening.doFinal(stored, bodyAt, stored.length - bodyAt), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String openEquality(byte[] stored) {
    try {
      return new String(siv.open(stored, EQUALITY_HEADER), StandardCharsets.UTF_8);
    } catch (NotAuthenticException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GCMParameterSpec nonce(long number) {
    return new GCMParameterSpec(TAG_BITS, ByteBuffer.allocate(12).putLong(4, number).array());
  }

  private static byte[] associated(byte[] stored, int bodyAt) {
    byte[] joined = new byte[DATABASE_ID + bodyAt];
    System.arraycopy(stored, 0, joined, DATABASE_ID, bodyAt);
    return joined;
  }
}
