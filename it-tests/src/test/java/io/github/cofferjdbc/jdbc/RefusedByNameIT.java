package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.assertj.core.api.Assertions;
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
        "CREATE TABLE child (CHECK (ssn <> 'secret')) INHERITS (patient)",
        "CREATE TABLE copy (LIKE patient, CHECK (ssn <> 'secret'))",
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

  @Test
  void aCallIsNeverShownWithItsText() throws Exception {
    try (Connection connection = database.coffer();
        CallableStatement call =
            connection.prepareCall("SELECT id FROM patient WHERE ssn = 'secret'")) {
      Assertions.assertThat(call.toString()).doesNotContain("secret");
      Assertions.assertThat(call.getMetaData().getColumnCount()).isEqualTo(1);
      Assertions.assertThat(call.getParameterMetaData().getParameterCount()).isZero();
      Assertions.assertThat(call.toString()).doesNotContain("secret");
    }
  }
}
