package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views made past Coffer, in which an expression has lost the encrypted type of a column. */
class LostTypeIT {

  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE patient (id int, ssn encrypted.text_eq, photo bytea);
            CREATE VIEW lost AS SELECT id, CASE WHEN id > 0 THEN ssn END AS s, photo FROM patient;
            CREATE VIEW "lost again" AS SELECT s AS t, photo FROM lost;
            CREATE MATERIALIZED VIEW stored AS SELECT coalesce(ssn, NULL) AS s FROM patient;
            CREATE VIEW kept AS SELECT ssn, photo FROM patient;
            CREATE VIEW nothing AS SELECT id, photo FROM patient;
            """);
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO patient VALUES (1, 'secret', '\\x0102')");
    }
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT s FROM lost",
        "SELECT * FROM lost",
        "SELECT id FROM lost WHERE s = 'secret'",
        "SELECT id FROM public.lost WHERE 'secret' = s",
        "SELECT t FROM \"lost again\"",
        "TABLE stored",
        "SELECT 1 FROM stored WHERE s = 'secret'",
      })
  void areRefusedWithTheRemedy(String sql) throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("create the view anew")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void leaveOtherColumnsUsable() throws SQLException {
    try (Connection connection = database.coffer()) {
      assertThat(first(connection, "SELECT id FROM lost")).isEqualTo("1");
      assertThat(first(connection, "SELECT encode(photo, 'hex') FROM lost")).isEqualTo("0102");
      assertThat(first(connection, "SELECT encode(photo, 'hex') FROM \"lost again\""))
          .isEqualTo("0102");
      assertThat(first(connection, "SELECT ssn FROM kept WHERE ssn = 'secret'"))
          .isEqualTo("secret");
      assertThat(first(connection, "SELECT encode(photo, 'hex') FROM kept")).isEqualTo("0102");
      assertThat(first(connection, "SELECT encode(photo, 'hex') FROM nothing")).isEqualTo("0102");
    }
  }

  @Test
  void keepTheTypeWhenTheyAreMadeThroughCoffer() throws SQLException {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE VIEW ours AS SELECT CASE WHEN id > 0 THEN ssn END AS s FROM patient");
      assertThat(first(connection, "SELECT s FROM ours WHERE s = 'secret'")).isEqualTo("secret");
    }
  }

  private static String first(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return String.valueOf(rows.getString(1));
    }
  }
}
