package io.github.cofferjdbc.keys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.files.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyStoreTest {

  private static final String ARN = "arn:coffer:postgresql:::cluster:default";

  @TempDir private Path temporary;

  private Path folder() {
    return temporary.resolve("a").resolve("keys");
  }

  private KeyStore open() throws SQLException {
    return KeyStores.open(Settings.defaults().with(Setting.KEY_STORE, "file:" + folder()));
  }

  private static StoredRecord record(long revision, String note) {
    return new StoredRecord(
        revision, "{\"revision\": " + revision + ", \"note\": \"" + note + "\"}\n");
  }

  private static void assertUnusable(ThrowingCallable code) {
    assertThatThrownBy(code)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as("%s", e).isEqualTo("KE006"));
  }

  @Test
  void hasNothingBeforeItIsMadeAndMakesNothingByLooking() throws SQLException {
    try (KeyStore store = open()) {
      assertThat(store.clusters()).isEmpty();
      assertThat(store.load(ARN)).isEmpty();
      assertThat(temporary.resolve("a")).doesNotExist();
    }
  }

  @Test
  void setsOnlyWhatIsStillAsExpected() throws SQLException {
    try (KeyStore store = open()) {
      assertThat(store.compareAndSet(ARN, 1, record(2, "x"))).isFalse();
      assertThat(store.compareAndSet(ARN, 0, record(1, "a"))).isTrue();
      assertThat(store.compareAndSet(ARN, 0, record(1, "b"))).isFalse();
      assertThat(store.compareAndSet(ARN, 1, record(2, "c"))).isTrue();
      assertThat(store.compareAndSet(ARN, 1, record(2, "d"))).isFalse();
      assertThat(store.load(ARN)).contains(record(2, "c"));
    }
  }

  @Test
  void refusesARecordThatDoesNotCarryItsRevision() throws SQLException {
    try (KeyStore store = open()) {
      assertThatThrownBy(() -> store.compareAndSet(ARN, 0, record(2, "x")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> store.compareAndSet(ARN, 0, new StoredRecord(1, record(2, "x").text())))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void keepsEachClusterInAFileOfItsOwn() throws SQLException {
    String redshift = "arn:aws:redshift:eu-central-1:123456789012:namespace:4f/ü%41+b";
    try (KeyStore store = open()) {
      store.compareAndSet(redshift, 0, record(1, "r"));
      store.compareAndSet(ARN, 0, record(1, "d"));
      assertThat(store.clusters()).containsExactly(redshift, ARN);
      assertThat(store.load(redshift)).contains(record(1, "r"));
      assertThat(store.load(ARN)).contains(record(1, "d"));
      assertThat(folder().resolve("default.json")).exists();
    }
  }

  @Test
  void ignoresFilesThatAreNoRecords() throws Exception {
    try (KeyStore store = open()) {
      store.compareAndSet(ARN, 0, record(1, "d"));
      for (String name : new String[] {"README", "default.json.tmp", "a b.json", "%zz.json"}) {
        Files.writeString(folder().resolve(name), "x");
      }
      Files.writeString(
          folder().resolve("master.json"), "{\"format\": 1, \"keyId\": \"i\", \"key\": \"k\"}");
      assertThat(store.clusters()).containsExactly(ARN);
    }
  }

  @Test
  void givesFolderAndFilesToTheirOwnerOnly() throws Exception {
    assumeTrue(
        temporary.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "the file system has no POSIX modes");
    try (KeyStore store = open()) {
      store.compareAndSet(ARN, 0, record(1, "d"));
      store.compareAndSet(ARN, 1, record(2, "d"));
    }
    assertThat(permissions(folder())).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files)
          .hasSize(2)
          .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void hasOnePlaceHoweverItIsSpelt() throws Exception {
    try (KeyStore store = open()) {
      store.compareAndSet(ARN, 0, record(1, "d"));
      Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("a"));
      try (KeyStore same = FileKeyStore.of(link + "/keys/../keys")) {
        assertThat(same.place()).isEqualTo(store.place());
        assertThat(same.load(ARN)).isPresent();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"revision\": 0}",
        "{\"revision\": 1.5}",
        "{\"revision\": 1e999999999}",
        "{\"revision\": 99999999999999999999}",
        "{\"revision\": \"1\"}",
        "{\"revision\": 1} x",
        "{\"revision\": 1, \"revision\": 2}"
      })
  void refusesAFileThatIsNoRecordAndDoesNotOverwriteIt(String content) throws Exception {
    Files.createDirectories(folder());
    Path file = Files.writeString(folder().resolve("default.json"), content);
    try (KeyStore store = open()) {
      assertUnusable(() -> store.load(ARN));
      assertUnusable(() -> store.compareAndSet(ARN, 0, record(1, "d")));
      assertThat(file).hasContent(content);
    }
  }

  @Test
  void refusesAFileThatIsNotUtf8OrNotAFile() throws Exception {
    Files.createDirectories(folder());
    Files.write(folder().resolve("default.json"), new byte[] {'{', (byte) 0xff, '}'});
    Files.createDirectory(folder().resolve("other.json"));
    try (KeyStore store = open()) {
      assertUnusable(() -> store.load(ARN));
      assertUnusable(() -> store.load("arn:coffer:postgresql:::cluster:other"));
    }
  }

  @Test
  void refusesAPlaceThatIsNoFolder() throws Exception {
    Files.createDirectories(folder().getParent());
    Files.writeString(folder(), "x");
    try (KeyStore store = open()) {
      assertUnusable(store::clusters);
      assertUnusable(() -> store.load(ARN));
      assertUnusable(() -> store.compareAndSet(ARN, 0, record(1, "d")));
    }
  }

  @Test
  void refusesAFileThatMayNotBeRead() throws Exception {
    try (KeyStore store = open()) {
      store.compareAndSet(ARN, 0, record(1, "d"));
      Path file = folder().resolve("default.json");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
      assumeTrue(!Files.isReadable(file), "the superuser may read everything");
      assertUnusable(() -> store.load(ARN));
    }
  }

  @ParameterizedTest
  @EnumSource(Steps.Step.class)
  void hasTheOldRecordOrTheNewOneAfterACrashAndGoesOn(Steps.Step last) throws SQLException {
    try (KeyStore store = open()) {
      store.compareAndSet(ARN, 0, record(1, "old"));
      FileKeyStore crashing =
          new FileKeyStore(
              folder(),
              step -> {
                if (step == last) {
                  throw new IOException("crash");
                }
              });
      assertThatThrownBy(() -> crashing.compareAndSet(ARN, 1, record(2, "new")))
          .isInstanceOf(SQLException.class);
      StoredRecord left = store.load(ARN).orElseThrow();
      assertThat(left).isEqualTo(last == Steps.Step.RENAMED ? record(2, "new") : record(1, "old"));
      assertThat(store.compareAndSet(ARN, left.revision(), record(left.revision() + 1, "next")))
          .isTrue();
      assertThat(store.load(ARN)).contains(record(left.revision() + 1, "next"));
    }
  }

  @Test
  void refusesAPathOrKindThatIsNoStore() {
    assertThatThrownBy(() -> FileKeyStore.of("a\0b"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE009"));
  }
}
