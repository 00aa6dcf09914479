package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
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
  void bytesFromAStreamAreStoredWholeAndShowAsHexadecimal() throws Exception {
    for (Setter setter :
        List.<Setter>of(
            (to, at) -> to.setBinaryStream(at, bytes("abc")),
            (to, at) -> to.setBinaryStream(at, bytes("abcdef"), 3),
            (to, at) -> to.setBinaryStream(at, bytes("abcdef"), 3L))) {
      assertThat(stored("image", setter)).containsExactly("\\x616263", "\\x616263");
    }
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
