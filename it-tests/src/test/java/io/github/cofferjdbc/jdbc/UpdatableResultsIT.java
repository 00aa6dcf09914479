package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows with protected columns that are changed through the result set. */
class UpdatableResultsIT {

  private static ProtectedDatabase database;
  private Connection coffer;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE person (
              ssn encrypted.text_eq PRIMARY KEY,
              name text,
              born encrypted.date_random,
              visits encrypted.int4_eq,
              tags encrypted.text_random[]);
            CREATE TABLE "Odd" (id int PRIMARY KEY, "a ""B" encrypted.text_random);
            CREATE TABLE public.plain_twin (id int PRIMARY KEY, ssn text);
            CREATE TABLE sealed_twin (id int PRIMARY KEY, ssn encrypted.text_eq);
            """);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @BeforeEach
  void fill() throws SQLException {
    coffer = database.coffer();
    try (Statement statement = coffer.createStatement()) {
      statement.execute("DELETE FROM person");
      statement.execute(
          "INSERT INTO person VALUES ('a', 'Ann', '1990-01-02', 1, '{x,y}'),"
              + " ('b', 'Bob', '1991-02-03', 2, NULL), ('c', 'Cyd', NULL, NULL, NULL)");
      statement.execute("DELETE FROM plain_twin");
      statement.execute("INSERT INTO plain_twin VALUES (1, 'plain')");
      statement.execute("DELETE FROM sealed_twin");
      statement.execute("INSERT INTO sealed_twin VALUES (1, 'sealed')");
    }
  }

  @AfterEach
  void end() throws SQLException {
    coffer.close();
  }

  private static Statement updatable(Connection connection) throws SQLException {
    return connection.createStatement(
        ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
  }

  private String found(String sql) throws SQLException {
    StringBuilder all = new StringBuilder();
    try (Statement statement = coffer.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          all.append(i == 1 ? "" : " ").append(rows.getString(i));
        }
        all.append('\n');
      }
    }
    return all.toString();
  }

  @Test
  void changesRowsThatAProtectedPrimaryKeyNames() throws SQLException {
    try (Statement statement = updatable(coffer);
        ResultSet rows = statement.executeQuery("SELECT * FROM person ORDER BY name")) {
      rows.absolute(2);
      rows.updateString("name", "Bobby");
      rows.updateInt("visits", 20);
      assertThat(rows.getInt("visits")).isEqualTo(2);
      rows.updateRow();
      assertThat(rows.getInt("visits")).isEqualTo(20);
      rows.refreshRow();
      assertThat(rows.getInt("visits")).isEqualTo(20);
      assertThat(rows.getString("ssn")).isEqualTo("b");
      rows.next();
      rows.updateObject("born", java.time.LocalDate.of(2000, 5, 6));
      rows.updateArray("tags", coffer.createArrayOf("text", new String[] {"q", null, "r"}));
      rows.updateRow();
      rows.refreshRow();
      assertThat(rows.getArray("tags").toString()).isEqualTo("{q,NULL,r}");
      rows.previous();
      assertThat(rows.getString("name")).isEqualTo("Bobby");
    }
    assertThat(found("SELECT ssn, name, born, visits, tags FROM person ORDER BY name"))
        .isEqualTo(
            "a Ann 1990-01-02 1 {x,y}\nb Bobby 1991-02-03 20 null\nc Cyd 2000-05-06 null"
                + " {q,NULL,r}\n");
  }

  @Test
  void changesAProtectedPrimaryKeyAndGoesOnWithTheNewOne() throws SQLException {
    try (Statement statement = updatable(coffer);
        ResultSet rows = statement.executeQuery("SELECT * FROM person ORDER BY name")) {
      rows.first();
      rows.updateString("ssn", "z");
      rows.updateRow();
      rows.updateInt("visits", 7);
      rows.updateRow();
      rows.refreshRow();
      assertThat(rows.getString("ssn")).isEqualTo("z");
      assertThat(rows.getInt("visits")).isEqualTo(7);
    }
    assertThat(found("SELECT name, visits FROM person WHERE ssn IN ('a', 'z')"))
        .isEqualTo("Ann 7\n");
  }

  @Test
  void insertsAndDeletesRows() throws SQLException {
    try (PreparedStatement statement =
        coffer.prepareStatement(
            "SELECT ssn, name, visits FROM person WHERE ssn <> ? ORDER BY name",
            ResultSet.TYPE_SCROLL_INSENSITIVE,
            ResultSet.CONCUR_UPDATABLE)) {
      statement.setString(1, "b");
      try (ResultSet rows = statement.executeQuery()) {
        rows.moveToInsertRow();
        rows.updateString(1, "new");
        rows.updateString(2, "Dan");
        rows.updateLong(3, 9);
        rows.insertRow();
        rows.moveToCurrentRow();
        rows.last();
        assertThat(rows.getString(1)).isEqualTo("new");
        assertThat(rows.getInt(3)).isEqualTo(9);
        rows.refreshRow();
        assertThat(rows.getString(1)).isEqualTo("new");
        rows.first();
        assertThat(rows.getString(1)).isEqualTo("a");
        rows.deleteRow();
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("c");
        assertThat(rows.rowInserted() || rows.rowUpdated() || rows.rowDeleted()).isFalse();
      }
    }
    assertThat(found("SELECT ssn, visits FROM person ORDER BY name"))
        .isEqualTo("b 2\nc null\nnew 9\n");
  }

  @Test
  void keepsAndCancelsPendingValuesAsPgjdbcDoes() throws SQLException {
    try (Statement statement = updatable(coffer);
        ResultSet rows = statement.executeQuery("SELECT * FROM person ORDER BY name")) {
      rows.first();
      rows.updateString("visits", "no number");
      assertThatThrownBy(rows::updateRow)
          .hasFieldOrPropertyWithValue("SQLState", "42804")
          .hasMessageNotContaining("no number");
      rows.cancelRowUpdates();
      rows.updateRow();
      rows.updateInt("visits", 5);
      rows.moveToInsertRow();
      assertThatThrownBy(rows::updateRow).hasFieldOrPropertyWithValue("SQLState", "24000");
      assertThatThrownBy(rows::insertRow).hasFieldOrPropertyWithValue("SQLState", "22023");
      rows.moveToCurrentRow();
      rows.updateInt("visits", 6);
      rows.next();
      rows.updateRow();
    }
    // As with pgjdbc, a pending value belongs to the row on which updateRow is called.
    assertThat(found("SELECT ssn, visits FROM person ORDER BY name"))
        .isEqualTo("a 1\nb 6\nc null\n");
  }

  @Test
  void takesPartInTransactions() throws SQLException {
    coffer.setAutoCommit(false);
    try (Statement statement = updatable(coffer);
        ResultSet rows = statement.executeQuery("SELECT * FROM person ORDER BY name")) {
      rows.first();
      rows.updateInt("visits", 50);
      rows.updateRow();
      coffer.rollback();
      assertThat(rows.getInt("visits")).isEqualTo(50);
      rows.refreshRow();
      assertThat(rows.getInt("visits")).isEqualTo(1);
    }
    coffer.setAutoCommit(true);
  }

  @Test
  void understandsQuotedNames() throws SQLException {
    try (Statement statement = updatable(coffer);
        ResultSet rows = statement.executeQuery("SELECT * FROM \"Odd\" WHERE id = 1")) {
      rows.moveToInsertRow();
      rows.updateInt(1, 1);
      rows.updateString("a \"B", "first");
      rows.insertRow();
      rows.last();
      rows.updateString(2, "second");
      rows.updateRow();
    }
    assertThat(found("SELECT * FROM \"Odd\"")).isEqualTo("1 second\n");
  }

  @Test
  void refusesToWriteIntoAnotherTableThanTheOneThatWasRead() throws SQLException {
    try (Statement statement = updatable(coffer)) {
      String plainFirst = "SELECT p.id, s.ssn FROM plain_twin p JOIN sealed_twin s ON p.id = s.id";
      try (ResultSet rows = statement.executeQuery(plainFirst)) {
        rows.next();
        assertThatThrownBy(() -> rows.updateString(2, "secret"))
            .hasFieldOrPropertyWithValue("SQLState", "KE003")
            .hasMessageContaining("ssn");
        rows.updateRow();
      }
      String sealedFirst = "SELECT s.id, p.ssn FROM sealed_twin s JOIN plain_twin p ON p.id = s.id";
      try (ResultSet rows = statement.executeQuery(sealedFirst)) {
        rows.next();
        assertThatThrownBy(() -> rows.updateString(2, "secret"))
            .hasFieldOrPropertyWithValue("SQLState", "KE003");
      }
      // Nothing protected is mentioned, but pgjdbc takes the word after "from" for the table.
      String misread = "SELECT id, ssn, 'x from sealed_twin ' AS note FROM plain_twin";
      try (ResultSet rows = statement.executeQuery(misread)) {
        rows.next();
        assertThatThrownBy(() -> rows.updateString(2, "secret"))
            .hasFieldOrPropertyWithValue("SQLState", "KE003");
      }
    }
    assertThat(found("SELECT * FROM plain_twin")).isEqualTo("1 plain\n");
    assertThat(found("SELECT * FROM sealed_twin")).isEqualTo("1 sealed\n");
  }

  @Test
  void answersAsPgjdbcWhereRowsCannotBeChanged() throws SQLException {
    try (Statement readOnly = coffer.createStatement();
        ResultSet rows = readOnly.executeQuery("SELECT * FROM person")) {
      rows.next();
      assertThatThrownBy(() -> rows.updateString("ssn", "x"))
          .hasFieldOrPropertyWithValue("SQLState", "24000");
    }
    try (Statement statement = updatable(coffer)) {
      try (ResultSet rows = statement.executeQuery("SELECT name, visits FROM person")) {
        rows.next();
        assertThatThrownBy(() -> rows.updateInt("visits", 3))
            .hasFieldOrPropertyWithValue("SQLState", "24000");
      }
      try (ResultSet rows = statement.executeQuery("SELECT ssn, visits FROM person")) {
        assertThatThrownBy(() -> rows.updateInt("visits", 3))
            .hasFieldOrPropertyWithValue("SQLState", "24000");
        rows.next();
        assertThatThrownBy(() -> rows.updateInt(3, 3))
            .hasFieldOrPropertyWithValue("SQLState", "22023");
        assertThatThrownBy(() -> rows.updateInt("nothing", 3))
            .hasFieldOrPropertyWithValue("SQLState", "42703");
        rows.close();
        assertThatThrownBy(() -> rows.updateInt(2, 3))
            .hasFieldOrPropertyWithValue("SQLState", "55000");
      }
    }
  }

  @Test
  void refusesRowsOfACursorThatNoPlanKnows() throws SQLException {
    coffer.setAutoCommit(false);
    try (Statement statement = updatable(coffer)) {
      statement.execute("DECLARE sealed_twin CURSOR FOR SELECT id, ssn FROM sealed_twin");
      try (ResultSet rows = statement.executeQuery("FETCH ALL FROM sealed_twin")) {
        rows.next();
        assertThatThrownBy(() -> rows.updateString(2, "secret"))
            .hasFieldOrPropertyWithValue("SQLState", "KE003");
      }
    }
    coffer.rollback();
    coffer.setAutoCommit(true);
  }

  @Test
  void sendsNothingWhenTheColumnWasDecryptedMeanwhile() throws SQLException {
    try (Connection other = database.plain();
        Statement ddl = other.createStatement();
        Statement statement = updatable(coffer)) {
      ddl.execute("CREATE TABLE moving (id int PRIMARY KEY, v text)");
      ddl.execute("INSERT INTO moving VALUES (1, 'x')");
      try (ResultSet rows = statement.executeQuery("SELECT id, v FROM moving")) {
        rows.next();
        rows.updateString(2, "secret");
        try (Statement own = coffer.createStatement()) {
          own.execute("ALTER TABLE moving DROP COLUMN v");
          own.execute("ALTER TABLE moving ADD COLUMN v encrypted.text_random");
        }
        assertThatThrownBy(rows::updateRow).hasFieldOrPropertyWithValue("SQLState", "KE006");
      }
      ddl.execute("DROP TABLE moving");
    }
  }

  @Test
  void showsNoPlaintextToTheServer() throws SQLException {
    try (Statement statement = updatable(coffer);
        ResultSet rows = statement.executeQuery("SELECT * FROM person ORDER BY name")) {
      rows.first();
      rows.updateString("ssn", "canary-ssn");
      rows.updateRow();
    }
    try (Connection plain = database.plain();
        Statement statement = plain.createStatement();
        ResultSet raw = statement.executeQuery("SELECT ssn FROM person WHERE name = 'Ann'")) {
      raw.next();
      assertThat(raw.getBytes(1)).startsWith(0xEC);
      assertThat(new String(raw.getBytes(1), java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("canary");
    }
  }
}
