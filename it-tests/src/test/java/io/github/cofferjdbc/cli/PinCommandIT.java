package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pin on the command line. */
class PinCommandIT {

  @Test
  void tellsWhatIsPinnedAndWhatHasChangedSince() throws Exception {
    try (CliFixture fixture = new CliFixture()) {
      assertThat(fixture.init().status()).isZero();
      fixture.database.execute("CREATE TABLE patient (id int, ssn encrypted.text_eq)");

      CliRun first = fixture.run("pin");
      assertThat(first.status()).as(first.err()).isZero();
      assertThat(first.out())
          .contains("\"public\".\"patient\"", "Pin 1: 1 relations", "coffer.policy=pinned");
      assertThat(fixture.run("pin").out()).contains("Nothing has changed since pin 1");

      fixture.database.execute("ALTER TABLE patient DROP COLUMN id");
      String before = fixture.state();
      assertThat(fixture.run("pin", "--dry-run").out())
          .contains("changed: \"public\".\"patient\"", "Would be pin 2");
      assertThat(fixture.state()).isEqualTo(before);

      CliRun second = fixture.run("pin", "--json");
      assertThat(second.at("version")).hasToString("2");
      assertThat(second.at("changed")).isEqualTo(true);
      assertThat(second.at("changes")).isEqualTo(List.of("changed: \"public\".\"patient\""));
    }
  }

  @Test
  void failsWhereNothingWasInitialised() throws SQLException {
    try (CliFixture fixture = new CliFixture()) {
      CliRun run = fixture.run("pin");
      assertThat(run.status()).isEqualTo(Coffer.FAILED);
      assertThat(run.err()).contains("KE006", "coffer init");
    }
  }
}
