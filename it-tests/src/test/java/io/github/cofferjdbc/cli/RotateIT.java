package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.testing.KmsFault;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsServer;
import io.github.cofferjdbc.testing.SoftHsm;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code coffer rotate} with files, the key service and an HSM, and what applications see of it.
 */
class RotateIT {

  private final CliFixture fixture = new CliFixture();
  private KmsServer kms;

  @BeforeEach
  void init() throws SQLException {
    kms = KmsServer.start();
    assertThat(fixture.init().status()).isZero();
    fixture.database.execute(
        "CREATE TABLE patient (id int, ssn encrypted.text_eq, note encrypted.text_random)");
    write(Map.of(), 1);
  }

  @AfterEach
  void close() throws SQLException {
    KeyAccess.shared().clear();
    fixture.close();
    kms.close();
  }

  private void write(Map<String, String> settings, int id) throws SQLException {
    try (Connection connection = fixture.coffer(settings)) {
      write(connection, id);
    }
  }

  private static void write(Connection connection, int id) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO patient VALUES (" + id + ", '123-45-" + id + "', 'note " + id + "')");
    }
  }

  private void assertReads(Map<String, String> settings, int rows) throws SQLException {
    KeyAccess.shared().clear();
    try (Connection connection = fixture.coffer(settings)) {
      assertReads(connection, rows);
    }
  }

  private static void assertReads(Connection connection, int rows) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (int id = 1; id <= rows; id++) {
        try (ResultSet row =
            statement.executeQuery("SELECT note FROM patient WHERE ssn = '123-45-" + id + "'")) {
          assertThat(row.next()).as("row %d", id).isTrue();
          assertThat(row.getString(1)).isEqualTo("note " + id);
        }
      }
    }
  }

  /** Returns the ids of the keys that the notes name, by row. */
  private List<String> keysOfNotes() throws SQLException {
    List<String> keys = new ArrayList<>();
    try (Connection plain = fixture.database.connect();
        Statement statement = plain.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT encode(substring(note::bytea, 5, 4), 'hex') FROM patient ORDER BY id")) {
      while (rows.next()) {
        keys.add(rows.getString(1));
      }
    }
    return keys;
  }

  @Test
  void newDatabaseKeySealsNewValuesAndNoRowIsWritten() throws SQLException {
    String rows = xmin();

    CliRun run = fixture.run("rotate", "database", "--json");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.at("version")).hasToString("2");
    assertThat(run.at("protects").toString()).contains("written from now on");
    assertThat(run.at("doesNotProtect").toString()).contains("reseal", "destroy-key");
    assertThat(xmin()).isEqualTo(rows);
    KeyAccess.shared().clear();
    write(Map.of(), 2);
    assertReads(Map.of(), 2);
    assertThat(keysOfNotes().get(1)).isEqualTo(run.at("keyId")).isNotEqualTo(keysOfNotes().get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"master", "cluster", "database", "index"})
  void noRotationWritesARowAndEachSaysWhatItDoesAndDoesNotProtect(String tier) throws SQLException {
    String rows = xmin();
    List<String> options = new ArrayList<>(List.of(tier, "--json"));
    if (tier.equals("master")) {
      options.addAll(List.of("--to", "local:" + fixture.folder.resolve("next.json")));
    }

    CliRun run = fixture.run("rotate", options.toArray(String[]::new));

    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.at("protects").toString()).hasSizeGreaterThan(20);
    assertThat(run.at("doesNotProtect").toString())
        .contains(
            switch (tier) {
              case "master" -> "cluster key";
              case "cluster" -> "database keys are the same";
              case "database" -> "Values written before stay readable";
              default -> "keep their index keys";
            });
    assertThat(xmin()).isEqualTo(rows);
  }

  private String xmin() throws SQLException {
    try (Connection plain = fixture.database.connect();
        Statement statement = plain.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT string_agg(xmin::text || ctid::text, ',') FROM patient")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void runningConnectionTakesTheNewKeyWhenItMeetsAValueUnderIt() throws SQLException {
    try (Connection running = fixture.coffer(Map.of("coffer.databaseKeyTtl", "PT59M"))) {
      write(running, 2);
      assertThat(fixture.run("rotate", "database").status()).isZero();
      write(running, 3);
      write(Map.of("coffer.databaseKeyTtl", "PT58M"), 4); // as another process with fresh keys
      assertReads(running, 4);
      write(running, 5);
    }
    List<String> keys = keysOfNotes();
    assertThat(keys.get(2)).as("keys are cached").isEqualTo(keys.get(0));
    assertThat(keys.get(4)).as("open block ends").isEqualTo(keys.get(3)).isNotEqualTo(keys.get(0));
  }

  @Test
  void rotatesTheClusterKeyUnderARunningConnection() throws SQLException {
    try (Connection running = fixture.coffer(Map.of("coffer.databaseKeyTtl", "PT57M"))) {
      write(running, 2);
      assertThat(fixture.run("rotate", "cluster").status()).isZero();
      assertThat(fixture.run("rotate", "cluster").out()).contains("version 3");
      write(running, 3);
      assertReads(running, 3);
    }
    assertReads(Map.of(), 3);
  }

  @Test
  void movesFromAFileToTheKeyServiceAndWithinIt() throws SQLException {
    KmsKey first = kms.createKey();
    KmsKey second = kms.createKey();
    Map<String, String> reached = Map.of("coffer.kmsEndpoint", kms.endpoint());

    CliRun toService = rotateMaster("aws-kms:" + first.arn());
    assertThat(toService.status()).as(toService.err()).isZero();
    assertThat(kms.requests("Encrypt")).hasSize(1);
    assertReads(reached, 1);

    CliRun within = rotateMaster("aws-kms:" + second.arn());
    assertThat(within.status()).as(within.err()).isZero();
    assertThat(kms.requests("ReEncrypt")).hasSize(1);
    assertThat(kms.requests("Encrypt")).hasSize(1);
    assertReads(reached, 1);

    CliRun newestVersion = rotateMaster(null);
    assertThat(newestVersion.status()).as(newestVersion.err()).isZero();
    assertThat(kms.requests("ReEncrypt")).hasSize(2);
    assertReads(reached, 1);
    assertThat(rotateMaster("aws-kms:" + second.arn()).out()).contains("nothing to do");
  }

  private CliRun rotateMaster(@Nullable String to) {
    List<String> arguments = new ArrayList<>(List.of("master"));
    arguments.addAll(
        List.of(
            "--settings",
            fixture
                .settings(
                    "coffer.localPassword=" + CliFixture.PASSWORD,
                    "coffer.kmsEndpoint=" + kms.endpoint())
                .toString()));
    if (to != null) {
      arguments.addAll(List.of("--to", to));
    }
    List<String> all = new ArrayList<>(List.of("rotate"));
    all.addAll(arguments);
    all.addAll(List.of("--key-store", "file:" + fixture.store()));
    return CliRun.of(all);
  }

  @Test
  void movesBetweenHsmKeysAndToTheKeyService() throws SQLException {
    SoftHsm hsm = SoftHsm.shared();
    String firstKey = hsm.masterKey(SoftHsm.KEY);
    String secondKey = hsm.masterKey(SoftHsm.SECOND_KEY);

    CliRun toHsm = rotateMaster(firstKey);
    assertThat(toHsm.status()).as(toHsm.err()).isZero();
    assertReads(Map.of("coffer.masterKey", firstKey), 1);

    CliRun between =
        CliRun.of(
            List.of(
                "rotate",
                "master",
                "--master-key",
                firstKey,
                "--to",
                secondKey,
                "--key-store",
                "file:" + fixture.store()));
    assertThat(between.status()).as(between.err()).isZero();
    assertReads(Map.of("coffer.masterKey", firstKey, "coffer.nextMasterKey", secondKey), 1);

    CliRun back =
        CliRun.of(
            List.of(
                "rotate",
                "master",
                "--master-key",
                secondKey,
                "--to",
                "aws-kms:" + kms.createKey().arn(),
                "--settings",
                fixture.settings("coffer.kmsEndpoint=" + kms.endpoint()).toString(),
                "--key-store",
                "file:" + fixture.store()));
    assertThat(back.status()).as(back.err()).isZero();
    assertReads(Map.of("coffer.kmsEndpoint", kms.endpoint()), 1);
  }

  @Test
  void saysWhatIsMissingAndChangesNothing() throws Exception {
    String before = fixture.state();
    CliRun noVersions = rotateMaster(null);
    assertThat(noVersions.status()).isEqualTo(1);
    assertThat(noVersions.err()).contains("--to", "KE009");
    CliRun noKey = rotateMaster("aws-kms:" + kms.createKey().arn() + "0");
    assertThat(noKey.status()).isEqualTo(1);
    kms.failAlways("Encrypt", KmsFault.deny());
    CliRun denied = rotateMaster("aws-kms:" + kms.createKey().arn());
    assertThat(denied.status()).isEqualTo(1);
    assertThat(denied.err()).contains("kms:Encrypt", "KE008");
    assertThat(CliRun.of(List.of("rotate")).status()).isEqualTo(2);
    assertThat(fixture.run("rotate", "database", "--database", "no").status()).isEqualTo(2);
    CliRun unknown =
        fixture.run("rotate", "database", "--database", "00000000-0000-0000-0000-000000000001");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("KE002");
    assertThat(fixture.state()).isEqualTo(before);
    assertReads(Map.of(), 1);
  }
}
