package io.github.cofferjdbc.keys.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.crypto.SecretBytes;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which structures are taken. Java tells their algorithms differently from version to version. */
class PasswordEncryptionTest {

  private static final String OURS = "PBEWithHmacSHA256AndAES_256";
  private static final int FEW = 100_000;
  private static final int CIPHERTEXT = 64;

  @Test
  void opensWhatItEncrypted() throws Exception {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) 7);
    try (SecretBytes key = SecretBytes.owning(bytes.clone())) {
      byte[] der = PasswordEncryption.encrypt(key, password(), FEW);
      try (SecretBytes opened = PasswordEncryption.decrypt(der, password()).orElseThrow()) {
        assertThat(opened.copy()).isEqualTo(bytes);
      }
      assertThat(PasswordEncryption.decrypt(der, "other".toCharArray())).isEmpty();
    }
  }

  /** The password is what is wrong here; below it is the parameters. */
  @Test
  void takesParametersInRange() throws Exception {
    byte[] der = der(pbes2(OURS, spec(16, FEW)), CIPHERTEXT);
    assertThat(PasswordEncryption.decrypt(der, password())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PBEWithHmacSHA256AndAES_128",
        "PBEWithHmacSHA1AndAES_256",
        "PBEWithHmacSHA224AndAES_256",
        "PBEWithHmacSHA384AndAES_256",
        "PBEWithHmacSHA512AndAES_256"
      })
  void refusesAnotherHashOrCipher(String scheme) throws Exception {
    assertRefused(der(pbes2(scheme, spec(16, FEW)), CIPHERTEXT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PBEWithMD5AndDES", "PBEWithSHA1AndDESede", "PBEWithSHA1AndRC2_40"})
  void refusesTheSchemesBeforePbes2(String scheme) throws Exception {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance(scheme, "SunJCE");
    parameters.init(new PBEParameterSpec(new byte[8], FEW));
    assertRefused(der(parameters, CIPHERTEXT));
  }

  @Test
  void refusesACipherWithoutPassword() throws Exception {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("AES", "SunJCE");
    parameters.init(new IvParameterSpec(new byte[16]));
    assertRefused(der(parameters, CIPHERTEXT));
  }

  @Test
  void refusesAnAlgorithmWithoutParameters() throws Exception {
    assertRefused(new EncryptedPrivateKeyInfo("RSA", new byte[CIPHERTEXT]).getEncoded());
  }

  @ParameterizedTest
  @CsvSource({
    "16, 99999, 64",
    "16, 10000001, 64",
    "7, 100000, 64",
    "16, 100000, 48",
    "16, 100000, 80"
  })
  void refusesParametersOutOfRange(int salt, int iterations, int ciphertext) throws Exception {
    assertRefused(der(pbes2(OURS, spec(salt, iterations)), ciphertext));
  }

  private static void assertRefused(byte[] der) {
    assertThatThrownBy(() -> PasswordEncryption.decrypt(der, password()))
        .isInstanceOf(IOException.class);
  }

  private static char[] password() {
    return "a password".toCharArray();
  }

  private static PBEParameterSpec spec(int salt, int iterations) {
    return new PBEParameterSpec(new byte[salt], iterations, new IvParameterSpec(new byte[16]));
  }

  private static AlgorithmParameters pbes2(String scheme, AlgorithmParameterSpec spec)
      throws GeneralSecurityException, IOException {
    AlgorithmParameters inner = AlgorithmParameters.getInstance(scheme, "SunJCE");
    inner.init(spec);
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2", "SunJCE");
    parameters.init(inner.getEncoded());
    return parameters;
  }

  private static byte[] der(AlgorithmParameters parameters, int ciphertext)
      throws GeneralSecurityException, IOException {
    return new EncryptedPrivateKeyInfo(parameters, new byte[ciphertext]).getEncoded();
  }
}
