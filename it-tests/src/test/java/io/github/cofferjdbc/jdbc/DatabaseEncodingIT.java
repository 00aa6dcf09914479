package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.admin.ScopeRegistration;
import io.github.cofferjdbc.keys.KeyAccess;
import io.github.cofferjdbc.keys.store.KeyStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Databases that are not in UTF8; the client's encoding is, as pgjdbc has it. */
class DatabaseEncodingIT {

  /** In every LATIN1 alphabet, and of two bytes in UTF-8. */
  private static final String ACCENTED = "Zo\u00eb \u00c9\u00df";

  private static final String CHINESE = "\u4e16\u754c";

  private static final Map<String, ProtectedDatabase> DATABASES = new LinkedHashMap<>();

  @BeforeAll
  static void open() throws Exception {
    for (String encoding : List.of("LATIN1", "SQL_ASCII")) {
      DATABASES.put(
          encoding,
          ProtectedDatabase.inEncoding(
              encoding,
              """
              CREATE TABLE bare (id int, a text, b text, c text);
              CREATE TABLE sealed (id int, a text, b encrypted.text_eq, c encrypted.text_random);
              CREATE TABLE bytes (id int, b encrypted.bytea_eq);
              """));
    }
  }

  @AfterAll
  static void close() throws Exception {
    for (ProtectedDatabase database : DATABASES.values()) {
      database.close();
    }
  }

  private static ProtectedDatabase in(String encoding) {
    return Objects.requireNonNull(DATABASES.get(encoding));
  }

  private interface Scenario {
    List<String> on(Connection connection, String table) throws Exception;
  }

