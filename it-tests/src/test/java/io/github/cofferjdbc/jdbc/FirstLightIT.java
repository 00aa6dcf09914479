package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FirstLightIT {

  private static ProtectedDatabase database;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE patient (id int PRIMARY KEY, name text, ssn encrypted.text_eq,
              note encrypted.text_random);
            """);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @Test
  void writesAndReads() throws Exception {
    try (Connection connection = database.coffer()) {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO patient VALUES (?, ?, ?, 'a note')")) {
        insert.setInt(1, 1);
        insert.setString(2, "Ada");
        insert.setString(3, "123-45-6789");
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT * FROM patient WHERE ssn = '123-45-6789'")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("name")).isEqualTo("Ada");
        assertThat(rows.getString("SSN")).isEqualTo("123-45-6789");
        assertThat(rows.getString(4)).isEqualTo("a note");
        assertThat(rows.getObject(4)).isEqualTo("a note");
        assertThat(rows.getStatement()).isSameAs(statement);
        assertThat(rows.next()).isFalse();
      }
    }
    try (Connection connection = database.plain();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT ssn FROM patient")) {
      rows.next();
      assertThat(rows.getBytes(1)[0]).isEqualTo((byte) 0xEC);
    }
  }
}
