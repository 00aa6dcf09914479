package io.github.cofferjdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cofferjdbc.copy.RowStream.Direction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds of every stream of rows, however it is cut into pieces. */
class RowStreamLawTest {

  private static final int STREAMS = 300;
  private static final FieldRule CONVERTED = new FieldRule(true, false, false, false);

  private final long seed = Long.getLong("coffer.test.seed", new Random().nextInt(1 << 30));

  private record Form(String name, CopyFormat format, String lineEnd) {}

  private static List<Form> forms() {
    return List.of(
        new Form("text", CopyRows.text('\t', "\\N", null), "\n"),
        new Form("text with CR LF", CopyRows.text('\t', "\\N", null), "\r\n"),
        new Form("text with CR", CopyRows.text('|', "", null), "\r"),
        new Form("text with a default", CopyRows.text(';', "null", "\\D"), "\n"),
        new Form("csv", CopyRows.csv(',', '"', '"', "", false), "\n"),
        new Form("csv with CR LF and a header", CopyRows.csv(';', '"', '"', "", true), "\r\n"),
        new Form("csv with CR", CopyRows.csv(',', '\'', '\'', "N", false), "\r"),
        new Form("csv with an escape", CopyRows.csv('|', '"', '\\', "\\N", false), "\n"),
        new Form("binary", CopyRows.binary(), ""));
  }

  private interface Law {
    void of(CopyRows rows, Random random) throws SQLException;
  }

  private Stream<DynamicTest> each(Law law) {
    System.err.println("RowStreamLawTest: seed " + seed);
    return forms().stream()
        .map(
            form ->
                DynamicTest.dynamicTest(
                    form.name(),
                    () -> {
                      Random random = new Random(seed);
                      for (int i = 0; i < STREAMS; i++) {
                        int columns = 1 + random.nextInt(3);
                        law.of(
                            CopyRows.random(form.format(), columns, form.lineEnd(), random),
                            random);
                      }
                    }));
  }

  /** Makes every value something that is hard to mistake, and notes it. */
  private record Marking(List<String> seen) implements Conversion {
    @Override
    public byte[] convert(int field, byte[] value) {
      String text = new String(value, StandardCharsets.UTF_8);
      seen.add(field + " " + text);
      return CopyRows.utf8("<" + field + HexFormat.of().formatHex(value) + ">");
    }
  }

  private static RowStream stream(CopyRows rows, Direction direction, Conversion conversion) {
    int columns = rows.rows().isEmpty() ? 1 : rows.rows().get(0).size();
    FieldRule[] rules = new FieldRule[columns];
    Arrays.fill(rules, CONVERTED);
    return RowStream.of(rows.format(), direction, List.of(rules), true, conversion);
  }

  private static byte[] whole(CopyRows rows, Direction direction, Conversion conversion)
      throws SQLException {
    RowStream stream = stream(rows, direction, conversion);
    stream.add(rows.bytes(), 0, rows.bytes().length);
    stream.end();
    return stream.output().take();
  }

  @TestFactory
  Stream<DynamicTest> everyValueIsConvertedOnceAndNoNullIs() {
    return each(
        (rows, random) -> {
          List<String> seen = new ArrayList<>();
          whole(rows, Direction.FROM, new Marking(seen));
          assertThat(seen).isEqualTo(values(rows));
        });
  }

  private static List<String> values(CopyRows rows) {
    List<String> values = new ArrayList<>();
    for (List<@Nullable String> row : rows.rows()) {
      for (int i = 0; i < row.size(); i++) {
        String value = row.get(i);
        if (value != null) {
          values.add(i + " " + value);
        }
      }
    }
    return values;
  }

