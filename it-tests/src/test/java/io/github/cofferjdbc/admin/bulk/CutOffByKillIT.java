package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.testing.ChildJvm;
import io.github.cofferjdbc.testing.KillPlan;
import io.github.cofferjdbc.testing.KillPoints;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each command is killed, in a process of its own, where it writes, and run again. */
class CutOffByKillIT {

  private static KilledDatabase database;

  @BeforeAll
  static void make() throws Exception {
    database = new KilledDatabase();
  }

  @AfterAll
  static void drop() throws Exception {
    database.close();
  }

  /** Those that {@code -Dcoffer.test.killCommands} names, separated by commas; by default all. */
  static Stream<KillableCommand> commands() {
    String wanted = System.getProperty("coffer.test.killCommands", "");
    return wanted.isEmpty()
        ? Stream.of(KillableCommand.values())
        : Stream.of(wanted.split(",")).map(KillableCommand::valueOf);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void losesNothingAndIsCompletedByTheNextRun(KillableCommand command) throws Exception {
    List<String> points = killedAt(command, 0, "nowhere");
    List<Integer> plan = KillPlan.of(points.size());
    for (int point : plan) {
      killedAt(command, point, points.get(point - 1));
    }
    System.err.printf(
        "CutOffByKillIT: %s has %d points; killed at %d of them, and survived%n",
        command, points.size(), plan.size());
  }

  /** Returns the points that the process passed. */
  private static List<String> killedAt(KillableCommand command, int point, String where)
      throws Exception {
    String at = command + " killed at " + where;
    String argument = database.prepare(command);
    ClusterRecord before = database.record();
    SortedSet<String> keys = database.keysBut(argument);
    ChildJvm child =
        ChildJvm.run(KillableCommand.class, database.arguments(command, argument, point));
    assertThat(child.status())
        .as("%s: %s", at, child)
        .isEqualTo(point == 0 ? 0 : KillPoints.KILLED);
    database.assertUsable(at);
    assertThat(database.keysBut(argument)).as(at).containsAll(keys);
    if (point > 0) {
      database.run(command, argument);
      database.assertUsable(at);
      assertThat(database.keysBut(argument)).as(at).containsAll(keys);
    }
    database.assertCompleted(command, argument, before, at);
    return child.lines();
  }
}
