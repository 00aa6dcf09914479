package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionCommandTest {

  @Test
  void knowsTheCommandsBeforeWhichNothingMayBeAsked() {
    assertThat(SessionCommand.of("begin")).isEqualTo(SessionCommand.NEUTRAL);
    assertThat(SessionCommand.of(" -- now\n SET TRANSACTION READ ONLY;"))
        .isEqualTo(SessionCommand.NEUTRAL);
    assertThat(SessionCommand.of("SHOW search_path")).isEqualTo(SessionCommand.NEUTRAL);
    assertThat(SessionCommand.of("Set search_path = x")).isEqualTo(SessionCommand.MAY_CHANGE_PATH);
    assertThat(SessionCommand.of("/* x */ RESET ALL")).isEqualTo(SessionCommand.MAY_CHANGE_PATH);
    assertThat(SessionCommand.of("ROLLBACK TO s")).isEqualTo(SessionCommand.UNDOES);
    assertThat(SessionCommand.of("abort")).isEqualTo(SessionCommand.UNDOES);
  }

  @Test
  void takesNothingElseForOne() {
    for (String sql :
        new String[] {
          "",
          "SELECT 1",
          "BEGIN; INSERT INTO patient VALUES ('x')",
          "SET x = 1; SELECT ssn FROM patient",
          "-- BEGIN\nINSERT INTO patient VALUES ('x')",
          "settle",
          "COMMIT 'unended"
        }) {
      assertThat(SessionCommand.of(sql)).as(sql).isEqualTo(SessionCommand.NONE);
    }
  }
}