  @TestFactory
  Stream<DynamicTest> anyPiecesGiveTheSameRows() {
    return each(
        (rows, random) -> {
          byte[] expected = whole(rows, Direction.FROM, new Marking(new ArrayList<>()));
          for (int most : new int[] {1, 2, 3, 20}) {
            RowStream stream = stream(rows, Direction.FROM, new Marking(new ArrayList<>()));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int at = 0;
            while (at < rows.bytes().length) {
              int length = Math.min(random.nextInt(most) + 1, rows.bytes().length - at);
              stream.add(rows.bytes(), at, length);
              at += length;
              out.writeBytes(stream.output().take());
            }
            stream.end();
            out.writeBytes(stream.output().take());
            assertThat(out.toByteArray()).isEqualTo(expected);
          }
        });
  }

  private static boolean binaryHolds(CopyRows rows) {
    return rows.format().kind() != CopyFormat.Kind.BINARY && rows.format().defaultText() == null;
  }

  private static RowStream toBinary(CopyRows rows, Conversion conversion) {
    int columns = rows.rows().isEmpty() ? 1 : rows.rows().get(0).size();
    FieldRule[] rules = new FieldRule[columns];
    Arrays.fill(rules, FieldRule.CLEAR);
    return RowStream.toBinary(rows.format(), List.of(rules), true, conversion);
  }

  /** Returns the values of rows in format binary, and how many NULLs there are. */
  private static List<String> ofBinary(byte[] binary, int columns) throws SQLException {
    List<String> values = new ArrayList<>();
    FieldRule[] rules = new FieldRule[columns];
    Arrays.fill(rules, CONVERTED);
    RowStream reader =
        RowStream.of(CopyRows.binary(), Direction.FROM, List.of(rules), true, new Marking(values));
    reader.add(binary, 0, binary.length);
    reader.end();
    assertThat(reader.cutOff()).isFalse();
    return values;
  }

  @TestFactory
  Stream<DynamicTest> textInAnyPiecesBecomesTheSameBinaryRows() {
    return each(
        (rows, random) -> {
          if (!binaryHolds(rows)) {
            return;
          }
          RowStream stream = toBinary(rows, (field, value) -> value);
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          for (int at = 0; at < rows.bytes().length; ) {
            int length = Math.min(random.nextInt(9) + 1, rows.bytes().length - at);
            stream.add(rows.bytes(), at, length);
            at += length;
            out.writeBytes(stream.output().take());
          }
          stream.end();
          out.writeBytes(stream.output().take());
          int columns = rows.rows().isEmpty() ? 1 : rows.rows().get(0).size();
          assertThat(ofBinary(out.toByteArray(), columns)).isEqualTo(values(rows));
        });
  }

  @TestFactory
  Stream<DynamicTest> whatABinaryStreamLeavesATextStreamTakes() {
    return each(
        (rows, random) -> {
          if (!binaryHolds(rows) || values(rows).isEmpty()) {
            return;
          }
          int uncertain = random.nextInt(values(rows).size());
          int[] met = {0};
          RowStream binary =
              toBinary(
                  rows,
                  (field, value) -> {
                    if (met[0]++ == uncertain) {
                      throw new UncertainValueException();
                    }
                    return value;
                  });
          List<String> rest = new ArrayList<>();
          RowStream text = stream(rows, Direction.FROM, new Marking(rest));
          RowStream current = binary;
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          boolean ended = false;
          for (int at = 0; !ended; ) {
            int length = Math.min(random.nextInt(30) + 1, rows.bytes().length - at);
            try {
              if (length == 0) {
                current.end();
                ended = true;
              } else {
                current.add(rows.bytes(), at, length);
              }
            } catch (UncertainValueException e) {
              binary.stop();
              text.resume(binary);
              current = text;
            }
            at += length;
            out.writeBytes(binary.output().take());
          }
          List<String> all = ofBinary(out.toByteArray(), rows.rows().get(0).size());
          assertThat(all).hasSizeLessThanOrEqualTo(uncertain);
          all.addAll(rest);
          assertThat(all).isEqualTo(values(rows));
        });
  }

