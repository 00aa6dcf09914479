package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.admin.Doctor;
import io.github.cofferjdbc.admin.Finding;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.testing.KmsFault;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsServer;
import io.github.cofferjdbc.testing.SoftHsm;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each thing that can be wrong is found, named, and comes with its remedy. */
class DoctorIT {

  private final CliFixture fixture = new CliFixture();

  @AfterEach
  void close() throws SQLException {
    fixture.close();
  }

  private static void assertFinding(CliRun run, String start, String... parts) {
    assertThat(run.status()).as(run.toString()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.findings())
        .as(run.toString())
        .anySatisfy(line -> assertThat(line).startsWith(start).contains(parts));
  }

  @Test
  void findsNothingWrongWhereNothingIs() throws SQLException {
    fixture.init();
    fixture.database.execute("CREATE TABLE patient (ssn encrypted.text_eq UNIQUE)");
    CliRun run = fixture.run("doctor", "--json");
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.findings())
        .noneMatch(line -> line.startsWith("problem") || line.startsWith("skipped"));
    assertThat(fixture.run("doctor").out()).contains("ok       database keys: They open.");
  }

  @Test
  void noKeyStore() {
    assertFinding(
        fixture.run("doctor", "--json"),
        "problem key store KE009",
        "run coffer init",
        "--key-store");
  }

  @Test
  void wrongPassword() {
    fixture.init();
    assertFinding(
        fixture.runWithPassword("battery staple", "doctor", "--json"),
        "problem master key KE008",
        "password",
        "wrong",
        "coffer.localPasswordFile");
  }

  @Test
  void keyServiceUnreachable() {
    KmsServer kms = KmsServer.start();
    kmsInit(kms, kms.createKey());
    kms.close();
    assertFinding(
        doctor(kms), "problem master key KE005", "Connection refused", "coffer.kmsEndpoint");
  }

  @Test
  void keyServiceDenies() {
    try (KmsServer kms = KmsServer.start()) {
      kmsInit(kms, kms.createKey());
      kms.failAlways(KmsFault.deny());
      assertFinding(doctor(kms), "problem master key KE008", "kms:Decrypt");
    }
  }

  @Test
  void wrongRegion() {
    try (KmsServer kms = KmsServer.start()) {
      KmsKey key = kms.createKey();
      kmsInit(kms, key);
      CliRun run =
          CliRun.of(
              List.of(
                  "doctor",
                  "--json",
                  "--key-store",
                  "file:" + fixture.store(),
                  "--settings",
                  fixture
                      .settings(
                          "coffer.kmsEndpoint=" + kms.endpoint(), "coffer.kmsRegion=us-east-1")
                      .toString()));
      assertFinding(run, "problem master key KE009", "coffer.kmsRegion", "leave the setting out");
    }
  }

  private void kmsInit(KmsServer kms, KmsKey key) {
    List<String> arguments = new ArrayList<>(List.of("init"));
    arguments.addAll(CliFixture.databaseOptions(fixture.database));
    arguments.addAll(
        List.of(
            "--key-store",
            "file:" + fixture.store(),
            "--master-key",
            "aws-kms:" + key.arn(),
            "--settings",
            fixture.settings("coffer.kmsEndpoint=" + kms.endpoint()).toString()));
    CliRun run = CliRun.of(arguments);
    assertThat(run.status()).as(run.toString()).isZero();
  }

  @Test
  void hsmLibraryMissing() {
    SoftHsm hsm = SoftHsm.shared();
    hsmInit(hsm);
    CliRun run = doctorOfHsm(hsm.query().replace(hsm.library().toString(), "/no/such/library.so"));
    assertFinding(run, "problem master key KE009", "/no/such/library.so", "module-path");
  }

  @Test
  void hsmPinWrong() {
    SoftHsm hsm = SoftHsm.shared();
    hsmInit(hsm);
    CliRun run =
        doctorOfHsm(
            hsm.query().replace(hsm.pinFile().toString(), hsm.pinFile("00000000").toString()));
    assertFinding(run, "problem master key KE008", "PIN", "pin-source");
  }

  private void hsmInit(SoftHsm hsm) {
    CliRun run = fixture.run("init", "--master-key", hsm.masterKey(SoftHsm.KEY));
    assertThat(run.status()).as(run.toString()).isZero();
  }

  private CliRun doctorOfHsm(String query) {
    return fixture.run(
        "doctor",
        "--json",
        "--master-key",
        "pkcs11:token=" + SoftHsm.TOKEN + ";object=" + SoftHsm.KEY + query);
  }

  private CliRun doctor(KmsServer kms) {
    return CliRun.of(
        List.of(
            "doctor",
            "--json",
            "--key-store",
            "file:" + fixture.store(),
            "--settings",
            fixture.settings("coffer.kmsEndpoint=" + kms.endpoint()).toString()));
  }

  @Test
  void databaseUnreachable() throws Exception {
    fixture.init();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    CliRun run =
        CliRun.of(
            List.of(
                "doctor",
                "--json",
                "--url",
                "jdbc:coffer:postgresql://127.0.0.1:" + port + "/db",
                "--key-store",
                "file:" + fixture.store(),
                "--settings",
                fixture.settings("coffer.localPassword=" + CliFixture.PASSWORD).toString()));
    assertFinding(run, "problem database 08001", "cannot be reached", "--url");
  }

  @Test
  void wrongDatabasePassword() {
    fixture.init();
    CliRun run =
        CliRun.of(
            List.of(
                "doctor",
                "--json",
                "--url",
                fixture.database.cofferUrl(),
                "--user",
                fixture.database.user(),
                "--password",
                "wrong",
                "--key-store",
                "file:" + fixture.store()));
    assertFinding(run, "problem database 28P01", "password");
  }

  @Test
  void schemaNotInstalledOrChanged() throws SQLException {
    fixture.init();
    fixture.database.execute("DROP DOMAIN encrypted.int4_eq");
    assertFinding(
        fixture.run("doctor", "--json"), "problem schema KE006", "int4_eq", "coffer init again");
    fixture.database.execute("DROP SCHEMA encrypted CASCADE");
    assertFinding(fixture.run("doctor", "--json"), "problem schema KE006", "run coffer init");
  }

  @Test
  void keysOfAnotherDatabase() throws SQLException {
    fixture.init();
    fixture.database.execute(
        "CREATE OR REPLACE FUNCTION encrypted.database_id() RETURNS uuid LANGUAGE sql IMMUTABLE"
            + " PARALLEL SAFE AS $$SELECT '00000000-0000-4000-8000-000000000000'::pg_catalog.uuid$$");
    assertFinding(
        fixture.run("doctor", "--json"),
        "problem database keys KE002",
        "00000000-0000-4000-8000-000000000000");
  }

  @Test
  void missingGrants() throws SQLException {
    fixture.init();
    String role = "coffer_poor_" + fixture.database.name();
    fixture.database.execute(
        "CREATE ROLE "
            + role
            + " LOGIN PASSWORD 'poor'; REVOKE USAGE ON SCHEMA encrypted FROM PUBLIC");
    try {
      List<String> arguments =
          List.of(
              "doctor",
              "--json",
              "--url",
              fixture.database.cofferUrl(),
              "--user",
              role,
              "--password",
              "poor",
              "--key-store",
              "file:" + fixture.store(),
              "--settings",
              fixture.settings("coffer.localPassword=" + CliFixture.PASSWORD).toString());
      assertFinding(
          CliRun.of(arguments), "problem rights 42501", "GRANT USAGE ON SCHEMA encrypted TO", role);
      fixture.database.execute(
          "GRANT USAGE ON SCHEMA encrypted TO PUBLIC;"
              + " REVOKE USAGE ON DOMAIN encrypted.text_eq FROM PUBLIC");
      assertFinding(
          CliRun.of(arguments), "problem rights 42501", "text_eq", "GRANT USAGE ON DOMAIN");
    } finally {
      fixture.database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
  }

  @Test
  void clockOff() {
    fixture.init();
    Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-7));
    List<Finding> findings =
        Doctor.examine(Settings.defaults(), fixture.database::connect, null, wrong);
    assertThat(findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.check()).isEqualTo("clock");
              assertThat(finding.severity()).isEqualTo(Finding.Severity.PROBLEM);
              assertThat(finding.message()).contains("this machine is behind", "NTP");
            });
  }

  @Test
  void declarationsMadeWithoutCoffer() throws SQLException {
    fixture.init();
    fixture.database.execute(
        """
        CREATE TABLE patient (id int PRIMARY KEY, ssn encrypted.text_eq UNIQUE, note encrypted.text_random);
        CREATE TABLE visit (ssn encrypted.text_eq REFERENCES patient (ssn), memo encrypted.text_random UNIQUE);
        ALTER TABLE visit ADD CHECK (ssn <> '123-45-6789'::bytea);
        ALTER TABLE patient ALTER note SET DEFAULT 'nothing yet';
        CREATE SCHEMA early; CREATE TABLE early.patient (id int);
        """);
    fixture.database.execute(
        "ALTER DATABASE " + fixture.database.name() + " SET search_path = early, public");
    CliRun run = fixture.run("doctor", "--json");
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.findings().stream().filter(line -> line.startsWith("warning")))
        .anyMatch(line -> line.contains("DEFAULT on public.patient.note"))
        .anyMatch(line -> line.contains("CHECK visit_ssn_check on public.visit.ssn"))
        .anyMatch(line -> line.contains("visit_memo_key on public.visit.memo"))
        .anyMatch(line -> line.contains("early.patient before public.patient"))
        .noneMatch(line -> line.contains("visit_ssn_fkey"))
        .noneMatch(line -> line.contains("patient_ssn_key"));
    assertThat(run.out()).doesNotContain("123-45-6789").doesNotContain("nothing yet");
  }

  @Test
  void whenClausesAndBodiesMadeWithoutCoffer() throws SQLException {
    fixture.init();
    fixture.database.execute(
        """
        CREATE TABLE patient (id int PRIMARY KEY, ssn encrypted.text_eq, note encrypted.text_random,
          age encrypted.int4_eq);
        CREATE FUNCTION hide() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN IF NEW.note = 'the secret note' THEN RETURN NULL; END IF; RETURN NEW; END $$;
        CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN /* patient.ssn '1' */ RETURN NEW; END $$;
        CREATE TRIGGER watch BEFORE UPDATE ON patient FOR EACH ROW
          WHEN (NEW.ssn = '123-45-6789') EXECUTE FUNCTION pass();
        CREATE TRIGGER look BEFORE UPDATE ON patient FOR EACH ROW
          WHEN (OLD.ssn IS DISTINCT FROM NEW.ssn) EXECUTE FUNCTION hide();
        CREATE FUNCTION old_school() RETURNS bigint LANGUAGE sql AS
          $$ SELECT count(*) FROM patient WHERE ssn = '123-45-6789' $$;
        CREATE FUNCTION parsed() RETURNS bigint LANGUAGE sql
          RETURN (SELECT count(*) FROM patient WHERE ssn = '123-45-6789');
        CREATE FUNCTION given(encrypted.text_eq) RETURNS bigint LANGUAGE sql AS
          $$ SELECT count(*) FROM patient WHERE ssn = $1 $$;
        CREATE FUNCTION elsewhere() RETURNS text LANGUAGE sql AS $$ SELECT 'ssn' $$;
        CREATE FUNCTION built() RETURNS void LANGUAGE plpgsql AS
          $$ BEGIN EXECUTE 'UPDATE patient SET ssn = \'\'123-45-6789'''; END $$;
        CREATE FUNCTION aged() RETURNS SETOF int LANGUAGE plpgsql AS
          $$ BEGIN RETURN QUERY SELECT id FROM patient WHERE age = 42; END $$;
        CREATE FUNCTION first() RETURNS text LANGUAGE plpgsql AS
          $$ BEGIN RAISE NOTICE 'first'; RETURN (SELECT ssn FROM patient LIMIT 1); END $$;
        """);
    CliRun run = fixture.run("doctor", "--json");
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.findings().stream().filter(line -> line.startsWith("warning")))
        .anyMatch(line -> line.contains("TRIGGER watch on public.patient.ssn"))
        .anyMatch(line -> line.contains("hide() names public.patient.note"))
        .anyMatch(line -> line.contains("old_school() names public.patient.ssn"))
        .anyMatch(line -> line.contains("parsed() names public.patient.ssn"))
        .noneMatch(line -> line.contains("look"))
        .noneMatch(line -> line.contains("pass()"))
        .noneMatch(line -> line.contains("given("))
        .anyMatch(line -> line.contains("built() names public.patient.ssn"))
        .anyMatch(line -> line.contains("aged() names public.patient.age"))
        .noneMatch(line -> line.contains("elsewhere"))
        .noneMatch(line -> line.contains("first()"));
    assertThat(run.out()).doesNotContain("123-45-6789").doesNotContain("the secret note");
  }

  private static final String DEFINITIONS =
      """
      CREATE DOMAIN iban AS encrypted.text_eq CHECK (VALUE <> '%1$s'::bytea);
      CREATE TABLE patient (id int, ssn encrypted.text_eq, note encrypted.text_random)
        PARTITION BY LIST ((ssn::bytea));
      CREATE TABLE one PARTITION OF patient FOR VALUES IN ('%1$s');
      CREATE TABLE other PARTITION OF patient DEFAULT;
      CREATE TABLE ranged (ssn encrypted.text_eq) PARTITION BY RANGE ((ssn::bytea));
      CREATE TABLE low PARTITION OF ranged FOR VALUES FROM (MINVALUE) TO ('%1$s');
      CREATE INDEX part ON patient (id) WHERE ssn <> '%1$s'::bytea;
      CREATE VIEW seen AS SELECT id, 'a kind' AS kind FROM patient WHERE ssn = '%1$s';
      CREATE TABLE listed (ssn encrypted.text_eq) PARTITION BY LIST (ssn);
      CREATE TABLE first PARTITION OF listed FOR VALUES IN ('%2$s', NULL);
      CREATE VIEW plain AS SELECT id, ssn, 'a kind' AS kind FROM patient WHERE id > 5;
      CREATE TABLE kept (id int, ssn encrypted.text_eq);
      CREATE RULE odd AS ON UPDATE TO kept WHERE OLD.ssn = '%1$s' DO INSTEAD NOTHING;
      ALTER TABLE kept ALTER ssn SET DEFAULT '%2$s';
      ALTER TABLE kept ADD CHECK (ssn <> '%2$s'::bytea);
      ALTER TABLE kept ADD CONSTRAINT listed CHECK (ssn = ANY (ARRAY['%2$s',NULL]::bytea[]));
      """;

  private static final String DEFINITIONS_GONE =
      "DROP TABLE patient, ranged, listed, kept CASCADE; DROP DOMAIN iban;";

  @Test
  void boundsViewsRulesAndDomainsMadeWithoutCoffer() throws SQLException {
    fixture.init();
    String sealed;
    fixture.database.execute("CREATE TABLE sample (ssn encrypted.text_eq)");
    try (Connection coffer = fixture.coffer(Map.of());
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO sample VALUES ('123-45-6789')");
    }
    try (Connection plain = fixture.database.connect();
        Statement statement = plain.createStatement();
        ResultSet result = statement.executeQuery("SELECT ssn::bytea::text FROM sample")) {
      assertThat(result.next()).isTrue();
      sealed = result.getString(1);
    }

    fixture.database.execute(DEFINITIONS.formatted("123-45-6789", sealed));
    CliRun run = fixture.run("doctor", "--json");

    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.findings().stream().filter(line -> line.startsWith("warning declarations")))
        .anyMatch(line -> line.contains("PARTITION one on public.patient.ssn"))
        .anyMatch(line -> line.contains("PARTITION low on public.ranged.ssn"))
        .anyMatch(line -> line.contains("CONDITION OF INDEX part on public.patient.ssn"))
        .anyMatch(line -> line.contains("VIEW seen on public.patient "))
        .anyMatch(line -> line.contains("RULE odd on public.kept "))
        .anyMatch(line -> line.contains("CHECK iban_check on domain iban"))
        .hasSize(6);
    assertThat(run.out()).doesNotContain("123-45-6789").doesNotContain(sealed);

    fixture.database.execute(DEFINITIONS_GONE + DEFINITIONS.formatted(sealed, sealed));
    assertThat(fixture.run("doctor", "--json").findings())
        .as("what Coffer could have made")
        .noneMatch(line -> line.startsWith("warning declarations"));
  }
}
