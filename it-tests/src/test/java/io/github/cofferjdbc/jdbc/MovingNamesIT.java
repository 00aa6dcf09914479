package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cofferjdbc.CofferXADataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One name means a plain table now and a protected one after the next statement. */
class MovingNamesIT {

  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE person (ssn text);
            CREATE SCHEMA safe;
            CREATE TABLE safe.person (ssn encrypted.text_eq);
            CREATE TABLE visitor (ssn encrypted.text_eq);
            CREATE FUNCTION go_safe() RETURNS text LANGUAGE plpgsql AS $$
              BEGIN RETURN set_config('search_path', 'safe, public', false); END $$;
            CREATE TABLE door (id int);
            CREATE FUNCTION enter() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN PERFORM set_config('search_path', 'safe, public', true); RETURN NEW; END $$;
            CREATE TRIGGER enters AFTER INSERT ON door FOR EACH ROW EXECUTE FUNCTION enter();
            """);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @Test
  void aBatchThatSetsTheSearchPathIsPlannedAnewBehindIt() throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.addBatch("INSERT INTO person VALUES ('plain')");
      statement.addBatch("SET search_path = safe");
      statement.addBatch("INSERT INTO person VALUES ('123-45-6789')");

      assertThat(statement.executeBatch()).containsExactly(1, 0, 1);
      assertThat(only(connection, "SELECT ssn FROM safe.person")).isEqualTo("123-45-6789");
      assertThat(only(connection, "SELECT ssn FROM public.person")).isEqualTo("plain");
    }
  }

  @Test
  void aTemporaryTableThatWasDiscardedHidesNothingAnyMore() throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      statement.execute("CREATE TEMP TABLE visitor (ssn text)");
      statement.execute("INSERT INTO visitor VALUES ('plain')");
      statement.execute("DISCARD ALL");
      connection.setAutoCommit(false); // where a refused plaintext would not be tried again

      statement.execute("INSERT INTO visitor VALUES ('123-45-6789')");
      connection.commit();

      assertThat(only(connection, "SELECT ssn FROM visitor")).isEqualTo("123-45-6789");
    }
  }

  @Test
  void aSettingThatIsUpdatedInItsViewCountsAsSet() throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM person");
      statement.execute("UPDATE pg_settings SET setting = 'safe' WHERE name = 'search_path'");
      connection.setAutoCommit(false);

      assertThat(statement.executeUpdate("DELETE FROM person WHERE ssn = 'nobody'")).isZero();
      assertThat(statement.executeUpdate("INSERT INTO person VALUES ('987-65-4321')")).isOne();
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT go_safe()", "INSERT INTO door VALUES (1)"})
  void aPathThatAFunctionOrTriggerChangesIsFollowedAtOnce(String change) throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      assumeTrue(
          connection.getMetaData().getDatabaseMajorVersion() >= 18,
          "the server reports no search path");
      connection.setAutoCommit(false); // where a refused plaintext would not be tried again
      statement.execute("INSERT INTO person VALUES ('plain')");
      statement.execute(change);

      statement.execute("INSERT INTO person VALUES ('123-45-6789')");

      assertThat(only(connection, "SELECT ssn FROM safe.person")).isEqualTo("123-45-6789");
      connection.rollback();
      statement.execute("INSERT INTO person VALUES ('plain')");
      connection.rollback();
    }
  }

  /**
   * The next branch has begun before its first statement is planned, so the transaction's state
   * does not tell that the one before has ended.
   */
  @Test
  void aPathThatARolledBackBranchHadSetIsNoLongerFollowed() throws Exception {
    inTwoBranches(
        List.of("SET search_path = safe", "INSERT INTO person VALUES ('123-45-6789')"),
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO person VALUES ('public')");
          }
          assertThat(only(connection, "SELECT ssn FROM public.person WHERE ssn = 'public'"))
              .isEqualTo("public");
        });
  }

  @Test
  void aTableThatARolledBackBranchHadReplacedIsProtectedAgain() throws Exception {
    inTwoBranches(
        List.of(
            "DROP TABLE visitor",
            "CREATE TABLE visitor (ssn text)",
            "INSERT INTO visitor VALUES ('plain')"),
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO visitor VALUES ('987-65-4321')");
          }
          assertThat(only(connection, "SELECT ssn FROM visitor WHERE ssn = '987-65-4321'"))
              .isEqualTo("987-65-4321");
        });
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  /** Does one thing in a branch that is rolled back, and another in the next one. */
  private static void inTwoBranches(List<String> rolledBack, Work work) throws Exception {
    CofferXADataSource source = new CofferXADataSource();
    source.setUrl(database.database().cofferUrl());
    source.setUser(database.database().user());
    source.setPassword(database.database().password());
    database.given(source);
    XAConnection xa = source.getXAConnection();
    XAResource resource = xa.getXAResource();
    try (Connection connection = xa.getConnection();
        Statement statement = connection.createStatement()) {
      Xid branch = new Branch();
      resource.start(branch, XAResource.TMNOFLAGS);
      for (String text : rolledBack) {
        statement.execute(text);
      }
      resource.end(branch, XAResource.TMSUCCESS);
      resource.rollback(branch);

      resource.start(branch, XAResource.TMNOFLAGS);
      work.on(connection);
      resource.end(branch, XAResource.TMSUCCESS);
      resource.rollback(branch);
    } finally {
      xa.close();
    }
  }

  private static final class Branch implements Xid {
    @Override
    public int getFormatId() {
      return 7;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return new byte[] {1};
    }

    @Override
    public byte[] getBranchQualifier() {
      return new byte[] {2};
    }
  }

  private static String only(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
