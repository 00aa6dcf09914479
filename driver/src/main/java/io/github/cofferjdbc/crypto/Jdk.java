package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The JDK's own provider, asked for by object: the order of providers is the application's, and
 * some that stand in front are four to twenty times slower. Thread safe.
 */
final class Jdk {

  private static final Provider SUN_JCE = sunJce();
  private static final SecureRandom RANDOM = operatingSystemRandom();

  private Jdk() {}

  static Cipher cipher(String transformation) {
    try {
      return Cipher.getInstance(transformation, SUN_JCE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + transformation, e);
    }
  }

  static Mac hmacSha256() {
    try {
      return Mac.getInstance("HmacSHA256", SUN_JCE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HmacSHA256", e);
    }
  }

  /** Returns so many bytes of the operating system's generator. */
  static byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static Provider sunJce() {
    Provider provider = Security.getProvider("SunJCE");
    if (provider == null) {
      throw new IllegalStateException("Coffer needs the provider SunJCE of the JDK");
    }
    return provider;
  }

  private static SecureRandom operatingSystemRandom() {
    for (String algorithm : List.of("NativePRNGNonBlocking", "NativePRNG", "Windows-PRNG")) {
      try {
        return SecureRandom.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        // The next name is another operating system's.
      }
    }
    return new SecureRandom();
  }
}
