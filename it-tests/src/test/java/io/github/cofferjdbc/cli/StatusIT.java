package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.admin.Status;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.keys.AgedCluster;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.KeyStores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code coffer status}, {@code type} and {@code rotate index}. */
class StatusIT {

  private final CliFixture fixture = new CliFixture();

  @BeforeEach
  void init() throws SQLException {
    assertThat(fixture.init().status()).isZero();
    fixture.database.execute(
        """
        CREATE DOMAIN iban AS encrypted.text_eq;
        CREATE DOMAIN badge AS encrypted.text_eq;
        CREATE TABLE patient (id int, ssn encrypted.text_random, email text, weight int,
          account_number iban, insured bool);
        """);
  }

  @AfterEach
  void close() throws SQLException {
    KeyAccess.shared().clear();
    fixture.close();
  }

  private void write(String ssn) throws SQLException {
    KeyAccess.shared().clear();
    try (Connection connection = fixture.coffer(Map.of());
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO patient (ssn, account_number) VALUES ('" + ssn + "', 'DE1')");
    }
  }

  @Test
  void tellsWhatToDoNext() throws SQLException {
    write("1");
    write("2");
    assertThat(fixture.run("rotate", "database").status()).isZero();
    write("3");

    CliRun run = fixture.run("status");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "cluster key, version 1, 0 days old",
            "database key, version 1, retired, 0 days old",
            "Not pinned",
            "sensitive: public.patient.email  text",
            "2 values are under the retired database key",
            "run coffer pin: the protected columns are not pinned",
            "columns with sensitive names")
        .doesNotContain("weight", "days old.");

    CliRun json = fixture.run("status", "--json", "--no-counts");
    Map<?, ?> database = (Map<?, ?>) json.at("database");
    assertThat(database.get("sensitive"))
        .isEqualTo(List.of(Map.of("table", "public.patient", "column", "email", "type", "text")));
    assertThat(json.at("database").toString()).contains("valuesByKey=null", "pin=null");
    assertThat(json.at("next").toString()).doesNotContain("retired");

    assertThat(fixture.run("pin").status()).isZero();
    assertThat(fixture.run("status").out())
        .contains("Pinned, version 1")
        .doesNotContain("not pinned");
    fixture.database.execute("CREATE TABLE later (note encrypted.text_random)");
    assertThat(fixture.run("status").out())
        .contains("changed since", "new: \"public\".\"later\", and run coffer pin");
    assertThat(fixture.run("status", "--max-age", "-1").status()).isEqualTo(2);
  }

  @Test
  void tellsKeysThatAreOlderThanWanted() throws SQLException {
    CliRun run = fixture.run("status", "--no-counts", "--max-age", "0");
    assertThat(run.out()).doesNotContain("rotate");
    Settings settings =
        Settings.of(
            Map.of(
                "coffer.keyStore",
                "file:" + fixture.store(),
                "coffer.localPassword",
                CliFixture.PASSWORD));
    try (KeyStore store = KeyStores.open(settings)) {
      List<Status.Cluster> clusters = Status.clusters(store, settings);
      Instant later = Instant.now().plus(Duration.ofDays(366));
      assertThat(String.join("\n", new StatusAdvice(clusters, null, later, 365).next()))
          .contains("run coffer rotate cluster", "run coffer rotate database", "366 days old");
      assertThat(new StatusAdvice(clusters, null, later, 366).next()).isEmpty();
    }
  }

  @Test
  void tellsWhichKeysToRotateAfterAYear() throws SQLException {
    KeyAccess.shared().clear();
    UUID id = UUID.randomUUID();
    try (CliFixture aged = new CliFixture()) {
      Settings settings =
          Settings.of(
              Map.of(
                  "coffer.keyStore",
                  "file:" + aged.store(),
                  "coffer.masterKey",
                  aged.masterKey(),
                  "coffer.localPassword",
                  CliFixture.PASSWORD));
      AgedCluster.store(settings, id, Duration.ofDays(400));
      CliRun init = aged.init("--database-id", id.toString());
      assertThat(init.status()).as(init.toString()).isZero();

      CliRun usual = aged.run("status");
      assertThat(usual.status()).as(usual.toString()).isZero();
      assertThat(usual.out())
          .contains(
              "run coffer rotate cluster: the cluster key of",
              "is 400 days old.",
              "run coffer rotate database --database " + id);
      assertThat(aged.run("status", "--json", "--max-age", "399").at("next").toString())
          .contains("run coffer rotate cluster", "run coffer rotate database");
      assertThat(aged.run("status", "--max-age", "400").out()).doesNotContain("run coffer rotate");

      assertThat(aged.run("rotate", "database").status()).isZero();
      assertThat(aged.run("status").out())
          .contains("run coffer rotate cluster", "retired, 400 days old")
          .doesNotContain("run coffer rotate database");
      assertThat(aged.run("rotate", "cluster").status()).isZero();
      assertThat(aged.run("status").out()).doesNotContain("run coffer rotate");
    }
  }

  @Test
  void registersDomainsUnderTheIndexKeysThatRotationsMake() throws SQLException {
    CliRun rotated = fixture.run("rotate", "index", "--json");
    assertThat(rotated.status()).as(rotated.err()).isZero();
    CliRun again = fixture.run("rotate", "index", "--json");
    assertThat(again.at("version")).hasToString("3");

    CliRun type = fixture.run("type", "iban", "--as", "text", "--json");
    assertThat(type.status()).as(type.err() + type.out()).isZero();
    assertThat(type.at("scope")).hasToString("1");
    assertThat(fixture.run("type", "badge").out()).contains("has scope 2");
    assertThat(fixture.run("type", "badge").out()).contains("has scope 2", "already");
    write("1");

    CliRun status = fixture.run("status", "--json");
    assertThat(status.at("clusters").toString())
        .contains("domain=public.iban, type=text_eq, indexKey=" + again.at("keyId"))
        .contains("domain=public.badge")
        .doesNotContain("indexKey=" + rotated.at("keyId"));
    assertThat(status.at("database").toString())
        .contains("column=account_number, type=iban, valuesByKey={" + again.at("keyId") + "=1}");

    for (String wrong : new String[] {"numeric(10,2)", "text(3)", "varchar", "("}) {
      assertThat(fixture.run("type", "iban", "--as", wrong).err()).as(wrong).contains("KE009");
    }
    assertThat(fixture.run("type", "nothing").err()).contains("KE009", "does not exist");
  }
}
