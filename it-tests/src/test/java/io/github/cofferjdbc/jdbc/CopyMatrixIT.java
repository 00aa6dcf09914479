package io.github.cofferjdbc.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cofferjdbc.envelope.Mode;
import io.github.cofferjdbc.value.BaseType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import org.postgresql.copy.CopyManager;

/** COPY of every base type, randomized and by equality, in every format, beside a plain column. */
class CopyMatrixIT {

  private static final List<String> FORMATS =
      List.of(
          "",
          " (FORMAT csv)",
          " (FORMAT binary)",
          " (DELIMITER '|', NULL 'nil')",
          " (FORMAT csv, HEADER, QUOTE '''', ESCAPE '\\', FORCE_QUOTE (v))");

  private static ProtectedDatabase database;
  private static Connection plain;
  private static Connection coffer;

  @BeforeAll
  static void open() throws Exception {
    StringBuilder ddl = new StringBuilder();
    for (BaseType type : BaseType.all()) {
      ddl.append(
          "CREATE TABLE plain_%1$s (id int, v %1$s); CREATE TABLE plain_%1$s_cut (id int, v %1$s);"
              .formatted(type.typeName()));
      ddl.append(SealedTypes.tables(type, "id int"));
      ddl.append(
          "CREATE TABLE list_%1$s (id int, v encrypted.%1$s_random[]);".formatted(type.typeName()));
    }
    database = ProtectedDatabase.with(ddl.toString());
    plain = database.plain();
    coffer = database.coffer();
    for (Connection each : List.of(plain, coffer)) {
      execute(each, "SET TimeZone = 'Europe/Berlin'");
    }
  }

  @AfterAll
  static void close() throws Exception {
    coffer.close();
    plain.close();
    database.close();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static byte[] out(Connection connection, String copy) throws SQLException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CopyOptionsIT.copies(connection).copyOut("COPY " + copy, out);
    return out.toByteArray();
  }

  private static long in(Connection connection, String copy, byte[] rows)
      throws SQLException, IOException {
    CopyManager copies = CopyOptionsIT.copies(connection);
    return copies.copyIn("COPY " + copy, new ByteArrayInputStream(rows));
  }

