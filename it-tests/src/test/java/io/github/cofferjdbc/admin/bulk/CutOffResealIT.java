package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Reseal is cut off at every statement that it sends, and run again. */
class CutOffResealIT {

  private static final KeyService KEYS = new KeyService();

  @AfterAll
  static void stop() {
    KEYS.close();
  }

  private static final String ROWS = "SELECT id, secret, more FROM t ORDER BY id";

  @Test
  void whateverWasCutOffIsReadableAndIsCompletedByTheNextRun() throws SQLException {
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            "CREATE TABLE t (id int PRIMARY KEY, secret encrypted.text_random, more"
                + " encrypted.int4_random); CREATE TABLE child () INHERITS (t)",
            KEYS.settings())) {
      try (Connection coffer = database.coffer();
          Statement statement = coffer.createStatement()) {
        for (int i = 1; i <= 30; i++) {
          String table = i % 3 == 0 ? "child" : "t";
          statement.execute(
              "INSERT INTO %s VALUES (%d, 'secret %d', %d)".formatted(table, i, i, i));
        }
      }
      List<String> rows = Rotated.rows(database.coffer(), ROWS);
      int points = 0;
      for (boolean cut = true; cut; points++) {
        String current = Rotated.rotate(database);
        cut = false;
        try (CutConnections connections = new CutConnections(database::plain, points + 1)) {
          Reseal.run(
              connections,
              database.settings(),
              new ResealRequest(Optional.empty(), 1, 20_000, false),
              Progress.NONE);
        } catch (CutConnections.Cut e) {
          cut = true;
        }
        String at = "cut at " + (points + 1);
        assertThat(Rotated.rows(database.coffer(), ROWS)).as(at).isEqualTo(rows);
        ResealResult rest =
            Reseal.run(
                database::plain,
                database.settings(),
                ResealRequest.of(Optional.empty(), 1),
                Progress.NONE);
        assertThat(rest.complete()).as(at).isTrue();
        assertThat(rest.rows()).as(at).isLessThanOrEqualTo(cut ? 30 : 0);
        assertThat(Rotated.keys(database, "t", "secret")).as(at).containsOnly(current);
        assertThat(Rotated.keys(database, "t", "more")).as(at).containsOnly(current);
        assertThat(Rotated.rows(database.coffer(), ROWS)).as(at).isEqualTo(rows);
      }
      System.err.printf("CutOffResealIT: reseal is cut off at each of %d points%n", points - 1);
      assertThat(points).isGreaterThan(15);
    }
  }
}
