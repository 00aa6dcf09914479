package io.github.cofferjdbc.benchmarks.parts;

import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.field.FieldCipher;
import io.github.cofferjdbc.value.BaseType;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
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
import org.openjdk.jmh.annotations.TearDown;

/** Sealing and opening a randomized value, and what the JDK's cipher alone needs for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class CipherParts {

  private static final EncryptedType TYPE =
      EncryptedType.builtIn(BaseType.TEXT, io.github.cofferjdbc.envelope.Mode.RANDOM);

  /** What precedes the ciphertext and is authenticated: database id and header. */
  private static final byte[] ASSOCIATED = new byte[16 + 50];

  /** Bytes of the plaintext. */
  @Param({"16", "24", "200", "1024", "4096", "65536"})
  public int length;

  private PartsDatabase database;
  private FieldCipher cipher;
  private byte[] plaintext;
  private byte[] stored;
  private Cipher jdk;
  private SecretKey key;
  private byte[] ciphertext;
  private final byte[] nonce = new byte[12];

  @Setup
  public void open() throws SQLException, GeneralSecurityException {
    database = new PartsDatabase();
    cipher = database.cipher();
    plaintext = new byte[length];
    new Random(length).nextBytes(plaintext);
    stored = cipher.seal(TYPE, plaintext);
    key = new SecretKeySpec(new byte[32], "AES");
    jdk = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    jdk.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
    jdk.updateAAD(ASSOCIATED);
    ciphertext = jdk.doFinal(plaintext);
  }

  @TearDown
  public void close() throws SQLException {
    cipher.close();
    database.close();
  }

  @Benchmark
  public byte[] sealValue() throws SQLException {
    return cipher.seal(TYPE, plaintext);
  }

  @Benchmark
  public byte[] openValue() throws SQLException {
    return cipher.open(TYPE, stored);
  }

  @Benchmark
  public byte[] openWithTheJdkAlone() throws GeneralSecurityException {
    jdk.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, nonce));
    jdk.updateAAD(ASSOCIATED);
    return jdk.doFinal(ciphertext);
  }
}
