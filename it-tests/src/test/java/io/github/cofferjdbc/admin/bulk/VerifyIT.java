package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Verify opens everything, wherever it is, and names what was changed. */
class VerifyIT {

  private static final String TABLES =
      """
      CREATE TABLE patient (id bigint PRIMARY KEY, ssn encrypted.text_eq, born encrypted.date_random,
        note encrypted.text_random, tags encrypted.text_eq[]);
      CREATE TABLE visit (day date, code text, cost encrypted.numeric_random, PRIMARY KEY (day, code))
        PARTITION BY RANGE (day);
      CREATE TABLE visit_2025 PARTITION OF visit FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      CREATE TABLE visit_2026 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      CREATE SCHEMA "Old Stuff";
      CREATE TABLE "Old Stuff"."Dead.ones" (extra int) INHERITS (public.patient);
      CREATE TABLE keyless (n encrypted.int4_eq);
      CREATE TABLE clear (id int)
      """;

  private static final int ROWS = 500;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void everyValueOfEveryKindOfTableIsOpened() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES)) {
      fill(database);
      database.database().execute("CREATE MATERIALIZED VIEW notes AS SELECT id, note FROM patient");

      VerifyResult result = verify(database, null);

      assertThat(result.unauthentic()).isZero();
      assertThat(result.tables())
          .containsExactly(
              "Old Stuff.Dead.ones",
              "public.keyless",
              "public.notes",
              "public.patient",
              "public.visit_2025",
              "public.visit_2026");
      assertThat(result.rows()).isEqualTo(ROWS + 10 + (ROWS + 10) + 10 + 2 * ROWS);
      // A tenth of the notes is NULL, and each row has two tags that are not.
      long notes = ROWS - ROWS / 10;
      assertThat(result.values())
          .isEqualTo((2 * ROWS + notes + 2 * ROWS) + 10 + notes + 10 + 2 * ROWS);
      assertThat(result.notReached()).isEmpty();
    }
  }

  @Test
  void temporaryTablesOfOtherSessionsAreNamedAndNotRead() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES);
        Connection other = database.coffer();
        Statement statement = other.createStatement()) {
      statement.execute("CREATE TEMPORARY TABLE scratch (n encrypted.int4_eq)");
      statement.execute("INSERT INTO scratch VALUES (1)");
      VerifyResult result = verify(database, null);
      assertThat(result.unauthentic()).isZero();
      assertThat(result.tables()).noneMatch(table -> table.contains("scratch"));
      assertThat(result.notReached())
          .singleElement()
          .asString()
          .contains(".scratch: a temporary table");
    }
  }

  @Test
  void changedValuesAreNamedByPrimaryKeyAndNothingIsChanged() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES)) {
      fill(database);
      Set<String> changed = new TreeSet<>();
      try (Connection plain = database.plain();
          Statement statement = plain.createStatement()) {
        for (int i = 0; i < 20; i++) {
          int id = random.nextInt(ROWS);
          String column = random.nextBoolean() ? "ssn" : "born";
          // Neither header nor length: the domain would refuse it.
          if (changed.add("{id=" + id + "} " + column + " KE001")) {
            statement.execute(
                "UPDATE ONLY patient SET %s = set_byte(%s, length(%s) - 1, get_byte(%s, length(%s) - 1) # %d) WHERE id = %d"
                    .replace("%s", column)
                    .formatted(1 << random.nextInt(8), id));
          }
        }
        statement.execute(
            "UPDATE ONLY patient SET tags[2] = (SELECT set_byte(tags[2], 9, get_byte(tags[2], 9) # 1))"
                + " WHERE id = 7");
        changed.add("{id=7} tags KE001");
        statement.execute("UPDATE ONLY patient SET note = substring(note, 1, 40) WHERE id = 8");
        changed.add("{id=8} note KE004");
        statement.execute(
            "UPDATE ONLY patient SET note = set_byte(note, 5, get_byte(note, 5) # 1) WHERE id = 9");
        changed.add("{id=9} note KE002");
      }
      String before = versions(database);

      VerifyResult result = verify(database, null);

      Set<String> found = new TreeSet<>();
      for (UnauthenticValue bad : result.listed()) {
        found.add(bad.key() + " " + bad.column() + " " + bad.state());
      }
      assertThat(found).as("seed %d", seed).isEqualTo(changed);
      assertThat(result.unauthentic()).isEqualTo(changed.size());
      assertThat(versions(database)).isEqualTo(before);
      assertThat(verify(database, "patient.note").listed())
          .extracting(UnauthenticValue::state)
          .containsExactlyInAnyOrder("KE002", "KE004");
      assertThat(verify(database, "visit").unauthentic()).isZero();
    }
  }

  @Test
  void aRowWithoutPrimaryKeyIsNamedByItsPlace() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES)) {
      fill(database);
      // A genuine value, but of no int4: the same scope's int8.
      try (Connection coffer = database.coffer();
          Statement statement = coffer.createStatement()) {
        statement.execute("CREATE TABLE wide (n encrypted.int8_eq)");
        statement.execute("INSERT INTO wide VALUES (5000000000)");
      }
      database
          .database()
          .execute("UPDATE keyless SET n = (SELECT n::bytea FROM wide) WHERE ctid = '(0,3)'");

      VerifyResult result = verify(database, "keyless.n");

      assertThat(result.listed())
          .containsExactly(
              new UnauthenticValue("public.keyless", "n", "(0,11)", Map.of(), "KE001"));
    }
  }

  @Test
  void rowsMayBeWrittenMeanwhile() throws Exception {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES);
        Connection coffer = database.coffer()) {
      fill(database);
      int[] told = new int[1];
      VerifyResult result =
          Verify.run(
              database::plain,
              database.settings(),
              ObjectName.parse("patient"),
              2,
              (what, done, total, rows) -> {
                try (Statement statement = coffer.createStatement()) {
                  // What was read moves behind what is still to be read.
                  statement.execute("UPDATE patient SET note = 'moved' WHERE id < 100");
                  told[0]++;
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(told[0]).isPositive();
      assertThat(result.rows()).isEqualTo(ROWS + 10);
      assertThat(result.unauthentic()).isZero();
    }
  }

  @Test
  void whatCannotBeReadWhollyFails() throws SQLException {
    try (ProtectedDatabase database = ProtectedDatabase.with(TABLES)) {
      fill(database);
      assertThatThrownBy(() -> verify(database, "clear"))
          .hasMessageContaining("is not protected")
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("KE009");
      assertThatThrownBy(() -> verify(database, "nothing.at.all"))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("KE009");
      database
          .database()
          .execute(
              """
              DROP ROLE IF EXISTS coffer_blind;
              CREATE ROLE coffer_blind;
              GRANT SELECT ON keyless TO coffer_blind;
              ALTER TABLE keyless ENABLE ROW LEVEL SECURITY;
              CREATE POLICY none ON keyless USING (false)
              """);
      assertThatThrownBy(
              () ->
                  Verify.run(
                      () -> {
                        Connection connection = database.plain();
                        try (Statement statement = connection.createStatement()) {
                          statement.execute("SET ROLE coffer_blind");
                        }
                        return connection;
                      },
                      database.settings(),
                      ObjectName.parse("keyless"),
                      1,
                      Progress.NONE))
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42501");
      database.database().execute("DROP OWNED BY coffer_blind; DROP ROLE coffer_blind");
    }
  }

  private static VerifyResult verify(ProtectedDatabase database, @Nullable String name)
      throws SQLException {
    return Verify.run(
        database::plain,
        database.settings(),
        name == null ? null : ObjectName.parse(name),
        2,
        Progress.NONE);
  }

  private static void fill(ProtectedDatabase database) throws SQLException {
    try (Connection coffer = database.coffer()) {
      coffer.setAutoCommit(false);
      try (PreparedStatement patients =
              coffer.prepareStatement("INSERT INTO patient VALUES (?, ?, ?::date, ?, ?)");
          PreparedStatement visits =
              coffer.prepareStatement("INSERT INTO visit VALUES (?::date, ?, ?)");
          PreparedStatement numbers = coffer.prepareStatement("INSERT INTO keyless VALUES (?)")) {
        for (int i = 0; i < ROWS; i++) {
          patients.setLong(1, i);
          patients.setString(2, "number " + i);
          patients.setString(3, "1980-01-01");
          patients.setString(4, i % 10 == 0 ? null : "note ".repeat(i % 50) + i);
          patients.setArray(5, coffer.createArrayOf("text", new String[] {"a", "b" + i, null}));
          patients.addBatch();
          for (String year : new String[] {"2025", "2026"}) {
            visits.setString(1, year + "-03-01");
            visits.setString(2, "c" + i);
            visits.setBigDecimal(3, new java.math.BigDecimal("12.50"));
            visits.addBatch();
          }
        }
        patients.executeBatch();
        visits.executeBatch();
        for (int i = 0; i < 10; i++) {
          numbers.setInt(1, i);
          numbers.addBatch();
        }
        numbers.executeBatch();
      }
      try (Statement statement = coffer.createStatement()) {
        statement.execute(
            "INSERT INTO \"Old Stuff\".\"Dead.ones\" (id, ssn) VALUES "
                + "(1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e'), (6, 'f'), (7, 'g'), (8, 'h'),"
                + " (9, 'i'), (10, 'j')");
      }
      coffer.commit();
    }
  }

  private static String versions(ProtectedDatabase database) throws SQLException {
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT string_agg(tableoid::text || ctid::text || xmin::text || xmax::text, ' '"
                    + " ORDER BY tableoid, ctid) FROM patient")) {
      result.next();
      return result.getString(1);
    }
  }
}
