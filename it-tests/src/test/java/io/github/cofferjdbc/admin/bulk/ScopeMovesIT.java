package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.admin.Rotate;
import io.github.cofferjdbc.admin.ScopeRegistration;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Columns that come to a registered scope, go from it and between two, and the end of its key. */
class ScopeMovesIT {

  private static final KeyService KEYS = new KeyService();

  private static final String TABLES =
      """
      CREATE DOMAIN iban AS encrypted.text_eq;
      CREATE DOMAIN badge AS encrypted.text_eq;
      CREATE DOMAIN note AS encrypted.text_random;
      CREATE TABLE account (id int PRIMARY KEY, number text NOT NULL, remark text, tags text[],
        old encrypted.text_eq);
      CREATE INDEX by_number ON account (number);
      INSERT INTO account (id, number, remark, tags)
        SELECT i, 'DE' || i % 7, 'remark ' || i, ARRAY['t' || i, NULL]
        FROM generate_series(1, 20) AS i;
      """;

  private ProtectedDatabase database;

  @BeforeEach
  void open() throws SQLException {
    Map<String, String> settings = new HashMap<>(KEYS.settings());
    settings.put(Setting.CATALOG_TTL.key(), "PT0S");
    database = ProtectedDatabase.with(TABLES, settings);
    for (String domain : List.of("iban", "badge", "note")) {
      register(domain);
    }
  }

  @AfterEach
  void close() throws SQLException {
    KeyAccess.shared().clear();
    database.close();
  }

  @AfterAll
  static void stop() {
    KEYS.close();
  }

  private int register(String domain) throws SQLException {
    try (Connection connection = database.plain();
        KeyStore store = database.keyStore()) {
      int scope =
          ScopeRegistration.run(connection, store, database.settings(), domain, null).scope();
      KeyAccess.shared().clear();
      return scope;
    }
  }

