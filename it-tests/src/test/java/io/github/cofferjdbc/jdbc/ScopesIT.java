package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.admin.Pinning;
import io.github.cofferjdbc.admin.ScopeRegistration;
import io.github.cofferjdbc.admin.bulk.Progress;
import io.github.cofferjdbc.admin.bulk.Verify;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.NewScope;
import io.github.cofferjdbc.keys.OpenCluster;
import io.github.cofferjdbc.testing.TestPostgres;
import io.github.cofferjdbc.value.BaseType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Domains that are registered as scopes, through connections that were open before and after. */
class ScopesIT {

  private static final String TABLES =
      """
      CREATE DOMAIN iban AS encrypted.text_eq;
      CREATE DOMAIN badge AS encrypted.text_eq;
      CREATE DOMAIN note AS encrypted.text_random;
      CREATE TABLE account (id int, number iban, owner badge, remark note, plain encrypted.text_eq);
      CREATE TABLE other (id int, number iban);
      """;

  private ProtectedDatabase database;

  @BeforeEach
  void open() throws SQLException {
    database = ProtectedDatabase.with(TABLES);
  }

  @AfterEach
  void close() throws SQLException {
    KeyAccess.shared().clear();
    database.close();
  }

  private ScopeRegistration.Result register(String domain) throws SQLException {
    try (Connection connection = database.plain()) {
      return ScopeRegistration.run(
          connection, database.keyStore(), database.settings(), domain, null);
    }
  }

