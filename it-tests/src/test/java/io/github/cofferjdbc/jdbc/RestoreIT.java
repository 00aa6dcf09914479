package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cofferjdbc.admin.DatabaseIds;
import io.github.cofferjdbc.admin.Init;
import io.github.cofferjdbc.admin.InitRequest;
import io.github.cofferjdbc.admin.Pinning;
import io.github.cofferjdbc.admin.Rotate;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.testing.OtherServer;
import io.github.cofferjdbc.testing.TestDatabase;
import io.github.cofferjdbc.testing.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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

  /** Of another major version, started when a test wants it. */
  private static @Nullable OtherServer otherVersion;

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
    assertReadsRows(other, more);
    try (Connection coffer = coffer(other, more);
        Statement statement = coffer.createStatement()) {
      assertThatThrownBy(() -> statement.execute("INSERT INTO patient VALUES (3, 'S1')"))
          .as("what was unique is unique")
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
      statement.execute("INSERT INTO patient VALUES (4, 'S4', 'note 4')");
    }
  }

  private void assertReadsRows(TestDatabase other, Map<String, String> more) throws SQLException {
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
    DumpTools.require();
    Path dump = temporary.resolve("dump.sql");
    DumpTools.run(database.database(), "pg_dump", "--no-comments", "--file", dump.toString());
    assertThat(Files.readString(dump)).doesNotContain("note 1").doesNotContain("'S1'");
    try (TestDatabase restored = TestPostgres.shared().newDatabase()) {
      DumpTools.restore(restored, dump);
      assertReads(restored, Map.of(Setting.DATABASE.key(), id.toString()));
    }
  }

  /** The dump of a table has neither the types nor the id, so init comes before it. */
  @Test
  void aDumpOfOneTableIsReadWhereInitGaveTheDatabaseTheSameId() throws Exception {
    DumpTools.require();
    Path dump = temporary.resolve("table.sql");
    DumpTools.run(database.database(), "pg_dump", "--table", "patient", "--file", dump.toString());
    try (TestDatabase restored = TestPostgres.shared().newDatabase()) {
      init(restored, Optional.of(id));
      DumpTools.restore(restored, dump);
      assertReads(restored, Map.of(Setting.DATABASE.key(), id.toString()));
    }
  }

  /** Database and key store come back on another server of the same version. */
  @Test
  void aBaseBackupIsReadOnAnotherServerAndSoIsTheKeyStoreInIt() throws Exception {
    try (TestDatabase store = TestPostgres.shared().newDatabase()) {
      database.copyKeyStoreTo(store);
      try (OtherServer other = OtherServer.ofBaseBackup()) {
        TestDatabase restored = other.database(database.database().name());
        TestDatabase restoredStore = other.database(store.name());
        database.database().execute("DELETE FROM patient");
        Map<String, String> settings = new HashMap<>();
        settings.put(Setting.DATABASE.key(), id.toString());
        assertReads(restored, settings);
        settings.putAll(ProtectedDatabase.keyStoreIn(restoredStore, restoredStore.jdbcUrl()));
        assertReadsRows(restored, settings);
      }
    }
  }

  @Test
  void dumpsOfDatabaseAndKeyStoreAreReadOnAServerOfALaterVersion() throws Exception {
    DumpTools.require();
    Path dump = temporary.resolve("dump.sql");
    Path storeDump = temporary.resolve("store.sql");
    DumpTools.run(database.database(), "pg_dump", "--file", dump.toString());
    try (TestDatabase store = TestPostgres.shared().newDatabase()) {
      database.copyKeyStoreTo(store);
      DumpTools.run(
          store, "pg_dump", "--schema", "coffer_keystore", "--file", storeDump.toString());
    }
    OtherServer other = otherVersion();
    assumeTrue(
        other.majorVersion() > TestPostgres.shared().majorVersion(),
        "pg_dump's output is for servers of the same version or a later one");
    TestDatabase restored = other.newDatabase();
    TestDatabase restoredStore = other.newDatabase();
    DumpTools.restore(restored, dump);
    DumpTools.restore(restoredStore, storeDump);
    Map<String, String> settings =
        new HashMap<>(ProtectedDatabase.keyStoreIn(restoredStore, restoredStore.jdbcUrl()));
    settings.put(Setting.DATABASE.key(), id.toString());
    assertReads(restored, settings);
  }

  @Test
  void oneTableAloneIsReadOnAServerOfAnotherVersionWhereInitGaveTheDatabaseTheSameId()
      throws Exception {
    TestDatabase restored = otherVersion().newDatabase();
    init(restored, Optional.of(id));
    copyTable(restored);
    assertReads(restored, Map.of(Setting.DATABASE.key(), id.toString()));
  }

  private static OtherServer otherVersion() throws SQLException {
    OtherServer server = otherVersion;
    if (server == null) {
      server = OtherServer.ofOtherVersion();
      otherVersion = server;
    }
    return server;
  }

  @AfterAll
  static void stopOtherVersion() {
    OtherServer server = otherVersion;
    if (server != null) {
      server.close();
      otherVersion = null;
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
}
