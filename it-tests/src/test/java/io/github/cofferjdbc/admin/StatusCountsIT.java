package io.github.cofferjdbc.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.jdbc.ProtectedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What status counts is all there is, or it says why not. */
class StatusCountsIT {

  @Test
  void rowsThatAreHiddenFromTheUserAreNotOverlooked() throws SQLException {
    try (ProtectedDatabase database =
            ProtectedDatabase.with(
                "CREATE TABLE t (secret encrypted.text_random); ALTER TABLE t ENABLE ROW LEVEL"
                    + " SECURITY; CREATE POLICY none ON t USING (false); DROP ROLE IF EXISTS"
                    + " coffer_counter; CREATE ROLE coffer_counter; GRANT SELECT ON t TO"
                    + " coffer_counter");
        Connection coffer = database.coffer();
        Connection plain = database.plain();
        Statement statement = plain.createStatement()) {
      try (Statement insert = coffer.createStatement()) {
        insert.execute("INSERT INTO t VALUES ('a')");
      }
      Status.ProtectedColumn all = counted(plain, database);
      assertThat(all.problem()).isNull();
      assertThat(all.valuesByKey()).hasSize(1);

      statement.execute("SET ROLE coffer_counter");
      Status.ProtectedColumn hidden = counted(plain, database);
      assertThat(hidden.valuesByKey()).isNull();
      assertThat(hidden.problem()).contains("row-level security");
      try (ResultSet row = statement.executeQuery("SHOW row_security")) {
        row.next();
        assertThat(row.getString(1)).as("as it was").isEqualTo("on");
      }
      statement.execute("RESET ROLE; DROP OWNED BY coffer_counter; DROP ROLE coffer_counter");
    }
  }

  private static Status.ProtectedColumn counted(Connection connection, ProtectedDatabase database)
      throws SQLException {
    return Status.database(connection, database.settings(), List.of(), true).columns().get(0);
  }
}
