package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Bad input: one clear line with the SQLState and the remedy, no stack trace, nothing changed. */
class BadInputIT {

  private final CliFixture fixture = new CliFixture();

  @AfterEach
  void close() throws SQLException {
    fixture.close();
  }

  private static void assertFails(CliRun run, String state, String... parts) {
    assertThat(run.status()).as(run.toString()).isEqualTo(1);
    assertThat(run.out()).as(run.toString()).isEmpty();
    assertThat(run.err()).as(run.toString()).hasLineCount(1).startsWith("coffer: ").contains(parts);
    assertThat(run.err()).contains("(" + state + ")").doesNotContain("\tat ", "Exception");
  }

  private void assertInitFailsAndChangesNothing(String state, String part, String... more)
      throws Exception {
    String before = fixture.state();
    assertFails(fixture.init(more), state, part);
    assertThat(fixture.state()).isEqualTo(before);
  }

  @Test
  void wrongUseIsStatusTwo() {
    for (List<String> arguments :
        List.of(
            List.<String>of(),
            List.of("nothing"),
            List.of("init", "--nothing"),
            List.of("init", "--url"),
            List.of("explain"),
            List.of("init", "--database-id", "17"))) {
      CliRun run = CliRun.of(arguments);
      assertThat(run.status()).as(arguments.toString()).isEqualTo(2);
      assertThat(run.err()).as(arguments.toString()).hasLineCount(2).doesNotContain("\tat ");
    }
    assertThat(CliRun.of(List.of("--help")).status()).isZero();
    assertThat(CliRun.of(List.of("init", "--help")).out()).contains("--master-key");
    assertThat(CliRun.of(List.of("--version")).out()).startsWith("Coffer ");
  }

  @Test
  void unknownAndMalformedSettings() {
    for (String bad :
        List.of(
            "coffer.keystore=file:x",
            "coffer.catalogTtl=30s",
            "coffer.blockBytes=-1",
            "coffer.policy=pined",
            "coffer.auditLog=x",
            "coffer.localPassword=secret")) {
      CliRun run = CliRun.of(List.of("status", "--url", "jdbc:coffer:postgresql://h/db?" + bad));
      assertFails(
          run, "KE009", bad.equals("coffer.keystore=file:x") ? "coffer.keyStore" : "coffer.");
      assertThat(run.err()).doesNotContain("secret");
    }
    assertFails(CliRun.of(List.of("status", "--key-store", "ftp:x")), "KE009", "file:PATH");
    assertFails(CliRun.of(List.of("status", "--url", "postgres://h/db")), "KE009", "--url");
    assertFails(CliRun.of(List.of("status", "--url", "jdbc:nothing:x")), "KE009", "jdbc:nothing:");
    assertFails(CliRun.of(List.of("status", "--settings", "/nowhere")), "KE009", "/nowhere");
  }

  @Test
  void errorsAsJson() {
    CliRun run = CliRun.of(List.of("status", "--json", "--key-store", "ftp:x"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.at("error").toString()).contains("state=KE009");
  }

  @Test
  void initWantsAMasterKeyThatItKnows() throws Exception {
    String before = fixture.state();
    assertFails(fixture.run("init"), "KE009", "--master-key");
    assertFails(fixture.run("init", "--master-key", "vault:x"), "KE009", "vault");
    assertFails(fixture.run("init", "--master-key", "x"), "KE009", "coffer.masterKey");
    assertThat(fixture.state()).isEqualTo(before);
  }

  @Test
  void grantNeedsAKeyStoreWithRoles() throws Exception {
    assertInitFailsAndChangesNothing("KE009", "--grant", "--grant", "somebody");
  }

  @Test
  void ownerMustExist() throws Exception {
    assertInitFailsAndChangesNothing("KE009", "nobody_at_all", "--owner", "nobody_at_all");
  }

  @Test
  void createdMustBeATime() throws Exception {
    assertInitFailsAndChangesNothing("KE009", "--created", "--created", "yesterday");
  }

  @Test
  void keyStoreCorruptedTruncatedOrOfANewerFormat() throws Exception {
    fixture.init();
    Path file = fixture.store().resolve("default.json");
    String good = Files.readString(file);
    for (String bad :
        List.of(
            "",
            "no JSON",
            good.substring(0, good.length() / 2),
            good.replace("\"revision\": 3", "\"revision\": 4"),
            good.replaceFirst("\"format\": 1", "\"format\": 2"),
            good.replaceFirst("\"created\": \"2", "\"created\": \"1"),
            good.replaceFirst("\"label\": \"", "\"label\": \"x"))) {
      Files.writeString(file, bad);
      assertInitFailsAndChangesNothing("KE006", "");
      CliRun status = fixture.run("status");
      assertThat(status.status()).isZero();
      assertThat(status.out()).contains("NOT CHECKED");
      assertThat(fixture.run("doctor", "--json").findings())
          .anyMatch(line -> line.startsWith("problem") && line.contains("KE006"));
    }
    Files.write(file, new byte[] {(byte) 0xff, 0});
    assertInitFailsAndChangesNothing("KE006", "corrupt");
    Files.writeString(file, good);
    assertThat(fixture.init().status()).isZero();
  }

  @Test
  void keyStoreUnreadable() throws Exception {
    fixture.init();
    Path file = fixture.store().resolve("default.json");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(file), "root reads everything");
    assertFails(fixture.init(), "KE006", "default.json");
  }