  private Connection fresh() throws SQLException {
    KeyAccess.shared().clear();
    return database.coffer(Map.of(Setting.CATALOG_TTL.key(), "PT0S"));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  private List<String> stored(String column) throws SQLException {
    try (Connection plain = database.plain()) {
      return query(plain, "SELECT encode(" + column + "::bytea, 'hex') FROM account ORDER BY id");
    }
  }

  @Test
  void valuesOfAScopeHaveItsNumberAndAKeyOfTheirOwn() throws SQLException {
    assertThat(register("iban").scope()).isEqualTo(1);
    assertThat(register("public.note").scope()).isEqualTo(2);
    try (Connection connection = fresh()) {
      execute(connection, "INSERT INTO account VALUES (1, 'DE1', 'DE1', 'hello', 'DE1')");
      assertThat(query(connection, "SELECT number FROM account WHERE number = 'DE1'"))
          .containsExactly("DE1");
      assertThat(query(connection, "SELECT remark FROM account")).containsExactly("hello");
      try (PreparedStatement select =
          connection.prepareStatement("SELECT count(*) FROM account WHERE number = ?")) {
        select.setString(1, "DE1");
        try (ResultSet row = select.executeQuery()) {
          row.next();
          assertThat(row.getInt(1)).isEqualTo(1);
        }
      }
    }
    String number = stored("number").get(0);
    assertThat(number).startsWith("ec110801");
    assertThat(stored("remark").get(0)).startsWith("ec100802");
    assertThat(stored("owner").get(0)).startsWith("ec110800");
    assertThat(stored("owner")).isEqualTo(stored("plain"));
    assertThat(number.substring(8, 16)).isNotEqualTo(stored("owner").get(0).substring(8, 16));
    assertThat(
            Verify.run(database::plain, database.settings(), null, 1, Progress.NONE).unauthentic())
        .isZero();
  }

  @Test
  void refusesToCompareOrMoveValuesAcrossScopes() throws SQLException {
    register("iban");
    register("badge");
    try (Connection connection = fresh()) {
      execute(connection, "INSERT INTO account VALUES (1, 'DE1', 'DE1', 'hello', 'DE1')");
      for (String sql :
          List.of(
              "SELECT id FROM account WHERE number = owner",
              "SELECT id FROM account WHERE number = plain",
              "UPDATE account SET number = owner",
              "UPDATE account SET plain = owner",
              "SELECT number FROM account UNION SELECT owner FROM account",
              "SELECT a.id FROM account a JOIN account b ON a.number = b.plain")) {
        assertThatThrownBy(() -> execute(connection, sql))
            .as(sql)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE003"));
      }
      assertThat(query(connection, "SELECT a.id FROM account a LEFT JOIN other o USING (number)"))
          .containsExactly("1");
    }
  }

  @Test
  void theServerRefusesAValueOfAnotherScope() throws SQLException {
    register("iban");
    try (Connection connection = fresh()) {
      execute(connection, "INSERT INTO account (id, plain) VALUES (1, 'DE1')");
    }
    try (Connection plain = database.plain()) {
      assertThatThrownBy(() -> execute(plain, "UPDATE account SET number = plain::bytea"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
    }
  }

  @Test
  void aValueOfAnotherScopeDoesNotOpenThoughTheCheckIsGone() throws SQLException {
    register("iban");
    try (Connection connection = fresh()) {
      execute(connection, "INSERT INTO account (id, plain, number) VALUES (1, 'DE1', 'DE1')");
    }
    database
        .database()
        .execute(
            "ALTER DOMAIN iban DROP CONSTRAINT coffer_scope_1;"
                + " UPDATE account SET number = plain::bytea");
    try (Connection connection = fresh()) {
      assertThatThrownBy(() -> query(connection, "SELECT number FROM account"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE001"));
      assertThat(query(connection, "SELECT plain FROM account")).containsExactly("DE1");
    }
  }

  @Test
  void aRunningConnectionTakesTheScopeAtOnceWhenItMeetsIt() throws SQLException {
    try (Connection running = database.coffer(Map.of(Setting.CATALOG_TTL.key(), "PT0S"))) {
      execute(running, "INSERT INTO account (id, plain) VALUES (1, 'DE1')"); // keys are cached
      assertThat(query(running, "SELECT id FROM account WHERE number = 'DE1'")).isEmpty();
      register("iban");
      execute(running, "INSERT INTO account (id, number) VALUES (2, 'DE2')");
      assertThat(query(running, "SELECT id FROM account WHERE number = 'DE2'"))
          .containsExactly("2");
    }
    assertThat(stored("number").get(1)).startsWith("ec110801");
  }

  @Test
  void aDomainOverAScopeSharesIt() throws SQLException {
    register("iban");
    database
        .database()
        .execute("CREATE DOMAIN german AS iban; CREATE TABLE g (id int, number german)");
    try (Connection connection = fresh()) {
      execute(connection, "INSERT INTO g VALUES (1, 'DE1')");
      execute(connection, "INSERT INTO account (id, number) VALUES (7, 'DE1')");
      assertThat(query(connection, "SELECT a.id FROM g JOIN account a USING (number)"))
          .containsExactly("7");
    }
    assertThatThrownBy(() -> register("german")).hasMessageContaining("shares values with");
  }

  @Test
  void refusesADomainThatColumnsHoldValuesOfAndWhatIsNoDomain() throws SQLException {
    try (Connection connection = fresh()) {
      execute(connection, "INSERT INTO other VALUES (1, 'DE1')");
    }
    assertThatThrownBy(() -> register("iban"))
        .hasMessageContaining("public.other.number already holds values")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE003"));
    for (String none : List.of("encrypted.text_eq", "nothing", "int4", "account")) {
      assertThatThrownBy(() -> register(none))
          .as(none)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE009"));
    }
    try (Connection connection = fresh()) {
      assertThat(query(connection, "SELECT number FROM other")).containsExactly("DE1");
    }
  }

  @Test
  void canBeRunAgainAndCompletesWhatWasCutOff() throws SQLException {
    try (Connection connection = database.plain();
        OpenCluster cluster = OpenCluster.open(database.keyStore(), database.settings())) {
      cluster.registerScope(
          cluster.record().databases().firstKey(),
          new NewScope("public", "iban", BaseType.TEXT, Mode.EQ, -1));
    }
    try (Connection connection = fresh()) { // cut off after the first step: as it was
      execute(connection, "INSERT INTO account (id, number) VALUES (1, 'DE1')");
      execute(connection, "DELETE FROM account");
    }
    database
        .database()
        .execute(
            "ALTER DOMAIN iban ADD CONSTRAINT coffer_scope_1 CHECK (substring(VALUE, 4, 1) ="
                + " '\\x01'::bytea)");
    try (Connection connection = fresh()) { // after the second: refused, and nothing else is
      execute(connection, "INSERT INTO account (id, plain) VALUES (1, 'DE1')");
      assertThatThrownBy(
              () -> execute(connection, "INSERT INTO account (id, number) VALUES (1, 'DE1')"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE003"));
    }
    assertThat(register("iban").scope()).isEqualTo(1);
    try (Connection connection = fresh()) {
      execute(connection, "INSERT INTO account (id, number) VALUES (2, 'DE1')");
    }
    assertThat(register("iban").changed()).isFalse();
  }

  @Test
  void aScopeThatTheAdministratorMadeUpOrTookAwayIsNotBelieved() throws Exception {
    register("iban");
    database
        .database()
        .execute(
            "CREATE TABLE badges (owner badge);"
                + " ALTER DOMAIN iban DROP CONSTRAINT coffer_scope_1; ALTER DOMAIN badge ADD CONSTRAINT"
                + " coffer_scope_9 CHECK (true)");
    try (Connection connection = fresh()) {
      execute(connection, "INSERT INTO account (id, number) VALUES (1, 'DE1')");
      int log = TestPostgres.shared().logLength();
      for (String statement :
          List.of(
              "UPDATE account SET owner = 'canary'",
              "INSERT INTO badges VALUES ('canary')",
              "INSERT INTO badges SELECT 'canary'",
              "INSERT INTO badges (owner) VALUES ('canary')")) {
        assertThatThrownBy(() -> execute(connection, statement))
            .as(statement)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE003"));
      }
      assertThat(TestPostgres.shared().logSince(log)).doesNotContain("canary");
    }
    assertThat(stored("number").get(0)).startsWith("ec110801");
    assertThatThrownBy(() -> register("badge"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE006"));
  }

  @Test
  void pinsScopes() throws SQLException {
    register("iban");
    try (Connection plain = database.plain()) {
      Pinning.Result pin = Pinning.run(plain, database.keyStore(), database.settings(), false);
      KeyAccess.shared().clear();
      try (Connection connection =
          database.coffer(
              Map.of("coffer.policy", "pinned", "coffer.database", pin.databaseId().toString()))) {
        execute(connection, "INSERT INTO account (id, number) VALUES (1, 'DE1')");
        assertThat(query(connection, "SELECT number FROM account")).containsExactly("DE1");
      }
    }
  }

  @Test
  void whatNeedsNoKeyGoesOnWithoutOne() throws SQLException {
    register("iban");
    KeyAccess.shared().clear();
    try (Connection connection = database.coffer(Map.of("coffer.localPassword", "wrong"))) {
      assertThat(query(connection, "SELECT 1")).containsExactly("1");
      assertThatThrownBy(() -> query(connection, "SELECT number FROM account"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("KE008"));
    }
  }
}
