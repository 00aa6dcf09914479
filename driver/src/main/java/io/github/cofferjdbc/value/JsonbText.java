package io.github.cofferjdbc.value;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Text form of {@code jsonb}, normalised as PostgreSQL prints it: keys ordered by their length in
 * bytes, then by their bytes, of equal keys the last; numbers as numeric; escapes resolved; one
 * blank after each comma and colon. The binary form is the byte 1 and that text.
 */
final class JsonbText extends JsonSyntax {

  static final byte VERSION = 1;

  private final StringBuilder out;
  private final Deque<Members> objects = new ArrayDeque<>();

  private JsonbText(String text) {
    super(BaseType.JSONB, text);
    out = new StringBuilder(text.length() + 16);
  }

  static byte[] parse(String text) throws SQLException {
    Utf8.encode(text);
    JsonbText reader = new JsonbText(text);
    reader.read();
    byte[] normal = reader.out.toString().getBytes(StandardCharsets.UTF_8);
    byte[] binary = new byte[normal.length + 1];
    binary[0] = VERSION;
    System.arraycopy(normal, 0, binary, 1, normal.length);
    return binary;
  }

  static byte[] print(byte[] binary) throws MalformedValueException {
    if (binary.length < 2 || binary[0] != VERSION) {
      throw new MalformedValueException(BaseType.JSONB, "version");
    }
    return Arrays.copyOfRange(binary, 1, binary.length);
  }

  /** The members of an object that is being written, each a span of the output. */
  private static final class Members {
    final int start;
    final List<Member> list = new ArrayList<>();
    boolean ordered = true;

    Members(int start) {
      this.start = start;
    }
  }

  /** A key in UTF-8, and where its member starts in the output. */
  @SuppressWarnings("ArrayRecordComponent") // compared by compareTo alone
  private record Member(byte[] key, int start) implements Comparable<Member> {
    @Override
    public int compareTo(Member other) {
      return key.length != other.key.length
          ? Integer.compare(key.length, other.key.length)
          : Arrays.compareUnsigned(key, other.key);
    }
  }

  @Override
  void startArray() {
    out.append('[');
  }

  @Override
  void endArray() {
    out.append(']');
  }

  @Override
  void element(int index) {
    if (index > 0) {
      out.append(", ");
    }
  }

  @Override
  void startObject() {
    objects.push(new Members(out.length()));
    out.append('{');
  }

  @Override
  void key(int index, int start, int end) {
    if (index > 0) {
      out.append(", ");
    }
    String key = unescaped(start, end);
    Members members = objects.element();
    Member member = new Member(key.getBytes(StandardCharsets.UTF_8), out.length());
    if (index > 0 && members.list.get(index - 1).compareTo(member) >= 0) {
      members.ordered = false;
    }
    members.list.add(member);
    quote(key);
    out.append(": ");
  }

  @Override
  void endObject() {
    Members members = objects.pop();
    if (!members.ordered) {
      reorder(members);
    }
    out.append('}');
  }

  private void reorder(Members members) {
    List<Member> list = members.list;
    int length = out.length();
    int[] ends = new int[list.size()];
    Integer[] order = new Integer[list.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
      ends[i] = i + 1 < order.length ? list.get(i + 1).start() - 2 : length;
    }
    Arrays.sort(order, (a, b) -> list.get(a).compareTo(list.get(b)));
    StringBuilder sorted = new StringBuilder(length - members.start);
    for (int i = 0; i < order.length; i++) {
      // The sort is stable, so of equal keys the last one counts.
      if (i + 1 < order.length && list.get(order[i]).compareTo(list.get(order[i + 1])) == 0) {
        continue;
      }
      if (!sorted.isEmpty()) {
        sorted.append(", ");
      }
      sorted.append(out, list.get(order[i]).start(), ends[order[i]]);
    }
    out.setLength(members.start + 1);
    out.append(sorted);
  }

  @Override
  void string(int start, int end) {
    quote(unescaped(start, end));
  }

  @Override
  void literal(String word) {
    out.append(word);
  }

  @Override
  void number(int start, int end) throws SQLException {
    String number = text().substring(start, end);
    boolean plain = end - start <= 16;
    for (int i = 0; plain && i < number.length(); i++) {
      char c = number.charAt(i);
      plain = c == '.' || (Blanks.isDigit(c) && number.charAt(0) != '-');
    }
    if (plain) {
      out.append(number);
      return;
    }
    try {
      out.append(
          new String(NumericText.print(NumericText.parse(number)), StandardCharsets.US_ASCII));
    } catch (MalformedValueException e) {
      throw new IllegalStateException("a numeric just made is one", e);
    }
  }

  @Override
  boolean resolvesEscapes() {
    return true;
  }

  /** Returns the string that stands between these quotes; its escapes were checked. */
  private String unescaped(int start, int end) {
    String text = text();
    int first = text.indexOf('\\', start);
    if (first < 0 || first >= end) {
      return text.substring(start + 1, end - 1);
    }
    StringBuilder string = new StringBuilder(end - start);
    string.append(text, start + 1, first);
    int i = first;
    while (i < end - 1) {
      char c = text.charAt(i++);
      if (c != '\\') {
        string.append(c);
        continue;
      }
      char kind = text.charAt(i++);
      switch (kind) {
        case 'b' -> string.append('\b');
        case 'f' -> string.append('\f');
        case 'n' -> string.append('\n');
        case 'r' -> string.append('\r');
        case 't' -> string.append('\t');
        case 'u' -> {
          string.append((char) hex(text, i));
          i += 4;
        }
        default -> string.append(kind);
      }
    }
    return string.toString();
  }

  private void quote(String string) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(c < 16 ? '0' : '1').append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
