package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A connection that has a plain table cached, whose column another client then encrypts or
 * decrypts. The cache outlives every test, so only what is seen of the change can mend it.
 */
abstract class StaleCatalog {

  static final String SSN = "123-45-6789";

  static ProtectedDatabase database;

  /** A stored value of {@link #SSN}, of {@code text_eq}. */
  static String stored;

  Connection reader;
  Connection admin;

  @BeforeAll
  static void open() throws Exception {
    database = ProtectedDatabase.with("CREATE TABLE source (id int, ssn encrypted.text_eq)");
    try (Connection coffer = database.coffer();
        Connection plain = database.plain();
        Statement statement = coffer.createStatement();
        Statement past = plain.createStatement()) {
      statement.execute("INSERT INTO source VALUES (1, '" + SSN + "')");
      stored = only(past, "SELECT ssn::bytea::text FROM source");
    }
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @BeforeEach
  void cacheThePlainTable() throws Exception {
    admin = database.plain();
    change("DROP TABLE IF EXISTS person");
    change("CREATE TABLE person (id int PRIMARY KEY, ssn text, name text DEFAULT 'Ann')");
    change("INSERT INTO person VALUES (1, '" + SSN + "')");
    try (Connection first = connect();
        Statement statement = first.createStatement()) {
      only(statement, "SELECT ssn FROM person"); // sees what the test before has left
    }
    reader = connect();
    assertThat(only("SELECT ssn FROM person")).isEqualTo(SSN);
    assertThat(only("SELECT ssn FROM source")).isEqualTo(SSN);
  }

  @AfterEach
  void closeConnections() throws Exception {
    reader.close();
    admin.close();
  }

  static Connection connect() throws SQLException {
    return database.coffer(Map.of("coffer.catalogTtl", "PT1H"));
  }

  void change(String sql) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  /** As another client's {@code ALTER TABLE … TYPE encrypted.text_eq} leaves the table. */
  void encrypt() throws SQLException {
    change("ALTER TABLE person ALTER ssn TYPE encrypted.text_eq USING '" + stored + "'::bytea");
  }

  void decrypt() throws SQLException {
    change("ALTER TABLE person ALTER ssn TYPE text USING '" + SSN + "'");
  }

  static String only(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  String only(String sql) throws SQLException {
    try (Statement statement = reader.createStatement()) {
      return only(statement, sql);
    }
  }

  String storedNow(int id) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      return only(statement, "SELECT ssn::text FROM person WHERE id = " + id);
    }
  }

  void isSealed(int id) throws SQLException {
    assertThat(storedNow(id)).startsWith("\\xec");
    assertThat(only("SELECT ssn FROM person WHERE id = " + id)).isNotNull().doesNotStartWith("\\x");
  }

  void readTheCatalogAgain() throws SQLException {
    try (Statement other = reader.createStatement()) {
      other.execute("CREATE TABLE IF NOT EXISTS another (id int)");
    }
  }
}
