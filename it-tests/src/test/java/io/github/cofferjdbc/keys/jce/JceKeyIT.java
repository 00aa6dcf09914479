package io.github.cofferjdbc.keys.jce;

import static io.github.cofferjdbc.testing.KeyFailures.denial;
import static io.github.cofferjdbc.testing.KeyFailures.gone;
import static io.github.cofferjdbc.testing.KeyFailures.misconfigured;
import static io.github.cofferjdbc.testing.KeyFailures.outage;
import static io.github.cofferjdbc.testing.KeyFailures.unusable;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest.Purpose;
import io.github.cofferjdbc.testing.HsmProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JceKeyIT {

  private static final String PREFIX =
      "jce:provider=io.github.cofferjdbc.testing.HsmProvider;keystore=TestHsm;alias=";
  private static final byte[] AAD = "context and key id".getBytes(UTF_8);
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  @AfterEach
  void mend() {
    HsmProvider.fault(HsmProvider.Fault.NONE);
  }

  private static HsmMasterKey open(String reference) throws SQLException {
    return (HsmMasterKey)
        new JceProvider()
            .open(
                new MasterKeyRequest(
                    reference,
                    Settings.of(Map.of(Setting.MASTER_KEY.key(), reference)),
                    Purpose.USE));
  }

  @Test
  void wrapsUnderTheNonceThatTheHsmChose() throws Exception {
    try (HsmMasterKey key = open(PREFIX + "kek1")) {
      Set<String> nonces = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        byte[] wrapped = key.wrap(KEY, AAD);

        assertThat(wrapped).hasSize(2 + 12 + 32 + 16);
        nonces.add(new String(wrapped, 2, 12, ISO_8859_1));
        assertThat(key.unwrap(wrapped, AAD)).isEqualTo(KEY);
      }
      assertThat(nonces).hasSize(20);
    }
  }

  @Test
  void unwrapsNothingUnderAnotherAadOrKey() throws Exception {
    try (HsmMasterKey key = open(PREFIX + "kek1");
        HsmMasterKey other = open(PREFIX + "kek2")) {
      byte[] wrapped = key.wrap(KEY, AAD);

      assertThat(unusable(() -> key.unwrap(wrapped, new byte[1]))).contains("kek1");
      unusable(() -> other.unwrap(wrapped, AAD));
    }
  }

  @Test
  void unwrapsNothingThatWasDamaged() throws Exception {
    try (HsmMasterKey key = open(PREFIX + "kek1")) {
      byte[] wrapped = key.wrap(KEY, AAD);
      for (int i = 0; i < wrapped.length; i++) {
        byte[] damaged = wrapped.clone();
        damaged[i] ^= 1;
        unusable(() -> key.unwrap(damaged, AAD));
      }
      unusable(() -> key.unwrap(new byte[0], AAD));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = HsmProvider.Fault.class,
      names = {"HIDES_NONCE", "TELLS_ZEROS"})
  void refusesAProviderThatDoesNotTellItsNonce(HsmProvider.Fault fault) throws Exception {
    try (HsmMasterKey key = open(PREFIX + "kek1")) {
      HsmProvider.fault(fault);

      assertThat(misconfigured(() -> key.wrap(KEY, AAD))).contains("HsmProvider", "nonce");
    }
  }

  @Test
  void takesAnHsmThatCannotBeReachedAsAnOutage() throws Exception {
    try (HsmMasterKey key = open(PREFIX + "kek1")) {
      byte[] wrapped = key.wrap(KEY, AAD);
      HsmProvider.fault(HsmProvider.Fault.UNREACHABLE);

      assertThat(outage(() -> key.unwrap(wrapped, AAD))).contains("kek1");
      outage(() -> key.wrap(KEY, AAD));
      outage(() -> open(PREFIX + "kek1"));
    }
  }

  @Test
  void takesARefusalAsADenial() throws Exception {
    try (HsmMasterKey key = open(PREFIX + "kek1")) {
      byte[] wrapped = key.wrap(KEY, AAD);
      HsmProvider.fault(HsmProvider.Fault.REFUSES);

      assertThat(denial(() -> key.unwrap(wrapped, AAD))).contains("the user lacks the right");
      denial(() -> key.wrap(KEY, AAD));
      denial(() -> open(PREFIX + "kek1"));
    }
  }

  @Test
  void refusesAKeyThatCanBeExported() {
    assertThat(misconfigured(() -> open(PREFIX + HsmProvider.EXPORTABLE))).contains("exportable");
  }

  @Test
  void tellsThatThereIsNoSuchKey() {
    assertThat(misconfigured(() -> open(PREFIX + HsmProvider.MISSING)))
        .contains(HsmProvider.MISSING);
  }

  @Test
  void givesThePinToTheKeyStore(@TempDir Path folder) throws Exception {
    Path right = Files.writeString(folder.resolve("right"), HsmProvider.PIN + "\n");
    Path wrong = Files.writeString(folder.resolve("wrong"), "wrong-pin");

    open(PREFIX + "kek1;pin-source=file:" + right).close();
    assertThat(denial(() -> open(PREFIX + "kek1;pin-source=file:" + wrong)))
        .contains("pin-source")
        .doesNotContain("wrong-pin");
    assertThat(gone(() -> open(PREFIX + "kek1;pin-source=file:/nowhere/pin")))
        .contains("/nowhere/pin");
    assertThat(misconfigured(() -> open(PREFIX + "kek1;pin-source=1234")))
        .contains("file:PATH")
        .doesNotContain("1234");
  }

  @Test
  void namesTheKeyInOneWay() throws Exception {
    String text =
        "jce:alias=kek%3b1;keystore=TestHsm;provider=io.github.cofferjdbc.testing.HsmProvider";
    try (HsmMasterKey key = open(text)) {
      assertThat(key.identity())
          .isEqualTo(
              "provider=io.github.cofferjdbc.testing.HsmProvider;keystore=TestHsm;alias=kek%3B1");
      assertThat(key.reference()).isEqualTo("jce:" + key.identity());
    }
  }

  @Test
  void loadsNoClassThatOnlyTheKeyStoreNames() {
    MasterKeyRequest request =
        new MasterKeyRequest(PREFIX + "kek1", Settings.defaults(), Purpose.USE);

    assertThat(misconfigured(() -> new JceProvider().open(request))).contains("coffer.masterKey=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jce:",
        "jce:provider=java.lang.String;keystore=x;alias=y",
        "jce:provider=example.Nothing;keystore=x;alias=y",
        "jce:provider=io.github.cofferjdbc.testing.HsmProvider;keystore=PKCS11;alias=y",
        "jce:provider=io.github.cofferjdbc.testing.HsmProvider;keystore=TestHsm",
        "jce:provider=io.github.cofferjdbc.testing.HsmProvider;keystore=TestHsm;alias=y;pin=1"
      })
  void refusesWhatNamesNoKey(String reference) {
    misconfigured(() -> open(reference));
  }

  @Test
  void refusesAKeyInAFileOfTheJdk(@TempDir Path folder) throws Exception {
    char[] password = "changeit".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, password);
    keys.setEntry(
        "kek1",
        new KeyStore.SecretKeyEntry(new SecretKeySpec(KEY, "AES")),
        new KeyStore.PasswordProtection(password));
    Path file = folder.resolve("keys.p12");
    try (var out = Files.newOutputStream(file)) {
      keys.store(out, password);
    }
    Path pin = Files.writeString(folder.resolve("pin"), "changeit");
    String reference =
        "jce:provider=sun.security.rsa.SunRsaSign;keystore=PKCS12;alias=kek1;file="
            + file
            + ";pin-source=file:"
            + pin;

    // The JDK's providers are found among those registered, though their classes are hidden.
    assertThat(misconfigured(() -> open(reference))).contains("PKCS12");
    assertThat(
            misconfigured(
                () ->
                    open(
                        reference.replace(
                            "sun.security.rsa.SunRsaSign", "sun.security.provider.Sun"))))
        .contains("exportable");
  }
}
