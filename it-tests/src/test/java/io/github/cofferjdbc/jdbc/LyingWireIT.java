package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.cofferjdbc.admin.Pinning;
import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.testing.WireProxy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A malicious server, played by a proxy that rewrites its messages, against a client with {@code
 * coffer.policy=pinned}: what it says of types and origins makes Coffer neither send plaintext nor
 * believe a value that is not one of this type and database.
 */
class LyingWireIT {

  private static final String CANARY = "canary-0815";
  private static final int TEXT = 25;

  private static ProtectedDatabase database;
  private static ProtectedDatabase foreign;
  private static Properties properties;

  private WireProxy wire;

  @BeforeAll
  static void open() throws Exception {
    String tables =
        """
        CREATE TABLE patient (id int PRIMARY KEY, ssn encrypted.text_eq, city text,
          note encrypted.text_random, born encrypted.date_eq);
        CREATE TABLE other (code encrypted.text_eq);
        """;
    database = ProtectedDatabase.with(tables);
    foreign = ProtectedDatabase.with(tables);
    for (ProtectedDatabase each : new ProtectedDatabase[] {database, foreign}) {
      try (Connection connection = each.coffer();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO patient VALUES (1, '078-05-1120', 'Berlin', 'well', '1970-01-01'),"
                + " (2, '219-09-9999', 'Paris', 'ill', '1980-02-02')");
        statement.execute("INSERT INTO other VALUES ('E11')");
      }
    }
    properties = database.properties();
    try (Connection connection = database.plain()) {
      Pinning.Result pin = Pinning.run(connection, database.keyStore(), database.settings(), false);
      properties.setProperty(Setting.POLICY.key(), "pinned");
      properties.setProperty(Setting.DATABASE.key(), pin.databaseId().toString());
      // Another time to live makes it another keyring than the one that was loaded before the pin.
      properties.setProperty(Setting.DATABASE_KEY_TTL.key(), "PT59M");
    }
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
    foreign.close();
  }

  @BeforeEach
  void listen() throws Exception {
    wire = WireProxy.before(database.database());
  }

  @AfterEach
  void hangUp() throws Exception {
    wire.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(wire.cofferUrl(), properties);
  }

  /** What plain pgjdbc reads in the first row of this query: the stored bytes. */
  private static byte[] stored(ProtectedDatabase from, String query) throws SQLException {
    try (Connection connection = from.plain();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getBytes(1);
    }
  }

  /** A row of one column in text form, as the server would send this bytea. */
  private static byte[] rowOf(byte[] value) {
    return rowOf("\\x" + HexFormat.of().formatHex(value));
  }

  private static byte[] rowOf(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + 4 + bytes.length)
        .putShort((short) 1)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  /** Tells the rows of these tests from those of the catalog. */
  private static boolean ofOneColumn(byte[] body) {
    return body[0] == 0 && body[1] == 1;
  }

  /** Describes each column of the rows anew; attribute number 0 is a column of no table. */
  private static byte[] described(byte[] body, int type, int attribute) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(changed);
      int columns = in.readUnsignedShort();
      out.writeShort(columns);
      for (int i = 0; i < columns; i++) {
        for (int c = in.read(); c != 0; c = in.read()) {
          out.write(c);
        }
        out.write(0);
        int table = in.readInt();
        in.readShort();
        in.readInt();
        out.writeInt(attribute == 0 ? 0 : table);
        out.writeShort(attribute);
        out.writeInt(type);
        out.write(in.readNBytes(2 + 4 + 2)); // length, modifier and format of the type
      }
      return changed.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the social security number of the first patient while the wire gives this row. */
  private String ssnFrom(byte[] row) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT ssn FROM patient WHERE id = 1").close(); // loads catalog, keys
      wire.rewrite((type, body) -> type == 'D' && ofOneColumn(body) ? row : body);
      try (ResultSet rows = statement.executeQuery("SELECT ssn FROM patient WHERE id = 1")) {
        rows.next();
        return rows.getString(1);
      }
    } finally {
      wire.rewrite((type, body) -> body);
    }
  }

  @Test
  void aValueOfAnotherRowOrColumnOfTheScopeIsWhatSection1Admits() throws Exception {
    assertThat(ssnFrom(rowOf(stored(database, "SELECT ssn FROM patient WHERE id = 2"))))
        .isEqualTo("219-09-9999");
    assertThat(ssnFrom(rowOf(stored(database, "SELECT code FROM other")))).isEqualTo("E11");
  }

  @ParameterizedTest
  @CsvSource({"note, KE001", "born, KE001"})
  void aValueOfAnotherTypeIsNotGenuine(String column, String state) throws Exception {
    byte[] row = rowOf(stored(database, "SELECT " + column + " FROM patient WHERE id = 1"));
    assertThatThrownBy(() -> ssnFrom(row)).extracting("SQLState").isEqualTo(state);
  }

  @Test
  void aValueOfAnotherDatabaseIsNotGenuine() throws Exception {
    byte[] row = rowOf(stored(foreign, "SELECT ssn FROM patient WHERE id = 1"));
    assertThatThrownBy(() -> ssnFrom(row)).extracting("SQLState").isIn("KE001", "KE002");
  }

  @Test
  void noChangedBitOfAValueIsAccepted() throws Exception {
    byte[] genuine = stored(database, "SELECT ssn FROM patient WHERE id = 1");
    AtomicInteger bit = new AtomicInteger();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT ssn FROM patient WHERE id = 1").close();
      wire.rewrite(
          (type, body) -> {
            if (type != 'D' || !ofOneColumn(body)) {
              return body;
            }
            byte[] changed = genuine.clone();
            changed[bit.get() / 8] ^= (byte) (1 << bit.get() % 8);
            return rowOf(changed);
          });
      for (; bit.get() < genuine.length * 8; bit.incrementAndGet()) {
        try (ResultSet rows = statement.executeQuery("SELECT ssn FROM patient WHERE id = 1")) {
          rows.next();
          assertThatThrownBy(() -> rows.getString(1))
              .extracting("SQLState")
              .isIn("KE001", "KE002", "KE004");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forged", "", "\\x", "\\xec", "\\x666f72676564"})
  void whatIsNoCiphertextIsNotTakenForAValue(String text) {
    assertThatThrownBy(() -> ssnFrom(rowOf(text)))
        .isInstanceOf(SQLException.class)
        .hasMessageNotContaining("forged")
        .extracting("SQLState")
        .isIn("KE001", "KE004", "KE006");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3})
  void plaintextUnderAnotherTypeAndOriginIsNotTakenForAValue(int attribute) throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT ssn FROM patient WHERE id = 1").close();
      wire.rewrite(
          (type, body) ->
              switch (type) {
                case 'T' -> ofOneColumn(body) ? described(body, TEXT, attribute) : body;
                case 'D' -> ofOneColumn(body) ? rowOf("forged") : body;
                default -> body;
              });
      assertThatThrownBy(
              () -> {
                try (ResultSet rows =
                    statement.executeQuery("SELECT ssn FROM patient WHERE id = 1")) {
                  rows.next();
                  rows.getString(1);
                }
              })
          .isInstanceOf(SQLException.class)
          .extracting("SQLState")
          .isIn("KE001", "KE004", "KE006");
    }
  }

  @Test
  void aLieAboutAColumnsOriginDoesNotHaveAnUpdatedRowSentInClear() throws Exception {
    try (Connection connection = connect();
        Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      statement.executeQuery("SELECT id, ssn FROM patient WHERE id = 2").close();
      int attributeOfCity = 3;
      wire.rewrite((type, body) -> type == 'T' ? described(body, TEXT, attributeOfCity) : body);
      Throwable refused =
          catchThrowable(
              () -> {
                try (ResultSet rows =
                    statement.executeQuery("SELECT id, ssn FROM patient WHERE id = 2")) {
                  rows.next();
                  rows.updateString(2, CANARY);
                  rows.updateRow();
                }
              });
      assertThat(refused).isInstanceOf(SQLException.class);
    }
    assertThat(wire.sent()).contains("patient").doesNotContain(CANARY);
  }

  @Test
  void aLieAboutParameterTypesDoesNotHaveThemSentInClear() throws Exception {
    properties.setProperty("prepareThreshold", "1");
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement("UPDATE patient SET ssn = ?, note = ? WHERE ssn = ?")) {
      wire.rewrite(
          (type, body) -> {
            if (type == 't') {
              ByteBuffer types = ByteBuffer.wrap(body);
              for (int i = 0, count = types.getShort(); i < count; i++) {
                types.putInt(TEXT);
              }
            }
            return body;
          });
      List<Throwable> refused = new ArrayList<>();
      refused.add(catchThrowable(() -> statement.getParameterMetaData().getParameterTypeName(1)));
      for (int execution = 0; execution < 3; execution++) {
        refused.add(
            catchThrowable(
                () -> {
                  for (int i = 1; i <= 3; i++) {
                    statement.setString(i, CANARY);
                  }
                  statement.execute();
                }));
      }
      assertThat(refused).containsOnlyNulls(); // the lie has no effect at all
    } finally {
      properties.remove("prepareThreshold");
    }
    assertThat(wire.sent()).containsPattern("UPDATE \\S*patient\\S* SET").doesNotContain(CANARY);
  }

  @Test
  void aCatalogWithoutRowsHasNothingSentInClear() throws Exception {
    wire.rewrite(
        (type, body) ->
            type == 'D' && new String(body, StandardCharsets.ISO_8859_1).contains("ssn")
                ? null
                : body);
    Throwable refused =
        catchThrowable(
            () -> {
              try (Connection connection = connect();
                  Statement statement = connection.createStatement()) {
                statement.execute("UPDATE patient SET ssn = '" + CANARY + "'");
              }
            });
    assertThat(refused).extracting("SQLState").isIn("KE003", "KE006");
    assertThat(wire.sent()).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE patient SET ssn = '" + CANARY + "' WHERE id = 9",
        "UPDATE patient SET ssn = 'a\\', note = '" + CANARY + "' WHERE id = 9",
        "UPDATE patient SET city = '\\', ssn = $$" + CANARY + "$$ --' WHERE id = 9",
      })
  void aLieAboutTheQuotesOfLiteralsHasNothingSentInClear(String sql) throws Exception {
    wire.rewrite(
        (type, body) -> {
          String status = new String(body, StandardCharsets.ISO_8859_1);
          return type == 'S' && status.startsWith("standard_conforming_strings")
              ? "standard_conforming_strings\0off\0".getBytes(StandardCharsets.ISO_8859_1)
              : body;
        });
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .hasMessageContaining("standard_conforming_strings")
          .extracting("SQLState")
          .isEqualTo("KE003");
    }
    assertThat(wire.sent()).doesNotContain(CANARY);
  }
}
