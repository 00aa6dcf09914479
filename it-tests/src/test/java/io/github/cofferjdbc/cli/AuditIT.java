package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.json.MalformedJsonException;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.observe.KeyMetrics;
import io.github.cofferjdbc.testing.KmsFault;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsServer;
import io.github.cofferjdbc.testing.SoftHsm;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The audit log with the key service, an HSM, and both kinds of key store. */
class AuditIT {

  private final CliFixture fixture = new CliFixture();

  @AfterEach
  void close() throws SQLException {
    KeyAccess.shared().clear();
    fixture.close();
  }

  private Path log() {
    return fixture.folder.resolve("audit.jsonl");
  }

  /** Returns the settings of a key store and a master key in files. */
  private Map<String, String> ofFiles() {
    return Map.of(
        "coffer.keyStore", "file:" + fixture.store(), "coffer.localPassword", CliFixture.PASSWORD);
  }

  private CliRun run(Map<String, String> settings, String... command) {
    List<String> lines = new ArrayList<>(List.of("coffer.auditLog=file:" + log()));
    settings.forEach((name, value) -> lines.add(name + "=" + value));
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--settings", fixture.settings(lines.toArray(String[]::new)) + ""));
    if (!command[0].equals("audit")) {
      arguments.addAll(CliFixture.databaseOptions(fixture.database));
    }
    return CliRun.of(arguments);
  }

  private Connection coffer(Map<String, String> settings) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", fixture.database.user());
    properties.setProperty("password", fixture.database.password());
    properties.setProperty("coffer.auditLog", "file:" + log());
    properties.putAll(settings);
    return DriverManager.getConnection(fixture.database.cofferUrl(), properties);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns "source name errorCode" of each line. */
  private List<String> events() throws Exception {
    List<String> events = new ArrayList<>();
    for (String line : Files.readAllLines(log())) {
      Map<?, ?> json = (Map<?, ?>) Objects.requireNonNull(Json.parse(line));
      events.add(
          json.get("eventSource")
              + " "
              + json.get("eventName")
              + (json.get("errorCode") == null ? "" : " " + json.get("errorCode")));
    }
    return events;
  }

  private List<String> eventsAfter(ThrowingRunnable what) throws Exception {
    int before = Files.exists(log()) ? events().size() : 0;
    what.run();
    List<String> all = events();
    return all.subList(before, all.size());
  }

  private List<String> eventsOf(Map<String, String> settings, String... command) throws Exception {
    return eventsAfter(() -> run(settings, command));
  }

  private interface ThrowingRunnable {
    void run() throws Exception;
  }

  private void assertWhole() {
    CliRun run = CliRun.of(List.of("audit", "--verify-chain", "--log", log().toString()));
    assertThat(run.status()).as(run.out()).isZero();
  }

