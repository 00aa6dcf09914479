package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.admin.DatabaseIds;
import io.github.cofferjdbc.admin.Init;
import io.github.cofferjdbc.admin.InitRequest;
import io.github.cofferjdbc.admin.Pinning;
import io.github.cofferjdbc.admin.Rotate;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What is readable after databases, tables and key stores were restored: docs/keys.md. */
class RestoreIT {

  private static final String TABLE =
      "CREATE TABLE patient (id int PRIMARY KEY, ssn encrypted.text_eq UNIQUE,"
          + " note encrypted.text_random)";

  @TempDir private Path temporary;
  private ProtectedDatabase database;
  private UUID id;

  @BeforeEach
  void fill() throws SQLException {
    database = ProtectedDatabase.with(TABLE);
    try (Connection plain = database.plain()) {
      id = DatabaseIds.of(plain);
    }
    try (Connection coffer = database.coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO patient VALUES (1, 'S1', 'note 1'), (2, 'S2', 'note 2')");
    }
  }

  @AfterEach
  void drop() throws SQLException {
    KeyAccess.shared().clear();
    database.close();
  }

  private Connection coffer(TestDatabase other, Map<String, String> more) throws SQLException {
    Properties properties = database.properties();
    properties.putAll(more);
    return DriverManager.getConnection(other.cofferUrl(), properties);
  }

  private void assertReads(TestDatabase other, Map<String, String> more) throws SQLException {
    try (Connection coffer = coffer(other, more);
        Statement statement = coffer.createStatement()) {
      for (int i = 1; i <= 2; i++) {
        try (ResultSet row =
            statement.executeQuery("SELECT id, note FROM patient WHERE ssn = 'S" + i + "'")) {
          assertThat(row.next()).isTrue();
          assertThat(row.getInt(1)).isEqualTo(i);
          assertThat(row.getString(2)).isEqualTo("note " + i);
        }
      }
      assertThatThrownBy(() -> statement.execute("INSERT INTO patient VALUES (3, 'S1')"))
          .as("what was unique is unique")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      statement.execute("INSERT INTO patient VALUES (4, 'S4', 'note 4')");
    }
  }

  @Test
  void aDatabaseUnderAnotherNameIsReadWithTheSameKeyStore() throws Exception {
    try (ProtectedDatabase copy = database.copy()) {
      assertReads(copy.database(), Map.of(Setting.DATABASE.key(), id.toString()));
    }
  }

  @Test
  void aDumpIsReadUnderAnotherName() throws Exception {
    requireDumpTools();
    Path dump = temporary.resolve("dump.sql");
    run(database.database(), "pg_dump", "--no-comments", "--file", dump.toString());
    assertThat(Files.readString(dump)).doesNotContain("note 1").doesNotContain("'S1'");
    try (TestDatabase restored = TestPostgres.shared().newDatabase()) {
      run(restored, "psql", "--quiet", "-v", "ON_ERROR_STOP=1", "--file", dump.toString());
      assertReads(restored, Map.of(Setting.DATABASE.key(), id.toString()));
    }
  }

  /** The dump of a table has neither the types nor the id, so init comes before it. */
  @Test
  void aDumpOfOneTableIsReadWhereInitGaveTheDatabaseTheSameId() throws Exception {
    requireDumpTools();
    Path dump = temporary.resolve("table.sql");
    run(database.database(), "pg_dump", "--table", "patient", "--file", dump.toString());
    try (TestDatabase restored = TestPostgres.shared().newDatabase()) {
      init(restored, Optional.of(id));
      run(restored, "psql", "--quiet", "-v", "ON_ERROR_STOP=1", "--file", dump.toString());
      assertReads(restored, Map.of(Setting.DATABASE.key(), id.toString()));
    }
  }

  @Test
  void oneTableAloneIsReadWhereInitGaveTheDatabaseTheSameId() throws Exception {
    try (TestDatabase restored = TestPostgres.shared().newDatabase()) {
      init(restored, Optional.of(id));
      copyTable(restored);
      assertReads(restored, Map.of(Setting.DATABASE.key(), id.toString()));
    }
  }

  @Test
  void oneTableAloneInADatabaseOfItsOwnIsNotTakenAsGenuine() throws Exception {
    try (TestDatabase restored = TestPostgres.shared().newDatabase()) {
      init(restored, Optional.empty());
      copyTable(restored);
      try (Connection coffer = coffer(restored, Map.of());
          Statement statement = coffer.createStatement()) {
        for (String column : List.of("ssn", "note")) {
          assertState(
              "KE002",
              () -> {
                try (ResultSet rows =
                    statement.executeQuery("SELECT " + column + " FROM patient")) {
                  rows.next();
                  rows.getString(1);
                }
              });
        }
      }
    }
  }

