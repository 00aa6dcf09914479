package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.util.ByteStreamWriter;

/** A stream can be read once only, but its value may be needed twice. */
class StreamedValuesIT {

  private static ProtectedDatabase database;

  private interface Setter {
    void set(PreparedStatement statement, int index) throws SQLException;
  }

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            "CREATE TABLE letter (sealed encrypted.text_random, clear text);"
                + "CREATE TABLE image (sealed encrypted.bytea_random, clear bytea);");
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @Test
  void textFromAStreamIsStoredWhole() throws Exception {
    for (Setter setter :
        List.<Setter>of(
            (to, at) -> to.setCharacterStream(at, new StringReader("Lorem")),
            (to, at) -> to.setCharacterStream(at, new StringReader("Lorem ipsum"), 5),
            (to, at) -> to.setAsciiStream(at, bytes("Lorem ipsum"), 5),
            (to, at) -> to.setObject(at, bytes("Lorem"), Types.LONGVARCHAR))) {
      assertThat(stored("letter", setter)).containsExactly("Lorem", "Lorem");
    }
  }

  @Test
  void aStreamAndItsTextAreForATableThatWasJustMade() throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      // The connection has a catalog, in which the new table is missing.
      statement.executeQuery("SELECT sealed FROM letter").close();
      statement.execute("CREATE TEMP TABLE fresh (sealed encrypted.text_random, n int)");
      isSealed(connection, "INSERT INTO fresh VALUES (?, ?)", "SELECT sealed FROM fresh");
    }
  }

  @Test
  void aStreamAndItsTextAreForATableThatWasPlainWhenTheTextWasExecutedLast() throws Exception {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE before (sealed text, n int)");
      String sql = "INSERT INTO before VALUES (?, ?)";
      try (PreparedStatement insert = connection.prepareStatement(sql)) {
        insert.setString(1, "plain");
        insert.setInt(2, 1);
        insert.executeUpdate();
      }
      statement.execute("DROP TABLE before");
      statement.execute("CREATE TEMP TABLE before (sealed encrypted.text_random, n int)");
      isSealed(connection, sql, "SELECT sealed FROM before");
    }
  }

  /** Fails if a parameter shows in the statement's text, or a stream is not stored. */
  private static void isSealed(Connection connection, String sql, String query)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, "secret");
      insert.setInt(2, 1);
      assertThat(insert.toString()).doesNotContain("secret");
      insert.setCharacterStream(1, new StringReader("Lorem"));
      assertThat(insert.executeUpdate()).isOne();
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("Lorem");
    }
  }

  @Test
  void bytesFromAStreamAreStoredWholeAndShowAsHexadecimal() throws Exception {
    for (Setter setter :
        List.<Setter>of(
            (to, at) -> to.setBinaryStream(at, bytes("abc")),
            (to, at) -> to.setBinaryStream(at, bytes("abcdef"), 3),
            (to, at) -> to.setBinaryStream(at, bytes("abcdef"), 3L))) {
      assertThat(stored("image", setter)).containsExactly("\\x616263", "\\x616263");
    }
  }

  @Test
  void aWriterOfBytesGivesTheLengthThatItAnnounced() throws Exception {
    for (int announced : new int[] {3, 5}) {
      String expected = "\\x616263" + "00".repeat(announced - 3);
      assertThat(stored("image", (to, at) -> to.setObject(at, writer(announced, "abc"))))
          .containsExactly(expected, expected);
    }
  }

  @Test
  void aWriterOfBytesFailsAsWithPgjdbc() throws Exception {
    for (ByteStreamWriter writer :
        List.of(
            writer(2, "abc"),
            failing(new IOException("no")),
            failing(new IllegalStateException("no")))) {
      for (String column : List.of("sealed", "clear")) {
        try (Connection connection = database.coffer();
            PreparedStatement insert =
                connection.prepareStatement("INSERT INTO image (" + column + ") VALUES (?)")) {
          insert.setObject(1, writer);
          assertThatThrownBy(insert::executeUpdate)
              .isInstanceOf(SQLException.class)
              .hasCauseInstanceOf(IOException.class)
              .extracting("SQLState")
              .isEqualTo("08006");
        }
      }
    }
  }

  private static ByteStreamWriter writer(int announced, String text) {
    return new ByteStreamWriter() {
      @Override
      public int getLength() {
        return announced;
      }

      @Override
      public void writeTo(ByteStreamTarget target) throws IOException {
        target.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      }
    };
  }

  private static ByteStreamWriter failing(Exception failure) {
    return new ByteStreamWriter() {
      @Override
      public int getLength() {
        return 3;
      }

      @Override
      public void writeTo(ByteStreamTarget target) throws IOException {
        if (failure instanceof IOException e) {
          throw e;
        }
        throw (RuntimeException) failure;
      }
    };
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static List<String> stored(String table, Setter setter) throws SQLException {
    try (Connection connection = database.coffer();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM " + table);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
        setter.set(insert, 1);
        setter.set(insert, 2);
        insert.executeUpdate();
      }
      try (ResultSet rows = statement.executeQuery("SELECT sealed, clear FROM " + table)) {
        rows.next();
        return List.of(rows.getString(1), rows.getString(2));
      }
    }
  }
}