  @Test
  void everyCallOfTheKeyServiceAndEveryChangeOfADatabaseKeyStoreIsInIt() throws Exception {
    try (KmsServer kms = KmsServer.start();
        TestDatabase store = TestPostgres.shared().newDatabase()) {
      KmsKey first = kms.createKey();
      Map<String, String> settings =
          Map.of(
              "coffer.kmsEndpoint", kms.endpoint(),
              "coffer.keyStore", store.jdbcUrl(),
              "coffer.keyStoreUser", store.user(),
              "coffer.keyStorePassword", store.password(),
              "coffer.cluster", "ward");

      run(settings, "init", "--master-key", "aws-kms:" + first.arn());
      assertThat(events())
          .contains(
              "kms.amazonaws.com DescribeKey",
              "kms.amazonaws.com GenerateDataKey",
              "kms.amazonaws.com Decrypt",
              "coffer CreateCluster",
              "coffer CreateDatabase",
              "coffer CreateKey");
      assertThat(calls()).isEqualTo(kms.requests().size());

      fixture.database.execute("CREATE TABLE patient (ssn encrypted.text_eq)");
      assertThat(
              eventsAfter(
                  () -> {
                    try (Connection connection = coffer(settings)) {
                      execute(connection, "INSERT INTO patient VALUES ('secret-ssn')");
                      execute(connection, "INSERT INTO patient VALUES ('secret-ssn')");
                    }
                  }))
          .containsExactly("kms.amazonaws.com Decrypt");
      assertThat(eventsOf(settings, "rotate", "database")).contains("coffer RotateDatabaseKey");
      assertThat(eventsOf(settings, "rotate", "cluster"))
          .contains("kms.amazonaws.com GenerateDataKey", "coffer RotateClusterKey");
      KmsKey second = kms.createKey();
      assertThat(eventsOf(settings, "rotate", "master", "--to", "aws-kms:" + second.arn()))
          .contains("kms.amazonaws.com ReEncrypt", "coffer RotateMasterKey")
          .doesNotContain("kms.amazonaws.com Encrypt");
      assertThat(eventsOf(settings, "pin")).contains("coffer PutPin");
      kms.failAlways("Decrypt", KmsFault.deny());
      assertThat(eventsOf(settings, "rotate", "database"))
          .containsExactly("kms.amazonaws.com Decrypt KE008");
      assertThat(calls()).isEqualTo(kms.requests().size());

      assertThat(Files.readString(log()))
          .contains("\"coffer:postgresql:arn\":\"arn:coffer:postgresql:::cluster:ward\"")
          .doesNotContain("secret-ssn");
      assertContextInEveryUse("kms.amazonaws.com");
      assertWhole();
    }
  }

  @Test
  void scopesIndexKeysAndWhatIsDestroyedAreInIt() throws Exception {
    Map<String, String> settings = ofFiles();
    CliRun init = run(settings, "init", "--master-key", fixture.masterKey(), "--json");
    String id = init.at("databaseId").toString();
    fixture.database.execute("CREATE DOMAIN iban AS encrypted.text_eq");
    CliRun[] index = new CliRun[1];
    assertThat(eventsAfter(() -> index[0] = run(settings, "rotate", "index", "--json")))
        .contains("coffer RotateIndexKey");
    assertThat(eventsOf(settings, "type", "iban")).contains("coffer RegisterScope");
    String key = index[0].at("keyId").toString();
    String name = key + "-version-2";
    assertThat(eventsOf(settings, "destroy-key", key, "--shred", "--confirm", name))
        .contains("coffer DestroyKey");
    assertThat(eventsOf(settings, "destroy-key", id, "--shred", "--confirm", "database-" + id))
        .contains("coffer DestroyDatabase");
    assertThat(Files.readString(log())).contains(id, key);
    assertWhole();
  }

  /** Fails if a line of a use of the master key lacks the two entries of the cluster. */
  private void assertContextInEveryUse(String source) throws Exception {
    int uses = 0;
    for (String line : Files.readAllLines(log())) {
      Map<?, ?> json = (Map<?, ?>) Objects.requireNonNull(Json.parse(line));
      String name = String.valueOf(json.get("eventName"));
      if (source.equals(json.get("eventSource"))
          && !List.of("DescribeKey", "OpenMasterKey").contains(name)) {
        Map<?, ?> parameters = (Map<?, ?>) Objects.requireNonNull(json.get("requestParameters"));
        assertThat((Map<?, ?>) parameters.get("encryptionContext"))
            .as(line)
            .hasSize(2)
            .extracting(Map::keySet)
            .isEqualTo(Set.of("coffer:postgresql:arn", "coffer:postgresql:createtime"));
        uses++;
      }
    }
    assertThat(uses).isPositive();
  }

  private long calls() throws Exception {
    return events().stream().filter(event -> event.startsWith("kms.")).count();
  }

