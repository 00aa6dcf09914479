package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * COPY on a connection whose client encoding is not UTF-8, which pgjdbc allows if it is asked to.
 */
class CopyEncodingIT {

  private static ProtectedDatabase database;

  private Connection connection;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE sealed (id int, a text, b encrypted.text_random);
            CREATE TABLE clear (id int, a text);
            """);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    Properties properties = database.properties();
    properties.setProperty("user", database.database().user());
    properties.setProperty("password", database.database().password());
    properties.setProperty("allowEncodingChanges", "true");
    connection = DriverManager.getConnection(database.database().cofferUrl(), properties);
    execute("DELETE FROM sealed; DELETE FROM clear");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long in(String copy, String rows, String charset) throws Exception {
    byte[] bytes = rows.getBytes(Charset.forName(charset));
    return CopyOptionsIT.copies(connection).copyIn(copy, new ByteArrayInputStream(bytes));
  }

  private String out(String copy, String charset) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CopyOptionsIT.copies(connection).copyOut(copy, out);
    return out.toString(Charset.forName(charset));
  }

  /** What another connection reads, in UTF-8. */
  private String stored() throws SQLException {
    try (Connection other = database.coffer();
        Statement statement = other.createStatement();
        ResultSet rows = statement.executeQuery("SELECT a, b FROM sealed")) {
      return rows.next() ? rows.getString(1) + " " + rows.getString(2) : "nothing";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "WIN1252", "LATIN9"})
  void withoutAnEncodingOfItsOwnACopyIsRefusedAndNothingSent(String encoding) throws Exception {
    execute("SET client_encoding = '" + encoding + "'");
    for (String format : new String[] {"", " (FORMAT csv)", " (FORMAT binary)"}) {
      assertThatThrownBy(() -> in("COPY sealed FROM STDIN" + format, "", "UTF-8"))
          .hasFieldOrPropertyWithValue("SQLState", "KE003");
      assertThatThrownBy(() -> out("COPY sealed TO STDOUT" + format, "UTF-8"))
          .hasFieldOrPropertyWithValue("SQLState", "KE003");
    }
    assertThat(in("COPY clear FROM STDIN", "1\tGr\u00fc\u00dfe\n", "ISO-8859-1")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"LATIN1,ISO-8859-1", "WIN1252,windows-1252", "LATIN9,ISO-8859-15", "UTF8,UTF-8"})
  void theEncodingOfTheCopyCounts(String encoding, String charset) throws Exception {
    execute("SET client_encoding = 'LATIN1'");
    String rows = "1\tGr\u00fc\u00dfe\t\u00e9\u00e8\n";
    String option = " (ENCODING '" + encoding + "')";
    assertThat(in("COPY sealed FROM STDIN" + option, rows, charset)).isEqualTo(1);
    assertThat(stored()).isEqualTo("Gr\u00fc\u00dfe \u00e9\u00e8");
    assertThat(out("COPY sealed TO STDOUT" + option, charset)).isEqualTo(rows);
  }

  @Test
  void aCharacterThatTheEncodingLacksEndsTheCopyOut() throws Exception {
    in("COPY sealed FROM STDIN", "1\ta\t\u4e16\n", "UTF-8");
    assertThatThrownBy(() -> out("COPY sealed TO STDOUT (ENCODING 'LATIN1')", "ISO-8859-1"))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("\u4e16");
    assertThat(stored().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
  }
}
