package io.github.cofferjdbc.keys;

import static io.github.cofferjdbc.testing.KeyFailures.denial;
import static io.github.cofferjdbc.testing.KeyFailures.gone;
import static io.github.cofferjdbc.testing.KeyFailures.misconfigured;
import static io.github.cofferjdbc.testing.KeyFailures.outage;
import static io.github.cofferjdbc.testing.KeyFailures.unusable;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Scheduler;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import io.github.cofferjdbc.observe.KeyMetrics;
import io.github.cofferjdbc.testing.HsmProvider;
import io.github.cofferjdbc.testing.SoftHsm;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters whose cluster key is in an HSM: SoftHSM over PKCS#11, and a JCE provider. */
class HsmClusterIT {

  private static final String JCE =
      "jce:provider=io.github.cofferjdbc.testing.HsmProvider;keystore=TestHsm;alias=";
  private static final UUID DATABASE = UUID.randomUUID();

  private final AtomicLong nanos = new AtomicLong();
  private final KeyMetrics metrics = new KeyMetrics();
  private final KeyAccess access =
      new KeyAccess(
          new KeyringCache(
              new StoreLoader(metrics),
              nanos::get,
              Runnable::run,
              Scheduler.disabledScheduler(),
              metrics));

  @TempDir private Path folder;

  @AfterEach
  void mend() {
    HsmProvider.fault(HsmProvider.Fault.NONE);
  }

  private Settings init(String masterKey) throws SQLException {
    Settings settings =
        Settings.defaults()
            .with(Setting.KEY_STORE, "file:" + folder)
            .with(Setting.MASTER_KEY, masterKey);
    init(settings);
    return settings;
  }

  private static void init(Settings settings) throws SQLException {
    try (KeyStore store = KeyStores.open(settings);
        OpenCluster cluster = OpenCluster.openOrCreate(store, settings, Optional.empty())) {
      cluster.addDatabase(DATABASE, "");
      cluster.markReady(DATABASE);
    }
  }

  /** Wraps a key by one copy of the database key and unwraps it by another. */
  private void assertServes(Settings settings) throws Exception {
    try (SecretBytes secret = SecretBytes.random(32)) {
      byte[] wrapped = access.keysOf(settings, DATABASE).keyring().current().wrapIndexKey(secret);
      access.clear();
      try (SecretBytes again =
          access.keysOf(settings, DATABASE).keyring().current().unwrapIndexKey(wrapped)) {
        assertThat(again.sameAs(secret)).isTrue();
      }
    }
  }

  @Test
  void servesFromSoftHsm() throws Exception {
    Settings settings = init(SoftHsm.shared().masterKey(SoftHsm.KEY));

    assertServes(settings);

    String record = recordText();
    assertThat(record)
        .contains("\"scheme\": \"pkcs11\"", "pkcs11:token=coffer;serial=", ";object=kek1")
        .contains("\"wrapped\": null")
        .doesNotContain("module-path", "pin-source", SoftHsm.shared().library().toString());
  }

  @Test
  void servesFromAJceProvider() throws Exception {
    Settings settings = init(JCE + "kek1");

    assertServes(settings);
  }

  @Test
  void isFoundByAnotherSpellingOfTheKey() throws Exception {
    SoftHsm hsm = SoftHsm.shared();
    init(hsm.masterKey(SoftHsm.SECOND_KEY));

    assertServes(
        Settings.defaults()
            .with(Setting.KEY_STORE, "file:" + folder)
            .with(
                Setting.MASTER_KEY,
                "pkcs11:slot-id="
                    + hsm.slot(SoftHsm.TOKEN)
                    + ";type=secret-key;object=kek%202%3b%20neu%3f"
                    + hsm.query()));
  }

  @Test
  void refusesAnotherKeyOfTheHsm() throws Exception {
    SoftHsm hsm = SoftHsm.shared();
    Settings settings = init(hsm.masterKey(SoftHsm.KEY));

    for (String other :
        new String[] {
          hsm.masterKey(SoftHsm.SECOND_KEY), hsm.masterKey(SoftHsm.OTHER_TOKEN, SoftHsm.KEY)
        }) {
      Settings wrong = settings.with(Setting.MASTER_KEY, other);
      assertThat(unusable(() -> access.keysOf(wrong, DATABASE).keyring()))
          .contains("another master key");
    }
  }

  @Test
  void asksForTheLibraryWhereOnlyTheKeyStoreNamesTheKey() throws Exception {
    Settings settings = init(SoftHsm.shared().masterKey(SoftHsm.KEY));
    Settings without = settings.with(Setting.MASTER_KEY, null);

    assertThat(misconfigured(() -> access.keysOf(without, DATABASE).keyring()))
        .contains("module-path", "coffer.masterKey");
  }

