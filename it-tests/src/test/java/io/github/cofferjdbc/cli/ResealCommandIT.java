package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.keys.KeyAccess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A key's end on the command line: rotate, reseal, destroy-key. */
class ResealCommandIT {

  @Test
  void aKeyIsRotatedEmptiedAndDestroyed() throws SQLException {
    try (CliFixture fixture = new CliFixture()) {
      assertThat(fixture.init().status()).isZero();
      fixture.database.execute("CREATE TABLE patient (id int, note encrypted.text_random)");
      write(fixture, 1);
      CliRun nothing = fixture.run("reseal", "--json");
      assertThat(nothing.status()).as(nothing.toString()).isZero();
      String old = nothing.at("keyId").toString();
      assertThat(fixture.run("rotate", "database").status()).isZero();

      CliRun early = fixture.run("destroy-key", old);
      assertThat(early.status()).isEqualTo(Coffer.FAILED);
      assertThat(early.err()).contains("KE003", "may seal with it until");
      CliRun run = fixture.run("reseal", "patient.note", "--rate", "100", "--threads", "1");
      assertThat(run.status()).as(run.toString()).isZero();
      assertThat(run.out()).startsWith("1 rows of 1 tables are under key ");

      CliRun wrong = fixture.run("destroy-key", old, "--shred", "--confirm", "yes");
      assertThat(wrong.status()).isEqualTo(Coffer.FAILED);
      assertThat(wrong.err()).contains("The key's name is " + old + "-version-1");
      CliRun gone =
          fixture.run("destroy-key", old, "--shred", "--confirm", old + "-version-1", "--json");
      assertThat(gone.status()).as(gone.toString()).isZero();
      assertThat(gone.at("values")).hasToString("0");
      assertThat(gone.at("changed")).isEqualTo(true);
      assertThat(read(fixture)).isEqualTo("note 1");
      assertThat(fixture.run("status").out()).contains("destroyed");

      assertThat(CliRun.of(List.of("reseal", "--rate", "0")).status()).isEqualTo(2);
      assertThat(CliRun.of(List.of("destroy-key")).status()).isEqualTo(2);
      assertThat(CliRun.of(List.of("destroy-key", old, "--confirm", "x")).status()).isEqualTo(2);
    }
  }

  @Test
  void aShreddedKeyTakesItsValuesWithIt() throws SQLException {
    try (CliFixture fixture = new CliFixture()) {
      assertThat(fixture.init().status()).isZero();
      fixture.database.execute("CREATE TABLE patient (id int, note encrypted.text_random)");
      write(fixture, 1);
      String old = fixture.run("reseal", "--json").at("keyId").toString();
      assertThat(fixture.run("destroy-key", old, "--shred", "--confirm", old + "-version-1").err())
          .contains("KE009", "is not retired");
      assertThat(fixture.run("rotate", "database").status()).isZero();

      CliRun gone = fixture.run("destroy-key", old, "--shred", "--confirm", old + "-version-1");

      assertThat(gone.status()).as(gone.toString()).isZero();
      assertThat(gone.out())
          .contains("version 1  destroyed", "public.patient.note: 1 values", "Not gone: ");
      assertThatThrownBy(() -> read(fixture))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("KE002");
    }
  }

  private static void write(CliFixture fixture, int id) throws SQLException {
    try (Connection coffer = fixture.coffer(Map.of());
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO patient VALUES (%d, 'note %d')".formatted(id, id));
    }
  }

  private static String read(CliFixture fixture) throws SQLException {
    KeyAccess.shared().clear();
    try (Connection coffer = fixture.coffer(Map.of());
        Statement statement = coffer.createStatement();
        ResultSet result = statement.executeQuery("SELECT note FROM patient")) {
      result.next();
      return result.getString(1);
    }
  }
}
