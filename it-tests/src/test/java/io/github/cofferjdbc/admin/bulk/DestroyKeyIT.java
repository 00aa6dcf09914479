package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.admin.ConnectionSource;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A key goes only if nothing needs it, or if somebody typed its name. */
class DestroyKeyIT {

  private static final KeyService KEYS = new KeyService();

  @AfterAll
  static void stop() {
    KEYS.close();
  }

  private static final String TABLE =
      "CREATE TABLE t (id int PRIMARY KEY, secret encrypted.text_random, name encrypted.text_eq,"
          + " tags encrypted.text_random[])";

  /** Keys and grace of all processes have lapsed. */
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(6));

  @Test
  void aNeededKeyIsNotDestroyedAndOneThatWasResealedIs() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLE, KEYS.settings())) {
      insert(database, 1, 20);
      String old = Rotated.keys(database, "t", "secret").first();
      assertRefused(database, old, "KE009", "is not retired");
      Rotated.rotate(database);

      assertRefused(database, old, "KE003", "60 values still need it");
      assertRefused(database, old, "KE003", "public.t.tags: 40 values");
      Reseal.run(
          database::plain,
          database.settings(),
          ResealRequest.of(Optional.empty(), 1),
          Progress.NONE);
      DestroyKeyResult result = destroy(database, old, LATER);

      assertThat(result.changed()).isTrue();
      assertThat(result.version()).contains(1);
      assertThat(Rotated.rows(database.coffer(), "SELECT secret, name FROM t WHERE id = 7"))
          .containsExactly("secret 7|name 7|");
      assertThat(destroy(database, old, LATER).changed()).as("again").isFalse();
      Rotated.rotate(database);
      insert(database, 21, 22);
      assertThat(Rotated.rows(database.coffer(), "SELECT name FROM t WHERE name = 'name 22'"))
          .containsExactly("name 22|");
    }
  }

  @Test
  void itIsKeptWhileOtherProcessesMaySealWithIt() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLE, KEYS.settings())) {
      String old = onlyKey(database);
      Rotated.rotate(database);
      for (Duration since : new Duration[] {Duration.ZERO, Duration.ofMinutes(299)}) {
        assertThatThrownBy(() -> destroy(database, old, Clock.offset(Clock.systemUTC(), since)))
            .hasMessageContaining("may seal with it until")
            .extracting(e -> ((SQLException) e).getSQLState())
            .isEqualTo("KE003");
      }
      assertThat(destroy(database, old, LATER).changed()).isTrue();
    }
  }

  @Test
  void whatIsNoValueOfAProtectedColumnCountsToo() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLE, KEYS.settings())) {
      insert(database, 1, 2);
      String old = Rotated.keys(database, "t", "secret").first();
      Rotated.rotate(database);
      database
          .database()
          .execute(
              "CREATE TABLE past AS SELECT id, secret::bytea AS raw FROM t WHERE id = 1;"
                  + "CREATE TYPE pair AS (a int, b encrypted.text_random);"
                  + "CREATE TABLE nested (x pair)");
      Reseal.run(
          database::plain,
          database.settings(),
          ResealRequest.of(Optional.of(ObjectName.parse("t")), 1),
          Progress.NONE);
      assertRefused(database, old, "KE003", "1 values still need it (public.past.raw: 1 values)");
      assertRefused(database, old, "KE003", "public.nested.x");
      String raw = Rotated.rows(database.plain(), "SELECT encode(raw, 'hex') FROM past").get(0);
      database
          .database()
          .execute(
              "ALTER TABLE t ALTER COLUMN secret SET DEFAULT '\\x%s';"
                      .formatted(raw.replace("|", ""))
                  + "DROP TABLE past, nested");
      assertRefused(database, old, "KE003", "default value for column secret of table public.t");
      database.database().execute("ALTER TABLE t ALTER COLUMN secret DROP DEFAULT");
      assertThat(destroy(database, old, LATER).changed()).isTrue();
    }
  }

  @Test
  void rowsThatAreHiddenOrNotCommittedAreNotOverlooked() throws SQLException {
    try (ProtectedDatabase database =
            ProtectedDatabase.with(
                TABLE
                    + ";ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY none ON t USING"
                    + " (false); DROP ROLE IF EXISTS coffer_blind; CREATE ROLE coffer_blind; GRANT"
                    + " SELECT ON t TO coffer_blind; GRANT USAGE ON SCHEMA encrypted TO coffer_blind",
                KEYS.settings());
        Connection open = database.coffer()) {
      String old = onlyKey(database);
      Rotated.rotate(database);
      assertThatThrownBy(
              () ->
                  destroy(
                      () -> {
                        Connection connection = database.plain();
                        Session.execute(connection, "SET ROLE coffer_blind");
                        return connection;
                      },
                      database,
                      old,
                      LATER))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42501");
      open.setAutoCommit(false);
      try (Statement statement = open.createStatement()) {
        statement.execute("INSERT INTO t (id) VALUES (1)");
      }
      assertRefused(database, old, "KE003", "a transaction that began before is still open");
      open.rollback();
      open.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (Statement statement = open.createStatement()) {
        statement.execute("SELECT 1");
      }
      assertRefused(database, old, "KE003", "a transaction that began before is still open");
      open.rollback();
      assertThat(destroy(database, old, LATER).changed()).isTrue();
      database.database().execute("DROP OWNED BY coffer_blind; DROP ROLE coffer_blind");
    }
  }

  @Test
  void shreddingMakesUnreadableWhatWasSealedUnderTheKeyAndNothingElse() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLE, KEYS.settings());
        KeyStore store = database.keyStore()) {
      insert(database, 1, 5);
      String old = Rotated.keys(database, "t", "secret").first();
      Rotated.rotate(database);
      insert(database, 6, 10);
      assertThatThrownBy(() -> shred(database, store, old, old))
          .hasMessageContaining("The key's name is " + old + "-version-1")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("KE009");
      assertThat(Rotated.rows(database.coffer(), "SELECT secret FROM t")).hasSize(10);

      DestroyKeyResult result = shred(database, store, old, old + "-version-1");

      assertThat(result.uses().orElseThrow().values()).isEqualTo(15);
      assertThatThrownBy(() -> Rotated.rows(database.coffer(), "SELECT secret FROM t WHERE id = 3"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("KE002");
      assertThat(Rotated.rows(database.coffer(), "SELECT secret FROM t WHERE id = 8"))
          .containsExactly("secret 8|");
      assertThat(Rotated.rows(database.coffer(), "SELECT name FROM t WHERE name = 'name 3'"))
          .containsExactly("name 3|");
      assertThat(
              Reseal.run(
                      database::plain,
                      database.settings(),
                      ResealRequest.of(Optional.empty(), 1),
                      Progress.NONE)
                  .complete())
          .as("nothing is under a retired key")
          .isTrue();
    }
  }

  @Test
  void cutOffAnywhereTheKeyIsThereOrGoneAndTheNextRunCompletesIt() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLE, KEYS.settings())) {
      insert(database, 1, 3);
      int points = 0;
      for (boolean cut = true; cut; points++) {
        String old = Rotated.keys(database, "t", "secret").first();
        Rotated.rotate(database);
        Reseal.run(
            database::plain,
            database.settings(),
            ResealRequest.of(Optional.empty(), 1),
            Progress.NONE);
        cut = false;
        try (CutConnections connections = new CutConnections(database::plain, points + 1)) {
          destroy(connections, database, old, LATER);
        } catch (CutConnections.Cut e) {
          cut = true;
        }
        assertThat(destroy(database, old, LATER).changed()).as("cut at %d", points).isEqualTo(cut);
        assertThat(Rotated.rows(database.coffer(), "SELECT secret, tags FROM t")).hasSize(3);
      }
      System.err.printf("DestroyKeyIT: cut off at each of %d points%n", points - 1);
      assertThat(points).isGreaterThan(6);
    }
  }

  /** Returns the database's key before its first rotation, of a database without values. */
  private static String onlyKey(ProtectedDatabase database) throws SQLException {
    insert(database, 0, 0);
    String key = Rotated.keys(database, "t", "secret").first();
    database.database().execute("DELETE FROM t");
    return key;
  }

  private static void assertRefused(
      ProtectedDatabase database, String keyId, String state, String reason) {
    assertThatThrownBy(() -> destroy(database, keyId, LATER))
        .hasMessageContaining(reason)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo(state);
  }

  private static DestroyKeyResult destroy(ProtectedDatabase database, String keyId, Clock clock)
      throws SQLException {
    return destroy(database::plain, database, keyId, clock);
  }

  private static DestroyKeyResult destroy(
      ConnectionSource source, ProtectedDatabase database, String keyId, Clock clock)
      throws SQLException {
    try (KeyStore store = database.keyStore()) {
      return DestroyKey.unneeded(
          source, store, database.settings(), Rotated.id(database), keyId, clock);
    }
  }

  private static DestroyKeyResult shred(
      ProtectedDatabase database, KeyStore store, String keyId, String confirmation)
      throws SQLException {
    return DestroyKey.shred(
        Optional.of(database::plain),
        store,
        database.settings(),
        Rotated.id(database),
        keyId,
        confirmation);
  }

  private static void insert(ProtectedDatabase database, int from, int to) throws SQLException {
    try (Connection coffer = database.coffer();
        Statement statement = coffer.createStatement()) {
      for (int i = from; i <= to; i++) {
        statement.execute(
            "INSERT INTO t VALUES (%d, 'secret %d', 'name %d', ARRAY['a', NULL, 'b'])"
                .formatted(i, i, i));
      }
    }
  }
}
