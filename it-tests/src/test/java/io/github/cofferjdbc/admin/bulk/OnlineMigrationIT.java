package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Writers of both kinds go on while a column is encrypted and decrypted; no change is lost. */
class OnlineMigrationIT {

  private static final int ROWS = 20_000;
  private static final int WRITERS = 4;

  /** What a plain writer may meet once the column has another type, and what it then knows. */
  private static final List<String> ANOTHER_TYPE = List.of("42804", "42883", "23514", "22P02");

  private final long seed = Long.getLong("coffer.test.seed", new Random().nextLong());

  @Test
  void noChangeIsLost() throws Exception {
    System.err.println("OnlineMigrationIT: seed " + seed);
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            """
            CREATE TABLE account (id int PRIMARY KEY, owner int NOT NULL, secret text,
              touched int DEFAULT 0) WITH (fillfactor = 80);
            INSERT INTO account SELECT i, i %% %d, 'start ' || i FROM generate_series(1, %d) AS i
            """
                .formatted(WRITERS, ROWS))) {
      List<Writer> writers = migrateUnderLoad(database, true);
      agree(database, writers);
      writers = migrateUnderLoad(database, false);
      agree(database, writers);
      ColumnMigrationIT.assertNothingLeft(database);
    }
  }

  private static Settings settings(ProtectedDatabase database) throws SQLException {
    return database.settings().with(Setting.CATALOG_TTL, "PT0.5S");
  }

  private List<Writer> migrateUnderLoad(ProtectedDatabase database, boolean encrypting)
      throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(WRITERS);
    AtomicBoolean stop = new AtomicBoolean();
    List<Writer> writers = new ArrayList<>();
    List<Future<Void>> running = new ArrayList<>();
    try {
      for (int i = 0; i < WRITERS; i++) {
        // Plain ones can write where the column is plain, so they go on until it is encrypted.
        boolean coffer = !encrypting || i % 2 == 0;
        Writer writer = new Writer(database, i, coffer, stop, new Random(seed + i));
        writers.add(writer);
        running.add(executor.submit(writer));
      }
      MigrationRequest request =
          encrypting
              ? MigrationRequest.encrypt(
                  ObjectName.parse("account.secret"), "encrypted.text_random", 2)
              : MigrationRequest.decrypt(ObjectName.parse("account.secret"), 2);
      MigrationResult result =
          ColumnMigration.run(database::plain, settings(database), request, Progress.NONE);
      assertThat(result.changed()).isTrue();
      stop.set(true);
      for (Future<Void> each : running) {
        each.get();
      }
      System.err.printf(
          "OnlineMigrationIT: %s: %s changes meanwhile, locked for %d ms%n",
          encrypting ? "encrypt" : "decrypt",
          writers.stream().map(writer -> Integer.toString(writer.changes)).toList(),
          result.locked().toMillis());
      assertThat(writers).allMatch(writer -> writer.changes > 10);
      assertThat(writers).filteredOn(writer -> writer.coffer).allMatch(writer -> writer.reads > 0);
      return writers;
    } finally {
      stop.set(true);
      executor.shutdownNow();
    }
  }

  /** What each writer knows of its own rows must be there, and verify must find nothing. */
  private void agree(ProtectedDatabase database, List<Writer> writers) throws SQLException {
    try (Connection coffer = database.coffer();
        Statement statement = coffer.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, owner, secret FROM account")) {
      int count = 0;
      while (rows.next()) {
        int id = rows.getInt(1);
        Map<Integer, String> known = writers.get(rows.getInt(2)).known;
        if (known.containsKey(id)) {
          assertThat(rows.getString(3)).as("row %d, seed %d", id, seed).isEqualTo(known.get(id));
        }
        count++;
      }
      int inserted = writers.stream().mapToInt(writer -> writer.inserted).sum();
      assertThat(count).isGreaterThanOrEqualTo(ROWS + inserted);
    }
    assertThat(
            Verify.run(database::plain, database.settings(), null, 1, Progress.NONE).unauthentic())
        .isZero();
  }

  /** Changes rows of its own, each in a transaction or outside, until it is told to stop. */
  private static final class Writer implements Callable<Void> {
    private final ProtectedDatabase database;
    private final int owner;
    private final boolean coffer;
    private final AtomicBoolean stop;
    private final Random random;
    private final Map<Integer, String> known = new java.util.HashMap<>();
    private int changes;
    private int inserted;
    private int reads;

    Writer(
        ProtectedDatabase database, int owner, boolean coffer, AtomicBoolean stop, Random random) {
      this.database = database;
      this.owner = owner;
      this.coffer = coffer;
      this.stop = stop;
      this.random = random;
    }

    @Override
    public Void call() throws SQLException {
      try (Connection connection =
              coffer
                  ? database.coffer(Map.of(Setting.CATALOG_TTL.key(), "PT0.5S"))
                  : database.plain();
          PreparedStatement update =
              connection.prepareStatement("UPDATE account SET secret = ? WHERE id = ?");
          PreparedStatement touch =
              connection.prepareStatement("UPDATE account SET touched = touched + 1 WHERE id = ?");
          PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO account (id, owner, secret) VALUES (?, ?, ?)");
          PreparedStatement select =
              connection.prepareStatement("SELECT secret FROM account WHERE id = ?")) {
        while (!stop.get()) {
          int id = 1 + random.nextInt(ROWS);
          id = Math.max(owner, id - id % WRITERS + owner);
          String value = random.nextInt(20) == 0 ? null : "writer " + owner + " " + changes;
          try {
            switch (random.nextInt(coffer ? 4 : 3)) {
              case 0 -> {
                touch.setInt(1, id);
                touch.executeUpdate();
              }
              case 1 -> {
                int fresh =
                    1_000_000 * (coffer ? 1 : 2) + random.nextInt(1 << 28) * WRITERS + owner;
                if (!known.containsKey(fresh) && fresh > ROWS) {
                  insert.setInt(1, fresh);
                  insert.setInt(2, owner);
                  insert.setString(3, value);
                  inserted += insert.executeUpdate();
                  known.put(fresh, value);
                }
              }
              case 3 -> read(select, id);
              default -> {
                update.setString(1, value);
                update.setInt(2, id);
                if (update.executeUpdate() == 1) {
                  known.put(id, value);
                }
              }
            }
            changes++;
          } catch (SQLException e) {
            if (!coffer && ANOTHER_TYPE.contains(e.getSQLState())) {
              return null;
            }
            if (!"23505".equals(e.getSQLState())) {
              throw e;
            }
          }
        }
      }
      return null;
    }

    /** It sees what it wrote itself, and plaintext in any case. */
    private void read(PreparedStatement select, int id) throws SQLException {
      select.setInt(1, id);
      try (ResultSet rows = select.executeQuery()) {
        if (rows.next()) {
          String value = rows.getString(1);
          if (known.containsKey(id)) {
            assertThat(value).as("row %d", id).isEqualTo(known.get(id));
          } else if (value != null) {
            assertThat(value).as("row %d", id).matches("(start|writer) .*");
          }
          reads++;
        }
      }
    }
  }
}
