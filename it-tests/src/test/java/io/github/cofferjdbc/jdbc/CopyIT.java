package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.testing.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.postgresql.copy.PGCopyInputStream;
import org.postgresql.copy.PGCopyOutputStream;
import org.postgresql.util.ByteBufferByteStreamWriter;

/** COPY through CopyManager: all its methods, what fails, what is refused, and what nobody sees. */
@Timeout(60)
class CopyIT {

  private static final int HEAP_MEGABYTES = 24;
  private static final String CANARY = "canary-1234567";
  private static ProtectedDatabase database;
  private final long seed = Long.getLong("coffer.test.seed", new Random().nextInt(1 << 30));

  private Connection connection;
  private CopyManager copies;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE patient (id int, ssn encrypted.text_eq, note encrypted.text_random,
              born encrypted.date_random);
            CREATE TABLE visit (id int, place text);
            CREATE TABLE bill (id int, twice int GENERATED ALWAYS AS (id * 2) STORED,
              card encrypted.text_eq);
            CREATE TABLE tagged (id int, tags encrypted.text_random[]);
            CREATE VIEW patient_view AS SELECT id, ssn FROM patient;
            """);
  }

  @AfterAll
  static void close() throws Exception {
    database.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    connection = database.coffer();
    copies = copies(connection);
    execute("TRUNCATE patient, visit, bill, tagged");
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  private static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String found(Connection connection, String sql) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.append(i == 1 ? "" : "|").append(rows.getString(i));
        }
        all.add(row.toString());
      }
    }
    return String.join("\n", all);
  }

  private String found(String sql) throws SQLException {
    return found(connection, sql);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private long in(String copy, String rows) throws SQLException, IOException {
    return copies.copyIn(copy, new ByteArrayInputStream(utf8(rows)));
  }

  private String out(String copy) throws SQLException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copies.copyOut(copy, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void hasState(String state, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> i + "\tssn " + i + "\tnote\\tof " + i + "\t2020-02-29\n")
        .collect(Collectors.joining());
  }

  @Test
  void whatIsCopiedInIsFoundByItsValueAndStoredEncrypted() throws Exception {
    assertThat(in("COPY patient FROM STDIN", rows(3))).isEqualTo(3);
    assertThat(found("SELECT id, note, born FROM patient WHERE ssn = 'ssn 1'"))
        .isEqualTo("1|note\tof 1|2020-02-29");
    try (Connection plain = database.plain()) {
      assertThat(found(plain, "SELECT count(*), count(DISTINCT note) FROM patient"))
          .isEqualTo("3|3");
      assertThat(found(plain, "SELECT min(get_byte(ssn, 0)), max(get_byte(note, 0)) FROM patient"))
          .isEqualTo("236|236");
    }
    assertThat(out("COPY patient TO STDOUT")).isEqualTo(rows(3));
  }

  @Test
  void everyWayToCopyInTakesTheSameRows() throws Exception {
    String copy = "COPY patient FROM STDIN";
    String rows = rows(50);
    Random random = new Random(seed);
    System.err.println("CopyIT: seed " + seed);
    assertThat(copies.copyIn(copy, new StringReader(rows))).isEqualTo(50);
    assertThat(copies.copyIn(copy, new StringReader(rows), 7)).isEqualTo(50);
    assertThat(copies.copyIn(copy, new ByteArrayInputStream(utf8(rows)), 3)).isEqualTo(50);
    assertThat(
            copies.copyIn(
                copy, new ByteBufferByteStreamWriter(java.nio.ByteBuffer.wrap(utf8(rows)))))
        .isEqualTo(50);
    try (PGCopyOutputStream stream =
        new PGCopyOutputStream(connection.unwrap(PGConnection.class), copy, 11)) {
      stream.write(utf8(rows));
      assertThat(stream.endCopy()).isEqualTo(50);
    }
    CopyIn pieces = copies.copyIn(copy);
    assertThat(pieces.getFieldCount()).isEqualTo(4);
    assertThat(pieces.getFieldFormat(1)).isEqualTo(pieces.getFormat()).isZero();
    byte[] bytes = utf8(rows);
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(random.nextInt(30), bytes.length - at);
      pieces.writeToCopy(bytes, at, length);
      if (random.nextBoolean()) {
        pieces.flushCopy();
      }
      at += length;
    }
    assertThat(pieces.isActive()).isTrue();
    assertThat(pieces.endCopy()).isEqualTo(50).isEqualTo(pieces.getHandledRowCount());
    assertThat(pieces.isActive()).isFalse();
    hasState("55000", pieces::endCopy);
    assertThat(found("SELECT count(*), count(DISTINCT ssn), count(note) FROM patient"))
        .isEqualTo("300|50|300");
  }

  @Test
  void everyWayToCopyOutGivesTheSameRows() throws Exception {
    in("COPY patient FROM STDIN", rows(50));
    String copy = "COPY patient TO STDOUT";
    StringWriter writer = new StringWriter();
    assertThat(copies.copyOut(copy, writer)).isEqualTo(50);
    assertThat(writer.toString()).isEqualTo(rows(50));
    try (PGCopyInputStream stream =
        new PGCopyInputStream(connection.unwrap(PGConnection.class), copy)) {
      assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(rows(50));
    }
    CopyOut pieces = copies.copyOut(copy);
    StringBuilder read = new StringBuilder();
    for (byte[] piece = pieces.readFromCopy(); piece != null; piece = pieces.readFromCopy()) {
      read.append(new String(piece, StandardCharsets.UTF_8));
    }
    assertThat(read.toString()).isEqualTo(rows(50));
    assertThat(pieces.getHandledRowCount()).isEqualTo(50);
  }

  @Test
  void aCopyThatIsCancelledLeavesTheConnectionUsable() throws Exception {
    in("COPY patient FROM STDIN", rows(20));
    CopyIn in = copies.copyIn("COPY patient FROM STDIN");
    in.writeToCopy(utf8(rows(10)), 0, 100);
    in.flushCopy();
    in.cancelCopy();
    assertThat(found("SELECT count(*) FROM patient")).isEqualTo("20");
    CopyOut out = copies.copyOut("COPY patient TO STDOUT");
    assertThat(out.readFromCopy()).isNotEmpty();
    out.cancelCopy();
    assertThat(out.isActive()).isFalse();
    assertThat(found("SELECT count(*) FROM patient")).isEqualTo("20");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1\tx\ty\n",
        "1\tx\ty\t2020-01-01\tz\n",
        "1\tx\ty\t2021-02-30\n",
        "1\tx\tA\\000\t\\N\n",
        "1\tx\ty\t2020-01-01\r\n",
        "x\tx\ty\t2020-01-01\n"
      })
  void nothingOfACopyWithABadRowIsStored(String bad) throws Exception {
    for (boolean transaction : List.of(false, true)) {
      connection.setAutoCommit(!transaction);
      assertThatThrownBy(() -> in("COPY patient FROM STDIN", rows(2000) + bad + rows(10)))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).startsWith("22").isNotEqualTo("22000"));
      if (transaction) {
        hasState("25P02", () -> execute("SELECT 1"));
        connection.rollback();
      }
      connection.setAutoCommit(true);
      assertThat(found("SELECT count(*) FROM patient")).isEqualTo("0");
      assertThat(in("COPY patient FROM STDIN", rows(2))).isEqualTo(2);
      execute("DELETE FROM patient");
    }
  }

  @Test
  void aTransactionCommitsOrUndoesACopy() throws Exception {
    connection.setAutoCommit(false);
    in("COPY patient FROM STDIN", rows(3));
    connection.rollback();
    in("COPY patient FROM STDIN", rows(2));
    assertThat(out("COPY patient TO STDOUT")).isEqualTo(rows(2));
    connection.commit();
    connection.setAutoCommit(true);
    assertThat(found("SELECT count(*) FROM patient")).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " (FORMAT csv)", " (FORMAT binary)"})
  void aStoredValueThatWasTamperedWithEndsTheCopyAndNotTheConnection(String format)
      throws Exception {
    in("COPY patient FROM STDIN", rows(500));
    database
        .database()
        .execute(
            "UPDATE patient SET note = set_byte(note, 40, 255 - get_byte(note, 40)) WHERE id = 250");
    CopyOut out = copies.copyOut("COPY patient TO STDOUT" + format);
    AtomicInteger pieces = new AtomicInteger();
    assertThatThrownBy(
            () -> {
              while (out.readFromCopy() != null) {
                pieces.incrementAndGet();
              }
            })
        .hasMessageContaining("patient.note")
        .hasFieldOrPropertyWithValue("SQLState", "KE001");
    assertThat(pieces.get()).isBetween(499, 500);
    assertThat(out.isActive()).isFalse();
    assertThat(found("SELECT count(*) FROM patient WHERE ssn = 'ssn 250'")).isEqualTo("1");
  }

  @Test
  void aMessageNamesTheColumnAndNotTheValue() {
    assertThatThrownBy(() -> in("COPY patient FROM STDIN", "1\tx\ty\t" + CANARY + "\n"))
        .hasMessageContaining("patient.born")
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void noPlaintextReachesTheServerOrAnException() throws Exception {
    int before = TestPostgres.shared().logLength();
    List<String> texts = new ArrayList<>();
    String good = "1\t" + CANARY + "\t" + CANARY + "\t\\N\n";
    in("COPY patient FROM STDIN", good);
    in(
        "COPY patient FROM STDIN (FORMAT csv, HEADER)",
        "h,h,h,h\n1,\"" + CANARY + "\",\"x\n" + CANARY + "\",\n");
    in("COPY patient (id, ssn) FROM STDIN WHERE ssn = '" + CANARY + "'", "2\t" + CANARY + "\n");
    out("COPY (SELECT id FROM patient WHERE ssn = '" + CANARY + "') TO STDOUT");
    for (String[] refused :
        new String[][] {
          {"COPY patient FROM STDIN", good + "2\tx\ty\t" + CANARY + "\n"},
          {"COPY patient FROM STDIN", good + CANARY + "\n"},
          {"COPY patient FROM STDIN", good + "x" + good},
          {"COPY patient FROM STDIN", good + good.strip() + "\t" + CANARY + "\n"},
          {"COPY patient FROM STDIN (FORMAT csv)", "1,\"" + CANARY},
          {"COPY patient (ssn) FROM STDIN (FORMAT csv)", CANARY + "," + CANARY + "\n"},
          {"COPY patient (ssn, id) FROM STDIN (FORMAT binary)", CANARY},
          {"COPY patient (ssn, id) FROM STDIN (DELIMITER '||')", CANARY + "||1\n"},
          {"COPY patient (ssn, id) FROM STDIN (ENCODING 'SJIS')", CANARY + "\t1\n"},
          {"COPY patient (ssn, id) FROM STDIN (NOTHING)", CANARY + "\t1\n"},
          {"COPY patient (ssn, id) FROM STDIN; SELECT 1", CANARY + "\t1\n"},
          {"COPY patient FROM STDIN WHERE note = '" + CANARY + "'", good},
          {"COPY patient_view FROM STDIN", "1\t" + CANARY + "\n"}
        }) {
      try {
        in(refused[0], refused[1]);
        throw new AssertionError(refused[0]);
      } catch (SQLException e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        texts.add(text.toString());
      }
      assertThat(found("SELECT count(*) FROM patient")).isEqualTo("3");
    }
    assertThat(texts).hasSize(13).noneMatch(text -> text.contains(CANARY));
    assertThat(TestPostgres.shared().logSince(before))
        .contains("COPY public.patient")
        .doesNotContain(CANARY);
    try (Connection plain = database.plain()) {
      String all = found(plain, "SELECT ssn, note FROM patient");
      assertThat(all).doesNotContain(hex(CANARY)).contains("\\xec");
    }
  }

  private static String hex(String text) {
    return java.util.HexFormat.of().formatHex(utf8(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY patient FROM STDIN (ON_ERROR ignore)",
        "COPY patient FROM STDIN (ENCODING 'SJIS')",
        "COPY patient FROM STDIN (COMPRESSION gzip)",
        "COPY patient (id, nothing) FROM STDIN",
        "COPY tagged FROM STDIN (FORMAT binary)",
        "COPY patient FROM STDIN; SELECT 1",
        "SELECT ssn FROM patient",
        "INSERT INTO patient VALUES (1, 'x', 'y', NULL)",
        "COPY patient FROM '/tmp/patients'",
        "COPY patient FROM PROGRAM 'cat'"
      })
  void isRefused(String sql) throws Exception {
    hasState("KE003", () -> copies.copyIn(sql));
    hasState("KE003", () -> copies.copyOut(sql.replace("FROM STDIN", "TO STDOUT")));
    assertThat(found("SELECT count(*) FROM patient")).isEqualTo("0");
  }

  @Test
  void datesThatDependOnDatestyleAreRefused() throws Exception {
    hasState("KE003", () -> in("COPY patient FROM STDIN", "1\tx\ty\t1/8/1999\n"));
    assertThat(found("SELECT count(*) FROM patient")).isEqualTo("0");
  }

  @Test
  void aCopyOfTheOtherDirectionIsNotStarted() throws Exception {
    in("COPY patient FROM STDIN", rows(100));
    hasState("42809", () -> copies.copyIn("COPY patient TO STDOUT"));
    hasState("42809", () -> copies.copyOut("COPY patient FROM STDIN"));
    assertThat(found("SELECT count(*) FROM patient")).isEqualTo("100");
  }

  @Test
  void aStatementCannotCopy() {
    hasState("0A000", () -> execute("COPY visit TO STDOUT"));
    hasState("0A000", () -> execute("COPY patient TO STDOUT"));
    hasState("KE003", () -> execute("COPY patient TO '/tmp/patients'"));
  }

  @Test
  void generatedColumnsAreNotAmongTheRows() throws Exception {
    assertThat(in("COPY bill FROM STDIN (FORMAT csv)", "21,4111\n")).isEqualTo(1);
    assertThat(out("COPY bill TO STDOUT")).isEqualTo("21\t4111\n");
    assertThat(found("SELECT twice FROM bill WHERE card = '4111'")).isEqualTo("42");
  }

  @Test
  void arraysAreReadAndWritten() throws Exception {
    String rows = "1\t{a,NULL,\"b c\",\"\\\\\"\"}\n2\t{}\n3\t\\N\n";
    assertThat(in("COPY tagged FROM STDIN", rows)).isEqualTo(3);
    assertThat(out("COPY tagged TO STDOUT")).isEqualTo(rows);
    assertThat(found("SELECT tags FROM tagged WHERE id = 1"))
        .isEqualTo("{a,NULL,\"b c\",\"\\\"\"}");
  }

  @Test
  void aTableWithoutProtectedColumnsPassesByteForByte() throws Exception {
    int before = TestPostgres.shared().logLength();
    String copy = "COPY  visit /* as it is */ FROM STDIN";
    assertThat(in(copy, "1\ta\\tb\n2\t\\N\n\\.\nanything")).isEqualTo(2);
    assertThat(out("COPY visit TO STDOUT (FORMAT csv, DELIMITER ';')")).isEqualTo("1;a\tb\n2;\n");
    byte[] binary;
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      copies.copyOut("COPY visit TO STDOUT BINARY", out);
      binary = out.toByteArray();
    }
    assertThat(copies.copyIn("COPY visit FROM STDIN BINARY", new ByteArrayInputStream(binary)))
        .isEqualTo(2);
    hasState("22P02", () -> in("COPY visit FROM STDIN", "x\ty\n"));
    hasState("22P04", () -> in("COPY visit FROM STDIN", "1\ty\tz\n"));
    assertThat(found("SELECT count(*) FROM visit")).isEqualTo("4");
    assertThat(TestPostgres.shared().logSince(before)).contains(copy);
  }

  @Test
  void clearColumnsOfAProtectedTableArePassedOnAsTheyAre() throws Exception {
    assertThat(in("COPY patient (id) FROM STDIN", "1\n\\N\n2")).isEqualTo(3);
    assertThat(out("COPY patient (id) TO STDOUT")).isEqualTo("1\n\\N\n2\n");
  }

  /** The text of bytea is the server's setting. */
  @Test
  void rowsAreOpenedWhateverTheTextOfBytes() throws Exception {
    in("COPY patient FROM STDIN", rows(3));
    execute("SET bytea_output = escape");
    assertThat(out("COPY patient TO STDOUT")).isEqualTo(rows(3));
    assertThat(out("COPY patient (ssn) TO STDOUT (FORMAT csv)")).isEqualTo("ssn 0\nssn 1\nssn 2\n");
  }

  @Test
  @Timeout(300)
  void rowsThatAreCopiedAreNotKept() throws Exception {
    StreamingProcess copier =
        StreamingProcess.run(CopyProcess.class, database, HEAP_MEGABYTES, "false");
    assertThat(copier.output()).isEqualTo(CopyProcess.ROWS + " and " + CopyProcess.ROWS);
    execute("TRUNCATE patient");
    // Else the heap would be large enough for all rows.
    copier = StreamingProcess.run(CopyProcess.class, database, HEAP_MEGABYTES, "true");
    assertThat(copier.exitStatus()).as(copier.output()).isEqualTo(StreamingProcess.OUT_OF_MEMORY);
  }

  /** Rows of a COPY bear no types: the catalog is read anew for each. */
  @Test
  void aColumnThatWasJustEncryptedByAnotherIsCopiedEncrypted() throws Exception {
    execute("CREATE TABLE moving (id int, v text)");
    in("COPY moving FROM STDIN", "1\tx\n");
    try (Connection other = database.plain();
        Statement statement = other.createStatement()) {
      statement.execute("DROP TABLE moving");
      statement.execute("CREATE TABLE moving (id int, v encrypted.text_random)");
    }
    int before = TestPostgres.shared().logLength();
    in("COPY moving FROM STDIN", "1\t" + CANARY + "\n");
    assertThat(out("COPY moving TO STDOUT")).isEqualTo("1\t" + CANARY + "\n");
    assertThat(TestPostgres.shared().logSince(before)).doesNotContain(CANARY);
    execute("DROP TABLE moving");
  }
}
