package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Resealing changes the keys that values name, and nothing else. */
class ResealIT {

  private static final KeyService KEYS = new KeyService();

  @AfterAll
  static void stop() {
    KEYS.close();
  }

  private static final String TABLES =
      """
      CREATE TABLE patient (id bigint PRIMARY KEY, ssn encrypted.text_eq, born encrypted.date_random,
        note encrypted.text_random, tags encrypted.text_random[]);
      CREATE TABLE visit (day date, code int, cost encrypted.numeric_random, PRIMARY KEY (day, code))
        PARTITION BY RANGE (day);
      CREATE TABLE visit_1 PARTITION OF visit FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      CREATE TABLE visit_2 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      CREATE DOMAIN secret AS encrypted.text_random;
      CREATE TABLE keyless (s secret, more text)
      """;

  private static final int ROWS = 3000;

  private final long seed = System.nanoTime();

  @Test
  void everyValueUnderARetiredKeyMovesAndNoPlaintextChanges() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES, KEYS.settings())) {
      fill(database, 0, ROWS, "");
      Rotated.rotate(database);
      fill(database, ROWS, ROWS + 100, "");
      String current = Rotated.rotate(database);
      fill(database, ROWS + 100, ROWS + 200, "");
      List<String> before = everything(database);
      List<String> equality = Rotated.rows(database.plain(), "SELECT ssn FROM patient ORDER BY id");
      List<String> versions =
          Rotated.rows(database.plain(), "SELECT xmin FROM patient WHERE id >= 3100 ORDER BY id");

      ResealResult result = reseal(database, null);

      assertThat(result.keyId()).isEqualTo(current);
      assertThat(result.tables())
          .containsExactly("public.keyless", "public.patient", "public.visit_1", "public.visit_2");
      assertThat(result.rows()).isEqualTo(3L * (ROWS + 100));
      assertThat(result.complete()).isTrue();
      assertThat(result.notReached()).isEmpty();
      assertThat(everything(database)).isEqualTo(before);
      for (String value : List.of("born", "note", "tags[1]", "tags[3]")) {
        assertThat(Rotated.keys(database, "patient", value)).as(value).containsOnly(current);
      }
      assertThat(Rotated.keys(database, "visit", "cost")).containsOnly(current);
      assertThat(Rotated.keys(database, "keyless", "s")).containsOnly(current);
      assertThat(Rotated.rows(database.plain(), "SELECT ssn FROM patient ORDER BY id"))
          .isEqualTo(equality);
      assertThat(
              Rotated.rows(
                  database.plain(), "SELECT xmin FROM patient WHERE id >= 3100 ORDER BY id"))
          .as("rows under the current key are not written")
          .isEqualTo(versions);
      assertThat(Verify.run(database::plain, database.settings(), null, 2, Progress.NONE))
          .satisfies(verified -> assertThat(verified.unauthentic()).isZero());

      assertThat(reseal(database, null).rows()).isZero();
    }
  }

  @Test
  void oneColumnAloneIsResealedWhenItIsNamed() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES, KEYS.settings())) {
      fill(database, 0, 50, "");
      String old = Rotated.keys(database, "patient", "note").first();
      String current = Rotated.rotate(database);
      assertThat(reseal(database, "patient.note").tables()).containsExactly("public.patient");
      assertThat(Rotated.keys(database, "patient", "note")).containsOnly(current);
      assertThat(Rotated.keys(database, "patient", "born")).containsOnly(old);
      assertThat(reseal(database, "visit").rows()).isEqualTo(50);
      assertThat(Rotated.keys(database, "visit", "cost")).containsOnly(current);
      assertThat(reseal(database, "patient.ssn").rows()).as("searchable").isZero();
    }
  }

  @Test
  void paddingStaysAsItWas() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES, KEYS.settings())) {
      try (Connection padding = database.coffer(Map.of(Setting.PADDING.key(), "64"));
          Statement statement = padding.createStatement()) {
        statement.execute("INSERT INTO patient (id, note) VALUES (1, 'short'), (2, 'longer note')");
      }
      String lengths = "SELECT length(note::bytea), get_byte(note, 1) FROM patient ORDER BY id";
      List<String> before = Rotated.rows(database.plain(), lengths);
      String current = Rotated.rotate(database);
      assertThat(reseal(database, null).rows()).isEqualTo(2);
      assertThat(Rotated.keys(database, "patient", "note")).containsOnly(current);
      assertThat(Rotated.rows(database.plain(), lengths)).isEqualTo(before);
      assertThat(Rotated.rows(database.coffer(), "SELECT note FROM patient ORDER BY id"))
          .containsExactly("short|", "longer note|");
    }
  }

  @Test
  void whatDoesNotOpenIsLeftAsItIsAndCounted() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES, KEYS.settings())) {
      fill(database, 0, 50, "");
      String old = Rotated.keys(database, "patient", "note").first();
      database
          .database()
          .execute(
              "UPDATE patient SET note = set_byte(note, length(note) - 1,"
                  + " get_byte(note, length(note) - 1) # 1) WHERE id = 7;"
                  + "CREATE MATERIALIZED VIEW notes AS SELECT id, note FROM patient");
      String current = Rotated.rotate(database);

      ResealResult result = reseal(database, "patient");

      assertThat(result.complete()).isFalse();
      assertThat(result.unreadable()).isEqualTo(1);
      assertThat(result.left()).isZero();
      assertThat(Rotated.keys(database, "patient", "note")).containsExactlyInAnyOrder(old, current);
      assertThat(Rotated.keys(database, "patient WHERE id = 7", "born")).containsOnly(current);
      assertThat(reseal(database, "notes").notReached())
          .containsExactly(
              "public.notes: a materialized view, which REFRESH MATERIALIZED VIEW fills anew");
    }
  }

  @Test
  void triggersAndRowSecurityOfTheUsersAreNotGoneRoundSilently() throws SQLException {
    try (ProtectedDatabase database =
        ProtectedDatabase.with(
            TABLES
                + """
                ;CREATE TABLE log (id bigint);
                CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS
                  'BEGIN INSERT INTO log VALUES (NEW.id); RETURN NEW; END';
                CREATE TRIGGER telling BEFORE UPDATE ON patient FOR EACH ROW EXECUTE FUNCTION told();
                DROP ROLE IF EXISTS coffer_resealer;
                CREATE ROLE coffer_resealer;
                GRANT SELECT, UPDATE ON patient TO coffer_resealer;
                GRANT INSERT ON log TO coffer_resealer
                """,
            KEYS.settings())) {
      fill(database, 0, 50, "");
      Rotated.rotate(database);
      assertThatThrownBy(() -> reseal(database, "patient.note", false))
          .hasMessageContaining("trigger telling on table public.patient")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("KE003");
      assertThat(reseal(database, "patient.note", true).rows())
          .as("a tenth of the notes is NULL")
          .isEqualTo(45);
      assertThat(Rotated.rows(database.plain(), "SELECT count(*) FROM log")).containsExactly("45|");
      Rotated.rotate(database);
      assertThat(reseal(database, "patient").rows()).isEqualTo(50);
      assertThat(Rotated.rows(database.plain(), "SELECT count(*) FROM log"))
          .as("a superuser goes round triggers")
          .containsExactly("45|");
      database
          .database()
          .execute(
              "ALTER TABLE patient ENABLE ROW LEVEL SECURITY;"
                  + "CREATE POLICY hiding ON patient USING (id > 10)");
      Rotated.rotate(database);
      assertThatThrownBy(() -> reseal(database, "patient.note", true))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42501");
      database.database().execute("DROP OWNED BY coffer_resealer; DROP ROLE coffer_resealer");
    }
  }

  @Test
  void noChangeThatOthersMakeMeanwhileIsLost() throws Exception {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES, KEYS.settings())) {
      fill(database, 0, ROWS, "");
      String current = Rotated.rotate(database);
      AtomicBoolean stop = new AtomicBoolean();
      ExecutorService executor = Executors.newFixedThreadPool(3);
      List<Future<Map<Integer, String>>> writers = new ArrayList<>();
      try {
        for (int i = 0; i < 3; i++) {
          int writer = i;
          writers.add(executor.submit(() -> write(database, writer, stop)));
        }
        ResealResult result =
            Reseal.run(
                database::plain,
                database.settings(),
                new ResealRequest(Optional.empty(), 2, 4 * ROWS, false),
                Progress.NONE);
        assertThat(result.complete()).isTrue();
        assertThat(result.time().toMillis()).as("of the rate").isGreaterThan(300);
      } finally {
        stop.set(true);
        executor.shutdown();
      }
      int changes = 0;
      for (Future<Map<Integer, String>> writer : writers) {
        for (Map.Entry<Integer, String> known : writer.get().entrySet()) {
          changes++;
          assertThat(
                  Rotated.rows(
                      database.coffer(), "SELECT note FROM patient WHERE id = " + known.getKey()))
              .as("row %d, seed %d", known.getKey(), seed)
              .containsExactly(known.getValue() + "|");
        }
      }
      assertThat(changes).isGreaterThan(30);
      assertThat(Rotated.keys(database, "patient", "note")).containsOnly(current);
      assertThat(Rotated.keys(database, "patient", "born")).containsOnly(current);
    }
  }

  private Map<Integer, String> write(ProtectedDatabase database, int writer, AtomicBoolean stop)
      throws SQLException {
    Random random = new Random(seed + writer);
    Map<Integer, String> known = new HashMap<>();
    try (Connection coffer = database.coffer();
        PreparedStatement update =
            coffer.prepareStatement("UPDATE patient SET note = ? WHERE id = ?")) {
      for (int n = 0; !stop.get() && n < 150; n++) {
        int id = random.nextInt(ROWS / 3) * 3 + writer;
        update.setString(1, "writer " + writer + " " + n);
        update.setInt(2, id);
        update.executeUpdate();
        known.put(id, "writer " + writer + " " + n);
      }
    }
    return known;
  }

  private static ResealResult reseal(ProtectedDatabase database, @Nullable String name)
      throws SQLException {
    return Reseal.run(
        database::plain,
        database.settings(),
        ResealRequest.of(name == null ? Optional.empty() : Optional.of(ObjectName.parse(name)), 2),
        Progress.NONE);
  }

  /** As a role that may not set session_replication_role. */
  private static ResealResult reseal(ProtectedDatabase database, String name, boolean fireTriggers)
      throws SQLException {
    return Reseal.run(
        () -> {
          Connection connection = database.plain();
          try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE coffer_resealer");
          }
          return connection;
        },
        database.settings(),
        new ResealRequest(Optional.of(ObjectName.parse(name)), 1, 0, fireTriggers),
        Progress.NONE);
  }

  private static List<String> everything(ProtectedDatabase database) throws SQLException {
    List<String> rows =
        Rotated.rows(
            database.coffer(), "SELECT id, ssn, born, note, tags FROM patient ORDER BY id");
    rows.addAll(
        Rotated.rows(database.coffer(), "SELECT day, code, cost FROM visit ORDER BY day, code"));
    List<String> keyless = Rotated.rows(database.coffer(), "SELECT s, more FROM keyless");
    keyless.sort(null);
    rows.addAll(keyless);
    return rows;
  }

  static void fill(ProtectedDatabase database, int from, int to, String prefix)
      throws SQLException {
    try (Connection coffer = database.coffer()) {
      coffer.setAutoCommit(false);
      try (PreparedStatement patients =
              coffer.prepareStatement("INSERT INTO patient VALUES (?, ?, ?::date, ?, ?)");
          PreparedStatement visits =
              coffer.prepareStatement("INSERT INTO visit VALUES (?::date, ?, ?)");
          PreparedStatement keyless =
              coffer.prepareStatement("INSERT INTO keyless VALUES (?, ?)")) {
        for (int i = from; i < to; i++) {
          patients.setLong(1, i);
          patients.setString(2, "number " + i);
          patients.setString(3, "1980-01-01");
          patients.setString(4, i % 10 == 0 ? null : prefix + "note ".repeat(i % 50) + i);
          patients.setArray(5, coffer.createArrayOf("text", new String[] {"a", null, "b" + i}));
          patients.addBatch();
          visits.setString(1, (i % 2 == 0 ? "2025" : "2026") + "-03-01");
          visits.setInt(2, i);
          visits.setBigDecimal(3, new java.math.BigDecimal("12.50"));
          visits.addBatch();
          keyless.setString(1, "secret " + i);
          keyless.setString(2, "more " + i);
          keyless.addBatch();
        }
        patients.executeBatch();
        visits.executeBatch();
        keyless.executeBatch();
      }
      coffer.commit();
    }
  }
}
