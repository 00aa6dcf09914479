package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The same COPY into and out of a plain table through pgjdbc and of an encrypted one through
 * Coffer: same rows, same count, same bytes, or the same SQLState and no row.
 */
class CopyOptionsIT {

  private static ProtectedDatabase database;
  private static Connection plain;
  private static Connection coffer;

  /**
   * A COPY FROM STDIN.
   *
   * @param copy columns, FROM STDIN and options, for {@code id int, a text, b text, c date}
   * @param input one string a byte, where it is not ASCII
   */
  private record In(String copy, String input) {}

  private static final String ALL = "(id, a, b, c) FROM STDIN";
  private static final String AB = "(id, a, b) FROM STDIN";
  private static final String CSV = AB + " (FORMAT csv)";

  private static final List<In> IN =
      List.of(
          new In("FROM STDIN", "1\tx\ty\t2020-02-29\n2\t\\N\t\\N\t\\N\n"),
          new In(ALL, "1\tx\ty\t2020-02-29"),
          new In(ALL, ""),
          new In(ALL, "1\t\t\t\\N\n"),
          new In(ALL, "1\t\\\\N\t\\\\\\\\\t\\N\n"),
          new In(ALL, "1\ta\\tb\\nc\\rd\\be\\ff\\vg\ta\\\tb\\\nc\\\\d\t\\N\n"),
          new In(ALL, "1\t\\101\\x42\\x4a\\60\t\\q\\\"\\.x\t\\N\n"),
          new In(ALL, "1\t\\101\\x42\\x4a\\60\t\\q\\\"\\x\t\\N\n"),
          new In(ALL, "1\t\\303\\251\\xe4\\xb8\\x96\tGr\u00c3\u00bc\u00c3\u009f\t\\N\n"),
          new In(ALL, "1\t\\xe9\ty\t\\N\n"),
          new In(ALL, "1\t\\000\ty\t\\N\n"),
          new In(ALL, "1\t\u00ff\ty\t\\N\n"),
          new In(ALL, "1\ta\ty\t2021-02-29\n"),
          new In(ALL, "1\ta\ty\tx\n"),
          new In(ALL, "1\ta\ty\t\n"),
          new In(ALL, "x\ta\ty\t\\N\n"),
          new In(ALL, "1\ta\ty\n"),
          new In(ALL, "1\ta\ty\t\\N\t\n"),
          new In(ALL, "1\n"),
          new In(ALL, "1\ta\ty\t\\N\r\n2\tb\tz\t\\N\r\n"),
          new In(ALL, "1\ta\ty\t\\N\r2\tb\tz\t\\N\r"),
          new In(ALL, "1\ta\ty\t\\N\n2\tb\tz\t\\N\r\n"),
          new In(ALL, "1\ta\ty\t\\N\r\n2\tb\tz\t\\N\n"),
          new In(ALL, "1\ta\ty\t\\N\r2\tb\tz\t\\N\n"),
          new In(ALL, "1\ta\ty\t\\N\n\\.\n2\tb\tz\tsecret\n"),
          new In(ALL, "\\.\n2\tb\n"),
          new In("(a) FROM STDIN", "x\n\n\\N\n\\\\N\n"),
          new In("(b, a) FROM STDIN (DELIMITER '|', NULL '')", "x||\n"),
          new In("(b, a) FROM STDIN (DELIMITER '|', NULL '')", "x|\n|y\n\\||\\\\\n"),
          new In("(b, a) FROM STDIN (DELIMITER ',', NULL 'null')", "null,Null\n\\null,n\\ull\n"),
          new In("(b, a) FROM STDIN WITH DELIMITER AS ';' NULL AS 'nil'", "nil;x\ny;nil\n"),
          new In("(b, a) FROM STDIN (NULL '\\n')", "\\n\tx\n"),
          new In("(id, a) FROM STDIN (ENCODING 'LATIN1')", "1\tGr\u00fc\u00df\n"),
          new In("(id, a) FROM STDIN (ENCODING 'WIN1252')", "1\t\u0080\n"),
          new In("(id, a) FROM STDIN (ENCODING 'LATIN1', FORMAT csv)", "1,\"Gr\u00fc\u00df\"\n"),
          new In("(id, a) FROM STDIN (ENCODING 'UTF8')", "1\t\u00fc\n"),
          new In("(id, a) FROM STDIN (HEADER)", "who\twhat\n1\tx\n"),
          new In("(id, a) FROM STDIN (HEADER match)", "id\ta\n1\tx\n"),
          new In("(id, a) FROM STDIN (HEADER match)", "id\tb\n1\tx\n"),
          new In("FROM STDIN (HEADER match, FORMAT csv)", "id,a,b,c\n1,x,y,\n"),
          new In("(id, a) FROM STDIN (DEFAULT '\\D')", "1\t\\D\n2\tx\n"),
          new In("(id, b) FROM STDIN (DEFAULT '\\D')", "\\D\t\\D\n2\tx\n"),
          new In("(id, b) FROM STDIN (FORMAT csv, DEFAULT '\\D')", "\\D,\\D\n2,\"\\D\"\n"),
          new In("(id, a) FROM STDIN WHERE id > 1", "1\tx\n2\ty\n"),
          new In("(id, a) FROM STDIN WHERE a = 'y' OR a IS NULL", "1\tx\n2\ty\n3\t\\N\n"),
          new In("(id, a) FROM STDIN (ON_ERROR stop)", "x\tx\n"),
          new In(CSV, "1,x,y\n2,,\n3,\"\",\"\"\n"),
          new In(CSV, "1,\"a,b\",\"say \"\"hi\"\"\"\n"),
          new In(CSV, "1,\"two\nlines\",\"cr\r\nlf\"\n"),
          new In(CSV, "1,\"two\nlines\",\"cr\rlf\"\r\n2,x,y\r\n"),
          new In(CSV, "1,ab\"c,d\"ef,x\"y\"z\n"),
          new In(CSV, "1, x , \"y\" \n"),
          new In(CSV, "1,\\N,\\\\\n"),
          new In(CSV, "1,x,\"y\n"),
          new In(CSV, "1,x\n"),
          new In(CSV, "1,x,y,z\n"),
          new In(CSV, "1,x,y\r2,x,y\n"),
          new In(CSV, "1,x,y\n2,x,y\r"),
          new In("(a, b) FROM STDIN (FORMAT csv)", "x,y\n\\.\nz,w\n"),
          new In("(a) FROM STDIN (FORMAT csv)", "x\n\\.\ny\n"),
          new In("(a) FROM STDIN (FORMAT csv)", "x\n\"\\.\"\ny\n"),
          new In("(a) FROM STDIN (FORMAT csv)", "\n\"\"\n"),
          new In(AB + " (FORMAT csv, HEADER)", "\"id\nx\",a,b\n1,x,y\n"),
          new In(AB + " CSV HEADER", "id,a,b\n"),
          new In(AB + " (FORMAT csv, QUOTE '''', DELIMITER ';')", "1;'a;''b';\"c\"\n"),
          new In(AB + " (FORMAT csv, ESCAPE '\\')", "1,\"a\\\"b\\\\c\\d\",\"x\\\\\"\n"),
          new In(AB + " (FORMAT csv, ESCAPE 'x')", "1,\"axxbx\"\"c\",xx\n"),
          new In(AB + " (FORMAT csv, ESCAPE 'x')", "1,\"axxbx\"c\",xx\n"),
          new In(AB + " (FORMAT csv, NULL 'nil')", "1,nil,\"nil\"\n2,,\"\"\n"),
          new In(
              AB + " (FORMAT csv, NULL 'nil', FORCE_NULL (a, b))", "1,nil,\"nil\"\n2,n\"il\",b\n"),
          new In(
              AB + " (FORMAT csv, NULL 'nil', FORCE_NOT_NULL (a, b))", "1,nil,\"nil\"\n2,,\"\"\n"),
          new In(AB + " (FORMAT csv, FORCE_NOT_NULL (a), FORCE_NULL (a, b))", "1,,\"\"\n2,\"\",\n"),
          new In(AB + " CSV FORCE NOT NULL a, b", "1,,\n"),
          new In(AB + " (FORMAT csv, DELIMITER '|', NULL '\\N')", "1|\\N|\"\\N\"\n"),
          new In(AB + " (FORMAT csv, DELIMITER 'x')", "1xaxb\n"),
          new In(AB + " (FORMAT binary, HEADER)", ""),
          new In(AB + " (DELIMITER '||')", "1||a||b\n"),
          new In(AB + " (QUOTE '|')", "1\ta\tb\n"),
          new In(AB + " (FORMAT csv, FORCE_QUOTE (a))", "1,a,b\n"),
          new In(AB + " (FORMAT csv, NULL ',')", "1,a,b\n"),
          new In(AB + " (FORMAT xml)", "1,a,b\n"),
          new In(AB + " (FORMAT csv, FORMAT text)", "1,a,b\n"),
          new In(AB + " (FORMAT csv, QUOTE ',')", "1,a,b\n"),
          new In("(id, a, a) FROM STDIN", "1\ta\tb\n"));

