package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.admin.Pinning;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.config.Settings;
import io.github.cofferjdbc.envelope.KeyId;
import io.github.cofferjdbc.error.CofferState;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.keys.store.ClusterRecord;
import io.github.cofferjdbc.keys.store.DatabaseEntry;
import io.github.cofferjdbc.keys.store.KeyEntry.Kind;
import io.github.cofferjdbc.keys.store.KeyEntry.State;
import io.github.cofferjdbc.keys.store.KeyStore;
import io.github.cofferjdbc.keys.store.ScopeEntry;
import io.github.cofferjdbc.testing.KmsKey;
import io.github.cofferjdbc.testing.KmsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A database on which commands are killed: what a command needs to have something to do, and what
 * must hold of it at any time and when the command has come to its end.
 */
final class KilledDatabase implements AutoCloseable {

  private final KmsServer kms = KmsServer.start();
  private final KmsKey first = kms.createKey();
  private final KmsKey second = kms.createKey();
  private final ProtectedDatabase database;
  private final Path settingsFile;
  private final List<String> rows;
  private boolean pinnedColumn;
  private int domains;

  KilledDatabase() throws SQLException, IOException {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE kept (id int PRIMARY KEY, secret encrypted.text_random,
              code encrypted.int4_eq);
            CREATE TABLE moved (id int PRIMARY KEY, word text NOT NULL DEFAULT 'none');
            CREATE INDEX ON moved (word);
            CREATE TABLE child () INHERITS (moved);
            INSERT INTO moved SELECT i, 'word ' || i FROM generate_series(1, 12) AS i;
            INSERT INTO child SELECT i, 'word ' || i FROM generate_series(13, 15) AS i;
            CREATE TABLE renamed (id int PRIMARY KEY, word text NOT NULL);
            CREATE INDEX ON renamed (word);
            INSERT INTO renamed SELECT i, 'renamed ' || i FROM generate_series(1, 9) AS i;
            CREATE TABLE doomed (note encrypted.text_random);
            CREATE TABLE pinned (note encrypted.text_eq)
            """,
            Map.of(
                Setting.MASTER_KEY.key(),
                "aws-kms:" + first.arn(),
                Setting.NEXT_MASTER_KEY.key(),
                "aws-kms:" + second.arn(),
                Setting.KMS_ENDPOINT.key(),
                kms.endpoint()));
    try (Connection coffer = database.coffer();
        Statement statement = coffer.createStatement()) {
      for (int i = 1; i <= 12; i++) {
        statement.execute("INSERT INTO kept VALUES (%d, 'secret %d', %d)".formatted(i, i, i % 4));
      }
    }
    rows = rows();
    settingsFile = Files.createTempFile("coffer-killed", ".properties");
    Properties properties = database.properties();
    properties.remove("user");
    properties.remove("password");
    properties.setProperty(Setting.CATALOG_TTL.key(), "PT0.001S");
    try (var writer = Files.newBufferedWriter(settingsFile)) {
      properties.store(writer, null);
    }
  }

  /** Returns the arguments of the process that is killed at this point. */
  List<String> arguments(KillableCommand command, String argument, int point) {
    return command.arguments(
        settingsFile,
        database.database().jdbcUrl(),
        database.database().user(),
        database.database().password(),
        argument,
        point);
  }

  private Settings settings() throws SQLException {
    return database.settings().with(Setting.CATALOG_TTL, "PT0.001S");
  }

  /** Gives the command something to do, and returns its argument. */
  String prepare(KillableCommand command) throws SQLException {
    return switch (command) {
      case ROTATE_MASTER -> {
        String now = record().masterKey().reference();
        yield "aws-kms:" + (now.contains(first.arn()) ? second : first).arn();
      }
      case ROTATE_CLUSTER, ROTATE_DATABASE, ROTATE_INDEX -> "";
      case TYPE -> newDomain();
      case RESEAL -> {
        Rotated.rotate(database);
        yield "";
      }
      case ENCRYPT -> {
        if (isEncrypted("moved")) {
          run(KillableCommand.DECRYPT, "moved.word");
        }
        yield "moved.word";
      }
      case DECRYPT, DECRYPT_BY_RENAMING -> {
        String table = command == KillableCommand.DECRYPT ? "moved" : "renamed";
        if (!isEncrypted(table)) {
          run(KillableCommand.ENCRYPT, table + ".word");
        }
        yield table + ".word";
      }
      case PIN -> {
        pinnedColumn = !pinnedColumn;
        database
            .database()
            .execute(
                "ALTER TABLE pinned "
                    + (pinnedColumn ? "ADD more encrypted.int4_random" : "DROP more"));
        yield "";
      }
      case DESTROY_KEY, SHRED_KEY -> retired(command == KillableCommand.SHRED_KEY);
      case SHRED_INDEX_KEY -> {
        String domain = newDomain();
        run(KillableCommand.TYPE, domain);
        KeyAccess.shared().clear(); // new scopes are asked for once a minute
        assertScoped(domain, "before it is shredded");
        yield KeyId.text(entry().scopeOf("public", domain).orElseThrow().indexKey());
      }
      case SHRED_DATABASE -> {
        UUID id = UUID.randomUUID();
        try (KeyStore store = database.keyStore();
            OpenCluster cluster = OpenCluster.open(store, settings())) {
          cluster.addDatabase(id, "doomed");
          cluster.markReady(id);
        }
        yield id.toString();
      }
    };
  }

  /** Returns the name of a domain that is no scope yet, and that the table scoped has. */
  private String newDomain() throws SQLException {
    String name = "domain_" + ++domains;
    database
        .database()
        .execute(
            "DROP TABLE IF EXISTS scoped; CREATE DOMAIN %1$s AS encrypted.text_eq; CREATE TABLE scoped (c %1$s)"
                .formatted(name));
    return name;
  }

  /** Returns a retired key that at most the table doomed needs. */
  private String retired(boolean needed) throws SQLException {
    String old = KeyId.text(entry().currentKey().id());
    database.database().execute("TRUNCATE doomed");
    if (needed) {
      doom();
    }
    Rotated.rotate(database);
    ResealRequest request = ResealRequest.of(Optional.of(ObjectName.parse("kept")), 1);
    assertThat(Reseal.run(database::plain, settings(), request, Progress.NONE).complete()).isTrue();
    return old;
  }

  private void doom() throws SQLException {
    KeyAccess.shared().clear();
    try (Connection coffer = database.coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO doomed VALUES ('doomed')");
    }
  }

  /** Runs the command as an operator does who finds that it was killed. */
  void run(KillableCommand command, String argument) throws SQLException {
    try (KeyStore store = database.keyStore()) {
      command.run(database::plain, store, settings(), argument);
    } catch (SQLException e) {
      // Killed behind the last change, so that nothing was left to be done.
      if ((command != KillableCommand.DECRYPT && command != KillableCommand.DECRYPT_BY_RENAMING)
          || !String.valueOf(e.getMessage()).contains("is not protected")) {
        throw e;
      }
    }
  }

  /** Returns the ids of the keys whose bytes the key store has, except for one. */
  SortedSet<String> keysBut(String keyId) throws SQLException {
    return entry().keys().stream()
        .filter(key -> key.wrapped() != null)
        .map(key -> KeyId.text(key.id()))
        .filter(id -> !id.equals(keyId))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Fails if a value cannot be read or written, or is not authentic. */
  void assertUsable(String at) throws SQLException {
    KeyAccess.shared().clear();
    assertThat(rows()).as(at).isEqualTo(rows);
    try (Connection coffer = database.coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("UPDATE kept SET secret = 'changed', code = 0 WHERE id = 7");
      statement.execute("UPDATE kept SET secret = 'secret 7', code = 3 WHERE id = 7");
      statement.execute("UPDATE moved SET word = 'changed' WHERE id = 7");
      statement.execute("UPDATE moved SET word = 'word 7' WHERE id = 7");
      statement.execute("UPDATE renamed SET word = 'changed' WHERE id = 7");
      statement.execute("UPDATE renamed SET word = 'renamed 7' WHERE id = 7");
    }
    assertThat(rows()).as(at).isEqualTo(rows);
  }

  /** Fails if the command has not done all it is for, or anything temporary is left. */
  void assertCompleted(KillableCommand command, String argument, ClusterRecord before, String at)
      throws SQLException, IOException {
    ClusterRecord now = record();
    assertThat(now.clusterKey().next()).as(at).isNull();
    switch (command) {
      case ROTATE_MASTER -> assertThat(now.masterKey().reference()).as(at).isEqualTo(argument);
      case ROTATE_CLUSTER ->
          assertThat(now.clusterKey().version())
              .as(at)
              .isGreaterThan(before.clusterKey().version());
      case ROTATE_DATABASE -> {
        assertThat(entry().currentKey().version())
            .as(at)
            .isGreaterThan(before.database(entry().id()).orElseThrow().currentKey().version());
      }
      case ROTATE_INDEX ->
          assertThat(entry().nextVersion(Kind.INDEX))
              .as(at)
              .isGreaterThan(before.database(entry().id()).orElseThrow().nextVersion(Kind.INDEX));
      case TYPE -> assertScoped(argument, at);
      case RESEAL ->
          assertThat(Rotated.keys(database, "kept", "secret"))
              .as(at)
              .containsExactly(KeyId.text(entry().currentKey().id()));
      case ENCRYPT -> assertThat(isEncrypted("moved")).as(at).isTrue();
      case DECRYPT -> assertThat(isEncrypted("moved")).as(at).isFalse();
      case DECRYPT_BY_RENAMING -> {
        assertThat(isEncrypted("renamed")).as(at).isFalse();
        assertThat(indexesOfWord("renamed")).as(at).containsExactly("renamed_word_idx|t|");
      }
      case PIN -> {
        try (Connection plain = database.plain();
            KeyStore store = database.keyStore()) {
          assertThat(Pinning.run(plain, store, settings(), true).changed()).as(at).isFalse();
        }
      }
      case SHRED_DATABASE -> assertThat(now.database(UUID.fromString(argument))).as(at).isEmpty();
      case DESTROY_KEY, SHRED_KEY, SHRED_INDEX_KEY ->
          assertThat(entry().key(KeyId.parse(argument)).orElseThrow().state())
              .as(at)
              .isEqualTo(State.DESTROYED);
    }
    if (command == KillableCommand.SHRED_KEY) {
      assertGone("SELECT note FROM doomed", at);
      database.database().execute("TRUNCATE doomed");
    } else if (command == KillableCommand.SHRED_INDEX_KEY) {
      assertGone("SELECT c FROM scoped", at);
      database.database().execute("DROP TABLE scoped");
    } else {
      assertThat(Verify.run(database::plain, settings(), null, 1, Progress.NONE).unauthentic())
          .as(at)
          .isZero();
    }
    if (command != KillableCommand.RESEAL) {
      assertThat(entry().keys())
          .as(at)
          .noneMatch(key -> key.kind() == Kind.DATABASE && key.state() == State.PENDING);
    }
    assertNothingTemporary(at);
  }

  private void assertScoped(String domain, String at) throws SQLException {
    ScopeEntry scope = entry().scopeOf("public", domain).orElseThrow();
    assertThat(scope.pending()).as(at).isFalse();
    try (Connection coffer = database.coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO scoped VALUES ('scoped')");
    }
    assertThat(Rotated.rows(database.coffer(), "SELECT c FROM scoped WHERE c = 'scoped'"))
        .as(at)
        .containsExactly("scoped|");
    assertThat(Rotated.keys(database, "scoped", "c"))
        .as(at)
        .containsExactly(KeyId.text(scope.indexKey()));
  }

  private void assertGone(String query, String at) {
    assertThatThrownBy(() -> Rotated.rows(database.coffer(), query))
        .as(at)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(CofferState.KEY_MISSING.matches(e)).isTrue());
  }

  private void assertNothingTemporary(String at) throws SQLException, IOException {
    ColumnMigrationIT.assertNothingLeft(database);
    try (Connection plain = database.plain()) {
      assertThat(Session.number(plain, "SELECT count(*) FROM pg_prepared_xacts")).as(at).isZero();
      assertThat(Session.number(plain, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
          .as(at)
          .isZero();
    }
    String place = settings().text(Setting.KEY_STORE).orElseThrow().substring("file:".length());
    try (Stream<Path> files = Files.list(Path.of(place))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as(at)
          .hasSize(2)
          .contains(".lock")
          .noneMatch(name -> name.endsWith(".tmp"));
    }
  }

  ClusterRecord record() throws SQLException {
    try (KeyStore store = database.keyStore();
        OpenCluster cluster = OpenCluster.open(store, settings())) {
      for (DatabaseEntry each : cluster.record().databases().values()) {
        cluster.keyring(each.id()).close();
      }
      return cluster.record();
    }
  }

  private DatabaseEntry entry() throws SQLException {
    return record().database(Rotated.id(database)).orElseThrow();
  }

  private List<String> indexesOfWord(String table) throws SQLException {
    return Rotated.rows(
        database.plain(),
        "SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE NOT indisprimary AND indrelid"
            + " = '%s'::regclass".formatted(table));
  }

  private boolean isEncrypted(String table) throws SQLException {
    try (Connection plain = database.plain()) {
      return Session.yes(
          plain,
          "SELECT atttypid = 'encrypted.text_eq'::regtype FROM pg_attribute WHERE attrelid ="
              + " '%s'::regclass AND attname = 'word'".formatted(table));
    }
  }

  private List<String> rows() throws SQLException {
    List<String> all =
        new ArrayList<>(
            Rotated.rows(database.coffer(), "SELECT id, secret, code FROM kept ORDER BY id"));
    all.addAll(Rotated.rows(database.coffer(), "SELECT id, word FROM moved ORDER BY id"));
    all.addAll(Rotated.rows(database.coffer(), "SELECT id, word FROM renamed ORDER BY id"));
    return all;
  }

  @Override
  public void close() throws SQLException {
    database.close();
    kms.close();
    settingsFile.toFile().delete();
  }
}
