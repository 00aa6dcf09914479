package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.sql.plan.Piece;
import io.github.cofferjdbc.sql.plan.Plan;
import io.github.cofferjdbc.value.SessionTime;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of the texts of all plans, which lives as long as the process. */
class RewrittenTest {

  /** No literal stands in the texts, so nothing is sealed. */
  private static Plan planOf(String text) {
    return new Plan(
        false,
        List.of(new Piece.Text(text)),
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        Set.of(),
        List.of(),
        null);
  }

  @SuppressWarnings("NullAway") // no session is needed where nothing is sealed
  private static Rewritten written(Plan plan) throws SQLException {
    return Rewritten.of(plan, new Sealing(null, SessionTime.UTC, false));
  }

  private static WeakReference<Plan> used() throws SQLException {
    Plan plan = planOf("SELECT 2");
    written(plan);
    return new WeakReference<>(plan);
  }

  @Test
  void aShortTextIsWrittenOnceForAPlanInUse() throws Exception {
    Plan plan = planOf("SELECT 1");
    assertThat(written(plan)).isSameAs(written(plan));
  }

  @Test
  void aLongTextIsNotKept() throws Exception {
    Plan plan = planOf("SELECT " + "1, ".repeat(2_000) + "1");
    assertThat(written(plan)).isNotSameAs(written(plan));
  }

  @Test
  void aPlanThatNobodyUsesAnyMoreIsNotKept() throws Exception {
    WeakReference<Plan> plan = used();
    for (int i = 0; i < 100 && plan.get() != null; i++) {
      System.gc();
    }
    assertThat(plan.get()).isNull();
  }
}
