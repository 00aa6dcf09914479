package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.testing.TestPostgres;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Less common ways to put a constant beside a protected column; nothing of them is sent. */
class RefusedByNameIT {

  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE patient (id int, ssn encrypted.text_eq, note encrypted.text_random);
            CREATE DOMAIN ssn AS encrypted.text_eq;
            CREATE FUNCTION same(encrypted.text_eq) RETURNS encrypted.text_eq
              LANGUAGE sql AS 'SELECT $1';
            """);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE copy (LIKE patient INCLUDING ALL, UNIQUE (note))",
        "SELECT ssn('secret')",
        "SELECT encrypted.text_eq('secret')",
        "SELECT patient('(1,secret,secret)')",
        "SELECT * FROM patient('(1,secret,secret)')",
        "SELECT {fn same('secret')}",
        "SELECT {fn ssn('secret')}",
      })
  void isRefusedBeforeItIsSent(String sql) throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageNotContaining("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE copy (CHECK (ssn <> 'secret')) INHERITS (patient)",
        "CREATE TABLE copy (LIKE patient, CHECK (ssn <> 'secret'))",
      })
  void isSealedBesideAColumnThatIsTakenOver(String sql) throws Exception {
    int log = TestPostgres.shared().logLength();
    try (Connection connection = database.coffer();
        Connection plain = database.plain();
        Statement statement = connection.createStatement();
        Statement look = plain.createStatement()) {
      statement.execute(sql);
      try (ResultSet kept =
          look.executeQuery(
              "SELECT string_agg(pg_get_constraintdef(oid), ' ') FROM pg_constraint WHERE conrelid"
                  + " = 'copy'::regclass AND contype = 'c'")) {
        kept.next();
        assertThat(kept.getString(1)).contains("\\x").doesNotContain("secret");
      }
      statement.execute("INSERT INTO copy (id, ssn) VALUES (1, 'other')");
      assertThatThrownBy(() -> statement.execute("INSERT INTO copy (id, ssn) VALUES (1, 'secret')"))
          .extracting("SQLState")
          .isEqualTo("23514");
      statement.execute("DROP TABLE copy");
    }
    assertThat(TestPostgres.shared().logSince(log)).contains("copy").doesNotContain("secret");
  }

  @Test
  void aCallIsNeverShownWithItsText() throws Exception {
    try (Connection connection = database.coffer();
        CallableStatement call =
            connection.prepareCall("SELECT id FROM patient WHERE ssn = 'secret'")) {
      assertThat(call.toString()).doesNotContain("secret");
      assertThat(call.getMetaData().getColumnCount()).isEqualTo(1);
      assertThat(call.getParameterMetaData().getParameterCount()).isZero();
      assertThat(call.toString()).doesNotContain("secret");
    }
  }
}
