package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.cofferjdbc.config.Setting;
import io.github.cofferjdbc.json.Json;
import io.github.cofferjdbc.json.MalformedJsonException;
import io.github.cofferjdbc.testing.WireProxy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Every KE006 of a connection stands in the audit log, once. */
class RefusalLogIT {

  private static final int COLUMNS = Short.BYTES;

  private static ProtectedDatabase database;

  @TempDir private Path folder;

  private WireProxy wire;
  private Connection connection;
  private Connection admin;

  @BeforeAll
  static void open() throws Exception {
    database = ProtectedDatabase.with("CREATE TABLE patient (ssn encrypted.text_eq)");
    try (Connection coffer = database.coffer();
        Statement statement = coffer.createStatement()) {
      statement.execute("INSERT INTO patient VALUES ('123-45-6789')");
    }
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @BeforeEach
  void connect() throws Exception {
    wire = WireProxy.before(database.database());
    admin = database.plain();
    change("DROP TABLE IF EXISTS moving");
    change("CREATE TABLE moving (id int PRIMARY KEY, v text, b bytea)");
    change("INSERT INTO moving VALUES (1, 'x')");
    Properties properties = database.properties();
    properties.setProperty(Setting.AUDIT_LOG.key(), "file:" + folder.resolve("audit.jsonl"));
    properties.setProperty(Setting.CATALOG_TTL.key(), "PT1H");
    connection = DriverManager.getConnection(wire.cofferUrl(), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE moving ADD w int"); // the catalog is read again
      statement.executeQuery("SELECT ssn FROM patient").close();
      statement.executeQuery("SELECT v, b FROM moving").close();
    }
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
    admin.close();
    wire.close();
  }

  private void change(String sql) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  private void encrypt(String column, String type) throws SQLException {
    change(
        "ALTER TABLE moving DROP COLUMN %1$s, ADD COLUMN %1$s encrypted.%2$s"
            .formatted(column, type));
  }

  private interface Refused {
    void run() throws Exception;
  }

  private void isLogged(Refused refused) throws Exception {
    int before = refusals().size();

    Throwable thrown = catchThrowable(refused::run);

    assertThat(thrown).hasFieldOrPropertyWithValue("SQLState", "KE006");
    assertThat(refusals().subList(before, refusals().size()))
        .as(String.valueOf(thrown))
        .containsExactly("KE006");
  }

  /** Returns the error codes of the refusals in the log. */
  private List<String> refusals() throws IOException {
    Path log = folder.resolve("audit.jsonl");
    List<String> codes = new ArrayList<>();
    for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
      try {
        Map<?, ?> event = (Map<?, ?>) Objects.requireNonNull(Json.parse(line));
        if ("RefusePolicy".equals(event.get("eventName"))) {
          codes.add(String.valueOf(event.get("errorCode")));
        }
      } catch (MalformedJsonException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }
    return codes;
  }

  private CopyManager copy() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /** Doubles the only column of a description or row. */
  private static byte[] doubled(byte[] body) {
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.writeBytes(ByteBuffer.allocate(COLUMNS).putShort((short) 2).array());
    twice.write(body, COLUMNS, body.length - COLUMNS);
    twice.write(body, COLUMNS, body.length - COLUMNS);
    return twice.toByteArray();
  }

  /** Adds a column to the answer to a COPY. */
  private static byte[] withField(byte[] body) {
    byte[] more = Arrays.copyOf(body, body.length + Short.BYTES);
    more[2]++;
    return more;
  }

  @Test
  void rowsOfAnotherNumberOfColumns() throws Exception {
    wire.rewrite(
        (type, body) ->
            (type == 'T' || type == 'D') && body[0] == 0 && body[1] == 1 ? doubled(body) : body);
    try (Statement statement = connection.createStatement()) {
      isLogged(() -> statement.executeQuery("SELECT ssn FROM patient"));
    }
  }

  @Test
  void copyToTheClientOfAnotherNumberOfFields() throws Exception {
    wire.rewrite((type, body) -> type == 'H' ? withField(body) : body);

    isLogged(() -> copy().copyOut("COPY patient TO STDOUT", new StringWriter()));
  }

  @Test
  void copyToTheServerOfAnotherNumberOfFields() throws Exception {
    wire.rewrite((type, body) -> type == 'G' ? withField(body) : body);

    isLogged(() -> copy().copyIn("COPY patient FROM STDIN", new StringReader("x\n")));
  }

  @Test
  void rowsThatAnOldConstantChose() throws Exception {
    change(
        "ALTER TABLE moving ALTER v TYPE encrypted.text_eq USING NULL;"
            + "UPDATE moving SET v = (SELECT ssn FROM patient)");
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT v FROM moving WHERE v <> 'y'")) {
      rows.next();
      isLogged(() -> rows.getString(1));
    }
  }

  @Test
  void aRowThatWouldBeWrittenToAnotherTable() throws Exception {
    try (Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet rows = statement.executeQuery("SELECT id, v FROM moving")) {
      rows.next();
      rows.updateString(2, "secret");
      encrypt("v", "text_random");
      try (Statement own = connection.createStatement()) {
        own.execute("ALTER TABLE moving ADD x int"); // the catalog is read again
      }
      isLogged(rows::updateRow);
    }
  }

  @Test
  void aStreamThatWasReadForAnotherTable() throws Exception {
    try (PreparedStatement insert =
        connection.prepareStatement("UPDATE moving SET b = ? WHERE id = 1")) {
      insert.setBytes(1, new byte[] {1});
      insert.executeUpdate();
      insert.setBinaryStream(1, new ByteArrayInputStream(new byte[] {2}));
      encrypt("b", "bytea_random");
      try (Statement own = connection.createStatement()) {
        own.execute("ALTER TABLE moving ADD x int");
      }
      isLogged(insert::executeUpdate);
    }
  }
}
