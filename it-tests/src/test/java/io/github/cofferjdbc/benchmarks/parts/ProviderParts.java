package io.github.cofferjdbc.benchmarks.parts;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * AES-GCM of the JDK and of Amazon Corretto Crypto Provider, used as Coffer uses them: one cipher
 * for a key, initialised for each value, with associated data. Needs the profile {@code corretto}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class ProviderParts {

  /** The class that Maven's profile adds. */
  public static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private static final byte[] ASSOCIATED = new byte[16 + 50];

  /** Bytes of the plaintext. */
  @Param({"16", "64", "128", "256", "512", "1024", "4096", "65536"})
  public int length;

  /** Whose cipher. */
  @Param({"jdk", "corretto"})
  public String provider;

  private final byte[] nonce = new byte[12];
  private final SecretKey key = new SecretKeySpec(new byte[32], "AES");
  private Cipher sealing;
  private Cipher opening;
  private byte[] plaintext;
  private byte[] ciphertext;
  private long number;

  @Setup
  public void open() throws ReflectiveOperationException, GeneralSecurityException {
    Provider which =
        provider.equals("jdk")
            ? Security.getProvider("SunJCE")
            : (Provider) Class.forName(CORRETTO).getField("INSTANCE").get(null);
    sealing = Cipher.getInstance("AES/GCM/NoPadding", which);
    opening = Cipher.getInstance("AES/GCM/NoPadding", which);
    plaintext = new byte[length];
    new Random(length).nextBytes(plaintext);
    ciphertext = seal(); // number 1
  }

  private GCMParameterSpec nonce(long of) {
    for (int i = 0; i < 8; i++) {
      nonce[11 - i] = (byte) (of >>> (8 * i));
    }
    return new GCMParameterSpec(128, nonce);
  }

  @Benchmark
  public byte[] seal() throws GeneralSecurityException {
    number++;
    sealing.init(Cipher.ENCRYPT_MODE, key, nonce(number));
    sealing.updateAAD(ASSOCIATED);
    return sealing.doFinal(plaintext);
  }

  @Benchmark
  public byte[] openValue() throws GeneralSecurityException {
    return open(1);
  }

  private byte[] open(long of) throws GeneralSecurityException {
    opening.init(Cipher.DECRYPT_MODE, key, nonce(of));
    opening.updateAAD(ASSOCIATED);
    return opening.doFinal(ciphertext);
  }
}
