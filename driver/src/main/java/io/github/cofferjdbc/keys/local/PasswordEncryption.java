package io.github.cofferjdbc.keys.local;

import io.github.cofferjdbc.crypto.SecretBytes;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An AES-256 key as PKCS#8 {@code EncryptedPrivateKeyInfo} (RFC 5958) under PBES2 (RFC 8018): key
 * from PBKDF2 with HMAC-SHA-256, encrypted by AES-256-CBC. What is encrypted is a {@code
 * PrivateKeyInfo} of algorithm AES, as the JDK's PKCS#12 key stores write secret keys:
 *
 * <pre>
 * 30 31                               SEQUENCE
 *   02 01 00                            version 0
 *   30 0a 06 08 60864801 65030401       algorithm 2.16.840.1.101.3.4.1 (AES)
 *   04 20 …                             the 32 bytes of the key
 * </pre>
 *
 * <p>CBC does not authenticate; a changed file is noticed by the padding, the fixed bytes above and
 * the key id, and in the end because nothing unwraps. No state.
 */
final class PasswordEncryption {

  static final int ITERATIONS = 600_000;

  /** A file that asks for fewer is not one of ours; one that asks for more would stop us. */
  private static final int FEWEST_ITERATIONS = 100_000;

  private static final int MOST_ITERATIONS = 10_000_000;

  private static final byte[] HEAD =
      HexFormat.of().parseHex("3031020100300a06086086480165030401" + "0420");
  private static final int KEY_LENGTH = 32;
  private static final int BLOCK = 16;
  private static final String PBES2 = "PBES2";
  private static final String SCHEME = "PBEWithHmacSHA256AndAES_256";

  private PasswordEncryption() {}

  /** Returns the DER of the encrypted key. */
  static byte[] encrypt(SecretBytes key, char[] password, int iterations) {
    byte[] plaintext = Arrays.copyOf(HEAD, HEAD.length + KEY_LENGTH);
    byte[] bytes = key.copy();
    System.arraycopy(bytes, 0, plaintext, HEAD.length, KEY_LENGTH);
    try {
      byte[] salt = random(BLOCK);
      byte[] iv = random(BLOCK);
      byte[] ciphertext =
          cipher(Cipher.ENCRYPT_MODE, password, salt, iterations, iv).doFinal(plaintext);
      AlgorithmParameters scheme = AlgorithmParameters.getInstance(SCHEME, sunJce());
      scheme.init(new PBEParameterSpec(salt, iterations, new IvParameterSpec(iv)));
      AlgorithmParameters parameters = AlgorithmParameters.getInstance(PBES2, sunJce());
      parameters.init(scheme.getEncoded());
      return new EncryptedPrivateKeyInfo(parameters, ciphertext).getEncoded();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This Java has no PBES2", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /**
   * Returns the key, or empty if the password is wrong or the ciphertext was changed, which cannot
   * be told apart.
   *
   * @throws IOException if it is not the structure above, with HMAC-SHA-256 and AES-256
   */
  static Optional<SecretBytes> decrypt(byte[] der, char[] password) throws IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    PBEParameterSpec spec = spec(info);
    byte[] ciphertext = info.getEncryptedData();
    if (!(spec.getParameterSpec() instanceof IvParameterSpec iv)
        || iv.getIV().length != BLOCK
        || spec.getIterationCount() < FEWEST_ITERATIONS
        || spec.getIterationCount() > MOST_ITERATIONS
        || spec.getSalt().length < 8
        || ciphertext.length != (HEAD.length + KEY_LENGTH) / BLOCK * BLOCK + BLOCK) {
      throw new IOException("parameters out of range");
    }
    byte[] plaintext = new byte[0];
    try {
      plaintext =
          cipher(
                  Cipher.DECRYPT_MODE,
                  password,
                  spec.getSalt(),
                  spec.getIterationCount(),
                  iv.getIV())
              .doFinal(ciphertext);
      if (plaintext.length != HEAD.length + KEY_LENGTH
          || !Arrays.equals(plaintext, 0, HEAD.length, HEAD, 0, HEAD.length)) {
        return Optional.empty();
      }
      return Optional.of(
          SecretBytes.owning(Arrays.copyOfRange(plaintext, HEAD.length, plaintext.length)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private static PBEParameterSpec spec(EncryptedPrivateKeyInfo info) throws IOException {
    try {
      // The name of info itself is PBES2 on Java 17, and the scheme's on 25.
      AlgorithmParameters parameters = info.getAlgParameters();
      if (parameters == null
          || !parameters.getAlgorithm().equals(PBES2)
          || !parameters.toString().equals(SCHEME)) {
        throw new IOException("not PBES2 with HMAC-SHA-256 and AES-256");
      }
      return parameters.getParameterSpec(PBEParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IOException("not PBES2 with HMAC-SHA-256 and AES-256", e);
    }
  }

  private static Cipher cipher(int mode, char[] password, byte[] salt, int iterations, byte[] iv)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, KEY_LENGTH * 8);
    byte[] derived =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256", sunJce())
            .generateSecret(spec)
            .getEncoded();
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", sunJce());
      cipher.init(mode, new SecretKeySpec(derived, "AES"), new IvParameterSpec(iv));
      return cipher;
    } finally {
      spec.clearPassword();
      Arrays.fill(derived, (byte) 0);
    }
  }

  private static byte[] random(int length) {
    try (SecretBytes random = SecretBytes.random(length)) {
      return random.copy();
    }
  }

  private static Provider sunJce() {
    Provider provider = Security.getProvider("SunJCE");
    if (provider == null) {
      throw new IllegalStateException("Coffer needs the provider SunJCE of the JDK");
    }
    return provider;
  }
}
