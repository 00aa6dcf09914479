package io.github.cofferjdbc.testing;

import java.util.List;
import java.util.stream.IntStream;

/**
 * At which points a command is killed: at all of them if {@code -Dcoffer.test.killPoints=all}, else
 * at that many evenly spread ones (by default {@value #USUAL}), since each takes a process of its
 * own. No state.
 */
public final class KillPlan {

  private static final int USUAL = 2;

  private KillPlan() {}

  /** Returns the points, from 1. */
  public static List<Integer> of(int points) {
    String wanted = System.getProperty("coffer.test.killPoints", Integer.toString(USUAL));
    int most = wanted.equals("all") ? points : Math.min(points, Integer.parseInt(wanted));
    return IntStream.rangeClosed(1, most).map(i -> i * points / most).distinct().boxed().toList();
  }
}
