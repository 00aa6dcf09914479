package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.cofferjdbc.admin.Pinning;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * {@code coffer.policy=pinned} against a database administrator who changes the catalog: nothing in
 * clear leaves the client, and what he puts in the place of a pinned object is refused.
 */
class PinnedPolicyIT {

  private static final String CANARY = "canary-0815";

  private static final String TABLES =
      """
      CREATE TABLE patient (id int, ssn encrypted.text_eq, city text,
        note encrypted.text_random);
      CREATE VIEW person AS SELECT id, ssn FROM patient;
      CREATE TABLE visit (id int, patient int, day date);
      CREATE DOMAIN iban AS encrypted.text_eq;
      CREATE TABLE account (id int, number iban) PARTITION BY LIST (id);
      CREATE TABLE account_1 PARTITION OF account DEFAULT;
      CREATE FUNCTION find(wanted encrypted.text_eq) RETURNS int LANGUAGE sql
        AS 'SELECT id FROM public.patient WHERE ssn::bytea = wanted::bytea';
      """;

  private static ProtectedDatabase original;
  private static Map<String, String> pinned;
  private static String user;

  private ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    original = ProtectedDatabase.with(TABLES);
    pinned = pinned(pin(original), "PT1H");
    user = '"' + original.database().user() + '"';
  }

  @AfterAll
  static void close() throws Exception {
    original.close();
  }

  @BeforeEach
  void copy() throws Exception {
    database = original.copy();
  }

  @AfterEach
  void drop() throws Exception {
    database.database().execute("ALTER ROLE " + user + " RESET ALL");
    database.close();
  }

  private static Map<String, String> pinned(Pinning.Result pin, String ttl) {
    return Map.of(
        Setting.POLICY.key(),
        "pinned",
        Setting.DATABASE.key(),
        pin.databaseId().toString(),
        Setting.DATABASE_KEY_TTL.key(),
        ttl,
        Setting.CATALOG_TTL.key(),
        "PT0S");
  }

  private static Pinning.Result pin(ProtectedDatabase database) throws SQLException {
    try (Connection connection = database.plain()) {
      return Pinning.run(connection, database.keyStore(), database.settings(), false);
    }
  }

  private static Map<String, String> with(
      Map<String, String> settings, Setting setting, String value) {
    Map<String, String> changed = new HashMap<>(settings);
    changed.put(setting.key(), value);
    return changed;
  }

  /** What an application sends; each with plaintext that belongs to a pinned object. */
  private static final List<String> STATEMENTS =
      List.of(
          "INSERT INTO patient VALUES (1, 'C', 'Berlin', 'C')",
          "INSERT INTO patient (id, ssn) VALUES (2, 'C')",
          "UPDATE patient SET note = 'C' WHERE ssn = 'C'",
          "SELECT id, ssn, note FROM patient WHERE ssn = 'C'",
          "SELECT ssn FROM person WHERE ssn = 'C'",
          "SELECT find('C')",
          "SELECT 1 FROM patient p WHERE EXISTS (SELECT FROM visit v WHERE v.patient = p.id AND"
              + " ssn = 'C')",
          "INSERT INTO account VALUES (1, 'C')",
          "INSERT INTO account_1 VALUES (1, 'C')",
          "SELECT 'C'::iban");

  /** No pin says which columns are generated, and so are not among the rows of COPY. */
  @Test
  void copyRefusesToBelieveWhichColumnsAreGenerated() throws Exception {
    String rows = "1\t" + CANARY + "\tBerlin\t" + CANARY + "\n";
    int before = TestPostgres.shared().logLength();
    try (Connection connection = database.coffer(pinned)) {
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      assertThat(copies.copyIn("COPY patient FROM STDIN", new StringReader(rows))).isEqualTo(1);
      database
          .database()
          .execute(
              "ALTER TABLE patient ADD COLUMN added text;"
                  + " UPDATE pg_attribute SET attgenerated = 's'"
                  + " WHERE attrelid = 'patient'::regclass AND attname = 'id'");
      assertThatThrownBy(() -> copies.copyIn("COPY patient FROM STDIN", new StringReader(rows)))
          .hasFieldOrPropertyWithValue("SQLState", "KE003");
    }
    assertThat(TestPostgres.shared().logSince(before)).doesNotContain(CANARY);
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(city) FROM patient")) {
      count.next();
      assertThat(count.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void whatIsAsItWasPinnedIsUsedAsEver() throws Exception {
    assertThat(use(database.coffer(pinned))).isEmpty();
  }

  /** Sends all of them, as literals and with parameters; returns what came of them. */
  private static List<Throwable> use(Connection connection) throws SQLException {
    List<Throwable> failures = new ArrayList<>();
    try (connection) {
      for (String sql : STATEMENTS) {
        Throwable literal =
            catchThrowable(
                () -> {
                  try (Statement statement = connection.createStatement()) {
                    statement.execute(sql.replace("'C'", "'" + CANARY + "'"));
                  }
                });
        Throwable parameter =
            catchThrowable(
                () -> {
                  try (PreparedStatement statement =
                      connection.prepareStatement(
                          sql.replace("'C'", "?").replace("VALUES (1", "VALUES (3 + 0"))) {
                    int count = statement.getParameterMetaData().getParameterCount();
                    for (int i = 1; i <= count; i++) {
                      statement.setString(i, CANARY);
                    }
                    statement.execute();
                  }
                });
        for (Throwable failure : new Throwable[] {literal, parameter}) {
          if (failure != null) {
            failures.add(failure);
          }
        }
      }
    }
    return failures;
  }

  static List<String> attacks() {
    return List.of(
        "DROP VIEW person; ALTER TABLE patient ALTER COLUMN ssn TYPE text USING 'x'",
        "ALTER TABLE patient ALTER COLUMN note TYPE bytea",
        "DROP VIEW person; DROP TABLE patient; CREATE TABLE patient (id int, ssn text, city text,"
            + " note text)",
        "ALTER TABLE patient RENAME COLUMN ssn TO other; ALTER TABLE patient RENAME COLUMN city TO"
            + " ssn; ALTER TABLE patient RENAME COLUMN other TO city",
        "ALTER TABLE patient RENAME COLUMN ssn TO other; ALTER TABLE patient RENAME COLUMN note TO"
            + " ssn; ALTER TABLE patient RENAME COLUMN other TO note",
        "ALTER TABLE patient RENAME TO patients; CREATE TABLE patient (id int, ssn text, city text,"
            + " note text)",
        "ALTER TABLE patient RENAME COLUMN ssn TO old; ALTER TABLE patient ADD COLUMN ssn text",
        "CREATE SCHEMA early; CREATE TABLE early.patient (id int, ssn text, city text, note text);"
            + " ALTER ROLE USER SET search_path = early, public",
        "CREATE SCHEMA early; CREATE VIEW early.patient AS SELECT id, 'x'::text AS ssn, city,"
            + " 'x'::text AS note FROM public.patient; ALTER ROLE USER SET search_path = early,"
            + " public",
        "CREATE SCHEMA USER; CREATE TABLE USER.patient (id int, ssn text, city text, note text)",
        "DROP FUNCTION find; CREATE FUNCTION find(wanted text) RETURNS int LANGUAGE sql AS"
            + " 'SELECT 1'",
        "DROP VIEW person; CREATE VIEW person AS SELECT id, city AS ssn FROM patient",
        "DROP VIEW person; CREATE TABLE person (id int, ssn encrypted.text_eq)",
        "ALTER TABLE account DETACH PARTITION account_1; ALTER TABLE account_1 ALTER COLUMN number"
            + " TYPE text USING 'x'",
        "ALTER TABLE account ALTER COLUMN number TYPE text USING 'x'; DROP DOMAIN iban; CREATE"
            + " DOMAIN iban AS text",
        "ALTER TABLE visit ADD COLUMN ssn text",
        "DROP SCHEMA encrypted CASCADE",
        "ALTER SCHEMA encrypted RENAME TO hidden; CREATE SCHEMA encrypted; CREATE DOMAIN"
            + " encrypted.text_eq AS text",
        "CREATE OR REPLACE FUNCTION encrypted.database_id() RETURNS uuid LANGUAGE sql IMMUTABLE AS"
            + " 'SELECT gen_random_uuid()'");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void sendsNothingInClearWhateverTheCatalogSays(String attack) throws Exception {
    Connection before = database.coffer(with(pinned, Setting.CATALOG_TTL, "PT1H"));
    try (Statement statement = before.createStatement()) {
      statement.executeQuery("SELECT ssn FROM patient").close(); // what it knows is the old state
    }
    database.database().execute(attack.replace("USER", user));
    int log = TestPostgres.shared().logLength();

    List<Throwable> afterwards = new ArrayList<>(use(before));
    Throwable refused = catchThrowable(() -> afterwards.addAll(use(database.coffer(pinned))));
    if (refused != null) {
      afterwards.add(refused);
    }

    assertThat(TestPostgres.shared().logSince(log)).doesNotContain(CANARY);
    assertThat(afterwards).isNotEmpty();
    assertThat(afterwards)
        .allSatisfy(failure -> assertThat(failure).hasMessageNotContaining(CANARY))
        .anySatisfy(
            failure -> assertThat(((SQLException) failure).getSQLState()).isIn("KE006", "KE003"));
  }

  /** So the attacks are real, and what the other tests look for would be found. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP VIEW person; ALTER TABLE patient ALTER COLUMN ssn TYPE text USING 'x'",
        "ALTER TABLE patient RENAME TO patients; CREATE TABLE patient (id int, ssn text, city text,"
            + " note text)",
        "CREATE SCHEMA early; CREATE TABLE early.patient (id int, ssn text, city text, note text);"
            + " ALTER ROLE USER SET search_path = early, public"
      })
  void withoutThePolicyThePlaintextIsSent(String attack) throws Exception {
    database.database().execute(attack.replace("USER", user));
    int log = TestPostgres.shared().logLength();
    use(database.coffer(with(pinned, Setting.POLICY, "catalog")));
    assertThat(TestPostgres.shared().logSince(log)).contains(CANARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"public", "early", "USER"})
  void anOverloadThatTakesPlaintextGetsNone(String schema) throws Exception {
    database
        .database()
        .execute(
            ("CREATE SCHEMA IF NOT EXISTS "
                    + schema
                    + "; CREATE FUNCTION "
                    + schema
                    + ".find(wanted text) RETURNS int LANGUAGE sql AS 'SELECT 1';"
                    + " ALTER ROLE USER SET search_path = early, \"$user\", public")
                .replace("USER", user));
    int log = TestPostgres.shared().logLength();
    use(database.coffer(pinned));
    assertThat(TestPostgres.shared().logSince(log)).contains("find(").doesNotContain(CANARY);
  }

  @Test
  void aTemporaryTableInFrontIsRefused() throws Exception {
    try (Connection connection = database.coffer(pinned);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "DO $$ BEGIN EXECUTE 'CREATE TEMP TABLE pati' || 'ent (id int, ssn text)'; END $$");
      int log = TestPostgres.shared().logLength();
      assertThatThrownBy(
              () -> statement.execute("INSERT INTO patient VALUES (7, '" + CANARY + "')"))
          .hasMessageContaining("coffer pin")
          .extracting("SQLState")
          .isEqualTo("KE006");
      assertThat(TestPostgres.shared().logSince(log)).doesNotContain(CANARY);
    }
  }

  @Test
  void aTriggerThatChangesTheSearchPathAtLoginGainsNothing() throws Exception {
    Assumptions.assumeTrue(
        TestPostgres.shared().majorVersion() >= 17, "login triggers are from PostgreSQL 17 on");
    database
        .database()
        .execute(
            """
            CREATE SCHEMA early; CREATE TABLE early.patient (id int, ssn text, city text, note text);
            CREATE FUNCTION early.at_login() RETURNS event_trigger LANGUAGE plpgsql AS
              $$ BEGIN PERFORM set_config('search_path', 'early, public', false); END $$;
            CREATE EVENT TRIGGER at_login ON login EXECUTE FUNCTION early.at_login()
            """);
    int log = TestPostgres.shared().logLength();

    List<Throwable> failures = new ArrayList<>(use(database.coffer(pinned)));

    try (Connection plain = database.plain();
        Statement statement = plain.createStatement();
        ResultSet path = statement.executeQuery("SHOW search_path")) {
      assertThat(path.next()).isTrue();
      assertThat(path.getString(1)).as("it fires").isEqualTo("early, public");
    }
    assertThat(TestPostgres.shared().logSince(log)).doesNotContain(CANARY);
    assertThat(failures)
        .anySatisfy(
            failure -> assertThat(((SQLException) failure).getSQLState()).isEqualTo("KE006"));
  }

  @Test
  void aChangeThatIsPinnedIsFollowed() throws Exception {
    try (ProtectedDatabase own = ProtectedDatabase.with(TABLES)) {
      Map<String, String> settings = pinned(pin(own), "PT1H");
      own.database().execute("ALTER TABLE visit ADD COLUMN reason encrypted.text_random");
      own.database().execute("ALTER TABLE patient DROP COLUMN city");
      String insert = "INSERT INTO patient VALUES (8, '" + CANARY + "')";
      try (Connection connection = own.coffer(settings);
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute(insert))
            .extracting("SQLState")
            .isEqualTo("KE006");
      }

      Pinning.Result again = pin(own);

      assertThat(again.version()).isEqualTo(2);
      assertThat(again.changes())
          .containsExactly("changed: \"public\".\"patient\"", "new: \"public\".\"visit\"");
      // Another time to live makes it another keyring than the one that was asked within a minute.
      try (Connection connection = own.coffer(pinned(again, "PT59M"));
          Statement statement = connection.createStatement()) {
        statement.execute(insert);
        statement.execute("INSERT INTO visit (reason) VALUES ('" + CANARY + "')");
      }
      assertThat(pin(own).changed()).isFalse();
    }
  }

  @Test
  void columnsAddedBehindAndNewTablesNeedNoPin() throws Exception {
    database.database().execute("ALTER TABLE patient ADD COLUMN phone encrypted.text_random");
    database.database().execute("CREATE TABLE later (v encrypted.text_eq)");
    int log = TestPostgres.shared().logLength();
    try (Connection connection = database.coffer(pinned);
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO patient (id, phone) VALUES (9, '" + CANARY + "')");
      statement.execute("INSERT INTO later VALUES ('" + CANARY + "')");
      try (ResultSet rows = statement.executeQuery("SELECT v FROM later")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo(CANARY);
      }
    }
    assertThat(TestPostgres.shared().logSince(log)).doesNotContain(CANARY);
  }

  @Test
  void connectingNeedsADatabaseIdAndAPin() throws Exception {
    assertThatThrownBy(() -> database.coffer(Map.of(Setting.POLICY.key(), "pinned")))
        .hasMessageContaining("coffer.database")
        .extracting("SQLState")
        .isEqualTo("KE009");
    try (ProtectedDatabase other = ProtectedDatabase.with("CREATE TABLE t (v encrypted.int4_eq)")) {
      UUID id;
      try (Connection connection = other.plain();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT encrypted.database_id()")) {
        rows.next();
        id = rows.getObject(1, UUID.class);
      }
      Map<String, String> unpinned =
          Map.of(Setting.POLICY.key(), "pinned", Setting.DATABASE.key(), id.toString());
      assertThatThrownBy(() -> other.coffer(unpinned))
          .hasMessageContaining("is not pinned")
          .extracting("SQLState")
          .isEqualTo("KE006");
      assertThatThrownBy(() -> other.coffer(pinned)).extracting("SQLState").isEqualTo("KE006");
    }
  }

  @Test
  void nothingOfTheWrappedDriverIsHandedOut() throws Exception {
    try (Connection connection = database.coffer(pinned);
        Statement statement = connection.createStatement()) {
      assertThat(connection.unwrap(PGConnection.class)).isSameAs(connection);
      assertThat(connection.isWrapperFor(BaseConnection.class)).isFalse();
      assertThatThrownBy(() -> connection.unwrap(BaseConnection.class))
          .extracting("SQLState")
          .isEqualTo("KE007");
      assertThatThrownBy(() -> statement.unwrap(org.postgresql.jdbc.PgStatement.class))
          .extracting("SQLState")
          .isEqualTo("KE007");
      assertThatThrownBy(
              () -> connection.getMetaData().unwrap(org.postgresql.jdbc.PgDatabaseMetaData.class))
          .extracting("SQLState")
          .isEqualTo("KE007");
    }
  }

  @Test
  void rowsThatNoPlanKnowsAreRefused() throws Exception {
    try (Connection connection = database.coffer(pinned);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("DECLARE c CURSOR FOR SELECT ssn FROM patient");
      assertThatThrownBy(() -> statement.executeQuery("FETCH c"))
          .hasMessageContaining("pinned")
          .extracting("SQLState")
          .isEqualTo("KE003");
    }
  }

  @Test
  void namesOfProtectedColumnsMayRepeatInInnerQueries() throws Exception {
    try (Connection connection = database.coffer(pinned);
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO patient (id, ssn) VALUES (1, '" + CANARY + "')");
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT id FROM patient WHERE ssn IN (SELECT ssn FROM patient WHERE ssn = '"
                  + CANARY
                  + "')")) {
        assertThat(rows.next()).isTrue();
      }
    }
  }

  @Test
  void whatWasPreparedIsHeldAgainstThePinWhenItIsExecuted() throws Exception {
    try (Connection connection = database.coffer(pinned);
        Statement statement = connection.createStatement()) {
      statement.execute("PREPARE add (int, text) AS INSERT INTO patient (id, ssn) VALUES ($1, $2)");
      int log = TestPostgres.shared().logLength();
      statement.execute("EXECUTE add (1, '" + CANARY + "')");
      database
          .database()
          .execute("DROP VIEW person; ALTER TABLE patient ALTER COLUMN ssn TYPE text USING 'x'");

      assertThatThrownBy(() -> statement.execute("EXECUTE add (2, '" + CANARY + "')"))
          .extracting("SQLState")
          .isEqualTo("KE006");
      assertThat(TestPostgres.shared().logSince(log))
          .contains("EXECUTE add")
          .doesNotContain(CANARY);
    }
  }

  /** Else the server could have an argument take the name of another. */
  @Test
  void takesNoArgumentByItsName() throws Exception {
    try (Connection connection = database.coffer(pinned);
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT find('x')").close();
      assertThatThrownBy(() -> statement.executeQuery("SELECT find(wanted => 'x')"))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("by position");
    }
  }

  /** Else the server could have a protected column taken for the plain key. */
  @Test
  void takesNoBoundOfAKeyThatIsSaidToBePlain() throws Exception {
    try (Connection connection = database.coffer(pinned);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(
              () -> statement.execute("CREATE TABLE late PARTITION OF account FOR VALUES IN (7)"))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("bounds would be plaintext");
    }
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE late PARTITION OF account FOR VALUES IN (7)");
    }
  }
}