  private void migrate(String column, @Nullable String type) throws SQLException {
    ColumnMigration.run(
        database::plain,
        database.settings(),
        new MigrationRequest(
            ObjectName.parse(column),
            Optional.ofNullable(type),
            1,
            false,
            false,
            false,
            MigrationRequest.SwapMode.REWRITE),
        Progress.NONE);
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private List<String> rows(String query) throws SQLException {
    return Rotated.rows(database.coffer(), query);
  }

  private List<String> headers(String table, String column) throws SQLException {
    return Rotated.rows(
        database.plain(),
        "SELECT DISTINCT encode(substring("
            + column
            + "::bytea, 1, 4), 'hex') FROM "
            + table
            + " WHERE "
            + column
            + " IS NOT NULL");
  }

  private String keyOf(String table, String column) throws SQLException {
    return Rotated.rows(
            database.plain(),
            "SELECT encode(substring(" + column + "::bytea, 5, 4), 'hex') FROM " + table)
        .get(0)
        .replace("|", "");
  }

  @Test
  void encryptTakesADomainOfAScopeAndDecryptGivesTheValuesBack() throws SQLException {
    String query = "SELECT id, number, remark, tags FROM account ORDER BY id";
    List<String> before = rows(query);
    migrate("account.number", "iban");
    migrate("account.remark", "public.note");
    migrate("account.tags", "badge[]");
    assertThat(headers("account", "number")).containsExactly("ec110801|");
    assertThat(headers("account", "remark")).containsExactly("ec100803|");
    assertThat(rows(query)).isEqualTo(before);
    assertThat(rows("SELECT count(*) FROM account WHERE number = 'DE3'")).containsExactly("3|");
    assertThat(
            Verify.run(database::plain, database.settings(), null, 1, Progress.NONE).unauthentic())
        .isZero();
    assertThatThrownBy(() -> migrate("account.number", "badge"))
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE009");
    migrate("account.number", null);
    migrate("account.remark", null);
    migrate("account.tags", null);
    assertThat(Rotated.rows(database.plain(), query)).isEqualTo(before);
  }

  @Test
  void alterTypeMovesAColumnToAScopeBetweenTwoAndFromIt() throws SQLException {
    List<String> before = rows("SELECT number FROM account ORDER BY id");
    for (String[] step :
        new String[][] {
          {"iban", "ec110801|"},
          {"badge", "ec110802|"},
          {"encrypted.text_eq", "ec110800|"},
          {"note", "ec100803|"},
          {"iban", "ec110801|"}
        }) {
      boolean random = step[0].equals("note");
      try (Connection coffer = database.coffer()) {
        execute(coffer, random ? "DROP INDEX by_number" : "SELECT 1");
        execute(coffer, "ALTER TABLE account ALTER COLUMN number TYPE " + step[0]);
      }
      assertThat(headers("account", "number")).as(step[0]).containsExactly(step[1]);
      assertThat(rows("SELECT number FROM account ORDER BY id")).as(step[0]).isEqualTo(before);
    }
    try (Connection coffer = database.coffer()) {
      execute(coffer, "ALTER TABLE account ALTER COLUMN number TYPE text");
    }
    assertThat(Rotated.rows(database.plain(), "SELECT number FROM account ORDER BY id"))
        .isEqualTo(before);
  }

  @Test
  void columnsMoveToANewIndexKeyInOneTransactionWithAllTheyAreComparedWith() throws SQLException {
    try (Connection coffer = database.coffer()) {
      execute(
          coffer,
          "CREATE TABLE owner (number encrypted.text_eq PRIMARY KEY, name text)",
          "INSERT INTO owner VALUES ('DE1', 'Ada'), ('DE2', 'Bea')",
          "CREATE TABLE card (id int, owner encrypted.text_eq REFERENCES owner)",
          "INSERT INTO card VALUES (1, 'DE1'), (2, 'DE2'), (3, 'DE1')");
    }
    String join = "SELECT c.id, o.name FROM card c JOIN owner o ON c.owner = o.number ORDER BY 1";
    List<String> before = rows(join);
    String old = keyOf("owner", "number");
    String made;
    try (KeyStore store = database.keyStore()) {
      made = Rotate.index(store, database.settings(), Rotated.id(database)).keyId();
    }
    database.database().execute("CREATE DOMAIN holder AS encrypted.text_eq");
    assertThat(register("holder")).isEqualTo(4);
    try (Connection coffer = database.coffer()) {
      coffer.setAutoCommit(false);
      execute(
          coffer,
          "ALTER TABLE card DROP CONSTRAINT card_owner_fkey",
          "ALTER TABLE owner ALTER COLUMN number TYPE holder",
          "ALTER TABLE card ALTER COLUMN owner TYPE holder");
      coffer.rollback();
    }
    assertThat(keyOf("owner", "number")).isEqualTo(old);
    try (Connection coffer = database.coffer()) {
      coffer.setAutoCommit(false);
      execute(
          coffer,
          "ALTER TABLE card DROP CONSTRAINT card_owner_fkey",
          "ALTER TABLE owner ALTER COLUMN number TYPE holder",
          "ALTER TABLE card ALTER COLUMN owner TYPE holder",
          "ALTER TABLE card ADD FOREIGN KEY (owner) REFERENCES owner");
      coffer.commit();
    }
    assertThat(keyOf("owner", "number")).isEqualTo(made).isNotEqualTo(old);
    assertThat(keyOf("card", "owner")).isEqualTo(made);
    assertThat(rows(join)).isEqualTo(before);
  }

  @Test
  void shreddingTheKeyOfAScopeEndsItsSearchableValuesAndNoOthers() throws SQLException {
    migrate("account.number", "iban");
    migrate("account.remark", "note");
    try (Connection coffer = database.coffer()) {
      execute(coffer, "UPDATE account SET old = 'kept'");
    }
    String key = keyOf("account", "number");
    assertThatThrownBy(() -> destroy(key))
        .hasMessageContaining("is an index key that serves")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE009");
    assertThatThrownBy(() -> shred(key, key))
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE009");
    assertThat(rows("SELECT number FROM account")).hasSize(20);

    DestroyKeyResult result = shred(key, key + "-version-2");

    assertThat(result.uses().orElseThrow().values()).isEqualTo(20);
    assertThat(result.gone()).contains("scope 1 (public.iban)");
    for (String statement :
        List.of(
            "SELECT number FROM account",
            "SELECT id FROM account WHERE number = 'DE1'",
            "UPDATE account SET number = 'x'")) {
      assertThatThrownBy(() -> rows(statement))
          .as(statement)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("KE002");
    }
    assertThat(rows("SELECT remark, old FROM account WHERE old = 'kept'")).hasSize(20);
  }

  @Test
  void shreddingADatabaseEndsAllOfItAndInitMakesNoNewKeys() throws SQLException {
    migrate("account.number", "iban");
    migrate("account.remark", "note");
    String id = Rotated.id(database).toString();
    assertThatThrownBy(() -> destroy(id))
        .hasMessageContaining("use --shred")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE009");
    assertThatThrownBy(() -> shred(id, id))
        .hasMessageContaining("The database's name is database-" + id)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE009");

    DestroyKeyResult result = shred(id, "database-" + id);

    assertThat(result.changed()).isTrue();
    assertThat(result.uses().orElseThrow().values()).isEqualTo(40);
    for (String statement :
        List.of("SELECT remark FROM account", "INSERT INTO account VALUES (99, 'x', 'y')")) {
      assertThatThrownBy(() -> rows(statement))
          .as(statement)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("KE002");
    }
    DestroyKeyResult again = shred(id, "database-" + id);
    assertThat(again.changed()).isFalse();
    assertThat(again.gone()).contains("holds no key of the database");
    assertThatThrownBy(() -> shred(id, id))
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE009");
  }

  private DestroyKeyResult destroy(String id) throws SQLException {
    try (KeyStore store = database.keyStore()) {
      return DestroyKey.unneeded(
          database::plain,
          store,
          database.settings(),
          Rotated.id(database),
          id,
          Clock.offset(Clock.systemUTC(), Duration.ofHours(6)));
    }
  }

  private DestroyKeyResult shred(String id, String confirmation) throws SQLException {
    try (KeyStore store = database.keyStore()) {
      return DestroyKey.shred(
          Optional.of(database::plain),
          store,
          database.settings(),
          Rotated.id(database),
          id,
          confirmation);
    }
  }
}