  private static List<String> read(Connection connection, String table) throws SQLException {
    List<String> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, v FROM " + table)) {
      while (rows.next()) {
        all.add(rows.getString(1) + " " + rows.getString(2));
      }
    }
    return all;
  }

  /** Fills the plain table with what the type reads, and returns what it does not. */
  private static List<String> fill(BaseType type, Mode mode) throws SQLException {
    String table = "plain_" + type.typeName();
    execute(plain, "DELETE FROM " + table);
    execute(plain, "INSERT INTO " + table + " VALUES (0, NULL)");
    List<String> bad = new ArrayList<>();
    for (String text : Setters.texts(type)) {
      String literal = "'" + text.replace("'", "''") + "'::" + type.typeName();
      try {
        execute(plain, "INSERT INTO " + table + " VALUES (1, " + literal + ")");
        if (mode == Mode.EQ && hasOtherForm(type, text)) {
          execute(plain, "DELETE FROM " + table + " WHERE v::text = " + literal + "::text");
        }
      } catch (SQLException e) {
        bad.add(text);
      }
    }
    return bad;
  }

  /** Tells whether {@code _eq} brings a value back in another form (docs/types.md). */
  private static boolean hasOtherForm(BaseType type, String text) {
    return switch (type) {
      case NUMERIC -> text.contains(".") && text.endsWith("0");
      case FLOAT4, FLOAT8 -> text.equals("-0");
      case BPCHAR -> text.endsWith(" ");
      default -> false;
    };
  }

  @TestFactory
  Stream<DynamicTest> whatComesInComesOut() {
    return SealedTypes.each(
        (type, mode) -> {
          fill(type, mode);
          String from = "plain_" + type.typeName();
          String to = "sealed_" + type.typeName() + "_" + mode.suffix();
          List<String> expected = read(plain, from);
          assertThat(expected).hasSizeGreaterThan(1);
          for (String format : FORMATS) {
            byte[] rows = out(plain, from + " TO STDOUT" + format);
            execute(coffer, "DELETE FROM " + to);
            String options = format.replace(", FORCE_QUOTE (v)", "");
            assertThat(in(coffer, to + " FROM STDIN" + options, rows)).isEqualTo(expected.size());
            assertThat(read(coffer, to)).as(format).isEqualTo(expected);
            assertThat(out(coffer, to + " TO STDOUT" + format)).as(format).isEqualTo(rows);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whatPostgresqlDoesNotReadIsRefusedWithItsState() {
    return SealedTypes.each(
        (type, mode) -> {
          String from = "plain_" + type.typeName();
          String to = "sealed_" + type.typeName() + "_" + mode.suffix();
          List<String> bad = fill(type, mode);
          execute(coffer, "DELETE FROM " + to);
          for (String text : bad) {
            byte[] row =
                ("1\t" + text.replace("\\", "\\\\") + "\n").getBytes(StandardCharsets.UTF_8);
            assertThat(state(coffer, to, "", row)).as(text).isEqualTo(state(plain, from, "", row));
          }
          byte[] rows = out(plain, from + " TO STDOUT (FORMAT binary)");
          for (int cut = 0; cut < rows.length - 2; cut += 1 + rows.length / 12) {
            byte[] damaged = java.util.Arrays.copyOf(rows, cut);
            String state = state(coffer, to, " BINARY", damaged);
            // Between rows the server takes it for the end of the rows.
            if (!state.equals("copied")) {
              assertThat(state).as("cut at " + cut).isEqualTo("22P04");
              assertThat(read(coffer, to)).isEmpty();
            }
            assertThat(state(plain, from + "_cut", " BINARY", damaged))
                .as("cut at " + cut)
                .isIn(state, "copied");
            execute(coffer, "DELETE FROM " + to);
          }
        });
  }

  private static String state(Connection connection, String table, String options, byte[] rows)
      throws IOException {
    try {
      in(connection, table + " FROM STDIN" + options, rows);
      return "copied";
    } catch (SQLException e) {
      return String.valueOf(e.getSQLState());
    }
  }

  /** A value of the wrong length, or with bytes that mean nothing, in the binary format. */
  @TestFactory
  Stream<DynamicTest> binaryValuesAreCheckedAsTheServerDoes() {
    return SealedTypes.each(
        (type, mode) -> {
          String from = "plain_" + type.typeName();
          String to = "sealed_" + type.typeName() + "_" + mode.suffix();
          for (byte[] value :
              List.of(
                  new byte[0],
                  new byte[] {2},
                  new byte[] {1, 'x'},
                  new byte[] {-1, -1, -1, -1},
                  new byte[] {127, -1, -1, -1, -1, -1, -1, -2},
                  new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0},
                  new byte[] {'{', '}', 0},
                  new byte[] {(byte) 0xC3})) {
            ByteArrayOutputStream row = new ByteArrayOutputStream();
            row.writeBytes(
                "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0\0\2\0\0\0\4\0\0\0\1\0\0\0"
                    .getBytes(StandardCharsets.ISO_8859_1));
            row.write(value.length);
            row.writeBytes(value);
            row.writeBytes(new byte[] {-1, -1});
            execute(plain, "DELETE FROM " + from);
            execute(coffer, "DELETE FROM " + to);
            String as = java.util.HexFormat.of().formatHex(value);
            // The server's 08P01 for too few bytes would have pools close the connection; nor is
            // Coffer's order of the checks everywhere the server's.
            String expected = state(plain, from, " BINARY", row.toByteArray());
            assertThat(state(coffer, to, " BINARY", row.toByteArray()))
                .as(as)
                .isIn(expected, expected.equals("copied") ? expected : "22P03");
            assertThat(read(coffer, to)).as(as).hasSameSizeAs(read(plain, from));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> arraysAreCopiedAsText() {
    return BaseType.all().stream()
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.typeName(),
                    () -> {
                      fill(type, Mode.RANDOM);
                      String query =
                          "(SELECT 1, array_agg(v) FROM plain_"
                              + type.typeName()
                              + " UNION ALL SELECT 2, NULL UNION ALL SELECT 3, '{}') TO STDOUT";
                      String to = "list_" + type.typeName();
                      for (String format : List.of("", " (FORMAT csv)")) {
                        byte[] rows = out(plain, query + format);
                        execute(coffer, "DELETE FROM " + to);
                        assertThat(in(coffer, to + " FROM STDIN" + format, rows)).isEqualTo(3);
                        assertThat(
                                new String(
                                    out(coffer, to + " TO STDOUT" + format),
                                    StandardCharsets.UTF_8))
                            .isEqualTo(new String(rows, StandardCharsets.UTF_8));
                      }
                    }));
  }
}
