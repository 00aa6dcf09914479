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
  private static final int FEW_ROWS = 4_000;
  private static final int WRITERS = 4;

  /** What a plain writer may meet once the column has another type, and what it then knows. */
  private static final List<String> ANOTHER_TYPE = List.of("42804", "42883", "23514", "22P02");

  /** How a program connects, and what it reads and writes. */
  private enum Client {
    COFFER,
    /** Everything, so it ends when the column is encrypted. */
    PLAIN,
    /** Everything but the column. */
    PLAIN_BESIDE
  }

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
      MigrationRequest encrypt = MigrationRequest.encrypt(secret(), "encrypted.text_random", 2);
      agree(database, ROWS, migrateUnderLoad(database, ROWS, encrypt, Client.PLAIN));
      MigrationRequest decrypt = MigrationRequest.decrypt(secret(), 2);
      agree(database, ROWS, migrateUnderLoad(database, ROWS, decrypt, Client.COFFER));
      ColumnMigrationIT.assertNothingLeft(database);
    }
  }

  /** With values that are looked for, in an index that is made meanwhile. */
  @Test
  void noChangeIsLostWhereADecryptionEndsByRenaming() throws Exception {
    System.err.println("OnlineMigrationIT: seed " + seed);
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            """
            CREATE TABLE account (id int PRIMARY KEY, owner int NOT NULL, secret text,
              touched int DEFAULT 0) WITH (fillfactor = 80);
            CREATE INDEX ON account (secret);
            INSERT INTO account SELECT i, i %% %d, 'start ' || i FROM generate_series(1, %d) AS i
            """
                .formatted(WRITERS, FEW_ROWS))) {
      MigrationRequest encrypt = MigrationRequest.encrypt(secret(), "encrypted.text_eq", 2);
      ColumnMigration.run(database::plain, settings(database), encrypt, Progress.NONE);
      MigrationRequest decrypt =
          MigrationRequest.decrypt(secret(), 2).with(MigrationRequest.SwapMode.RENAME);
      List<Writer> writers = migrateUnderLoad(database, FEW_ROWS, decrypt, Client.PLAIN_BESIDE);
      agree(database, FEW_ROWS, writers);
      assertThat(writers).allMatch(writer -> writer.reads > 0);
      assertThat(writers)
          .filteredOn(writer -> writer.client == Client.COFFER)
          .allMatch(writer -> writer.found > 0);
      ColumnMigrationIT.assertNothingLeft(database);
    }
  }

  private static ObjectName secret() throws SQLException {
    return ObjectName.parse("account.secret");
  }

  private static Settings settings(ProtectedDatabase database) throws SQLException {
    return database.settings().with(Setting.CATALOG_TTL, "PT0.5S");
  }

  /** Half of the writers are of this kind, the others go through Coffer. */
  private List<Writer> migrateUnderLoad(
      ProtectedDatabase database, int rows, MigrationRequest request, Client half)
      throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(WRITERS);
    AtomicBoolean stop = new AtomicBoolean();
    List<Writer> writers = new ArrayList<>();
    List<Future<Void>> running = new ArrayList<>();
    try {
      for (int i = 0; i < WRITERS; i++) {
        Client client = i % 2 == 0 ? Client.COFFER : half;
        boolean searching = request.swap() == MigrationRequest.SwapMode.RENAME;
        Writer writer =
            new Writer(database, rows, i, client, searching, stop, new Random(seed + i));
        writers.add(writer);
        running.add(executor.submit(writer));
      }
      MigrationResult result =
          ColumnMigration.run(database::plain, settings(database), request, Progress.NONE);
      assertThat(result.changed()).isTrue();
      stop.set(true);
      for (Future<Void> each : running) {
        each.get();
      }
      System.err.printf(
          "OnlineMigrationIT: %s, %s: %s changes meanwhile, locked for %d ms%n",
          request.type().isPresent() ? "encrypt" : "decrypt",
          request.swap(),
          writers.stream().map(writer -> Integer.toString(writer.changes)).toList(),
          result.locked().toMillis());
      assertThat(writers).allMatch(writer -> writer.changes > 10);
      assertThat(writers)
          .filteredOn(writer -> writer.client == Client.COFFER)
          .allMatch(writer -> writer.reads > 0);
      return writers;
    } finally {
      stop.set(true);
      executor.shutdownNow();
    }
  }

  /** What each writer knows of its own rows must be there, and verify must find nothing. */
  private void agree(ProtectedDatabase database, int rowsBefore, List<Writer> writers)
      throws SQLException {
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
      assertThat(count).isGreaterThanOrEqualTo(rowsBefore + inserted);
    }
    assertThat(
            Verify.run(database::plain, database.settings(), null, 1, Progress.NONE).unauthentic())
        .isZero();
  }

  /** Changes rows of its own, each in a transaction or outside, until it is told to stop. */
  private static final class Writer implements Callable<Void> {
    private final ProtectedDatabase database;
    private final int rows;
    private final int owner;
    private final Client client;
    private final boolean searching;
    private final AtomicBoolean stop;
    private final Random random;
    private final Map<Integer, String> known = new java.util.HashMap<>();
    private int changes;
    private int inserted;
    private int reads;
    private int found;

    Writer(
        ProtectedDatabase database,
        int rows,
        int owner,
        Client client,
        boolean searching,
        AtomicBoolean stop,
        Random random) {
      this.database = database;
      this.rows = rows;
      this.owner = owner;
      this.client = client;
      this.searching = searching;
      this.stop = stop;
      this.random = random;
    }

    @Override
    public Void call() throws SQLException {
      boolean beside = client == Client.PLAIN_BESIDE;
      try (Connection connection =
              client == Client.COFFER
                  ? database.coffer(Map.of(Setting.CATALOG_TTL.key(), "PT0.5S"))
                  : database.plain();
          PreparedStatement update =
              connection.prepareStatement("UPDATE account SET secret = ? WHERE id = ?");
          PreparedStatement touch =
              connection.prepareStatement("UPDATE account SET touched = touched + 1 WHERE id = ?");
          PreparedStatement insert =
              connection.prepareStatement(
                  beside
                      ? "INSERT INTO account (id, owner) VALUES (?, ?)"
                      : "INSERT INTO account (id, owner, secret) VALUES (?, ?, ?)");
          PreparedStatement select =
              connection.prepareStatement(
                  beside
                      ? "SELECT owner, touched FROM account WHERE id = ?"
                      : "SELECT secret FROM account WHERE id = ?")) {
        while (!stop.get()) {
          int id = 1 + random.nextInt(rows);
          id = Math.max(owner, id - id % WRITERS + owner);
          String value =
              beside || random.nextInt(20) == 0 ? null : "writer " + owner + " " + changes;
          try {
            switch (random.nextInt(client == Client.PLAIN ? 3 : 4)) {
              case 0 -> {
                touch.setInt(1, id);
                touch.executeUpdate();
              }
              case 1 -> {
                int fresh =
                    1_000_000 * (client == Client.COFFER ? 1 : 2)
                        + random.nextInt(1 << 28) * WRITERS
                        + owner;
                if (!known.containsKey(fresh) && fresh > rows) {
                  insert.setInt(1, fresh);
                  insert.setInt(2, owner);
                  if (!beside) {
                    insert.setString(3, value);
                  }
                  inserted += insert.executeUpdate();
                  known.put(fresh, value);
                }
              }
              case 3 -> {
                read(select, id);
                find(connection, id);
              }
              default -> {
                if (!beside) {
                  update.setString(1, value);
                  update.setInt(2, id);
                  if (update.executeUpdate() == 1) {
                    known.put(id, value);
                  }
                }
              }
            }
            changes++;
          } catch (SQLException e) {
            if (client == Client.PLAIN && ANOTHER_TYPE.contains(e.getSQLState())) {
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
      try (ResultSet result = select.executeQuery()) {
        if (result.next()) {
          String value = result.getString(1);
          if (client == Client.PLAIN_BESIDE) {
            assertThat(value).isEqualTo(Integer.toString(owner));
          } else if (known.containsKey(id)) {
            assertThat(value).as("row %d", id).isEqualTo(known.get(id));
          } else if (value != null) {
            assertThat(value).as("row %d", id).matches("(start|writer) .*");
          }
          reads++;
        }
      }
    }

    /** It finds by its value what it wrote, where values can be looked for. */
    private void find(Connection connection, int id) throws SQLException {
      if (!searching || client != Client.COFFER || known.get(id) == null) {
        return;
      }
      try (PreparedStatement find =
          connection.prepareStatement("SELECT id FROM account WHERE secret = ? AND id = ?")) {
        find.setString(1, known.get(id));
        find.setInt(2, id);
        try (ResultSet result = find.executeQuery()) {
          assertThat(result.next()).as("row %d is found", id).isTrue();
        }
      }
      found++;
    }
  }
}