  @Test
  void everyUseOfAnHsmIsInIt() throws Exception {
    String masterKey = SoftHsm.shared().masterKey(SoftHsm.KEY);
    Map<String, String> settings =
        Map.of("coffer.keyStore", "file:" + fixture.store(), "coffer.masterKey", masterKey);
    assertThat(run(settings, "init").status()).isZero();
    assertThat(events())
        .contains("pkcs11 OpenMasterKey", "pkcs11 Encrypt", "pkcs11 Decrypt", "coffer CreateKey");
    assertThat(eventsOf(settings, "rotate", "database"))
        .contains("pkcs11 Encrypt", "coffer RotateDatabaseKey");
    Map<String, String> wrongPin = new HashMap<>(settings);
    String pinFile = "pin-source=file:" + SoftHsm.shared().pinFile("0000");
    wrongPin.replace("coffer.masterKey", masterKey.replaceAll("pin-source=.*", pinFile));
    assertThat(eventsOf(wrongPin, "rotate", "database"))
        .containsExactly("pkcs11 OpenMasterKey KE008");
    assertContextInEveryUse("pkcs11");
    assertWhole();
  }

  @Test
  void tamperedValuesPoliciesAndKeyStoresAreInIt() throws Exception {
    Map<String, String> settings = ofFiles();
    CliRun init = run(settings, "init", "--master-key", fixture.masterKey(), "--json");
    fixture.database.execute(
        "CREATE TABLE patient (id int, ssn encrypted.text_eq, note encrypted.text_random)");
    String id = init.at("databaseId").toString();
    try (Connection connection = coffer(settings)) {
      execute(connection, "INSERT INTO patient VALUES (1, 'secret-ssn', 'secret-note')");
      fixture.database.execute(
          "UPDATE patient SET note = set_byte(note, length(note) - 1, get_byte(note, length(note) -"
              + " 1) # 1)");
      assertThat(
              eventsAfter(
                  () -> {
                    try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT note FROM patient")) {
                      row.next();
                      assertThatThrownBy(() -> row.getString(1)).hasMessageContaining("note");
                    }
                  }))
          .containsExactly("coffer RefuseValue KE001");
    }
    assertThat(run(settings, "pin").status()).isZero();
    KeyAccess.shared().clear();
    Map<String, String> pinned = new HashMap<>(settings);
    pinned.putAll(
        Map.of("coffer.policy", "pinned", "coffer.database", id, "coffer.catalogTtl", "PT0S"));
    try (Connection connection = coffer(pinned)) {
      fixture.database.execute("ALTER TABLE patient ALTER ssn TYPE text USING NULL");
      assertThat(
              eventsAfter(
                  () -> {
                    KeyAccess.shared().clear();
                    assertThatThrownBy(
                            () -> execute(connection, "INSERT INTO patient (ssn) VALUES ('x')"))
                        .isInstanceOf(SQLException.class);
                  }))
          .contains("coffer RefusePolicy KE006");
    }
    Map<String, String> wrong = new HashMap<>(settings);
    wrong.put("coffer.database", "00000000-0000-0000-0000-000000000001");
    assertThat(eventsAfter(() -> assertThatThrownBy(() -> coffer(wrong)).isNotNull()))
        .containsExactly("coffer RefusePolicy KE006");
    Path record = fixture.store().resolve("default.json");
    Files.writeString(
        record,
        Files.readString(record)
            .replace("\"typmod\"", "\"typmode\"")
            .replaceFirst("\"label\": \"", "\"label\": \"x"));
    assertThat(eventsOf(settings, "rotate", "database")).contains("coffer RefuseKeyStore KE006");
    assertThat(Files.readString(log())).contains(id).doesNotContain("secret-");
    assertWhole();
  }

  @Test
  void withoutItsLogNoKeyIsUsedAndNothingChanged() throws Exception {
    assertThat(fixture.init().status()).isZero();
    fixture.database.execute("CREATE TABLE patient (ssn encrypted.text_eq)");
    String before = fixture.state();
    Map<String, String> settings =
        Map.of(
            "coffer.keyStore", "file:" + fixture.store(),
            "coffer.localPassword", CliFixture.PASSWORD,
            "coffer.auditLog", "file:" + fixture.folder.resolve("missing/audit.jsonl"));
    CliRun rotate = run(settings, "rotate", "database");
    assertThat(rotate.status()).isEqualTo(1);
    assertThat(rotate.err()).contains("coffer.auditLog", "KE009");
    assertThat(fixture.state()).isEqualTo(before);
    try (Connection connection = coffer(settings)) {
      assertThatThrownBy(() -> execute(connection, "INSERT INTO patient VALUES ('x')"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE009"));
    }
  }

  @Test
  @Timeout(30)
  void keysInMemoryServeWhileTheLogCannotBeWritten() throws Exception {
    assertThat(fixture.init().status()).isZero();
    fixture.database.execute("CREATE TABLE patient (ssn encrypted.text_eq)");
    Path folder = Files.createDirectory(fixture.folder.resolve("logs"));
    Map<String, String> settings =
        Map.of(
            "coffer.keyStore",
            "file:" + fixture.store(),
            "coffer.localPassword",
            CliFixture.PASSWORD,
            "coffer.databaseKeyTtl",
            "PT0S",
            "coffer.auditLog",
            "file:" + folder.resolve("audit.jsonl"));
    try (Connection connection = coffer(settings)) {
      execute(connection, "INSERT INTO patient VALUES ('x')");
      Path aside = fixture.folder.resolve("aside");
      Files.move(folder, aside);
      long before = KeyMetrics.shared().graceStarts.sum();
      while (KeyMetrics.shared().graceStarts.sum() == before) { // once the keys' second is over
        execute(connection, "INSERT INTO patient VALUES ('y')");
      }
      execute(connection, "INSERT INTO patient VALUES ('z')");
      Files.move(aside, folder);
      execute(connection, "INSERT INTO patient VALUES ('z')");
    }
  }

  @Test
  void searchesByClusterEventAndTimeAndTellsABrokenChain() throws Exception {
    Map<String, String> settings =
        Map.of(
            "coffer.keyStore",
            "file:" + fixture.store(),
            "coffer.localPassword",
            CliFixture.PASSWORD,
            "coffer.cluster",
            "ward");
    run(settings, "init", "--master-key", fixture.masterKey());
    run(settings, "rotate", "database");
    assertThat(found("--event", "rotatedatabasekey")).hasSize(1);
    assertThat(found("--cluster", "ward")).hasSizeGreaterThan(4);
    assertThat(found("--cluster", "other")).isEmpty();
    assertThat(found("--since", "PT1H")).hasSameSizeAs(Files.readAllLines(log()));
    assertThat(found("--since", "2999-01-01")).isEmpty();
    assertThat(run(Map.of(), "audit", "--since", "yesterday").status()).isEqualTo(2);
    assertThat(run(Map.of(), "audit", "--verify-chain", "--event", "x").status()).isEqualTo(2);
    assertThat(CliRun.of(List.of("audit", "--log", "/nowhere/log")).err()).contains("KE009");
    assertThat(CliRun.of(List.of("audit")).err()).contains("coffer.auditLog", "KE009");

    List<String> lines = Files.readAllLines(log());
    lines.remove(1);
    Files.write(log(), lines);
    CliRun broken = run(Map.of(), "audit", "--verify-chain");
    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.out()).contains("Line 2 does not follow", "The chain is broken: 1 of");
    CliRun json = run(Map.of(), "audit", "--verify-chain", "--json");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.at("whole")).isEqualTo(false);
  }

  private List<String> found(String... options) throws MalformedJsonException, IOException {
    List<String> arguments = new ArrayList<>(List.of("audit", "--log", log().toString()));
    arguments.addAll(List.of(options));
    CliRun run = CliRun.of(arguments);
    assertThat(run.status()).as(run.err()).isZero();
    for (String line : run.out().lines().toList()) {
      Json.parse(line);
    }
    return run.out().lines().toList();
  }

  @Test
  void processesAppendToOneChain() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(AppendingProcess.start(log(), 40));
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(Files.readAllLines(log())).hasSize(120);
    assertWhole();
  }
}
