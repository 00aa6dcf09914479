package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verify on the command line. */
class VerifyCommandIT {

  @Test
  void theExitStatusSaysWhetherEverythingIsAuthentic() throws SQLException {
    try (CliFixture fixture = new CliFixture()) {
      assertThat(fixture.init().status()).isZero();
      fixture.database.execute(
          "CREATE TABLE patient (id int PRIMARY KEY, ssn encrypted.text_eq, note encrypted.text_eq)");

      CliRun clean = fixture.run("verify", "--json");
      assertThat(clean.status()).as(clean.toString()).isZero();
      assertThat(clean.at("unauthentic")).hasToString("0");

      // Bytes that the domain accepts and that nobody sealed.
      fixture.database.execute(
          "INSERT INTO patient VALUES (42, decode('ec110b00' || repeat('00', 30), 'hex'), NULL)"
              .replace("ec110b", prefix(fixture)));
      CliRun bad = fixture.run("verify", "--json");
      assertThat(bad.status()).isEqualTo(Coffer.FAILED);
      assertThat(bad.at("unauthentic")).hasToString("1");
      CliRun people = fixture.run("verify");
      assertThat(people.status()).isEqualTo(Coffer.FAILED);
      assertThat(people.out())
          .contains("BAD  public.patient.ssn  id = 42")
          .contains("1 NOT AUTHENTIC");
      assertThat(fixture.run("verify", "patient.note").status()).isZero();

      assertThat(fixture.run("verify", "elsewhere").status()).isEqualTo(Coffer.FAILED);
      assertThat(CliRun.of(List.of("verify", "--threads", "0")).status()).isEqualTo(2);
      assertThat(CliRun.of(List.of("verify", "a", "b")).status()).isEqualTo(2);
    }
  }

  /** Returns what the domain's check begins its values with, in hexadecimal. */
  private static String prefix(CliFixture fixture) throws SQLException {
    try (var connection = fixture.database.connect();
        var statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "SELECT substring(pg_get_constraintdef(c.oid) FROM '\\\\x([0-9a-f]{6})')"
                    + " FROM pg_constraint c JOIN pg_type t ON t.oid = c.contypid"
                    + " WHERE t.typname = 'text_eq'")) {
      result.next();
      return result.getString(1);
    }
  }
}