  private void init(TestDatabase restored, Optional<UUID> databaseId) throws SQLException {
    try (Connection connection = restored.connect();
        KeyStore store = database.keyStore()) {
      Init.run(
          connection,
          store,
          database.settings(),
          new InitRequest(Optional.empty(), Optional.empty(), Optional.empty(), databaseId));
    }
  }

  private void copyTable(TestDatabase restored) throws SQLException, IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    try (Connection from = database.plain();
        Connection to = restored.connect();
        Statement statement = to.createStatement()) {
      copy(from).copyOut("COPY patient TO STDOUT", rows);
      statement.execute(TABLE);
      copy(to).copyIn("COPY patient FROM STDIN", new ByteArrayInputStream(rows.toByteArray()));
    }
  }

  private static CopyManager copy(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  @Test
  void theKeyStoreIsReadFromItsBackupInAnotherPlace() throws Exception {
    Map<String, String> backup = backup("backup");
    assertReads(database.database(), backup);
  }

  @Test
  void whatWasWrittenAfterARotationIsMissingInTheBackupFromBefore() throws Exception {
    Map<String, String> backup = backup("before");
    String keyId;
    try (KeyStore store = database.keyStore()) {
      keyId = String.valueOf(Rotate.database(store, database.settings(), id).keyId());
    }
    KeyAccess.shared().clear();
    try (Connection coffer = database.coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO patient VALUES (9, 'S9', 'note 9')");
    }
    assertReads(database.database(), backup);
    try (Connection coffer = coffer(database.database(), backup);
        Statement statement = coffer.createStatement()) {
      assertThatThrownBy(
              () -> {
                try (ResultSet row =
                    statement.executeQuery("SELECT note FROM patient WHERE id = 9")) {
                  row.next();
                  row.getString(1);
                }
              })
          .hasMessageContaining(keyId)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE002"));
    }
  }

  @Test
  void anOlderPinIsRefusedByAProcessThatHasSeenTheNewerOne() throws Exception {
    Map<String, String> pinned =
        Map.of(Setting.POLICY.key(), "pinned", Setting.DATABASE.key(), id.toString());
    pin();
    Path record = record(store());
    byte[] old = Files.readAllBytes(record);
    database.database().execute("CREATE TABLE visit (ssn encrypted.text_eq)");
    pin();
    byte[] newest = Files.readAllBytes(record);
    KeyAccess.shared().clear(); // what it has in memory has no pin
    coffer(database.database(), pinned).close();

    Files.write(record, old);
    KeyAccess.shared().clear();
    assertThatThrownBy(() -> coffer(database.database(), pinned).close())
        .hasMessageContaining("rolled back")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE006"));

    Files.write(record, newest);
    coffer(database.database(), pinned).close();
  }

  private void pin() throws SQLException {
    try (Connection plain = database.plain();
        KeyStore store = database.keyStore()) {
      assertThat(Pinning.run(plain, store, database.settings(), false).changed()).isTrue();
    }
  }

  private static void assertState(String state, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as("%s", e).isEqualTo(state));
  }

  private Path store() throws SQLException {
    String place = database.settings().text(Setting.KEY_STORE).orElseThrow();
    return Path.of(place.substring("file:".length()));
  }

  private static Path record(Path store) throws IOException {
    try (var files = Files.list(store)) {
      return files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
    }
  }

  /** Copies the key store, and returns the settings that name the copy. */
  private Map<String, String> backup(String name) throws SQLException, IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    Path record = record(store());
    Files.copy(record, folder.resolve(record.getFileName()));
    return Map.of(Setting.KEY_STORE.key(), "file:" + folder);
  }

  /** A client of an earlier version refuses to dump a later server. */
  private static void requireDumpTools() throws Exception {
    int version = -1;
    try {
      Process process = new ProcessBuilder("pg_dump", "--version").start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      Matcher matcher = Pattern.compile("(\\d+)").matcher(out);
      version = process.waitFor() == 0 && matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    } catch (IOException e) {
      // Told below.
    }
    int server = TestPostgres.shared().majorVersion();
    Assumptions.assumeTrue(
        version >= server,
        "there is no pg_dump for PostgreSQL " + server + " (found: " + version + ")");
  }

  private static void run(TestDatabase database, String... command) throws Exception {
    URI uri = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(
        List.of(
            "--host", uri.getHost(),
            "--port", Integer.toString(uri.getPort() < 0 ? 5432 : uri.getPort()),
            "--username", database.user(),
            "--dbname", database.name()));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", database.password());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command[0], out).isZero();
  }
}
