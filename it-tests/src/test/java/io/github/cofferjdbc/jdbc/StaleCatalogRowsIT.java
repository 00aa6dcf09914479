package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Each row of the table in docs/sql.md of what a statement does after another client has changed a
 * column, both ways.
 */
class StaleCatalogRowsIT extends StaleCatalog {

  /** Has the reader know the column as encrypted, and decrypts it. */
  private void decryptWhatIsKnownAsEncrypted() throws SQLException {
    encrypt();
    assertThat(only("SELECT ssn FROM person")).isEqualTo(SSN);
    decrypt();
  }

  /** Row 1. */
  @Nested
  class WhatReturnsIt {

    private void isReturned() throws SQLException {
      reader.setAutoCommit(false);
      try (Statement statement = reader.createStatement()) {
        statement.setFetchSize(1);
        assertThat(only(statement, "SELECT ssn FROM person")).isEqualTo(SSN);
        statement.execute("DECLARE c CURSOR FOR SELECT ssn FROM person");
        assertThat(only(statement, "FETCH c")).isEqualTo(SSN);
      }
      reader.commit();
      reader.setAutoCommit(true);
    }

    private void isReturnedByAChange() throws SQLException {
      assertThat(only("UPDATE person SET name = 'Bob' RETURNING ssn")).isEqualTo(SSN);
    }

    private void isGivenAsAGeneratedKey() throws SQLException {
      try (PreparedStatement update =
          reader.prepareStatement("UPDATE person SET name = 'Eve'", new String[] {"id", "ssn"})) {
        update.executeUpdate();
        try (ResultSet keys = update.getGeneratedKeys()) {
          keys.next();
          assertThat(keys.getString("ssn")).isEqualTo(SSN);
        }
      }
    }

    @Test
    void givesWhatWasEncrypted() throws Exception {
      encrypt();
      isReturned();
      decryptWhatIsKnownAsEncrypted();
      only("SELECT ssn FROM person");
      encrypt();
      isReturnedByAChange();
      assertThat(storedNow(1)).isEqualTo(stored);
      decrypt();
      only("SELECT ssn FROM person");
      encrypt();
      isGivenAsAGeneratedKey();
      assertThat(storedNow(1)).isEqualTo(stored);
    }

    @Test
    void givesWhatWasDecrypted() throws Exception {
      decryptWhatIsKnownAsEncrypted();
      isReturned();
      decryptWhatIsKnownAsEncrypted();
      isReturnedByAChange();
      decryptWhatIsKnownAsEncrypted();
      isGivenAsAGeneratedKey();
      assertThat(storedNow(1)).isEqualTo(SSN);
    }
  }

  /** Row 2. */
  @Nested
  class WhatReturnsAndComparesIt {

    private static final String CHANGE =
        "UPDATE person SET name = 'Bob' WHERE ssn <> 'x' RETURNING ssn";

    private String name() throws SQLException {
      try (Statement statement = admin.createStatement()) {
        return only(statement, "SELECT name FROM person");
      }
    }

    @Test
    void isWithheldOnceItWasEncryptedAndAChangeStands() throws Exception {
      encrypt();

      assertThatThrownBy(() -> only(CHANGE)).hasFieldOrPropertyWithValue("SQLState", "KE006");
      assertThat(name()).isEqualTo("Bob");
      assertThat(only(CHANGE)).isEqualTo(SSN);
    }

    @Test
    void isDoneAgainOnceItWasDecrypted() throws Exception {
      decryptWhatIsKnownAsEncrypted();

      assertThat(only(CHANGE)).isEqualTo(SSN);
      assertThat(name()).isEqualTo("Bob");
    }
  }

  /** Row 3; {@link StaleCatalogIT} has what happens once it was encrypted. */
  @Nested
  class WhatAssignsToIt {

    /** Has the reader know a column of numbers as encrypted, and decrypts it. */
    private void decryptTheNumber() throws SQLException {
      change("ALTER TABLE person DROP IF EXISTS n, ADD n encrypted.int4_eq");
      readTheCatalogAgain();
      reader.setAutoCommit(false);
      reader.commit(); // after which the connection reads the catalog once more
      reader.setAutoCommit(true);
      try (Statement statement = reader.createStatement()) {
        statement.execute("UPDATE person SET n = 5");
      }
      change("ALTER TABLE person DROP n, ADD n int");
    }

    @Test
    void isSentAgainOnceItWasDecrypted() throws Exception {
      decryptTheNumber();

      try (Statement statement = reader.createStatement()) {
        statement.execute("INSERT INTO person (id, n) VALUES (2, 7)");
      }
      decryptTheNumber();
      try (PreparedStatement update = reader.prepareStatement("UPDATE person SET n = ?")) {
        update.setInt(1, 8);
        assertThat(update.executeUpdate()).isEqualTo(2);
      }
      assertThat(only("SELECT n FROM person WHERE id = 2")).isEqualTo("8");
    }

    @Test
    void isReportedInsideATransactionOnceItWasDecrypted() throws Exception {
      decryptTheNumber();
      reader.setAutoCommit(false);

      try (Statement statement = reader.createStatement()) {
        assertThatThrownBy(() -> statement.execute("UPDATE person SET n = 7"))
            .hasFieldOrPropertyWithValue("SQLState", "22P02");
        reader.rollback();
        assertThat(statement.executeUpdate("UPDATE person SET n = 7")).isOne();
      }
      reader.rollback();
    }
  }

  /** Row 4. */
  @Nested
  class WhatOnlyComparesIt {

    private static final String QUERY = "SELECT count(*) FROM person WHERE ssn = '" + SSN + "'";

    @Test
    void findsNothingOnceItWasEncrypted() throws Exception {
      encrypt();

      assertThat(only(QUERY)).isEqualTo("0");
      readTheCatalogAgain();
      assertThat(only(QUERY)).isEqualTo("1");
    }

    @Test
    void findsItsRowOnceItWasDecrypted() throws Exception {
      decryptWhatIsKnownAsEncrypted();

      assertThat(only(QUERY)).isEqualTo("1");
    }
  }

  /** Row 5. */
  @Test
  void whatAssignsToATextThatWasDecryptedStoresCiphertext() throws Exception {
    decryptWhatIsKnownAsEncrypted();

    try (Statement statement = reader.createStatement()) {
      statement.execute("INSERT INTO person VALUES (2, 'x')");
    }
    assertThat(storedNow(2)).startsWith("\\xec11");
  }
}