  @Test
  void tellsAWrongPinAsADenial() throws Exception {
    SoftHsm hsm = SoftHsm.shared();
    Settings settings = init(hsm.masterKey(SoftHsm.KEY));
    access.keysOf(settings, DATABASE).keyring();
    Settings wrong =
        settings.with(
            Setting.MASTER_KEY,
            hsm.masterKey(SoftHsm.KEY)
                .replaceFirst("pin-source=.*", "pin-source=file:" + hsm.pinFile("11111111")));

    assertThat(denial(() -> access.keysOf(wrong, DATABASE).keyring())).contains("PIN");
  }

  @Test
  void survivesALibraryThatIsGoneForTheGraceAndNoLonger() throws Exception {
    SoftHsm hsm = SoftHsm.shared();
    Path link = Files.createSymbolicLink(folder.resolve("lib.so"), hsm.library());
    Settings settings = init(hsm.masterKey(SoftHsm.KEY).replace(hsm.library() + "&", link + "&"));
    DatabaseKeys keys = access.keysOf(settings, DATABASE);
    Keyring keyring = keys.keyring();

    Files.delete(link);
    pass(Duration.ofHours(5).minusSeconds(1));
    assertThat(keys.keyring()).isSameAs(keyring);
    pass(Duration.ofSeconds(1));
    assertThat(gone(keys::keyring)).contains("lib.so");

    assertThat(keyring.closed()).isTrue();
  }

  @Test
  void survivesAnHsmThatCannotBeReachedForTheGraceAndNoLonger() throws Exception {
    DatabaseKeys keys = access.keysOf(init(JCE + "kek1"), DATABASE);
    Keyring keyring = keys.keyring();
    HsmProvider.fault(HsmProvider.Fault.UNREACHABLE);

    pass(Duration.ofHours(5).minusSeconds(1));
    assertThat(keys.keyring()).isSameAs(keyring);
    pass(Duration.ofSeconds(1));
    outage(keys::keyring);
    assertThat(keyring.closed()).isTrue();

    HsmProvider.fault(HsmProvider.Fault.NONE);
    assertThat(keys.keyring().closed()).isFalse();
  }

  @Test
  void doesNotSurviveARefusalOfTheHsm() throws Exception {
    DatabaseKeys keys = access.keysOf(init(JCE + "kek1"), DATABASE);
    Keyring keyring = keys.keyring();
    HsmProvider.fault(HsmProvider.Fault.REFUSES);

    pass(Duration.ofHours(1));
    denial(keys::keyring);

    assertThat(keyring.closed()).isTrue();
  }

  @Test
  void makesNoClusterUnderAKeyThatCanLeaveTheHsm() {
    SoftHsm hsm = SoftHsm.shared();
    for (String masterKey :
        new String[] {
          hsm.masterKey(SoftHsm.EXTRACTABLE_KEY),
          hsm.masterKey(SoftHsm.WRAPPABLE_KEY),
          JCE + HsmProvider.EXPORTABLE
        }) {
      misconfigured(() -> init(masterKey));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void makesNoClusterUnderAProviderThatHidesItsNonce() {
    HsmProvider.fault(HsmProvider.Fault.TELLS_ZEROS);

    misconfigured(() -> init(JCE + "kek1"));

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keepsItsRecordInPostgreSql() throws Exception {
    try (TestDatabase database = TestPostgres.shared().newDatabase()) {
      Settings settings =
          Settings.defaults()
              .with(Setting.KEY_STORE, database.jdbcUrl())
              .with(Setting.KEY_STORE_USER, database.user())
              .with(Setting.KEY_STORE_PASSWORD, database.password())
              .with(Setting.MASTER_KEY, SoftHsm.shared().masterKey(SoftHsm.KEY));
      init(settings);

      assertServes(settings);

      DatabaseKeys keys = access.keysOf(settings, DATABASE);
      Keyring keyring = keys.keyring();
      database.close();
      pass(Duration.ofHours(5).minusSeconds(1));
      assertThat(keys.keyring()).isSameAs(keyring);
      pass(Duration.ofSeconds(1));
      assertThat(gone(keys::keyring)).contains(database.name());
    }
  }

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  private String recordText() throws Exception {
    try (var files = Files.list(folder)) {
      Path file = files.filter(path -> path.toString().endsWith(".json")).findFirst().orElseThrow();
      return Files.readString(file);
    }
  }
}
