package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SQL's own PREPARE, EXECUTE and DEALLOCATE on protected tables. */
class NamedStatementsIT {

  private static ProtectedDatabase database;

  private Connection connection;
  private Statement statement;

  @BeforeAll
  static void open() throws Exception {
    database = ProtectedDatabase.with("CREATE TABLE ward (id int, name text);");
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @BeforeEach
  void makeTable() throws Exception {
    connection = database.coffer();
    statement = connection.createStatement();
    statement.execute("DROP TABLE IF EXISTS person");
    statement.execute(
        "CREATE TABLE person (id int, ssn encrypted.text_eq, born encrypted.date_random)");
    statement.execute("PREPARE add (int, text, date) AS INSERT INTO person VALUES ($1, $2, $3)");
    statement.execute(
        "PREPARE find AS SELECT id, ssn, born FROM person WHERE ssn = $1 ORDER BY id");
  }

  @AfterEach
  void closeConnection() throws Exception {
    connection.close();
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1) + " " + result.getString(2) + " " + result.getString(3));
      }
    }
    return rows;
  }

  private static String state(SQLException error) {
    return String.valueOf(error.getSQLState());
  }

  private String stateOf(String sql) {
    try {
      statement.execute(sql);
      return "none";
    } catch (SQLException e) {
      return state(e);
    }
  }

  @Test
  void argumentsAreSealedAndRowsOpenedAlsoByTheServersCachedPlan() throws Exception {
    for (int i = 1; i <= 12; i++) {
      statement.execute("EXECUTE add(" + i + ", 'a" + i % 3 + "', '2001-02-0" + (i % 9 + 1) + "')");
    }

    for (int i = 1; i <= 8; i++) {
      assertThat(rows("EXECUTE find('a1')")).hasSize(4).startsWith("1 a1 2001-02-02");
    }
    assertThat(rows("EXECUTE find(NULL)")).isEmpty();
    try (Connection plain = database.plain();
        Statement past = plain.createStatement();
        ResultSet stored =
            past.executeQuery(
                "SELECT count(DISTINCT ssn::bytea), count(DISTINCT born::bytea) FROM person")) {
      stored.next();
      assertThat(stored.getInt(1)).isEqualTo(3);
      assertThat(stored.getInt(2)).isEqualTo(12);
    }
  }

  @Test
  void aValueThatDoesNotFitTheDeclaredTypeFailsAsPostgreSqlFails() {
    assertThat(stateOf("EXECUTE add(1, 'a', '2001-13-01')")).isEqualTo("22008");
    assertThat(stateOf("EXECUTE add(1, 'a', 'no date')")).isEqualTo("22007");
  }

  @Test
  void whatWasPreparedOutlivesARollback() throws Exception {
    connection.setAutoCommit(false);
    statement.execute("PREPARE other AS SELECT id, ssn, born FROM person WHERE ssn = $1");
    connection.rollback();
    statement.execute("EXECUTE add(1, 'a', NULL)");

    assertThat(rows("EXECUTE other('a')")).containsExactly("1 a null");
    connection.commit();
  }

  @Test
  void aDeallocatedNameIsPreparedAnewWithOtherTypes() throws Exception {
    statement.execute("DEALLOCATE find");
    statement.execute("PREPARE find (text) AS SELECT id, name, 'plain' FROM ward WHERE name = $1");
    statement.execute("INSERT INTO ward VALUES (1, 'a')");

    assertThat(rows("EXECUTE find('a')")).containsExactly("1 a plain");
    statement.execute("DEALLOCATE ALL");
    assertThat(stateOf("EXECUTE find('a')")).isEqualTo("KE003");
  }

  @Test
  void discardedNamesAreForgotten() {
    assertThat(stateOf("DISCARD ALL")).isEqualTo("none");
    assertThat(stateOf("EXECUTE find('a')")).isEqualTo("KE003");
    assertThat(stateOf("EXECUTE find")).isEqualTo("26000");
  }

  @Test
  void aNameThatIsTakenKeepsItsMeaning() throws Exception {
    assertThat(stateOf("PREPARE find AS SELECT 1, $1::text, ''")).isEqualTo("42P05");
    statement.execute("EXECUTE add(1, 'a', NULL)");

    assertThat(rows("EXECUTE find('a')")).containsExactly("1 a null");
  }

  @Test
  void aPrepareThatFailsGivesNoName() {
    assertThat(stateOf("PREPARE bad AS SELECT nothing FROM person WHERE ssn = $1"))
        .isEqualTo("KE003");
    assertThat(stateOf("EXECUTE bad('a')")).isEqualTo("KE003");
    assertThat(stateOf("PREPARE bad (int) AS SELECT nothing FROM ward")).isEqualTo("42703");
    assertThat(stateOf("EXECUTE bad('a')")).isEqualTo("KE003");
  }

  @Test
  void aPlainStatementWhoseTableIsEncryptedAfterwardsIsRefused() throws Exception {
    statement.execute("CREATE TABLE later (ssn text)");
    statement.execute("PREPARE later_find (text) AS SELECT ssn, '', '' FROM later WHERE ssn = $1");
    assertThat(rows("EXECUTE later_find('a')")).isEmpty();
    statement.execute("DROP TABLE later");
    statement.execute("CREATE TABLE later (ssn encrypted.text_eq)");

    assertThatThrownBy(() -> rows("EXECUTE later_find('a')"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("PREPARE it again")
        .extracting(e -> state((SQLException) e))
        .isEqualTo("KE003");
    statement.execute("DEALLOCATE later_find");
    statement.execute("PREPARE later_find (text) AS SELECT ssn, '', '' FROM later WHERE ssn = $1");
    assertThat(rows("EXECUTE later_find('a')")).isEmpty();
    statement.execute("DROP TABLE later");
  }

  @Test
  void aBatchPreparesAndExecutes() throws Exception {
    statement.addBatch("PREPARE batched AS INSERT INTO person (id, ssn) VALUES ($1, $2)");
    statement.executeBatch();
    statement.addBatch("EXECUTE batched(1, 'a')");
    statement.addBatch("EXECUTE batched(2, 'a')");
    statement.executeBatch();

    assertThat(rows("EXECUTE find('a')")).containsExactly("1 a null", "2 a null");
  }

  @Test
  void explainExecuteSealsToo() throws Exception {
    try (ResultSet plan =
        statement.executeQuery("EXPLAIN (ANALYZE) EXECUTE find('secret-value')")) {
      StringBuilder text = new StringBuilder();
      while (plan.next()) {
        text.append(plan.getString(1));
      }
      assertThat(text.toString()).contains("ssn").doesNotContain("secret-value");
    }
  }

  @Test
  void setTransactionWithASelectOfAConstantIsTheTransactionsFirst() throws Exception {
    statement.execute("CREATE TABLE touched (id int)"); // the catalog is to be read again
    statement.execute("BEGIN");
    statement.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT 1");
    statement.execute("ROLLBACK");
    statement.execute("DROP TABLE touched");
  }
}