  /** What follows the table's name or stands for the table. */
  private static final List<String> OUT =
      List.of(
          "T TO STDOUT",
          "T (b, id, a) TO STDOUT",
          "T TO STDOUT (DELIMITER '|', NULL '')",
          "T TO STDOUT (DELIMITER ',', NULL 'null')",
          "T TO STDOUT (HEADER)",
          "T TO STDOUT (ENCODING 'UTF8')",
          "(SELECT id, a FROM T WHERE id < 5) TO STDOUT (ENCODING 'LATIN1')",
          "T TO STDOUT (FORMAT csv, ENCODING 'LATIN1')",
          "T TO STDOUT (FORMAT csv)",
          "T TO STDOUT CSV HEADER",
          "T (a) TO STDOUT (FORMAT csv)",
          "T TO STDOUT (FORMAT csv, DELIMITER ';', NULL 'nil')",
          "T TO STDOUT (FORMAT csv, QUOTE '''', ESCAPE '\\')",
          "T TO STDOUT (FORMAT csv, QUOTE 'x', DELIMITER '|')",
          "T TO STDOUT (FORMAT csv, FORCE_QUOTE (a, c))",
          "T TO STDOUT (FORMAT csv, FORCE_QUOTE *, NULL 'nil')",
          "T TO STDOUT CSV FORCE QUOTE b",
          "T TO STDOUT (FORMAT csv, FORCE_NULL (a))",
          "T TO STDOUT (FORMAT binary)",
          "T (c, b) TO STDOUT (FORMAT binary)",
          "BINARY T TO STDOUT",
          "(SELECT a AS x, count(*) FROM T GROUP BY a ORDER BY min(id)) TO STDOUT",
          "(SELECT id, c, b FROM T WHERE a IN ('x', 'nil') ORDER BY id) TO STDOUT (FORMAT csv, HEADER)",
          "(SELECT s.b, t.id, t.a FROM T t JOIN T s USING (a) ORDER BY t.id, s.id) TO STDOUT",
          "(SELECT a FROM T UNION ALL SELECT 'more' UNION ALL SELECT NULL) TO STDOUT (FORMAT csv)",
          "(SELECT id FROM T WHERE a = 'x') TO STDOUT",
          "(SELECT a, b FROM T WHERE false) TO STDOUT (FORMAT binary)",
          "(UPDATE T SET b = b WHERE a = 'x' RETURNING id, a, b) TO STDOUT");