  @Test
  void keyStoreThatIsAFile() throws Exception {
    Files.writeString(fixture.store(), "x");
    assertFails(fixture.init(), "KE006", "not a folder");
  }

  @Test
  void keyStoreOfAnotherMasterKey() throws Exception {
    fixture.init();
    String before = fixture.state();
    Path other = fixture.folder.resolve("other.json");
    try (CliFixture second = new CliFixture()) {
      second.init();
      Files.copy(second.folder.resolve("master.json"), other);
    }
    assertFails(
        fixture.run("init", "--master-key", "local:" + other), "KE006", "another master key");
    assertThat(fixture.state()).isEqualTo(before);
  }

  @Test
  void recordOfAnotherCluster() throws Exception {
    fixture.init();
    Files.copy(fixture.store().resolve("default.json"), fixture.store().resolve("second.json"));
    String before = fixture.state();
    assertFails(fixture.init("--cluster", "second"), "KE006", "another cluster");
    assertThat(fixture.state()).isEqualTo(before);
  }

  @Test
  void twoClustersToChooseFrom() throws Exception {
    fixture.init();
    try (TestDatabase other = TestPostgres.shared().newDatabase()) {
      assertThat(fixture.init(other, "--cluster", "second").status()).isZero();
    }
    assertInitFailsAndChangesNothing("KE009", "choose one");
    assertThat(fixture.init("--cluster", "default").status()).isZero();
  }

  @Test
  void wrongPassword() throws Exception {
    fixture.init();
    String before = fixture.state();
    assertFails(
        fixture.runWithPassword("wrong", "init", "--master-key", fixture.masterKey()),
        "KE008",
        "password");
    assertThat(fixture.state()).isEqualTo(before);
  }

  @Test
  void masterKeyFileGone() throws Exception {
    fixture.init();
    Files.delete(fixture.folder.resolve("master.json"));
    assertInitFailsAndChangesNothing("KE009", "master.json");
    assertThat(fixture.folder.resolve("master.json")).doesNotExist();
  }

  @Test
  void databaseThatWasNeverInitialised() {
    assertFails(fixture.run("status"), "KE006", "coffer init");
    Properties properties = new Properties();
    properties.setProperty("user", fixture.database.user());
    properties.setProperty("password", fixture.database.password());
    properties.setProperty("coffer.database", UUID.randomUUID().toString());
    assertState("KE006", properties);
  }

  @Test
  void databaseOfAnotherId() {
    fixture.init();
    Properties properties = new Properties();
    properties.setProperty("user", fixture.database.user());
    properties.setProperty("password", fixture.database.password());
    properties.setProperty("coffer.database", UUID.randomUUID().toString());
    assertState("KE006", properties);
  }

  private void assertState(String state, Properties properties) {
    try {
      DriverManager.getConnection(fixture.database.cofferUrl(), properties).close();
      throw new AssertionError("connected");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo(state);
      assertThat(e.getMessage()).contains("coffer.database");
    }
  }

  @Test
  void databaseIdUnknownToTheKeyStore() throws Exception {
    fixture.init();
    try (CliFixture other = new CliFixture()) {
      other.init();
      String before = other.state() + fixture.state();
      List<String> arguments = new ArrayList<>(List.of("init", "--master-key", other.masterKey()));
      arguments.addAll(CliFixture.databaseOptions(fixture.database));
      arguments.addAll(
          List.of(
              "--key-store",
              "file:" + other.store(),
              "--settings",
              other.settings("coffer.localPassword=" + CliFixture.PASSWORD).toString()));
      assertFails(CliRun.of(arguments), "KE002", "has no keys of database");
      assertThat(other.state() + fixture.state()).isEqualTo(before);
    }
    Files.delete(fixture.store().resolve("default.json"));
    assertInitFailsAndChangesNothing("KE002", "has no keys of database");
  }

  @Test
  void unknownIdOnTheCommandLine() throws Exception {
    assertInitFailsAndChangesNothing(
        "KE002", "has no keys of database", "--database-id", UUID.randomUUID().toString());
    fixture.init();
    assertInitFailsAndChangesNothing(
        "KE006", "The database has the id", "--database-id", UUID.randomUUID().toString());
  }

  @Test
  void noPermission() throws Exception {
    String role = "coffer_none_" + fixture.database.name();
    fixture.database.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'none'");
    try {
      String before = fixture.state();
      CliRun run =
          CliRun.of(
              List.of(
                  "init",
                  "--url",
                  fixture.database.cofferUrl(),
                  "--user",
                  role,
                  "--password",
                  "none",
                  "--key-store",
                  "file:" + fixture.store(),
                  "--master-key",
                  fixture.masterKey(),
                  "--settings",
                  fixture.settings("coffer.localPassword=x").toString()));
      assertFails(run, "42501", "GRANT CREATE ON DATABASE");
      assertThat(fixture.state()).isEqualTo(before);
      assertThat(fixture.folder.resolve("master.json")).doesNotExist();
    } finally {
      fixture.database.execute("DROP ROLE " + role);
    }
  }

  @Test
  void theRealJarSaysTheSame() throws Exception {
    Path jar = Path.of(System.getProperty("coffer.test.allJar"));
    Assumptions.assumeTrue(Files.exists(jar), "the jar is made by mvn package");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "status",
                "--key-store",
                "ftp:x")
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertFails(new CliRun(process.waitFor(), out, err), "KE009", "file:PATH");
  }
}
