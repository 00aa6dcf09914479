package io.github.cofferjdbc.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import io.github.cofferjdbc.value.BaseType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the file of a cluster, it is refused or means the same. */
class RecordCorruptionLawTest {

  @TempDir private Path folder;

  private Settings settings = Settings.defaults();
  private ClusterRecord genuine;
  private byte[] content;

  @BeforeEach
  void makeCluster() throws Exception {
    settings =
        Settings.defaults()
            .with(Setting.KEY_STORE, "file:" + folder)
            .with(Setting.MASTER_KEY, "fake:corruption");
    UUID database = UUID.randomUUID();
    try (KeyStore store = KeyStores.open(settings);
        OpenCluster cluster = OpenCluster.openOrCreate(store, settings, Optional.empty())) {
      cluster.addDatabase(database, "host/db");
      cluster.markReady(database);
      cluster.registerScope(
          database, new NewScope("public", "price", BaseType.NUMERIC, Mode.EQ, 655366));
      genuine = cluster.record();
    }
    content = Files.readAllBytes(file());
  }

  private Path file() {
    return folder.resolve("default.json");
  }

  private static Random seeded() {
    long seed = new Random().nextLong();
    System.out.println("RecordCorruptionLawTest seed " + seed);
    return new Random(seed);
  }

  /** Returns whether it was refused. */
  private boolean refusedOrSame(byte[] changed, Settings given, String what) throws Exception {
    Files.write(file(), changed);
    try (KeyStore store = KeyStores.open(given);
        OpenCluster cluster = OpenCluster.open(store, given)) {
      assertThat(cluster.record()).as(what).isEqualTo(genuine);
      return false;
    } catch (SQLException e) {
      if (!"KE006".equals(e.getSQLState())) {
        fail(what + ": " + e, e);
      }
      return true;
    }
  }

  /** One bit of every second byte, different ones in each run. */
  @Test
  void aFlippedBitIsRefusedOrChangesOnlyBlanks() throws Exception {
    Random random = seeded();
    int refused = 0;
    Settings withoutMasterKey = settings.with(Setting.MASTER_KEY, null);
    for (int at = random.nextInt(2); at < content.length; at += 2) {
      int bit = random.nextInt(8);
      byte[] changed = content.clone();
      changed[at] ^= (byte) (1 << bit);
      Settings given = random.nextBoolean() ? settings : withoutMasterKey;
      if (refusedOrSame(changed, given, "byte " + at + " bit " + bit)) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(content.length / 4);
  }

  @Test
  void aTruncatedFileIsRefused() throws Exception {
    for (int length = 0; length < content.length - 1; length += 1 + length % 31) {
      assertThat(refusedOrSame(Arrays.copyOf(content, length), settings, "length " + length))
          .isTrue();
    }
  }

  @Test
  void randomDamageIsRefused() throws Exception {
    Random random = seeded();
    for (int i = 0; i < 200; i++) {
      byte[] changed = content.clone();
      int from = random.nextInt(changed.length);
      int to = Math.min(changed.length, from + 1 + random.nextInt(200));
      if (random.nextBoolean()) {
        byte[] noise = new byte[to - from];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, changed, from, noise.length);
      } else {
        int other = random.nextInt(changed.length - (to - from) + 1);
        System.arraycopy(content, other, changed, from, to - from);
      }
      refusedOrSame(changed, settings, "turn " + i);
    }
  }

  @Test
  void blanksAndTheOrderOfMembersDoNotMatter() throws Exception {
    String text = Files.readString(file());
    String compact = text.replaceAll("\n *", "");
    assertThat(refusedOrSame(compact.getBytes(UTF_8), settings, "")).isFalse();
  }
}