  private static final String ROWS =
      """
      INSERT INTO T (id, a, b, c) VALUES (1, 'x', 'y', '2020-02-29'), (2, NULL, NULL, NULL),
        (3, '', '', 'infinity'), (4, 'nil', 'null', '0044-03-15 BC'), (5, '\\.', '\\N', NULL),
        (6, 'a,b;c|d', 'say "hi" ''there''', '1999-12-31'), (7, E'a\\tb\\nc\\rd\\be\\ff\\013g', E'\\r\\n', NULL),
        (8, '\\', '\\\\x41', NULL), (9, 'Grüße', 'dürfen bleiben', NULL), (10, 'xXx', ' x ', '0001-01-01')
      """;

  @BeforeAll
  static void open() throws Exception {
    database =
        ProtectedDatabase.with(
            """
            CREATE TABLE plain (id int DEFAULT 7, a text, b text, c date);
            CREATE TABLE sealed (id int DEFAULT 7, a encrypted.text_eq, b encrypted.text_random,
              c encrypted.date_random);
            CREATE TABLE mixed (id int DEFAULT 7, a encrypted.text_random, b varchar(40), c date);
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

  static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  @TestFactory
  Stream<DynamicTest> theSameRowsComeIn() {
    return IN.stream()
        .map(
            in ->
                DynamicTest.dynamicTest(
                    in.copy() + " < " + in.input().replace("\n", "\\n").replace("\r", "\\r"),
                    () ->
                        assertThat(copied(coffer, "sealed", in))
                            .isEqualTo(copied(plain, "plain", in))));
  }

  /** The columns that are not protected go to the server in binary format, or back to text. */
  @TestFactory
  Stream<DynamicTest> theSameRowsComeInBesidePlainColumns() {
    return IN.stream()
        .filter(in -> !in.copy().contains("WHERE a"))
        .map(
            in ->
                DynamicTest.dynamicTest(
                    in.copy() + " < " + in.input().replace("\n", "\\n").replace("\r", "\\r"),
                    () ->
                        assertThat(copied(coffer, "mixed", in))
                            .isEqualTo(copied(plain, "plain", in))));
  }

  private static List<String> copied(Connection connection, String table, In in) throws Exception {
    List<String> outcome = new ArrayList<>();
    execute(connection, "DELETE FROM " + table);
    byte[] bytes = in.input().getBytes(StandardCharsets.ISO_8859_1);
    try {
      outcome.add(
          "copied "
              + copies(connection)
                  .copyIn("COPY " + table + " " + in.copy(), new ByteArrayInputStream(bytes)));
    } catch (SQLException e) {
      outcome.add(e.getClass() + " " + e.getSQLState());
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
      while (rows.next()) {
        outcome.add(
            rows.getString(1)
                + "|"
                + rows.getString(2)
                + "|"
                + rows.getString(3)
                + "|"
                + rows.getString(4));
      }
    }
    return outcome;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @TestFactory
  Stream<DynamicTest> theSameBytesComeOut() throws SQLException {
    execute(plain, "DELETE FROM plain");
    execute(coffer, "DELETE FROM sealed");
    execute(plain, ROWS.replace(" T ", " plain "));
    execute(coffer, ROWS.replace(" T ", " sealed "));
    return OUT.stream()
        .map(
            out ->
                DynamicTest.dynamicTest(
                    out,
                    () ->
                        assertThat(written(coffer, out.replaceAll("\\bT\\b", "sealed")))
                            .isEqualTo(written(plain, out.replaceAll("\\bT\\b", "plain")))));
  }

  private static String written(Connection connection, String copy) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      long count = copies(connection).copyOut("COPY " + copy, out);
      return count + " rows\n" + out.toString(Charset.forName("ISO-8859-1"));
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
