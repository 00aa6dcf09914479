package io.github.cofferjdbc.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CivilDateLawTest {

  private final long seed = Long.getLong("coffer.test.seed", new Random().nextInt(1 << 30));

  @Test
  void agreesWithTheJdksCalendar() {
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      long number = random.nextLong(DateTimeBinary.MIN_DATE - 400L, DateTimeBinary.END_DATE + 400L);
      LocalDate expected = LocalDate.ofEpochDay(number + CivilDate.EPOCH_OFFSET);
      CivilDate date = CivilDate.of(number);
      assertThat(LocalDate.of(date.year(), date.month(), date.day()))
          .as("seed %d", seed)
          .isEqualTo(expected);
      assertThat(CivilDate.dayNumber(date.year(), date.month(), date.day())).isEqualTo(number);
      assertThat(CivilDate.daysInMonth(date.year(), date.month()))
          .isEqualTo(YearMonth.from(expected).lengthOfMonth());
    }
  }
}
