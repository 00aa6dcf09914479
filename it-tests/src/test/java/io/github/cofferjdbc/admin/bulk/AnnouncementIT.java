package io.github.cofferjdbc.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What connections do once a change of a column's type is announced. */
class AnnouncementIT {

  private static final String QUESTION = "SELECT count(*) FROM t WHERE secret = 'a secret'";

  @Test
  void whoKnowsOfTheChangeLooksAtTheCatalogBeforeEachStatement() throws SQLException {
    assertThat(foundAfterTheChange(true)).isEqualTo(1);
  }

  @Test
  void whoDoesNotKnowFindsNothingUntilItLooksAgain() throws SQLException {
    assertThat(foundAfterTheChange(false)).isZero();
  }

  /** The constant is untyped and the column not returned, so nothing else would tell. */
  private static int foundAfterTheChange(boolean announced) throws SQLException {
    try (ProtectedDatabase database =
            ProtectedDatabase.with(
                "CREATE TABLE t (id int, secret text, sealed encrypted.text_eq);"
                    + "INSERT INTO t VALUES (1, 'a secret')");
        Connection plain = database.plain();
        Connection coffer = database.coffer(Map.of(Setting.CATALOG_TTL.key(), "PT1H"));
        Statement statement = coffer.createStatement()) {
      int oid = (int) Session.number(plain, "SELECT 't'::regclass::oid::int8");
      ColumnFacts facts = FactsReader.read(plain, oid, "secret");
      if (announced) {
        Session.execute(plain, ColumnMigration.announcing(facts));
      }
      statement.execute("UPDATE t SET sealed = 'a secret'");
      assertThat(count(statement)).isEqualTo(1);
      Session.execute(
          plain, "ALTER TABLE t ALTER COLUMN secret TYPE encrypted.text_eq USING sealed::bytea");
      return count(statement);
    }
  }

  private static int count(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery(QUESTION)) {
      result.next();
      return result.getInt(1);
    }
  }
}
