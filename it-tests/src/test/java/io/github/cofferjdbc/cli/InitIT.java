package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InitIT {

  private final CliFixture fixture = new CliFixture();

  @AfterEach
  void close() throws SQLException {
    fixture.close();
  }

  @Test
  void makesClusterKeysAndSchemaAndThenChangesNothing() throws Exception {
    CliRun first = fixture.init("--json");
    assertThat(first.status()).as(first.toString()).isZero();
    assertThat(first.json().get("cluster")).isEqualTo("arn:coffer:postgresql:::cluster:default");
    assertThat(first.json().get("madeCluster")).isEqualTo(true);
    assertThat(first.json().get("madeKeys")).isEqualTo(true);
    assertThat(first.json().get("madeSchema")).isEqualTo(true);
    String before = fixture.state();
    CliRun second = fixture.init("--json");
    assertThat(second.status()).isZero();
    assertThat(second.json().get("databaseId")).isEqualTo(first.json().get("databaseId"));
    assertThat(second.json().get("madeCluster")).isEqualTo(false);
    assertThat(second.json().get("madeKeys")).isEqualTo(false);
    assertThat(second.json().get("madeSchema")).isEqualTo(false);
    assertThat(fixture.state()).isEqualTo(before);
  }

  @Test
  void addsASecondDatabaseToTheCluster() throws Exception {
    Object first = fixture.init("--json").json().get("databaseId");
    try (TestDatabase other = TestPostgres.shared().newDatabase()) {
      CliRun second = fixture.init(other, "--json");
      assertThat(second.status()).as(second.toString()).isZero();
      assertThat(second.json().get("databaseId")).isNotEqualTo(first);
      assertThat(second.json().get("madeCluster")).isEqualTo(false);
      assertThat(second.json().get("madeKeys")).isEqualTo(true);
    }
  }

  @Test
  void takesTheArnAndCreationTimeOfAnExistingCluster() {
    String arn = "arn:aws:redshift:eu-central-1:123456789012:namespace:abc";
    CliRun run = fixture.init("--json", "--cluster", arn, "--created", "2015-02-06T18:32:00Z");
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.json().get("cluster")).isEqualTo(arn);
    assertThat(run.json().get("created")).isEqualTo("20150206T1832Z");
    CliRun again = fixture.init("--cluster", arn, "--created", "20150206T1832Z");
    assertThat(again.status()).as(again.toString()).isZero();
    CliRun other = fixture.init("--cluster", arn, "--created", "20160206T1832Z");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("KE009", "20150206T1832Z").hasLineCount(1);
  }

  @Test
  void restoresUnderAKnownId() throws Exception {
    Object id = fixture.init("--json").json().get("databaseId");
    fixture.database.execute("DROP SCHEMA encrypted CASCADE");
    CliRun again = fixture.init("--json", "--database-id", String.valueOf(id));
    assertThat(again.status()).as(again.toString()).isZero();
    assertThat(again.json().get("databaseId")).isEqualTo(id);
    assertThat(again.json().get("madeKeys")).isEqualTo(false);
    assertThat(again.json().get("madeSchema")).isEqualTo(true);
  }

  @Test
  void grantsReadingOfAKeyStoreInPostgres() throws Exception {
    try (TestDatabase keys = TestPostgres.shared().newDatabase()) {
      String role = "coffer_app_" + keys.name();
      keys.execute("CREATE ROLE " + role);
      try {
        List<String> arguments =
            List.of(
                "init",
                "--url",
                fixture.database.cofferUrl(),
                "--user",
                fixture.database.user(),
                "--password",
                fixture.database.password(),
                "--key-store",
                keys.jdbcUrl(),
                "--master-key",
                fixture.masterKey(),
                "--grant",
                role,
                "--json",
                "--settings",
                fixture
                    .settings(
                        "coffer.localPassword=" + CliFixture.PASSWORD,
                        "coffer.keyStoreUser=" + keys.user(),
                        "coffer.keyStorePassword=" + keys.password())
                    .toString());
        CliRun run = CliRun.of(arguments);
        assertThat(run.status()).as(run.toString()).isZero();
        try (Connection connection = keys.connect();
            Statement statement = connection.createStatement();
            ResultSet result =
                statement.executeQuery(
                    "SELECT has_table_privilege('"
                        + role
                        + "', 'coffer_keystore.cluster', 'SELECT'),"
                        + " has_table_privilege('"
                        + role
                        + "', 'coffer_keystore.cluster', 'UPDATE')")) {
          result.next();
          assertThat(result.getBoolean(1)).isTrue();
          assertThat(result.getBoolean(2)).isFalse();
        }
      } finally {
        keys.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
      }
    }
  }

  @Test
  void statusShowsKeysAndCountsValuesByKey() throws Exception {
    Object id = fixture.init("--json").json().get("databaseId");
    fixture.database.execute(
        "CREATE TABLE patient (ssn encrypted.text_eq, tags encrypted.text_eq[]);"
            + " INSERT INTO patient VALUES ('\\xec1108000a0b0c0d"
            + "00".repeat(16)
            + "', ARRAY['\\xec1108000a0b0c0e"
            + "00".repeat(16)
            + "', '\\xec1108000a0b0c0f"
            + "00".repeat(16)
            + "']::encrypted.text_eq[]), (NULL, NULL)");
    CliRun run = fixture.run("status", "--json");
    assertThat(run.status()).as(run.toString()).isZero();
    Map<?, ?> cluster = (Map<?, ?>) ((List<?>) run.at("clusters")).get(0);
    assertThat(cluster.get("authentic")).isEqualTo(true);
    assertThat(String.valueOf(cluster.get("databases")))
        .contains("id=" + id, "kind=database", "kind=index", "version=1", "pending=false");
    assertThat(String.valueOf(((Map<?, ?>) run.at("database")).get("columns")))
        .contains("column=ssn", "valuesByKey={0a0b0c0d=1}")
        .contains("type=text_eq[], valuesByKey={0a0b0c0e=1, 0a0b0c0f=1}");
    assertThat(fixture.run("status").out())
        .contains("public.patient.ssn  text_eq  1 under 0a0b0c0d");
  }

  @Test
  void explainTellsWhatWouldBeSent() throws Exception {
    fixture.init();
    fixture.database.execute(
        "CREATE TABLE patient (id int, ssn encrypted.text_eq, note encrypted.text_random)");
    CliRun plain = fixture.run("explain", "--json", "SELECT 1");
    assertThat(plain.status()).as(plain.toString()).isZero();
    assertThat(plain.json().get("protected")).isEqualTo(false);
    assertThat(plain.json().get("rewritten")).isEqualTo("SELECT 1");
    CliRun sealed =
        fixture.run("explain", "--json", "SELECT id FROM patient WHERE ssn = '123-45-6789'");
    assertThat(sealed.json().get("accepted")).as(sealed.toString()).isEqualTo(true);
    assertThat(sealed.json().get("protected")).isEqualTo(true);
    assertThat(String.valueOf(sealed.json().get("rewritten")))
        .contains("<sealed text_eq>")
        .doesNotContain("123-45-6789");
    CliRun refused = fixture.run("explain", "--json", "SELECT 1 FROM patient WHERE note = ?");
    assertThat(refused.status()).isZero();
    assertThat(refused.json().get("accepted")).isEqualTo(false);
    Map<?, ?> refusal = (Map<?, ?>) refused.at("refusal");
    assertThat(refusal.get("state")).isEqualTo("KE003");
    assertThat(String.valueOf(refusal.get("column"))).contains("note");
  }
}
