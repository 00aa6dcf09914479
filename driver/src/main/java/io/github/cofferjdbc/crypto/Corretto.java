package io.github.cofferjdbc.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * AES-GCM of Amazon Corretto Crypto Provider, if the application has it on its class path and it
 * works here. The stored bytes are the same as the JDK's; only the time differs. Thread safe.
 *
 * <p>It is looked for when the first value comes for which it would be faster, since it unpacks and
 * loads a native library of 10 MB. It is used only after its own self-tests, and after it sealed
 * and opened what the JDK opens and seals; whoever fails is told once, in the log, and the JDK's
 * cipher does the work.
 */
final class Corretto {

  private static final String NAME = "Amazon Corretto Crypto Provider";
  private static final String TYPE =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  /** One that has fewer bits than a block, whole blocks, and more than any inner unit. */
  private static final int[] TESTED_LENGTHS = {0, 1, 15, 16, 17, 200, 1_024, 65_537};

  private Corretto() {}

  /** Returns it, or empty if it is missing or failed. The first call takes up to a second. */
  static Optional<Provider> provider() {
    return Found.PROVIDER;
  }

  private static final class Found {
    static final Optional<Provider> PROVIDER = tested(Corretto::load);
  }

  /** Made when there is something to say. */
  private static final class Log {
    static final System.Logger LOG = System.getLogger("io.github.cofferjdbc.crypto");
  }

  /** Loads a provider; throws {@code ClassNotFoundException} if there is none. */
  interface Loading {
    Provider load() throws ReflectiveOperationException;
  }

  /** Returns the provider if it can be loaded and does what the JDK does. */
  static Optional<Provider> tested(Loading loading) {
    try {
      Provider provider = loading.load();
      requireSameAsJdk(provider);
      Log.LOG.log(System.Logger.Level.DEBUG, "{0} seals and opens long values.", NAME);
      return Optional.of(provider);
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException
        | GeneralSecurityException
        | RuntimeException
        | LinkageError e) {
      Log.LOG.log(
          System.Logger.Level.WARNING,
          NAME + " is on the class path but failed its self-test, so it is not used.",
          e);
      return Optional.empty();
    }
  }

  /** By reflection: the provider is built for few platforms, and Coffer builds everywhere. */
  private static Provider load() throws ReflectiveOperationException {
    Class<?> type = Class.forName(TYPE, true, Corretto.class.getClassLoader());
    Provider provider = (Provider) type.getField("INSTANCE").get(null);
    type.getMethod("assertHealthy").invoke(provider);
    Object status = type.getMethod("runSelfTests").invoke(provider);
    if (!"PASSED".equals(String.valueOf(status))) {
      throw new IllegalStateException("its own self-tests: " + status);
    }
    return provider;
  }

  private static void requireSameAsJdk(Provider provider) throws GeneralSecurityException {
    AesKey key = new AesKey(Jdk.randomBytes(32));
    try {
      Cipher jdk = Jdk.cipher(GcmNonce.TRANSFORMATION);
      Cipher tested = cipher(provider);
      long number = 0;
      for (int length : TESTED_LENGTHS) {
        byte[] plaintext = Jdk.randomBytes(length);
        byte[] sealed = once(jdk, Cipher.ENCRYPT_MODE, key, number, plaintext);
        require(Arrays.equals(sealed, once(tested, Cipher.ENCRYPT_MODE, key, number, plaintext)));
        require(Arrays.equals(plaintext, once(tested, Cipher.DECRYPT_MODE, key, number, sealed)));
        sealed[length / 2] ^= 1;
        require(refuses(tested, key, number, sealed));
        number++;
      }
    } finally {
      key.destroy();
    }
  }

  private static byte[] once(Cipher cipher, int mode, AesKey key, long number, byte[] input)
      throws GeneralSecurityException {
    cipher.init(mode, key, GcmNonce.of(number));
    cipher.updateAAD(new byte[] {1, 2, 3});
    return cipher.doFinal(input);
  }

  private static boolean refuses(Cipher cipher, AesKey key, long number, byte[] changed)
      throws GeneralSecurityException {
    try {
      once(cipher, Cipher.DECRYPT_MODE, key, number, changed);
      return false;
    } catch (AEADBadTagException e) {
      return true;
    }
  }

  private static void require(boolean same) {
    if (!same) {
      throw new IllegalStateException("its AES-GCM is not the JDK's");
    }
  }

  static Cipher cipher(Provider provider) throws GeneralSecurityException {
    return Cipher.getInstance(GcmNonce.TRANSFORMATION, provider);
  }
}