  /** What was converted, read again, is what was read first. */
  @TestFactory
  Stream<DynamicTest> whatIsWrittenIsReadBack() {
    return each(
        (rows, random) -> {
          Conversion same = (field, value) -> value;
          byte[] written = whole(rows, Direction.FROM, same);
          List<String> first = new ArrayList<>();
          List<String> second = new ArrayList<>();
          whole(rows, Direction.FROM, new Marking(first));
          CopyRows again = new CopyRows(rows.format(), rows.rows(), written);
          whole(again, Direction.FROM, new Marking(second));
          assertThat(second).isEqualTo(first);
          assertThat(whole(again, Direction.FROM, same)).isEqualTo(written);
        });
  }

  /** Wherever a stream is cut off, no row is given out but whole ones, unchanged. */
  @TestFactory
  Stream<DynamicTest> aStreamThatIsCutOffGivesOutWholeRowsOnly() {
    return each(
        (rows, random) -> {
          byte[] expected = whole(rows, Direction.FROM, new Marking(new ArrayList<>()));
          int cut = rows.bytes().length == 0 ? 0 : random.nextInt(rows.bytes().length);
          RowStream stream = stream(rows, Direction.FROM, new Marking(new ArrayList<>()));
          stream.add(rows.bytes(), 0, cut);
          byte[] out = stream.output().take();
          assertThat(Arrays.copyOf(expected, out.length)).isEqualTo(out);
        });
  }

  @Test
  void aCutOffBinaryStreamIsRefusedUnlessItEndsWithARow() throws SQLException {
    Random random = new Random(seed);
    CopyRows rows = CopyRows.random(CopyRows.binary(), 2, "", random);
    while (rows.rows().size() < 2) {
      rows = CopyRows.random(CopyRows.binary(), 2, "", random);
    }
    int refused = 0;
    for (int cut = 0; cut < rows.bytes().length; cut++) {
      List<String> seen = new ArrayList<>();
      RowStream stream = stream(rows, Direction.FROM, new Marking(seen));
      stream.add(rows.bytes(), 0, cut);
      if (stream.cutOff() || cut == 0) {
        assertThatThrownBy(stream::end).hasFieldOrPropertyWithValue("SQLState", "22P04");
        refused++;
      } else {
        stream.end();
      }
    }
    // The rest ends after the header or after a row.
    assertThat(refused).isEqualTo(rows.bytes().length - 1 - rows.rows().size());
  }

  @Test
  void aLineOfTextMayLackItsEnd() throws SQLException {
    CopyRows rows = new CopyRows(CopyRows.text('\t', "\\N", null), List.of(), CopyRows.utf8("ab"));
    assertThat(new String(whole(rows, Direction.FROM, (i, v) -> v), StandardCharsets.UTF_8))
        .isEqualTo("ab");
  }

  @Test
  void whatComesBehindTheMarkIsLeftOut() throws SQLException {
    CopyRows rows =
        new CopyRows(
            CopyRows.text('\t', "\\N", null), List.of(), CopyRows.utf8("a\n\\.\nsecret\n"));
    List<String> seen = new ArrayList<>();
    byte[] out = whole(rows, Direction.FROM, new Marking(seen));
    assertThat(seen).containsExactly("0 a");
    assertThat(new String(out, StandardCharsets.UTF_8)).isEqualTo("<061>\n\\.\n");
  }

  @Test
  void refusesRowsThatPostgresqlRefuses() {
    CopyFormat text = CopyRows.text('\t', "\\N", null);
    CopyFormat csv = CopyRows.csv(',', '"', '"', "", false);
    refused(text, "a\tb\n");
    refused(text, "a\nb\r\n");
    refused(text, "a\r\nb\n");
    refused(text, "a\rb\n");
    refused(text, "a\\.\n");
    refused(text, "\\.a\n");
    refused(csv, "a,b\n");
    refused(csv, "\"a\n");
    refused(csv, "a\r\nb\n");
  }

  private static void refused(CopyFormat format, String text) {
    CopyRows rows = new CopyRows(format, List.of(), CopyRows.utf8(text));
    assertThatThrownBy(() -> whole(rows, Direction.FROM, (field, value) -> value))
        .as(text)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22P04"));
  }
}