  /** Does the same on a plain table through pgjdbc and on an encrypted one through Coffer. */
  private static List<String> same(String encoding, Scenario scenario) throws Exception {
    ProtectedDatabase database = in(encoding);
    try (Connection plain = database.plain();
        Connection coffer = database.coffer()) {
      for (Connection each : List.of(plain, coffer)) {
        try (Statement statement = each.createStatement()) {
          statement.execute("DELETE FROM " + (each == plain ? "bare" : "sealed"));
        }
      }
      List<String> wanted = scenario.on(plain, "bare");
      assertThat(scenario.on(coffer, "sealed")).isEqualTo(wanted).isNotEmpty();
      return wanted;
    }
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1) + "|" + rows.getString(2) + "|" + rows.getString(3));
      }
    }
    return found;
  }

  private static void insert(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement prepared =
            connection.prepareStatement("INSERT INTO " + table + " VALUES (2, ?, ?, ?)")) {
      statement.execute(
          "INSERT INTO %1$s VALUES (1, '%2$s', '%2$s', '\u00eb'), (3, 'x', E'\u00c9', E'\\x41')"
              .formatted(table, ACCENTED));
      for (int i = 1; i <= 3; i++) {
        prepared.setString(i, ACCENTED);
      }
      prepared.executeUpdate();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
  void storesFindsAndReadsCharactersOfTheDatabase(String encoding) throws Exception {
    List<String> seen =
        same(
            encoding,
            (connection, table) -> {
              insert(connection, table);
              List<String> found =
                  rows(connection, "SELECT a, b, id FROM " + table + " ORDER BY id");
              found.addAll(
                  rows(
                      connection,
                      "SELECT id, b, c FROM %s WHERE b = '%s' ORDER BY id"
                          .formatted(table, ACCENTED)));
              try (PreparedStatement query =
                  connection.prepareStatement(
                      "SELECT count(*) FROM %1$s x JOIN %1$s y ON x.b = y.b WHERE x.b = ?"
                          .formatted(table))) {
                query.setString(1, ACCENTED);
                try (ResultSet rows = query.executeQuery()) {
                  rows.next();
                  found.add(rows.getString(1));
                }
              }
              return found;
            });

    assertThat(seen).contains(ACCENTED + "|" + ACCENTED + "|1", "4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
  void copiesCharactersInAndOut(String encoding) throws Exception {
    String csv = "1,%1$s,%1$s,x\n2,\u00e9,\"\u00e9,\u00e9\",\u00e9\n".formatted(ACCENTED);

    List<String> seen =
        same(
            encoding,
            (connection, table) -> {
              CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
              List<String> found = new ArrayList<>();
              copies.copyIn("COPY " + table + " FROM STDIN (FORMAT csv)", utf8(csv));
              found.addAll(rows(connection, "SELECT a, b, id FROM " + table + " ORDER BY id"));
              for (String format : List.of("text", "csv")) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                copies.copyOut("COPY %s TO STDOUT (FORMAT %s)".formatted(table, format), out);
                found.add(out.toString(StandardCharsets.UTF_8));
              }
              ByteArrayOutputStream binary = new ByteArrayOutputStream();
              copies.copyOut("COPY " + table + " TO STDOUT (FORMAT binary)", binary);
              copies.copyIn(
                  "COPY " + table + " FROM STDIN (FORMAT binary)",
                  new ByteArrayInputStream(binary.toByteArray()));
              found.addAll(rows(connection, "SELECT a, b, id FROM " + table + " ORDER BY id"));
              return found;
            });

    assertThat(seen).contains(ACCENTED + "|" + ACCENTED + "|1");
  }

  private static ByteArrayInputStream utf8(String rows) {
    return new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a byte the server alone would know which character it is. */
  @ParameterizedTest
  @ValueSource(strings = {"E'\\xc3\\xa9'", "E'\\303\\251'", "E'x' '\\\\\\xe9'", "e'\\xE9'"})
  void bytesInAConstantAreRefusedWhereTheyAreNoUtf8(String constant) throws Exception {
    try (Connection coffer = in("LATIN1").coffer();
        Statement statement = coffer.createStatement()) {
      String text = constant.replace("' '", "'\n'");
      assertThatThrownBy(
              () -> statement.execute("INSERT INTO sealed (id, b) VALUES (1, " + text + ")"))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageMatching(".*(in a database that is not in UTF8|that are not UTF-8).*");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
  void otherEscapesPassWhateverTheDatabaseIsIn(String encoding) throws Exception {
    try (Connection coffer = in(encoding).coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("DELETE FROM bytes");
      statement.execute(
          "INSERT INTO bytes VALUES (1, E'\\\\xe9ff'), (2, '\\xe9ff'), (3, E'\\x41')");
      assertThat(rows(coffer, "SELECT count(*), 1, 1 FROM bytes WHERE b = E'\\\\xe9ff'"))
          .containsExactly("2|1|1");
    }
  }

  @Test
  void charactersByTheirNumberAreThose() throws Exception {
    same(
        "LATIN1",
        (connection, table) -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(
                "INSERT INTO %s VALUES (1, U&'\\00eb', U&'\\00eb', E'\\u00c9')".formatted(table));
          }
          return rows(connection, "SELECT a, b, c FROM " + table + " WHERE b = E'\\u00eb'");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
  void encryptsAndDecryptsAColumn(String encoding) throws Exception {
    try (Connection coffer = in(encoding).coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("CREATE TABLE moved (id int, b text, c text)");
      statement.execute("INSERT INTO moved VALUES (1, '" + ACCENTED + "')");
      statement.execute("ALTER TABLE moved ALTER b TYPE encrypted.text_eq");
      assertThat(rows(coffer, "SELECT id, b, c FROM moved WHERE b = '" + ACCENTED + "'"))
          .containsExactly("1|" + ACCENTED + "|null");
      statement.execute("ALTER TABLE moved ALTER b TYPE text");
      assertThat(rows(coffer, "SELECT id, b, c FROM moved"))
          .containsExactly("1|" + ACCENTED + "|null");
      statement.execute("DROP TABLE moved");
    }
  }

  /** The server counts bytes there; it never sees those of a protected value. */
  @Test
  void aModifierCountsCharactersWhereTheServerCountsBytes() throws Exception {
    ProtectedDatabase own = in("SQL_ASCII");
    own.database()
        .execute(
            "CREATE DOMAIN code AS encrypted.bpchar_eq;"
                + " CREATE TABLE counted (a bpchar(3), b code, c int)");
    try (Connection plain = own.plain();
        KeyStore store = own.keyStore()) {
      ScopeRegistration.run(plain, store, own.settings(), "code", "bpchar(3)");
    }
    KeyAccess.shared().clear(); // new scopes are asked for once a minute
    try (Connection coffer = own.coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO counted (b) VALUES ('\u00eb\u00eb\u00eb')");
      assertThat(rows(coffer, "SELECT a, b, c FROM counted"))
          .containsExactly("null|\u00eb\u00eb\u00eb|null");
      for (String tooLong : List.of("a) VALUES ('\u00eb\u00eb')", "b) VALUES ('abcd')")) {
        assertThatThrownBy(() -> statement.execute("INSERT INTO counted (" + tooLong))
            .as(tooLong)
            .hasFieldOrPropertyWithValue("SQLState", "22001");
      }
    }
  }

  /** The server never sees it, so it need not know the character. */
  @Test
  void holdsCharactersThatTheDatabaseHasNot() throws Exception {
    try (Connection coffer = in("LATIN1").coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("CREATE TABLE wide (id int, b encrypted.text_eq, c int)");
      statement.execute("INSERT INTO wide VALUES (1, '" + CHINESE + "')");
      assertThat(rows(coffer, "SELECT id, b, c FROM wide WHERE b = '" + CHINESE + "'"))
          .containsExactly("1|" + CHINESE + "|null");
      assertThatThrownBy(() -> statement.execute("ALTER TABLE wide ALTER b TYPE text"))
          .isInstanceOf(SQLException.class)
          .hasMessageNotContaining(CHINESE);
      assertThat(rows(coffer, "SELECT id, b, c FROM wide"))
          .containsExactly("1|" + CHINESE + "|null");
    }
  }
}
