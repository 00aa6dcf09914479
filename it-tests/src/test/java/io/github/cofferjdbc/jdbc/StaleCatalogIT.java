package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Somebody past this process encrypts or decrypts a column: everything that a program can do with
 * it before the catalog is read again. {@link StaleCatalogRowsIT} has the table of docs/sql.md.
 */
class StaleCatalogIT extends StaleCatalog {

  @Test
  void aStatementReadsWhatHasJustBeenEncrypted() throws Exception {
    encrypt();

    assertThat(only("SELECT ssn FROM person")).isEqualTo(SSN);
  }

  @Test
  void theDescriptionIsTheBaseTypesOnceAValueHasBeenRead() throws Exception {
    encrypt();

    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, ssn AS number FROM person")) {
      rows.next();
      assertThat(rows.getMetaData().getColumnTypeName(2)).isEqualTo("bytea");
      assertThat(rows.getInt("id")).isEqualTo(1);
      assertThat(rows.getObject("number")).isEqualTo(SSN);
      assertThat(rows.getMetaData().getColumnTypeName(2)).isEqualTo("text");
    }
  }

  /** Before and after the server has prepared the statement, which it does at the fifth. */
  @ParameterizedTest
  @CsvSource({"3, 9", "9, 17"})
  void aPreparedStatementReadsItWhileItIsEncryptedAndDecrypted(int encrypted, int decrypted)
      throws SQLException {
    try (PreparedStatement query = reader.prepareStatement("SELECT ssn FROM person WHERE id = ?")) {
      for (int execution = 1; execution <= decrypted + 7; execution++) {
        if (execution == encrypted) {
          encrypt();
        }
        if (execution == decrypted) {
          decrypt();
        }
        query.setInt(1, 1);
        try (ResultSet rows = query.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).as("execution %s", execution).isEqualTo(SSN);
        }
      }
    }
  }

  @Test
  void aCursorWithAFetchSizeReadsIt() throws Exception {
    encrypt();
    change("INSERT INTO person SELECT i, '" + stored + "' FROM generate_series(2, 20) i");
    reader.setAutoCommit(false);

    try (Statement statement = reader.createStatement()) {
      statement.setFetchSize(3);
      try (ResultSet rows = statement.executeQuery("SELECT ssn FROM person")) {
        int count = 0;
        while (rows.next()) {
          assertThat(rows.getString(1)).isEqualTo(SSN);
          count++;
        }
        assertThat(count).isEqualTo(20);
      }
    }
  }

  @Test
  void aNullBeforeItMakesNoDifference() throws Exception {
    encrypt();
    change("INSERT INTO person VALUES (0, NULL)");

    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery("SELECT ssn FROM person ORDER BY id")) {
      rows.next();
      assertThat(rows.getString(1)).isNull();
      rows.next();
      assertThat(rows.getString(1)).isEqualTo(SSN);
    }
  }

  @Test
  void anUpdatableResultShowsItAndStoresNoPlaintext() throws Exception {
    encrypt();

    try (Statement statement =
            reader.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet rows = statement.executeQuery("SELECT id, ssn, name FROM person")) {
      rows.next();
      assertThatThrownBy(
              () -> {
                rows.updateString("ssn", "987-65-4321");
                rows.updateRow();
              })
          .isInstanceOf(SQLException.class);
      assertThat(rows.getString("ssn")).isEqualTo(SSN);
    }
    assertThat(storedNow(1)).isEqualTo(stored);
  }

  @Test
  void aColumnBesideAProtectedOneIsReadToo() throws Exception {
    try (Statement statement = reader.createStatement()) {
      statement.execute("ALTER TABLE person ADD note encrypted.text_eq");
    }
    assertThat(only("SELECT ssn FROM person WHERE note IS NULL OR note = 'x'")).isEqualTo(SSN);
    encrypt();

    assertThat(only("SELECT ssn FROM person WHERE note IS NULL OR note = 'x'")).isEqualTo(SSN);
  }

  @Test
  void rowsThatAnOldLiteralChoseAreWithheld() throws Exception {
    encrypt();

    assertThatThrownBy(() -> only("SELECT ssn FROM person WHERE ssn <> 'x' OR ssn = '" + SSN + "'"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("execute it again")
        .hasMessageNotContaining(SSN)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE006");
    assertThat(only("SELECT ssn FROM person WHERE ssn = '" + SSN + "'")).isEqualTo(SSN);
  }

  @Test
  void whatCannotBeComputedOnCiphertextIsRefusedInHindsight() throws Exception {
    encrypt();

    assertThatThrownBy(() -> only("SELECT ssn FROM person ORDER BY ssn"))
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("KE003");
  }

  @Test
  void aColumnOfBytesThatIsEncryptedIsRead() throws Exception {
    change("CREATE TABLE IF NOT EXISTS photo (b bytea)");
    change("INSERT INTO photo VALUES ('\\x01')");
    try (Statement statement = reader.createStatement()) {
      assertThat(only(statement, "SELECT b FROM photo")).isEqualTo("\\x01");
    }
    try (Connection coffer = database.coffer();
        Statement write = coffer.createStatement()) {
      write.execute("CREATE TABLE IF NOT EXISTS sealed (b encrypted.bytea_random)");
      write.execute("INSERT INTO sealed VALUES ('\\x0203')");
      assertThat(only("SELECT b FROM photo")).isEqualTo("\\x01");
      change(
          "ALTER TABLE photo ALTER b TYPE encrypted.bytea_random USING NULL;"
              + "UPDATE photo SET b = (SELECT b FROM sealed)");
    }

    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery("SELECT b FROM photo")) {
      rows.next();
      assertThat(rows.getBytes(1)).containsExactly(2, 3);
    } finally {
      change("DROP TABLE photo");
    }
  }

  @Test
  void anArrayIsRead() throws Exception {
    change("ALTER TABLE person ADD ssns text[]");
    change("UPDATE person SET ssns = ARRAY['" + SSN + "']");
    assertThat(only("SELECT ssns FROM person")).isEqualTo("{" + SSN + "}");
    change(
        "ALTER TABLE person ALTER ssns TYPE encrypted.text_eq[] USING ARRAY[NULL, '"
            + stored
            + "']::encrypted.text_eq[]");

    assertThat(only("SELECT ssns FROM person")).isEqualTo("{NULL," + SSN + "}");
  }

  @Test
  void whatWasDecryptedIsReadAsItIs() throws Exception {
    encrypt();
    assertThat(only("SELECT ssn FROM person")).isEqualTo(SSN);
    decrypt();

    assertThat(only("SELECT ssn FROM person")).isEqualTo(SSN);
    encrypt();
    assertThat(only("SELECT ssn FROM person")).isEqualTo(SSN);
  }

  @Test
  void aColumnThatIsNewInAStarIsReadToo() throws Exception {
    encrypt();
    assertThat(only("SELECT * FROM person")).isEqualTo("1");
    change("ALTER TABLE person ADD note encrypted.text_eq");

    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM person")) {
      rows.next();
      assertThat(rows.getString("ssn")).isEqualTo(SSN);
      assertThat(rows.getString("note")).isNull();
    }
  }

  @Test
  void insertsOfParametersAndLiteralsAreSealed() throws Exception {
    encrypt();

    try (PreparedStatement insert = reader.prepareStatement("INSERT INTO person VALUES (2, ?)")) {
      insert.setString(1, "a");
      insert.executeUpdate();
    }
    isSealed(2);
    decrypt();
    encrypt();
    try (Statement statement = reader.createStatement()) {
      statement.execute("INSERT INTO person VALUES (3, 'b')");
    }
    isSealed(3);
  }

  @Test
  void updatesAndMergesAreSealed() throws Exception {
    encrypt();
    try (Statement statement = reader.createStatement()) {
      statement.execute("UPDATE person SET ssn = 'u' WHERE id = 1");
      assertThat(only("SELECT ssn FROM person")).isEqualTo("u");
      if (reader.getMetaData().getDatabaseMajorVersion() < 15) {
        return;
      }
      decrypt();
      encrypt();
      try (PreparedStatement merge =
          reader.prepareStatement(
              "MERGE INTO person p USING (SELECT 1 AS id) s ON p.id = s.id"
                  + " WHEN MATCHED THEN UPDATE SET ssn = ?")) {
        merge.setString(1, "m");
        merge.executeUpdate();
      }
    }
    assertThat(only("SELECT ssn FROM person")).isEqualTo("m");
    isSealed(1);
  }

  @Test
  void aParameterInWhereFindsItsRow() throws Exception {
    encrypt();

    try (PreparedStatement query = reader.prepareStatement("SELECT id FROM person WHERE ssn = ?")) {
      query.setString(1, SSN);
      try (ResultSet rows = query.executeQuery()) {
        assertThat(rows.next()).isTrue();
      }
      decrypt();
      try (ResultSet rows = query.executeQuery()) {
        assertThat(rows.next()).isTrue();
      }
    }
  }

  @Test
  void insideATransactionTheErrorIsReportedAndTheNextTryIsRight() throws Exception {
    encrypt();
    reader.setAutoCommit(false);

    try (PreparedStatement insert = reader.prepareStatement("INSERT INTO person VALUES (2, ?)")) {
      insert.setString(1, "a");
      assertThatThrownBy(insert::executeUpdate)
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("42804");
      reader.rollback();
      insert.executeUpdate();
      reader.commit();
    }
    isSealed(2);
  }

  @Test
  void insideATransactionRowsAreReadAsInside() throws Exception {
    encrypt();
    reader.setAutoCommit(false);

    assertThat(only("SELECT ssn FROM person")).isEqualTo(SSN);
    reader.commit();
    assertThat(only("SELECT ssn FROM person")).isEqualTo(SSN);
  }

  @Test
  void rowsOfAFailedTransactionAreWithheld() throws Exception {
    encrypt();
    reader.setAutoCommit(false);

    try (Statement statement = reader.createStatement();
        Statement other = reader.createStatement();
        ResultSet rows = statement.executeQuery("SELECT ssn FROM person")) {
      assertThatThrownBy(() -> other.execute("SELECT 1/0")).isInstanceOf(SQLException.class);
      rows.next();
      assertThatThrownBy(() -> rows.getString(1))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("KE006");
    }
  }

  @Test
  void batchesAreSentAgainSealed() throws Exception {
    encrypt();

    try (PreparedStatement insert = reader.prepareStatement("INSERT INTO person VALUES (?, ?)")) {
      for (int id = 2; id <= 4; id++) {
        insert.setInt(1, id);
        insert.setString(2, "a" + id);
        insert.addBatch();
      }
      assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
      isSealed(4);
      decrypt();
      for (int id = 5; id <= 6; id++) {
        insert.setInt(1, id);
        insert.setString(2, "a" + id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    encrypt();
    try (Statement statement = reader.createStatement()) {
      statement.addBatch("INSERT INTO person VALUES (7, 'c')");
      statement.addBatch("INSERT INTO person VALUES (8, 'd')");
      assertThat(statement.executeBatch()).containsExactly(1, 1);
    }
    isSealed(7);
    isSealed(8);
  }

  @Test
  void whatWasSetWhileTheTableWasProtectedIsSentWhenItIsNot() throws Exception {
    change("ALTER TABLE person ADD amount numeric, ADD moment timestamp, ADD flag boolean");
    encrypt();
    assertThat(only("SELECT ssn FROM person")).isEqualTo(SSN);

    try (PreparedStatement insert =
        reader.prepareStatement(
            "INSERT INTO person (id, ssn, name, amount, moment, flag) VALUES (?, ?, ?, ?, ?, ?)")) {
      set(insert, 2);
      insert.executeUpdate();
      isSealed(2);
      set(insert, 3);
      decrypt();
      readTheCatalogAgain(); // of itself the server would take the ciphertext for text
      insert.executeUpdate();
      insert.setInt(1, 4);
      insert.executeUpdate();
    }

    String row = SSN + "|Bob|12.50|2026-11-24 10:00:00|true";
    assertThat(rowNow(3)).isEqualTo(row);
    assertThat(rowNow(4)).isEqualTo(row);
  }

  @Test
  void aBatchSetWhileTheTableWasProtectedIsSentWhenItIsNot() throws Exception {
    change("ALTER TABLE person ADD amount numeric, ADD moment timestamp, ADD flag boolean");
    encrypt();
    assertThat(only("SELECT ssn FROM person")).isEqualTo(SSN);

    try (PreparedStatement insert =
        reader.prepareStatement(
            "INSERT INTO person (id, ssn, name, amount, moment, flag) VALUES (?, ?, ?, ?, ?, ?)")) {
      set(insert, 2);
      insert.executeUpdate();
      for (int id = 3; id <= 5; id++) {
        set(insert, id);
        insert.addBatch();
      }
      insert.setInt(1, 6);
      decrypt();
      readTheCatalogAgain(); // of itself the server would take the ciphertext for text
      assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
      insert.executeUpdate();
    }

    for (int id = 3; id <= 6; id++) {
      assertThat(rowNow(id)).isEqualTo(SSN + "|Bob|12.50|2026-11-24 10:00:00|true");
    }
  }

  private static void set(PreparedStatement insert, int id) throws SQLException {
    insert.setInt(1, id);
    insert.setString(2, SSN);
    insert.setString(3, "Bob");
    insert.setBigDecimal(4, new BigDecimal("12.50"));
    insert.setTimestamp(5, Timestamp.valueOf("2026-11-24 10:00:00"));
    insert.setBoolean(6, true);
  }

  private String rowNow(int id) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      return only(
          statement,
          "SELECT concat_ws('|', ssn, name, amount, moment, flag::text) FROM person WHERE id = "
              + id);
    }
  }

  @Test
  void aBatchThatHasDoneSomethingIsNotSentAgain() throws Exception {
    encrypt();
    reader.setAutoCommit(false);

    try (Statement statement = reader.createStatement()) {
      statement.addBatch("INSERT INTO person VALUES (7, NULL)");
      statement.addBatch("INSERT INTO person VALUES (8, 'd')");
      assertThatThrownBy(statement::executeBatch)
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("23514");
      reader.rollback();
    }
  }
}
