package io.github.cofferjdbc.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.Test;

/**
 * Amazon Corretto Crypto Provider stands on the test's class path as built for Linux on x86-64;
 * where it does not load, what needs it is skipped.
 */
class CorrettoTest {

  private static final byte[] AAD = {1, 2, 3};

  private static Provider provider() {
    Optional<Provider> provider = Corretto.provider();
    assumeTrue(provider.isPresent(), "Amazon Corretto Crypto Provider does not load here");
    return provider.orElseThrow();
  }

  @Test
  void isUsedWhereItLoads() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"));
    assertThat(Corretto.provider()).isPresent();
  }

  @Test
  void sealsAndOpensTheSameBytesAsTheJdk() throws Exception {
    Provider provider = provider();
    long seed = Long.getLong("coffer.test.seed", System.nanoTime());
    System.out.println("coffer.test.seed=" + seed);
    Random random = new Random(seed);
    byte[] key = new byte[32];
    random.nextBytes(key);
    for (int i = 0; i < 300; i++) {
      byte[] plaintext = new byte[random.nextInt(1 << random.nextInt(17))];
      random.nextBytes(plaintext);
      byte[] sealedByJdk = once(jdk(Cipher.ENCRYPT_MODE, key), i, plaintext);
      byte[] sealed = once(natively(provider, Cipher.ENCRYPT_MODE, key), i, plaintext);
      assertThat(sealed).isEqualTo(sealedByJdk);
      assertThat(once(natively(provider, Cipher.DECRYPT_MODE, key), i, sealed))
          .isEqualTo(plaintext);
      assertThat(once(jdk(Cipher.DECRYPT_MODE, key), i, sealed)).isEqualTo(plaintext);
      sealed[random.nextInt(sealed.length)] ^= (byte) (1 << random.nextInt(8));
      int number = i;
      assertThatThrownBy(() -> once(natively(provider, Cipher.DECRYPT_MODE, key), number, sealed))
          .isInstanceOf(AEADBadTagException.class);
    }
  }

  @Test
  void worksOnlyOnValuesOfTheLengthAtWhichItIsFaster() throws Exception {
    GcmCipher cipher =
        new GcmCipher(
            Cipher.ENCRYPT_MODE, new AesKey(new byte[32]), 100, () -> Optional.of(provider()));
    assertThat(cipher.init(0, 99).getProvider().getName()).isEqualTo("SunJCE");
    assertThat(cipher.init(1, 100).getProvider()).isSameAs(provider());
    assertThat(cipher.init(2, 99).getProvider().getName()).isEqualTo("SunJCE");
  }

  @Test
  void isNotLoadedBeforeAValueIsLongEnough() throws Exception {
    GcmCipher cipher =
        new GcmCipher(
            Cipher.ENCRYPT_MODE,
            new AesKey(new byte[32]),
            100,
            () -> {
              throw new AssertionError("asked for");
            });
    cipher.init(0, 99);
    assertThatThrownBy(() -> cipher.init(1, 100)).isInstanceOf(AssertionError.class);
  }

  @Test
  void refusesToWorkAfterClosingAlthoughItKeepsKeys() throws Exception {
    GcmCipher cipher = natively(provider(), Cipher.ENCRYPT_MODE, new byte[32]);
    cipher.init(0, 10);
    cipher.destroy();
    assertThatThrownBy(() -> cipher.init(1, 10)).isInstanceOf(ClosedSecretException.class);
  }

  @Test
  void isPassedOverInSilenceWhereItIsMissing() {
    List<LogRecord> told =
        told(
            () ->
                assertThat(
                        Corretto.tested(
                            () -> {
                              throw new ClassNotFoundException("nobody");
                            }))
                    .isEmpty());
    assertThat(told).isEmpty();
  }

  @Test
  void isToldOnceAndNotUsedIfItDoesNotLoad() {
    List<LogRecord> told =
        told(
            () ->
                assertThat(
                        Corretto.tested(
                            () -> {
                              throw new UnsatisfiedLinkError("another machine");
                            }))
                    .isEmpty());
    assertThat(told)
        .singleElement()
        .satisfies(record -> assertThat(record.getMessage()).contains("failed its self-test"));
  }

  @Test
  void isToldOnceAndNotUsedIfItSealsOtherBytes() {
    List<LogRecord> told =
        told(() -> assertThat(Corretto.tested(() -> new Broken(WrongTag.class))).isEmpty());
    assertThat(told).hasSize(1);
  }

  @Test
  void isToldOnceAndNotUsedIfItOpensWhatWasChanged() {
    List<LogRecord> told =
        told(() -> assertThat(Corretto.tested(() -> new Broken(Trusting.class))).isEmpty());
    assertThat(told).hasSize(1);
  }

  @Test
  void acceptsAnotherProviderThatDoesTheSame() {
    assertThat(Corretto.tested(() -> new Broken(Right.class))).isPresent();
  }

  @Test
  void leavesTheWorkToTheJdkIfItFailed() throws Exception {
    GcmCipher cipher =
        new GcmCipher(Cipher.ENCRYPT_MODE, new AesKey(new byte[32]), 0, Optional::empty);
    assertThat(cipher.init(0, 1_000).getProvider().getName()).isEqualTo("SunJCE");
  }

  private static GcmCipher jdk(int mode, byte[] key) {
    return new GcmCipher(mode, new AesKey(key.clone()), Integer.MAX_VALUE, Optional::empty);
  }

  private static GcmCipher natively(Provider provider, int mode, byte[] key) {
    return new GcmCipher(mode, new AesKey(key.clone()), 0, () -> Optional.of(provider));
  }

  private static byte[] once(GcmCipher ciphers, long number, byte[] input) throws Exception {
    Cipher cipher = ciphers.init(number, input.length);
    cipher.updateAAD(AAD);
    return cipher.doFinal(input);
  }

  private static List<LogRecord> told(Runnable action) {
    List<LogRecord> told = new ArrayList<>();
    Logger logger = Logger.getLogger("io.github.cofferjdbc.crypto");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            told.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    boolean parents = logger.getUseParentHandlers();
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      action.run();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(parents);
    }
    return told;
  }

  /** A provider of one AES-GCM. */
  private static final class Broken extends Provider {
    private static final long serialVersionUID = 1L;

    Broken(Class<? extends Right> cipher) {
      super("Broken", "1", "for a test");
      putService(
          new Service(this, "Cipher", "AES/GCM/NoPadding", cipher.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
              try {
                return cipher.getDeclaredConstructor().newInstance();
              } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
              }
            }
          });
    }
  }

  /** The JDK's cipher under another name. */
  static class Right extends javax.crypto.CipherSpi {
    private final Cipher jdk = Jdk.cipher("AES/GCM/NoPadding");
    private int mode;

    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int length)
        throws javax.crypto.IllegalBlockSizeException, javax.crypto.BadPaddingException {
      return changed(mode, jdk.doFinal(input, offset, length));
    }

    byte[] changed(int inMode, byte[] output) {
      return output;
    }

    @Override
    protected int engineDoFinal(byte[] in, int at, int length, byte[] out, int outAt)
        throws javax.crypto.IllegalBlockSizeException, javax.crypto.BadPaddingException {
      byte[] output = engineDoFinal(in, at, length);
      System.arraycopy(output, 0, out, outAt, output.length);
      return output.length;
    }

    @Override
    protected void engineInit(
        int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      mode = opmode;
      jdk.init(opmode, key, (GCMParameterSpec) params);
    }

    @Override
    protected void engineUpdateAAD(byte[] aad, int offset, int length) {
      jdk.updateAAD(aad, offset, length);
    }

    @Override
    protected void engineSetMode(String text) {}

    @Override
    protected void engineSetPadding(String text) {}

    @Override
    protected int engineGetBlockSize() {
      return 16;
    }

    @Override
    protected int engineGetOutputSize(int length) {
      return length + 16;
    }

    @Override
    protected byte[] engineGetIV() {
      return jdk.getIV();
    }

    @Override
    protected java.security.AlgorithmParameters engineGetParameters() {
      return jdk.getParameters();
    }

    @Override
    protected void engineInit(int opmode, Key key, SecureRandom random) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineInit(
        int opmode, Key key, java.security.AlgorithmParameters params, SecureRandom random) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected int engineUpdate(byte[] in, int at, int length, byte[] out, int outAt) {
      throw new UnsupportedOperationException();
    }
  }

  /** Its tags are not AES-GCM's. */
  static final class WrongTag extends Right {
    @Override
    byte[] changed(int inMode, byte[] output) {
      if (inMode == Cipher.ENCRYPT_MODE) {
        output[output.length - 1] ^= 1;
      }
      return output;
    }
  }

  /** It opens whatever comes, as long as the JDK made it. */
  static final class Trusting extends Right {
    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int length)
        throws javax.crypto.IllegalBlockSizeException, javax.crypto.BadPaddingException {
      try {
        return super.engineDoFinal(input, offset, length);
      } catch (AEADBadTagException e) {
        return new byte[length - 16];
      }
    }
  }
}
