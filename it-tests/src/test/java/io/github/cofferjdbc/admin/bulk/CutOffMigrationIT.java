package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.testing.KillPlan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Encrypt and decrypt are cut off at every statement that they send, and run again. */
class CutOffMigrationIT {

  @Test
  void whateverWasCutOffIsReadableAndIsCompletedByTheNextRun() throws SQLException {
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            """
            CREATE TABLE t (id int PRIMARY KEY, secret text NOT NULL DEFAULT 'none', more int);
            INSERT INTO t SELECT i, 'secret ' || i, i FROM generate_series(1, 40) AS i;
            CREATE TABLE child () INHERITS (t);
            INSERT INTO child SELECT i, 'secret ' || i, i FROM generate_series(41, 60) AS i
            """)) {
      String rows = rows(database);
      MigrationRequest encrypt =
          MigrationRequest.encrypt(ObjectName.parse("t.secret"), "encrypted.text_eq", 1);
      MigrationRequest decrypt = MigrationRequest.decrypt(ObjectName.parse("t.secret"), 1);
      int encryptPoints = 0;
      int decryptPoints = 0;
      boolean cut = true;
      for (int n = 1; cut; n++) {
        boolean encryptCut = cutAt(database, encrypt, n, rows);
        boolean decryptCut = cutAt(database, decrypt, n, rows);
        encryptPoints += encryptCut ? 1 : 0;
        decryptPoints += decryptCut ? 1 : 0;
        cut = encryptCut || decryptCut;
      }
      System.err.printf(
          "CutOffMigrationIT: encrypt is cut off at each of %d points, decrypt at each of %d%n",
          encryptPoints, decryptPoints);
      assertThat(encryptPoints).isGreaterThan(40);
      assertThat(decryptPoints).isGreaterThan(40);
    }
  }

  @Test
  void aDecryptionThatEndsByRenamingToo() throws SQLException {
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            """
            CREATE TABLE t (id int PRIMARY KEY, secret text NOT NULL DEFAULT 'none' UNIQUE, more int);
            CREATE INDEX ON t (more, secret DESC);
            INSERT INTO t SELECT i, 'secret ' || i, i FROM generate_series(1, 60) AS i
            """)) {
      String rows = rows(database);
      MigrationRequest encrypt =
          MigrationRequest.encrypt(ObjectName.parse("t.secret"), "encrypted.text_eq", 1);
      MigrationRequest decrypt =
          MigrationRequest.decrypt(ObjectName.parse("t.secret"), 1)
              .with(MigrationRequest.SwapMode.RENAME);
      ColumnMigration.run(database::plain, settings(database), encrypt, Progress.NONE);
      int points;
      try (CutConnections connections = new CutConnections(database::plain, 0)) {
        ColumnMigration.run(connections, settings(database), decrypt, Progress.NONE);
        points = connections.passed();
      }
      List<Integer> plan = KillPlan.of(points);
      for (int point : plan) {
        ColumnMigration.run(database::plain, settings(database), encrypt, Progress.NONE);
        assertThat(cutAt(database, decrypt, point, rows)).as("cut at %d", point).isTrue();
      }
      System.err.printf(
          "CutOffMigrationIT: decrypt --swap=rename has %d points; cut off at %d of them%n",
          points, plan.size());
      assertThat(points).isGreaterThan(50);
    }
  }

  /** Returns whether there was such a point; the command is completed in any case. */
  private static boolean cutAt(
      ProtectedDatabase database, MigrationRequest request, int n, String rows)
      throws SQLException {
    boolean cut = false;
    try (CutConnections connections = new CutConnections(database::plain, n)) {
      ColumnMigration.run(connections, settings(database), request, Progress.NONE);
    } catch (CutConnections.Cut e) {
      cut = true;
    }
    String at = (request.type().isPresent() ? "encrypt" : "decrypt") + " cut at " + n;
    assertThat(rows(database)).as(at).isEqualTo(rows);
    if (cut) {
      try (Connection coffer = database.coffer();
          Statement statement = coffer.createStatement()) {
        statement.execute("UPDATE t SET secret = 'changed' WHERE id = 7");
        statement.execute("UPDATE t SET secret = 'secret 7' WHERE id = 7");
      }
      try {
        ColumnMigration.run(database::plain, settings(database), request, Progress.NONE);
      } catch (SQLException e) {
        // Cut off behind the last change, so that nothing is left to be done.
        assertThat(e.getMessage()).as(at).contains("is not protected");
      }
      assertThat(rows(database)).as(at).isEqualTo(rows);
    }
    ColumnMigrationIT.assertNothingLeft(database);
    assertThat(
            Verify.run(database::plain, database.settings(), null, 1, Progress.NONE).unauthentic())
        .as(at)
        .isZero();
    return cut;
  }

  private static Settings settings(ProtectedDatabase database) throws SQLException {
    return database.settings().with(Setting.CATALOG_TTL, "PT0.001S");
  }

  private static String rows(ProtectedDatabase database) throws SQLException {
    try (Connection coffer = database.coffer();
        Statement statement = coffer.createStatement();
        ResultSet result = statement.executeQuery("SELECT id, secret, more FROM t ORDER BY id")) {
      StringBuilder rows = new StringBuilder();
      while (result.next()) {
        rows.append(result.getInt(1)).append(result.getString(2)).append(result.getInt(3));
      }
      return rows.toString();
    }
  }
}
