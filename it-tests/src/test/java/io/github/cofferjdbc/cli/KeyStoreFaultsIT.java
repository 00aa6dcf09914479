package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The file key store on a full or read-only disk, without rights, and brought back from an old
 * backup.
 */
class KeyStoreFaultsIT {

  /** No file may grow beyond so many KiB, which fails a write as a full disk does. */
  private static List<String> fullAfter(int kibibytes) {
    return List.of("bash", "-c", "ulimit -f " + kibibytes + "; exec \"$@\"", "bash");
  }

  private final CliFixture fixture = new CliFixture();
  private Path auditLog;
  private boolean audited = true;

  @BeforeEach
  void init() throws SQLException {
    auditLog = fixture.folder.resolve("audit.jsonl");
    assertThat(fixture.init().status()).isZero();
    fixture.database.execute("CREATE TABLE patient (id int, ssn encrypted.text_eq)");
    try (Connection coffer = fixture.coffer(Map.of());
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO patient VALUES (1, '123-45-6789')");
    }
  }

  @AfterEach
  void close() throws SQLException, IOException {
    mode(fixture.store(), "rwx------");
    KeyAccess.shared().clear();
    fixture.close();
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void assertReads() throws SQLException {
    KeyAccess.shared().clear();
    try (Connection coffer = fixture.coffer(Map.of())) {
      assertReads(coffer);
    }
  }

  private static void assertReads(Connection coffer) throws SQLException {
    try (Statement statement = coffer.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT ssn FROM patient WHERE ssn = '123-45-6789'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("123-45-6789");
    }
  }

  private ChildJvm run(List<String> limits, String... command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(CliFixture.databaseOptions(fixture.database));
    arguments.addAll(
        List.of(
            "--key-store",
            "file:" + fixture.store(),
            "--settings",
            fixture
                .settings(
                    "coffer.localPassword=" + CliFixture.PASSWORD,
                    audited ? "coffer.auditLog=file:" + auditLog : "")
                .toString()));
    return ChildJvm.under(limits, Coffer.class, arguments);
  }

  private Path record() throws IOException {
    try (Stream<Path> files = Files.list(fixture.store())) {
      return files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
    }
  }

  @Test
  void aFullDiskChangesNothingAndTheNextRunCompletes() throws Exception {
    String before = fixture.state();
    assertThat(Files.size(record())).as("more than fits").isGreaterThan(1024);
    audited = false; // the log's line would not fit either

    ChildJvm run = run(fullAfter(1), "rotate", "database");

    assertThat(run.status()).as(run.toString()).isEqualTo(1);
    assertThat(run.lines()).anyMatch(line -> line.contains("KE005") && line.contains("key store"));
    assertThat(fixture.state()).as("nothing beside it either").isEqualTo(before);
    assertReads();
    assertThat(fixture.run("rotate", "database").out()).contains("version 2");
    assertReads();
  }

  @Test
  void aFullDiskLeavesNoHalfMasterKey() throws Exception {
    Path folder = Files.createDirectory(fixture.folder.resolve("new"));
    String key = "local:" + folder.resolve("master.json");
    audited = false;

    ChildJvm run = run(fullAfter(0), "rotate", "master", "--to", key);

    assertThat(run.status()).as(run.toString()).isEqualTo(1);
    assertThat(run.lines()).anyMatch(line -> line.contains("KE0"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
    assertReads();
  }

  /** Runs a command in file systems of its own; $0 is the key store's folder. */
  private List<String> mounted(String script) throws Exception {
    boolean possible;
    try {
      possible =
          new ProcessBuilder("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException e) {
      possible = false;
    }
    Assumptions.assumeTrue(possible, "only root may mount file systems, and not everywhere");
    return List.of("unshare", "--mount", "bash", "-c", script, fixture.store().toString());
  }

  @Test
  void aReadOnlyFileSystemIsReadAndNamedWhereSomethingIsToBeChanged() throws Exception {
    List<String> limits =
        mounted("mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"");
    String before = fixture.state();

    ChildJvm rotation = run(limits, "rotate", "database");

    assertThat(rotation.status()).as(rotation.toString()).isEqualTo(1);
    assertThat(rotation.lines())
        .anyMatch(
            line ->
                line.contains("KE005")
                    && line.contains(fixture.store().toString())
                    && line.toLowerCase(Locale.ROOT).contains("read-only"));
    assertThat(run(limits, "verify").status()).isZero();
    assertThat(fixture.state()).isEqualTo(before);
    assertReads();
  }

  @Test
  void aFileSystemWithoutABlockLeftKeepsTheRecordAsItWas() throws Exception {
    List<String> limits =
        mounted(
            """
            cp -a "$0" "$0.copy" && mount -t tmpfs -o size=12k tmpfs "$0" && cp -a "$0.copy/." "$0"
            dd if=/dev/zero of="$0/filler" 2>/dev/null
            df --output=avail "$0" | tail -1 | sed 's/^ */blocks left: /'
            "$@"
            status=$?
            rm "$0/filler"
            diff -r "$0.copy" "$0" && echo unchanged
            exit $status
            """);
    audited = false; // the log is elsewhere, but the test is of the key store

    ChildJvm rotation = run(limits, "rotate", "database");

    assertThat(rotation.lines()).as(rotation.toString()).contains("blocks left: 0", "unchanged");
    assertThat(rotation.status()).as(rotation.toString()).isEqualTo(1);
    assertThat(rotation.lines())
        .anyMatch(line -> line.contains("KE005") && line.contains("No space left"));
    assertThat(run(List.of(), "rotate", "database").status()).isZero();
    assertReads();
  }

  /** Root goes round modes, unless it is left without its capabilities. */
  private static List<String> withoutPrivileges() throws Exception {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    List<String> limits = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
    List<String> tried = new ArrayList<>(limits);
    tried.add("true");
    boolean works;
    try {
      works = new ProcessBuilder(tried).start().waitFor() == 0;
    } catch (IOException e) {
      works = false;
    }
    Assumptions.assumeTrue(works, "root reads everything, and setpriv cannot take that from it");
    return limits;
  }

  @ParameterizedTest
  @CsvSource({
    "r-x------, rw-------, 0", "r-x------, r--------, 0",
    "---------, rw-------, 1", "rwx------, ---------, 1"
  })
  void withoutTheRightToItNothingIsChangedAndThePathIsTold(
      String folderMode, String fileMode, int statusOfReading) throws Exception {
    List<String> limits = withoutPrivileges();
    Path record = record();
    String before = fixture.state();
    mode(record, fileMode);
    mode(fixture.store(), folderMode);

    ChildJvm rotation = run(limits, "rotate", "database");
    ChildJvm reading = run(limits, "verify");

    mode(fixture.store(), "rwx------");
    mode(record, "rw-------");
    assertThat(rotation.status()).as(rotation.toString()).isEqualTo(1);
    assertThat(rotation.lines())
        .anyMatch(
            line ->
                line.contains("KE006")
                    && line.contains(fixture.store().toString())
                    && line.contains("permission denied"));
    assertThat(reading.status()).as(reading.toString()).isEqualTo(statusOfReading);
    assertThat(fixture.state()).isEqualTo(before);
    assertReads();
  }

  @Test
  void aStaleCopyIsNamedByARunningProcessAndByTheAuditLog() throws Exception {
    Path record = record();
    byte[] backup = Files.readAllBytes(record);
    assertReads();
    assertThat(run(List.of(), "rotate", "database").status()).isZero();
    byte[] newest = Files.readAllBytes(record);
    assertReads();
    assertThat(run(List.of(), "doctor").lines()).noneMatch(line -> line.contains("rolled back"));
    Files.write(record, backup);

    assertThatThrownBy(this::assertReads)
        .hasMessageContaining("rolled back from revision")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE006"));
    ChildJvm fresh = run(List.of(), "doctor");
    assertThat(fresh.status()).as(fresh.toString()).isEqualTo(1);
    assertThat(fresh.lines())
        .anyMatch(line -> line.contains("audit log has revision") && line.contains("rolled back"));

    Files.write(record, newest);
    assertReads();
    assertThat(run(List.of(), "doctor").lines()).noneMatch(line -> line.contains("rolled back"));
  }
}
