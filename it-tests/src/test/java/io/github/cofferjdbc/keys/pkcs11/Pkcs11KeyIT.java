package io.github.cofferjdbc.keys.pkcs11;

import static io.github.cofferjdbc.testing.KeyFailures.denial;
import static io.github.cofferjdbc.testing.KeyFailures.gone;
import static io.github.cofferjdbc.testing.KeyFailures.misconfigured;
import static io.github.cofferjdbc.testing.KeyFailures.unusable;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.spi.HsmMasterKey;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest;
import io.github.cofferjdbc.keys.spi.MasterKeyRequest.Purpose;
import io.github.cofferjdbc.testing.SoftHsm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs11KeyIT {

  private static final byte[] AAD = "context and key id".getBytes(UTF_8);
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  private final SoftHsm hsm = SoftHsm.shared();

  private static HsmMasterKey open(String reference) throws SQLException {
    return (HsmMasterKey)
        new Pkcs11Provider()
            .open(
                new MasterKeyRequest(
                    reference,
                    Settings.of(Map.of(Setting.MASTER_KEY.key(), reference)),
                    Purpose.USE));
  }

  @Test
  void wrapsAndUnwrapsAKey() throws Exception {
    try (HsmMasterKey key = open(hsm.masterKey(SoftHsm.KEY))) {
      byte[] wrapped = key.wrap(KEY, AAD);

      assertThat(wrapped).hasSize(1 + 12 + 32 + 16);
      assertThat(key.unwrap(wrapped, AAD)).isEqualTo(KEY);
      assertThat(key.wrap(KEY, AAD)).isNotEqualTo(wrapped);
    }
  }

  @Test
  void unwrapsAfterItWasOpenedAgain() throws Exception {
    byte[] wrapped;
    try (HsmMasterKey key = open(hsm.masterKey(SoftHsm.KEY))) {
      wrapped = key.wrap(KEY, AAD);
    }
    try (HsmMasterKey key = open(hsm.masterKey(SoftHsm.KEY))) {
      assertThat(key.unwrap(wrapped, AAD)).isEqualTo(KEY);
    }
  }

  @Test
  void unwrapsNothingUnderAnotherAadOrKey() throws Exception {
    try (HsmMasterKey key = open(hsm.masterKey(SoftHsm.KEY));
        HsmMasterKey second = open(hsm.masterKey(SoftHsm.SECOND_KEY));
        HsmMasterKey other = open(hsm.masterKey(SoftHsm.OTHER_TOKEN, SoftHsm.KEY))) {
      byte[] wrapped = key.wrap(KEY, AAD);

      assertThat(unusable(() -> key.unwrap(wrapped, new byte[0]))).contains(SoftHsm.KEY);
      unusable(() -> second.unwrap(wrapped, AAD));
      unusable(() -> other.unwrap(wrapped, AAD));
    }
  }

  @Test
  void unwrapsNothingThatWasDamaged() throws Exception {
    try (HsmMasterKey key = open(hsm.masterKey(SoftHsm.KEY))) {
      byte[] wrapped = key.wrap(KEY, AAD);
      for (int i = 0; i < wrapped.length; i++) {
        byte[] damaged = wrapped.clone();
        damaged[i] ^= 1;
        unusable(() -> key.unwrap(damaged, AAD));
      }
      unusable(() -> key.unwrap(new byte[3], AAD));
    }
  }

  @Test
  void namesTheKeyInOneWayHoweverItWasSpelt() throws Exception {
    String serial;
    try (HsmMasterKey key = open(hsm.masterKey(SoftHsm.SECOND_KEY))) {
      serial = key.identity().replaceFirst("serial=(\\w+);.*", "$1");
      assertThat(key.identity()).matches("serial=[0-9a-f]{16};object=kek%202%3B%20neu%3F");
      assertThat(key.reference())
          .isEqualTo("pkcs11:token=coffer;" + key.identity())
          .isEqualTo(key.toString());
    }
    String slot = "slot-id=" + hsm.slot(SoftHsm.TOKEN);
    for (String token : List.of("serial=" + serial, slot, "token=coffer;model=SoftHSM%20v2")) {
      String other = "pkcs11:object=kek%202%3b%20neu%3f;type=secret-key;" + token + hsm.query();
      try (HsmMasterKey key = open(other)) {
        assertThat(key.identity()).isEqualTo("serial=" + serial + ";object=kek%202%3B%20neu%3F");
      }
    }
  }

  @Test
  void tellsTwoTokensWithKeysOfOneNameApart() throws Exception {
    try (HsmMasterKey key = open(hsm.masterKey(SoftHsm.KEY));
        HsmMasterKey other = open(hsm.masterKey(SoftHsm.OTHER_TOKEN, SoftHsm.KEY))) {
      assertThat(key.identity()).isNotEqualTo(other.identity());
      assertThat(other.reference()).startsWith("pkcs11:token=Coffer%2C%20b%C3%BCro;serial=");
    }
  }

  @Test
  void refusesATokenThatTwoTokensAre() {
    assertThat(misconfigured(() -> open(hsm.masterKey(SoftHsm.TWIN_TOKEN, SoftHsm.KEY))))
        .contains("serial=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SoftHsm.EXTRACTABLE_KEY,
        SoftHsm.WRAPPABLE_KEY,
        SoftHsm.SHORT_KEY,
        SoftHsm.DES_KEY
      })
  void refusesAKeyThatCouldLeaveOrIsNotAes256(String label) {
    assertThat(misconfigured(() -> open(hsm.masterKey(label))))
        .contains(label, SoftHsm.TOKEN, "256 bits", "not extractable");
  }

  @Test
  void refusesAWrongPinWithoutShowingIt() {
    String wrong =
        hsm.masterKey(SoftHsm.KEY)
            .replaceFirst("pin-source=.*", "pin-source=file:" + hsm.pinFile("87654322"));

    assertThat(denial(() -> open(wrong)))
        .contains("CKR_PIN_INCORRECT", "pin-source")
        .doesNotContain("87654322");
  }

  @Test
  void refusesAWrongPinAlsoWhileSomebodyElseIsLoggedIn() throws Exception {
    String wrong =
        hsm.masterKey(SoftHsm.KEY)
            .replaceFirst("pin-source=.*", "pin-source=file:" + hsm.pinFile("87654322"));
    try (HsmMasterKey key = open(hsm.masterKey(SoftHsm.KEY))) {
      assertThat(denial(() -> open(wrong))).contains("another PIN");
      assertThat(key.unwrap(key.wrap(KEY, AAD), AAD)).isEqualTo(KEY);
    }
    denial(() -> open(wrong));
  }

  @Test
  void tellsThatThePinIsMissing(@TempDir Path folder) throws Exception {
    String reference = hsm.masterKey(SoftHsm.KEY);
    String none = reference.replaceFirst("&pin-source=.*", "");
    String nowhere = reference.replaceFirst("&pin-source=.*", "&pin-source=file:/nowhere/pin");
    Path empty = Files.writeString(folder.resolve("empty"), "\n87654321\n");

    assertThat(denial(() -> open(none))).contains("pin-source");
    assertThat(gone(() -> open(nowhere))).contains("/nowhere/pin");
    assertThat(
            misconfigured(
                () -> open(reference.replaceFirst("pin-source=.*", "pin-source=file:" + empty))))
        .contains("empty");
    assertThat(
            misconfigured(
                () -> open(reference.replaceFirst("pin-source=.*", "pin-source=%7ccat%20pin"))))
        .contains("file:PATH");
  }

  @Test
  void tellsThatTheLibraryIsMissingOrNone(@TempDir Path folder) throws Exception {
    Path text = Files.writeString(folder.resolve("text.so"), "this is no library");
    String reference = hsm.masterKey(SoftHsm.KEY);

    assertThat(gone(() -> open(reference.replace("libsofthsm2.so", "libnothing.so"))))
        .contains("libnothing.so", "module-path");
    assertThat(gone(() -> open(reference.replaceFirst("module-path=[^&]*", "module-path=" + text))))
        .contains("text.so");
  }

  @Test
  void findsALibraryWhosePathHasBlanks(@TempDir Path folder) throws Exception {
    Path link =
        Files.createSymbolicLink(
            Files.createDirectory(folder.resolve("a b")).resolve("l.so"), hsm.library());
    String reference =
        hsm.masterKey(SoftHsm.KEY)
            .replaceFirst(
                "module-path=[^&]*", "module-path=" + link.toString().replace(" ", "%20"));

    try (HsmMasterKey key = open(reference)) {
      assertThat(key.unwrap(key.wrap(KEY, AAD), AAD)).isEqualTo(KEY);
    }
  }

  @Test
  void tellsThatTheTokenOrTheKeyIsMissing() {
    assertThat(gone(() -> open(hsm.masterKey("nothing", SoftHsm.KEY))))
        .contains("nothing", SoftHsm.TOKEN);
    assertThat(misconfigured(() -> open(hsm.masterKey("nothing")))).contains("nothing");
  }

  @Test
  void loadsNoLibraryThatOnlyTheKeyStoreNames() {
    MasterKeyRequest request =
        new MasterKeyRequest(hsm.masterKey(SoftHsm.KEY), Settings.defaults(), Purpose.USE);

    assertThat(misconfigured(() -> new Pkcs11Provider().open(request)))
        .contains("coffer.masterKey=pkcs11:token=coffer;object=kek1?module-path=/path/to");
  }

  @Test
  void printsNothing() throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(printed, true, UTF_8);
    System.setOut(stream);
    try {
      gone(() -> open(hsm.masterKey("nothing", SoftHsm.KEY)));
      assertThat(System.out).isSameAs(stream);
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  @Test
  void servesManyThreadsWithKeysOfTheirOwn() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 10; n++) {
                    try (HsmMasterKey key = open(hsm.masterKey(SoftHsm.KEY))) {
                      assertThat(key.unwrap(key.wrap(KEY, AAD), AAD)).isEqualTo(KEY);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
