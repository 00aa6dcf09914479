package io.github.cofferjdbc.keys;

import static io.github.cofferjdbc.keys.OpenClusterTest.assertState;
import static io.github.cofferjdbc.keys.OpenClusterTest.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.crypto.NotAuthenticException;
import io.github.cofferjdbc.crypto.SecretBytes;
import io.github.cofferjdbc.envelope.EncryptedType;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.value.BaseType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rotations change wrappings and never a key that a value needs, wherever they are cut off. */
class RotationTest {

  private static final UUID DATABASE = UUID.fromString("6f1c0b4e-3b5e-4f7a-9d1c-2b8e5a7c9d10");
  private static final UUID OTHER = UUID.fromString("0f1c0b4e-3b5e-4f7a-9d1c-2b8e5a7c9d11");

  private final MemoryKeyStore store = new MemoryKeyStore();

  private OpenCluster init(String masterKey) throws SQLException {
    return init(store, masterKey);
  }

  private static OpenCluster init(KeyStore store, String masterKey) throws SQLException {
    OpenCluster cluster = OpenCluster.openOrCreate(store, settings(masterKey), Optional.empty());
    for (UUID id : List.of(DATABASE, OTHER)) {
      cluster.addDatabase(id, "db");
      cluster.markReady(id);
      cluster.registerScope(id, new NewScope("public", "ssn", BaseType.TEXT, Mode.EQ, -1));
    }
    return cluster;
  }

  @ParameterizedTest
  @ValueSource(strings = {"fake:a", "fake:hsm/a"})
  void newDatabaseKeyWrapsAndTheOldOneStillOpens(String masterKey) throws Exception {
    try (OpenCluster cluster = init(masterKey)) {
      Witness witness = Witness.of(cluster);
      KeyEntry old = cluster.entry(DATABASE).currentKey();
      KeyEntry made = cluster.rotateDatabaseKey(DATABASE);
      DatabaseEntry entry = cluster.entry(DATABASE);
      assertThat(entry.currentKey()).isEqualTo(made);
      assertThat(made.version()).isEqualTo(2);
      assertThat(entry.key(old.id()).orElseThrow().state()).isEqualTo(State.RETIRED);
      assertThat(entry.keys())
          .filteredOn(key -> key.kind() == Kind.INDEX)
          .hasSize(2)
          .allMatch(key -> key.wrappedBy() == made.id());
      witness.assertAllThere(store, masterKey);
      assertThat(cluster.entry(OTHER).keys()).hasSize(3);
    }
  }

  @Test
  void newClusterKeyRewrapsEverythingAndChangesTheRecordKey() throws Exception {
    try (OpenCluster cluster = init("fake:a")) {
      Witness witness = Witness.of(cluster);
      ClusterRecord before = cluster.record();
      cluster.rotateClusterKey();
      ClusterRecord after = cluster.record();
      assertThat(after.clusterKey().version()).isEqualTo(2);
      assertThat(after.clusterKey().next()).isNull();
      assertThat(after.recordKeyId()).isNotEqualTo(before.recordKeyId());
      assertThat(after.clusterKey().wrapped()).isNotEqualTo(before.clusterKey().wrapped());
      witness.assertAllThere(store, "fake:a");
    }
  }

  @Test
  void clusterKeyInAnHsmIsRotatedByMovingToAnotherKey() throws Exception {
    try (OpenCluster cluster = init("fake:hsm/a")) {
      assertState("KE009", cluster::rotateClusterKey);
      assertState("KE009", () -> cluster.rotateMasterKey(Optional.empty()));
    }
  }

  @ParameterizedTest
  @CsvSource({"fake:a,fake:b", "fake:a,fake:hsm/b", "fake:hsm/a,fake:b", "fake:hsm/a,fake:hsm/b"})
  void movesBetweenMasterKeysOfAllKinds(String from, String to) throws Exception {
    try (OpenCluster cluster = init(from)) {
      Witness witness = Witness.of(cluster);
      assertThat(cluster.rotateMasterKey(Optional.of(to))).isTrue();
      witness.assertAllThere(store, to);
      assertState("KE006", () -> OpenCluster.open(store, settings(from)));
      assertThat(cluster.rotateMasterKey(Optional.of(to))).as("again").isFalse();
    }
    OpenCluster.open(store, Settings.defaults()).close();
    OpenCluster.open(store, settings(from).with(Setting.NEXT_MASTER_KEY, to)).close();
  }

  @Test
  void takesTheNextMasterKeyBeforeAndAfterTheMoveButNoThird() throws Exception {
    init("fake:a").close();
    OpenCluster.open(store, settings("fake:a").with(Setting.NEXT_MASTER_KEY, "fake:b")).close();
    OpenCluster.open(store, settings("fake:b").with(Setting.NEXT_MASTER_KEY, "fake:a")).close();
    assertState(
        "KE006",
        () -> OpenCluster.open(store, settings("fake:c").with(Setting.NEXT_MASTER_KEY, "fake:b")));
  }

  @Test
  void openClusterFollowsARotationByAnotherProcess() throws Exception {
    try (OpenCluster first = init("fake:a");
        OpenCluster second = OpenCluster.open(store, settings("fake:a"))) {
      Witness witness = Witness.of(first);
      second.rotateClusterKey();
      first.rotateDatabaseKey(DATABASE);
      second.rotateDatabaseKey(OTHER);
      first.rotateClusterKey();
      second.registerScope(OTHER, new NewScope("public", "age", BaseType.INT4, Mode.EQ, -1));
      witness.assertAllThere(store, "fake:a");
    }
  }

