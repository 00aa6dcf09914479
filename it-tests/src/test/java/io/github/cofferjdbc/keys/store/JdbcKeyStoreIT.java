package io.github.cofferjdbc.keys.store;

import static io.github.cofferjdbc.testing.KeyFailures.denial;
import static io.github.cofferjdbc.testing.KeyFailures.gone;
import static io.github.cofferjdbc.testing.KeyFailures.misconfigured;
import static io.github.cofferjdbc.testing.KeyFailures.outage;
import static io.github.cofferjdbc.testing.KeyFailures.unusable;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcKeyStoreIT {

  private static final String ARN = "arn:coffer:postgresql:::cluster:default";
  private static final String OTHER = "arn:aws:redshift:eu-central-1:111122223333:namespace:é";

  private TestDatabase database;
  private Settings settings;
  private KeyStore store;

  @BeforeEach
  void open() throws Exception {
    database = TestPostgres.shared().newDatabase();
    settings = settings(database.jdbcUrl(), database.user(), database.password());
    store = KeyStores.open(settings);
  }

  @AfterEach
  void drop() throws Exception {
    store.close();
    database.close();
  }

  private static Settings settings(String url, String user, String password) throws SQLException {
    return Settings.of(
        Map.of(
            Setting.KEY_STORE.key(), url,
            Setting.KEY_STORE_USER.key(), user,
            Setting.KEY_STORE_PASSWORD.key(), password));
  }

  private static StoredRecord record(long revision, String text) {
    return new StoredRecord(revision, text);
  }

  @Test
  void isEmptyWhereNothingWasEverStored() throws Exception {
    assertThat(store.clusters()).isEmpty();
    assertThat(store.load(ARN)).isEmpty();
    assertThat(store.compareAndSet(ARN, 4, record(5, "{}"))).isFalse();
  }

  @Test
  void keepsARecordAsItIs() throws Exception {
    String text = "{\n  \"revision\": 1, \"ä\": \"\\u0000 \uD83D\uDD11\"}\n";

    assertThat(store.compareAndSet(OTHER, 0, record(1, text))).isTrue();

    assertThat(store.load(OTHER)).contains(record(1, text));
    assertThat(store.load(ARN)).isEmpty();
    assertThat(store.clusters()).containsExactly(OTHER);
  }

  @Test
  void changesARecordOnlyAtTheRevisionThatTheCallerSaw() throws Exception {
    assertThat(store.compareAndSet(ARN, 0, record(1, "one"))).isTrue();
    assertThat(store.compareAndSet(ARN, 0, record(1, "uno"))).isFalse();
    assertThat(store.compareAndSet(ARN, 1, record(2, "two"))).isTrue();
    assertThat(store.compareAndSet(ARN, 1, record(2, "due"))).isFalse();
    assertThat(store.compareAndSet(OTHER, 0, record(1, "another"))).isTrue();

    assertThat(store.load(ARN)).contains(record(2, "two"));
    assertThat(store.clusters()).containsExactly(OTHER, ARN);
  }

  @Test
  void losesNoneOfTheChangesOfTwoWriters() throws Exception {
    int changes = 100;
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        KeyStore own = KeyStores.open(settings);
        writers.add(
            threads.submit(
                () -> {
                  together.await();
                  for (int i = 0; i < changes; i++) {
                    append(own, name + i + ";");
                  }
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
    StoredRecord last = store.load(ARN).orElseThrow();
    assertThat(last.revision()).isEqualTo(2L * changes);
    for (int i = 0; i < changes; i++) {
      assertThat(last.text()).contains(";a" + i + ";", ";b" + i + ";");
    }
  }

  private static void append(KeyStore store, String more) throws SQLException {
    boolean done = false;
    while (!done) {
      StoredRecord seen = store.load(ARN).orElse(null);
      done =
          seen == null
              ? store.compareAndSet(ARN, 0, record(1, ";" + more))
              : store.compareAndSet(
                  ARN, seen.revision(), record(seen.revision() + 1, seen.text() + more));
    }
  }

  @Test
  void waitsForTheDiskWhateverTheServersDefaultIs() throws Exception {
    database.execute("ALTER DATABASE " + database.name() + " SET synchronous_commit = off");
    int before = TestPostgres.shared().logLength();

    store.compareAndSet(ARN, 0, record(1, "{}"));

    assertThat(TestPostgres.shared().logSince(before))
        .contains("SET LOCAL synchronous_commit = on");
  }

  @Test
  void leavesNoConnectionOpen() throws Exception {
    store.compareAndSet(ARN, 0, record(1, "{}"));
    store.load(ARN);
    store.clusters();

    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      // A backend ends a moment after its client has gone.
      long deadline = System.nanoTime() + 10_000_000_000L;
      int others;
      do {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'")) {
          row.next();
          others = row.getInt(1);
        }
      } while (others > 0 && System.nanoTime() < deadline);
      assertThat(others).isZero();
    }
  }

  @Test
  void givesAnApplicationTheRightToReadAndNoOther() throws Exception {
    String role = "Reader \"of\" " + database.name();
    String quoted = '"' + role.replace("\"", "\"\"") + '"';
    database.execute("CREATE ROLE " + quoted + " LOGIN PASSWORD 'reader'");
    try {
      KeyStore reader = KeyStores.open(settings(database.jdbcUrl(), role, "reader"));
      assertThat(reader.load(ARN)).isEmpty();
      store.compareAndSet(ARN, 0, record(1, "{}"));
      assertThat(denial(() -> reader.load(ARN))).contains("--grant");

      store.grantRead(role);
      store.grantRead(role);

      assertThat(reader.load(ARN)).contains(record(1, "{}"));
      assertThat(reader.clusters()).containsExactly(ARN);
      denial(() -> reader.compareAndSet(ARN, 1, record(2, "{}")));
      denial(() -> reader.compareAndSet(OTHER, 0, record(1, "{}")));
    } finally {
      database.execute("DROP OWNED BY " + quoted + "; DROP ROLE " + quoted);
    }
  }

  @Test
  void makesTheTablesForAGrantThatComesFirst() throws Exception {
    store.grantRead(database.user());

    assertThat(store.clusters()).isEmpty();
    assertThat(store.compareAndSet(ARN, 0, record(1, "{}"))).isTrue();
  }

  @Test
  void letsAWriterWriteWhoMayNotMakeSchemas() throws Exception {
    String role = "writer_" + database.name();
    store.compareAndSet(ARN, 0, record(1, "{}"));
    database.execute(
        "CREATE ROLE "
            + role
            + " LOGIN PASSWORD 'writer'; GRANT USAGE ON SCHEMA coffer_keystore TO "
            + role
            + "; GRANT SELECT, INSERT, UPDATE ON coffer_keystore.cluster TO "
            + role);
    try {
      KeyStore writer = KeyStores.open(settings(database.jdbcUrl(), role, "writer"));

      assertThat(writer.compareAndSet(OTHER, 0, record(1, "{}"))).isTrue();
      assertThat(writer.compareAndSet(ARN, 1, record(2, "{}"))).isTrue();
    } finally {
      database.execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
  }

  @Test
  void tellsThatTheRoleOfAGrantDoesNotExist() {
    assertThat(misconfigured(() -> store.grantRead("nobody at all"))).contains("nobody at all");
  }

  @Test
  void takesAServerThatIsNotThereAsAnOutage() throws Exception {
    KeyStore nowhere = KeyStores.open(settings("jdbc:postgresql://127.0.0.1:1/keys", "u", "p"));

    assertThat(outage(() -> nowhere.load(ARN))).contains("jdbc:postgresql://localhost:1/keys");
    outage(nowhere::clusters);
    outage(() -> nowhere.compareAndSet(ARN, 0, record(1, "{}")));
  }

  @Test
  void takesAWrongPasswordAsADenialAndDoesNotShowIt() throws Exception {
    KeyStore wrong =
        KeyStores.open(settings(database.jdbcUrl(), database.user(), "wrong-password"));

    assertThat(denial(() -> wrong.load(ARN)))
        .contains("coffer.keyStorePassword")
        .doesNotContain("wrong-password");
    assertThat(wrong.toString()).doesNotContain("wrong-password");
  }

  @Test
  void tellsThatTheDatabaseDoesNotExist() throws Exception {
    KeyStore gone =
        KeyStores.open(
            settings(
                TestPostgres.shared().database("nowhere").jdbcUrl(),
                database.user(),
                database.password()));

    assertThat(gone(() -> gone.load(ARN))).contains("nowhere");
  }

  @Test
  void tellsThatTheServerOffersNoTls() throws Exception {
    String separator = database.jdbcUrl().contains("?") ? "&" : "?";
    KeyStore tls =
        KeyStores.open(
            settings(
                database.jdbcUrl() + separator + "sslmode=verify-full",
                database.user(),
                database.password()));

    assertThat(gone(() -> tls.load(ARN))).contains("TLS", "sslrootcert");
  }

  @Test
  void takesATableOfAnotherShapeAsUnusable() throws Exception {
    database.execute(
        "CREATE SCHEMA coffer_keystore; CREATE TABLE coffer_keystore.cluster (arn text)");

    unusable(() -> store.load(ARN));
  }

  @Test
  void takesARowWithoutARecordAsUnusable() throws Exception {
    database.execute(
        "CREATE SCHEMA coffer_keystore; CREATE TABLE coffer_keystore.cluster"
            + " (arn text, revision bigint, record text);"
            + " INSERT INTO coffer_keystore.cluster VALUES ('"
            + ARN
            + "', 0, NULL)");

    unusable(() -> store.load(ARN));
  }

  @Test
  void warnsWhenItIsOnTheServerThatItProtects() throws Exception {
    assertThat(store.onServerOf(database.cofferUrl())).isTrue();
    assertThat(store.onServerOf("jdbc:postgresql://db.example.org/app")).isFalse();
  }
}
