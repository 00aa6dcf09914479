package io.github.cofferjdbc.copy;

import io.github.cofferjdbc.copy.CopyFormat.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random rows and the bytes that stand for them, written by rules of this test's own: with needless
 * escapes and quotes too, which a reader must understand.
 */
final class CopyRows {

  private final CopyFormat format;
  private final List<List<@Nullable String>> rows;
  private final byte[] bytes;

  /** The characters that mean something somewhere, and some that mean nothing. */
  private static final String[] CHARACTERS = {
    "a", "Z", "0", "7", "x", "n", "é", "世", "𝄞", "\\", ".", "\"", "'", ",", ";", "|", "\t", "\n",
    "\r", "\b", "\f", "\u000b", " ", "N"
  };

  CopyRows(CopyFormat format, List<List<@Nullable String>> rows, byte[] bytes) {
    this.format = format;
    this.rows = rows;
    this.bytes = bytes;
  }

  CopyFormat format() {
    return format;
  }

  /** Returns the rows; null is NULL. */
  List<List<@Nullable String>> rows() {
    return rows;
  }

  /** Returns the whole stream. */
  byte[] bytes() {
    return bytes;
  }

  static CopyFormat text(char delimiter, String nullText, @Nullable String defaultText) {
    return new CopyFormat(Kind.TEXT, delimiter, '"', '"', nullText, defaultText, false, null);
  }

  static CopyFormat csv(char delimiter, char quote, char escape, String nullText, boolean header) {
    return new CopyFormat(Kind.CSV, delimiter, quote, escape, nullText, null, header, null);
  }

  static CopyFormat binary() {
    return new CopyFormat(Kind.BINARY, '\t', '"', '"', "\\N", null, false, null);
  }

  static CopyRows random(CopyFormat format, int columns, String lineEnd, Random random) {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      List<@Nullable String> row = new ArrayList<>();
      for (int j = 0; j < columns; j++) {
        row.add(random.nextInt(6) == 0 ? null : value(format, random));
      }
      rows.add(row);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (format.kind() == Kind.BINARY) {
      out.writeBytes("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
    }
    if (format.header()) {
      out.writeBytes(utf8("a" + format.delimiter() + "b" + lineEnd));
    }
    for (List<@Nullable String> row : rows) {
      write(format, row, lineEnd, random, out);
    }
    if (format.kind() == Kind.BINARY) {
      out.writeBytes(new byte[] {-1, -1});
    }
    return new CopyRows(format, rows, out.toByteArray());
  }

  private static String value(CopyFormat format, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i > 0; i--) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    // Text has no way to write a value that looks like its NULL or default; CSV has quotes.
    boolean taken =
        format.kind() == Kind.TEXT
            && (text.toString().equals(format.nullText())
                || text.toString().equals(format.defaultText()));
    return taken ? "taken" : text.toString();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(
      CopyFormat format,
      List<@Nullable String> row,
      String lineEnd,
      Random random,
      ByteArrayOutputStream out) {
    if (format.kind() == Kind.BINARY) {
      out.writeBytes(new byte[] {0, (byte) row.size()});
      for (String value : row) {
        byte[] bytes = utf8(value == null ? "" : value);
        out.writeBytes(ByteBuffer.allocate(4).putInt(value == null ? -1 : bytes.length).array());
        out.writeBytes(bytes);
      }
      return;
    }
    for (int i = 0; i < row.size(); i++) {
      String value = row.get(i);
      String delimiter = i == 0 ? "" : String.valueOf(format.delimiter());
      String field =
          value == null
              ? format.nullText()
              : format.kind() == Kind.TEXT
                  ? escaped(format, value, random)
                  : quoted(format, value, row.size() == 1, random);
      out.writeBytes(utf8(delimiter + field));
    }
    out.writeBytes(utf8(lineEnd));
  }

  private static String escaped(CopyFormat format, String value, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      int way = random.nextInt(4);
      int control = "\b\t\n\u000b\f\r".indexOf(c);
      if (control >= 0) {
        text.append(
            way == 0
                ? String.format("\\%03o", (int) c)
                : way == 1 ? String.format("\\x%02x", (int) c) : "\\" + "btnvfr".charAt(control));
      } else if (c == '\\' || c == format.delimiter()) {
        text.append('\\').append(c);
      } else if (c == '"' && way == 0) {
        text.append("\\\""); // what needs no escape may have one
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static String quoted(CopyFormat format, String value, boolean alone, Random random) {
    boolean needed =
        value.equals(format.nullText())
            || (alone && value.equals("\\."))
            || value.chars().anyMatch(c -> c == '\n' || c == '\r')
            || value.indexOf(format.delimiter()) >= 0
            || value.indexOf(format.quote()) >= 0;
    if (!needed && random.nextInt(3) > 0) {
      return value;
    }
    StringBuilder text = new StringBuilder().append(format.quote());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == format.quote() || c == format.escape()) {
        text.append(format.escape());
      }
      text.append(c);
    }
    return text.append(format.quote()).toString();
  }
}
