package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Encrypt and decrypt on the command line. */
class MigrationCommandIT {

  @Test
  void aColumnIsEncryptedAndDecryptedAgain() throws SQLException {
    try (CliFixture fixture = new CliFixture()) {
      assertThat(fixture.init().status()).isZero();
      fixture.database.execute(
          "CREATE TABLE patient (id int PRIMARY KEY, ssn varchar(11));"
              + " INSERT INTO patient SELECT i, 's' || i FROM generate_series(1, 100) AS i");
      String ttl =
          fixture
              .settings("coffer.localPassword=" + CliFixture.PASSWORD, "coffer.catalogTtl=PT0.1S")
              .toString();

      CliRun dry =
          run(fixture, ttl, "encrypt", "patient.ssn", "--type", "encrypted.text_eq", "--dry-run");
      assertThat(dry.status()).as(dry.toString()).isZero();
      assertThat(dry.out())
          .contains("character varying(11) → ")
          .containsPattern("100 rows, \\d+ MB with indexes; up to \\d+ MB more until the end")
          .containsPattern("About \\d+ s while everybody works, then about \\d+ s in which nobody");
      CliRun inFigures =
          run(
              fixture,
              ttl,
              "encrypt",
              "patient.ssn",
              "--type",
              "encrypted.text_eq",
              "--dry-run",
              "--json");
      assertThat(inFigures.status()).as(inFigures.toString()).isZero();
      for (String figure :
          List.of("rows", "tableBytes", "extraBytes", "backfillSeconds", "lockedSeconds")) {
        assertThat(Long.parseLong(inFigures.at(figure).toString())).as(figure).isPositive();
      }
      assertThat(inFigures.at("done")).isEqualTo(false);
      assertThat(inFigures.at("begun")).as("by the first one").isEqualTo(false);
      assertThat(inFigures.at("obstacles")).isEqualTo(List.of());

      CliRun encrypted =
          run(fixture, ttl, "encrypt", "patient.ssn", "--type", "encrypted.text_eq", "--analyze");
      assertThat(encrypted.status()).as(encrypted.toString()).isZero();
      assertThat(encrypted.out()).contains("100 values").contains("Plaintext may still lie in:");
      CliRun again =
          run(fixture, ttl, "encrypt", "patient.ssn", "--type", "encrypted.text_eq", "--json");
      assertThat(again.status()).isZero();
      assertThat(again.at("changed")).isEqualTo(false);

      CliRun refused =
          run(
              fixture,
              ttl,
              "encrypt",
              "patient.id",
              "--type",
              "encrypted.int4_eq",
              "--swap=rename");
      assertThat(refused.status()).isEqualTo(Coffer.FAILED);
      assertThat(refused.err()).contains("KE003", "--swap=rename is for decrypt");
      assertThat(run(fixture, ttl, "decrypt", "patient.ssn", "--swap=fast").status()).isEqualTo(2);
      CliRun plan = run(fixture, ttl, "decrypt", "patient.ssn", "--swap=rename", "--dry-run");
      assertThat(plan.status()).as(plan.toString()).isZero();
      assertThat(plan.out()).contains("the table's last");
      CliRun renamed = run(fixture, ttl, "decrypt", "patient.ssn", "--swap=rename");
      assertThat(renamed.status()).as(renamed.toString()).isZero();
      assertThat(run(fixture, ttl, "encrypt", "patient.ssn", "--type", "encrypted.text_eq").out())
          .contains("100 values");

      CliRun decrypted = run(fixture, ttl, "decrypt", "patient.ssn", "--json");
      assertThat(decrypted.status()).as(decrypted.toString()).isZero();
      assertThat(decrypted.at("rows")).hasToString("100");

      assertThat(run(fixture, ttl, "decrypt", "patient.ssn").status()).isEqualTo(Coffer.FAILED);
      CliRun undone =
          run(fixture, ttl, "encrypt", "patient.ssn", "--type", "encrypted.text_eq", "--abort");
      assertThat(undone.out()).contains("nothing to undo");
      assertThat(CliRun.of(List.of("encrypt", "patient.ssn")).status()).isEqualTo(2);
    }
  }

  /** Where the table's own files are known to hold it, they are not looked at. */
  @Test
  void statisticsHoldThePlaintextUntilTheyAreWrittenAnewAndTheTableDoesNot() throws SQLException {
    try (CliFixture fixture = new CliFixture()) {
      assertThat(fixture.init().status()).isZero();
      fixture.database.execute(
          "CREATE TABLE patient (id int, ssn text);"
              + " INSERT INTO patient SELECT i, 'a canary' FROM generate_series(1, 100) AS i;"
              + " UPDATE patient SET id = -id; ANALYZE patient");
      assertThat(holdsTheCanary(fixture, "patient")).isTrue();
      String ttl =
          fixture
              .settings("coffer.localPassword=" + CliFixture.PASSWORD, "coffer.catalogTtl=PT0.1S")
              .toString();

      CliRun kept = run(fixture, ttl, "encrypt", "patient.ssn", "--type", "encrypted.text_random");
      assertThat(kept.out())
          .contains(
              "--vacuum-full does it",
              "--analyze does it",
              "write-ahead log",
              "files of the table");
      assertThat(holdsTheCanary(fixture, "pg_statistic")).isTrue();
      assertThat(holdsTheCanary(fixture, "patient")).isFalse();
      assertThat(run(fixture, ttl, "decrypt", "patient.ssn").status()).isZero();
      fixture.database.execute("ANALYZE patient");

      CliRun cleaned =
          run(
              fixture,
              ttl,
              "encrypt",
              "patient.ssn",
              "--type",
              "encrypted.text_random",
              "--vacuum-full",
              "--analyze");

      assertThat(cleaned.out()).contains("pg_statistic was rewritten").doesNotContain("does it");
      assertThat(holdsTheCanary(fixture, "pg_statistic")).isFalse();
    }
  }

  /** Tells whether a table's file holds the value, in dead rows or others. */
  private static boolean holdsTheCanary(CliFixture fixture, String table) throws SQLException {
    try (Connection plain = fixture.database.connect();
        Statement statement = plain.createStatement()) {
      statement.execute("CHECKPOINT");
      try (ResultSet result =
          statement.executeQuery(
              "SELECT position('a canary'::bytea IN"
                  + " pg_read_binary_file(pg_relation_filepath('"
                  + table
                  + "'))) > 0")) {
        assertThat(result.next()).isTrue();
        return result.getBoolean(1);
      }
    }
  }

  private static CliRun run(CliFixture fixture, String settings, String... command) {
    List<String> arguments = new java.util.ArrayList<>(List.of(command));
    arguments.addAll(CliFixture.databaseOptions(fixture.database));
    arguments.addAll(List.of("--key-store", "file:" + fixture.store(), "--settings", settings));
    return CliRun.of(arguments);
  }
}
