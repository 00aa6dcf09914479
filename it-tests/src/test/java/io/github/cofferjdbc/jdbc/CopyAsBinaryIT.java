package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.testing.TestPostgres;
import io.github.cofferjdbc.value.BaseType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * COPY FROM in text is sent in format binary. Columns that are not protected get the values and the
 * errors that the server gives them in a plain table.
 */
class CopyAsBinaryIT {

  /** Types of columns that are not protected. */
  private static final List<String> TYPES =
      List.of(
          "varchar(3)",
          "char(3)",
          "numeric(5,2)",
          "timestamp(0)",
          "timestamptz(2)",
          "time(0)",
          "small",
          "int4[]",
          "interval",
          "oid",
          "name");

  private static ProtectedDatabase database;
  private static Connection plain;
  private static Connection coffer;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE DOMAIN small AS int CHECK (value < 10);
            CREATE TABLE event (id int, at timestamptz, note encrypted.text_random);
            CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree, on_day date,
              note encrypted.text_random);
            CREATE TABLE counted (id int, on_day date, note encrypted.text_random);
            CREATE TABLE statements (n int);
            CREATE FUNCTION count_statement() RETURNS trigger LANGUAGE plpgsql AS
              'BEGIN INSERT INTO statements VALUES (1); RETURN NULL; END';
            CREATE TRIGGER counts AFTER INSERT ON counted FOR EACH STATEMENT
              EXECUTE FUNCTION count_statement();
            """);
    plain = database.plain();
    coffer = database.coffer();
  }

  @AfterAll
  static void close() throws Exception {
    coffer.close();
    plain.close();
    database.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    execute(plain, "TRUNCATE event, tree, counted, statements");
  }

  @AfterEach
  void leave() throws SQLException {
    coffer.setAutoCommit(true);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        all.add(rows.getString(1) + "|" + rows.getString(2));
      }
    }
    return all;
  }

  private static String copied(Connection connection, String copy, String input) throws Exception {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    try {
      return "copied "
          + connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("COPY " + copy, new ByteArrayInputStream(bytes));
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private static int binaryCopies(int before) throws Exception {
    return TestPostgres.shared().logSince(before).split("FORMAT binary", -1).length - 1;
  }

  /** Every text of every type, under an order of dates that is not the usual one. */
  @TestFactory
  Stream<DynamicTest> aPlainColumnReadsWhatItReadsInAPlainTable() {
    Stream<String> base = BaseType.all().stream().map(BaseType::typeName);
    return Stream.concat(base, TYPES.stream())
        .map(type -> DynamicTest.dynamicTest(type, () -> readsTheSame(type)));
  }

  private static void readsTheSame(String type) throws Exception {
    for (Connection each : List.of(plain, coffer)) {
      execute(each, "SET DateStyle = 'ISO, DMY'; SET TimeZone = 'America/St_Johns'");
    }
    execute(plain, "DROP TABLE IF EXISTS one, other");
    execute(plain, "CREATE TABLE one (id int, v " + type + ", s text)");
    execute(plain, "CREATE TABLE other (id int, v " + type + ", s encrypted.text_random)");
    List<String> texts = new ArrayList<>(List.of("", " ", "1", "-7", "abcd", "ab  ", "5.005"));
    texts.addAll(
        List.of("3/4/2020", "2020-02-30", "2024-05-06 07:08:09.9999999", "99999", "0x1F", "1_0"));
    texts.addAll(
        List.of(
            "2024-11-03 01:30:00",
            "2024-05-06 07:08:09.995+05:30",
            " tomorrow",
            "Jan 5 2021",
            "2021-06-07 08:09:10 CEST",
            "23:59:59.7",
            "{1,2}",
            "3 days"));
    for (BaseType each : BaseType.all()) {
      if (type.startsWith(each.typeName())
          || type.startsWith("char")
          || type.equals("varchar(3)")) {
        texts.addAll(Setters.texts(each));
      }
    }
    boolean commits = false;
    for (String text : texts) {
      commits = !commits;
      String input =
          "1\t\\N\ta\n2\t"
              + text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
              + "\tb\n3\t\\N\tc\n";
      execute(plain, "DELETE FROM one; DELETE FROM other");
      String expected = copied(plain, "one FROM STDIN", input);
      coffer.setAutoCommit(commits);
      String actual = copied(coffer, "other FROM STDIN", input);
      if (!commits) {
        coffer.commit();
      }
      assertThat(actual).as(text).isEqualTo(expected);
      String query = "SELECT id, v::text FROM ";
      assertThat(rows(plain, query + "other")).as(text).isEqualTo(rows(plain, query + "one"));
    }
    coffer.setAutoCommit(true);
    assertThat(rows(coffer, "SELECT s, s FROM other"))
        .isEqualTo(rows(plain, "SELECT s, s FROM one"));
  }

  @Test
  void aValueThatTheServerHasToReadSplitsTheCopyOnce() throws Exception {
    int before = TestPostgres.shared().logLength();
    String input =
        "id,at,note\n1,2020-01-02 03:04:05+00,a\n2,Jan 5 2021 0:00 UTC,\"b\nc\"\n3,2020-01-02,d\n";
    assertThat(copied(coffer, "event FROM STDIN (FORMAT csv, HEADER)", input))
        .isEqualTo("copied 3");
    assertThat(rows(coffer, "SELECT id, note FROM event ORDER BY id"))
        .containsExactly("1|a", "2|b\nc", "3|d");
    assertThat(binaryCopies(before)).isEqualTo(1);
    assertThat(rows(plain, "SELECT count(DISTINCT xmin::text), 0 FROM event"))
        .containsExactly("1|0");
  }

  @Test
  void anErrorAfterTheSplitUndoesWhatWasBeforeIt() throws Exception {
    String input = "1\t2020-01-02 03:04:05+00\ta\n2\tJan 5 2021\tb\nx\t\\N\tc\n";
    assertThat(copied(coffer, "event FROM STDIN", input)).isEqualTo("22P02");
    assertThat(rows(plain, "SELECT id, 0 FROM event")).isEmpty();
    coffer.setAutoCommit(false);
    assertThat(copied(coffer, "event FROM STDIN", input)).isEqualTo("22P02");
    assertThat(copied(coffer, "event FROM STDIN", "")).isEqualTo("25P02");
    coffer.rollback();
    assertThat(copied(coffer, "event FROM STDIN", "")).isEqualTo("copied 0");
    coffer.commit();
    assertThat(rows(plain, "SELECT id, 0 FROM event")).isEmpty();
  }

  @Test
  void aCopyThatIsCancelledAfterTheSplitLeavesNothing() throws Exception {
    CopyIn copy = coffer.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY event FROM STDIN");
    assertThat(copy.getFormat()).isZero();
    byte[] rows = "1\t\\N\ta\n2\tJan 5 2021\tb\n".getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(rows, 0, rows.length);
    copy.cancelCopy();
    assertThat(copy.isActive()).isFalse();
    assertThat(rows(coffer, "SELECT id, 0 FROM event")).isEmpty();
    execute(coffer, "INSERT INTO event VALUES (7)");
    assertThat(rows(plain, "SELECT id, 0 FROM event")).containsExactly("7|0");
  }

  /** A second statement would fire a trigger again, or miss a row that comes later. */
  @Test
  void aTableThatHeedsStatementsIsFilledByOne() throws Exception {
    assertThat(copied(coffer, "counted FROM STDIN", "1\t2020-01-02\ta\n2\tJan 5 2021\tb\n"))
        .isEqualTo("copied 2");
    assertThat(rows(plain, "SELECT count(*), 0 FROM statements")).containsExactly("1|0");
    assertThat(copied(coffer, "tree FROM STDIN", "1\t2\t2020-01-02\ta\n2\t2\tJan 5 2021\tb\n"))
        .isEqualTo("copied 2");
  }

  @Test
  void theServerGetsNoTextOfACopyThatCanBeBinary() throws Exception {
    int before = TestPostgres.shared().logLength();
    assertThat(
            copied(coffer, "event FROM STDIN", "1\t2020-01-02 03:04:05.6-07:30\ta\n2\t\\N\t\\N\n"))
        .isEqualTo("copied 2");
    assertThat(TestPostgres.shared().logSince(before))
        .contains("(\"id\", \"at\", \"note\") FROM STDIN (FORMAT binary)", "COMMIT");
  }
}