  @Test
  void manyRotationsAtOnceLoseNothing() throws Exception {
    Witness witness;
    try (OpenCluster cluster = init("fake:a")) {
      witness = Witness.of(cluster);
    }
    AtomicInteger told = new AtomicInteger();
    Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      int number = i;
      threads[i] =
          new Thread(
              () -> {
                for (int round = 0; round < 10; round++) {
                  try (OpenCluster cluster = OpenCluster.open(store, settings("fake:a"))) {
                    if ((number + round) % 3 == 0) {
                      cluster.rotateClusterKey();
                    } else {
                      cluster.rotateDatabaseKey(DATABASE);
                    }
                  } catch (SQLException e) {
                    if ("KE005".equals(e.getSQLState())
                        && String.valueOf(e.getMessage()).contains("Another")) {
                      told.incrementAndGet();
                    } else {
                      unexpected.add(e);
                    }
                  } catch (RuntimeException e) {
                    unexpected.add(e);
                  }
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(unexpected).isEmpty();
    witness.assertAllThere(store, "fake:a");
    System.out.println("RotationTest: of 40 rotations at once " + told + " were told to try again");
  }

  /** What a command does with an open cluster. */
  private interface Command {
    void run(OpenCluster cluster) throws SQLException;
  }

  @ParameterizedTest
  @CsvSource({
    "database,fake:f",
    "database,fake:hsm/f",
    "cluster,fake:f",
    "master,fake:f",
    "master,fake:hsm/f"
  })
  void isCompletedByTheSameCommandWhereverItIsCutOff(String tier, String masterKey)
      throws Exception {
    Command command =
        switch (tier) {
          case "database" -> cluster -> cluster.rotateDatabaseKey(DATABASE);
          case "cluster" -> OpenCluster::rotateClusterKey;
          default -> cluster -> cluster.rotateMasterKey(Optional.of("fake:hsm/target"));
        };
    Settings settings = settings(masterKey).with(Setting.NEXT_MASTER_KEY, "fake:hsm/target");
    int points = 0;
    while (true) {
      MemoryKeyStore each = new MemoryKeyStore();
      Witness witness;
      try (OpenCluster cluster = init(each, masterKey)) {
        witness = Witness.of(cluster);
      }
      FailingKeyStore failing = new FailingKeyStore(each, points + 1);
      boolean done = run(failing, settings, command);
      if (done) {
        break;
      }
      points++;
      witness.assertAllThere(each, settings);
      assertThat(run(each, settings, command)).as("again, point %d", points).isTrue();
      witness.assertAllThere(each, settings);
      try (OpenCluster cluster = OpenCluster.open(each, settings)) {
        assertThat(cluster.record().clusterKey().next()).isNull();
        assertThat(cluster.entry(DATABASE).keys()).noneMatch(key -> key.state() == State.PENDING);
      }
    }
    System.out.println(
        "RotationTest rotate " + tier + " " + masterKey + ": " + points + " points of failure");
    assertThat(points).isGreaterThan(4);
  }

  private static boolean run(KeyStore store, Settings settings, Command command) {
    try (OpenCluster cluster = OpenCluster.open(store, settings)) {
      command.run(cluster);
      return true;
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("KE005");
      return false;
    }
  }

  /** Keys that were wrapped by every key of a cluster, and must come back for ever. */
  private record Witness(List<Mark> marks) {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Mark(UUID database, int keyId, boolean index, byte[] wrapped, SecretBytes key) {}

    static Witness of(OpenCluster cluster) throws SQLException {
      List<Mark> marks = new ArrayList<>();
      for (DatabaseEntry entry : cluster.record().databases().values()) {
        try (Keyring keyring = cluster.keyring(entry.id())) {
          for (KeyEntry key : entry.keys()) {
            SecretBytes secret = SecretBytes.random(32);
            byte[] wrapped =
                key.kind() == Kind.DATABASE
                    ? keyring.databaseKey(key.id()).orElseThrow().wrapIndexKey(secret)
                    : sealed(keyring.indexKey(key.id()).orElseThrow(), secret);
            marks.add(new Mark(entry.id(), key.id(), key.kind() == Kind.INDEX, wrapped, secret));
          }
        }
      }
      return new Witness(marks);
    }

    private static byte[] sealed(IndexKey key, SecretBytes secret) {
      return key.equalityCipher(new EncryptedType(BaseType.TEXT, Mode.EQ, 0), new byte[0])
          .seal(new byte[0], secret.copy());
    }

    void assertAllThere(KeyStore store, String masterKey) throws Exception {
      assertAllThere(store, settings(masterKey));
    }

    void assertAllThere(KeyStore store, Settings settings) throws Exception {
      try (OpenCluster cluster = OpenCluster.open(store, settings)) {
        for (Mark mark : marks) {
          try (Keyring keyring = cluster.keyring(mark.database())) {
            if (mark.index()) {
              assertThat(sealed(keyring.indexKey(mark.keyId()).orElseThrow(), mark.key()))
                  .isEqualTo(mark.wrapped());
            } else {
              assertThat(opens(keyring, mark)).isTrue();
            }
          }
        }
      }
    }

    private static boolean opens(Keyring keyring, Mark mark) throws NotAuthenticException {
      try (SecretBytes again =
          keyring.databaseKey(mark.keyId()).orElseThrow().unwrapIndexKey(mark.wrapped())) {
        return again.sameAs(mark.key());
      }
    }
  }
}
