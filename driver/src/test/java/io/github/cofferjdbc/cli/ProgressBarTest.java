package io.github.cofferjdbc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private static String line(long done, long total, long rows, Duration passed) {
    return ProgressBar.line("public.patient.ssn", done, total, rows, passed.toNanos());
  }

  @Test
  void tellsShareRowsRateAndTimeLeft() {
    assertThat(line(1, 4, 250_000, Duration.ofSeconds(50)))
        .isEqualTo(
            "[######..................]  25 %  250,000 rows, 5,000/s, 2 min 30 s left "
                + " public.patient.ssn");
    assertThat(line(4, 4, 7, Duration.ofSeconds(2)))
        .contains("[########################] 100 %", "7 rows, 4/s, 0 s left");
    assertThat(line(1, 1000, 9, Duration.ofSeconds(10))).contains("2 h 46 min left");
  }

  @Test
  void knowsNoTimeLeftBeforeAnythingIsDone() {
    assertThat(line(0, 0, 0, Duration.ZERO))
        .contains("  0 %  0 rows, 0/s  ")
        .doesNotContain("left");
    assertThat(line(9, 4, 9, Duration.ofSeconds(1))).contains("100 %");
  }

  @Test
  void showsNothingWhereItIsNotWanted() {
    StringWriter out = new StringWriter();
    try (ProgressBar bar = ProgressBar.of(new PrintWriter(out), false)) {
      bar.at("t", 1, 2, 3);
    }
    assertThat(out.toString()).isEmpty();
  }
}
