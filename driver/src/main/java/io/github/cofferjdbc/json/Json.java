package io.github.cofferjdbc.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON (RFC 8259) as plain collections: {@link Map} in the order of the text,
 * {@link List}, {@link String}, {@link BigDecimal}, {@link Boolean} and null.
 *
 * <p>Strict: one value, no duplicate keys, no comments, no trailing text, at most {@value
 * #MAX_DEPTH} levels. Small on purpose: the driver's files and command line need no more, and a
 * library would be one more dependency for every application. Thread safe.
 */
public final class Json {

  /** The deepest nesting that is read. */
  public static final int MAX_DEPTH = 64;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Returns the value that the text holds.
   *
   * @throws MalformedJsonException if the text is not exactly one JSON value; the message gives the
   *     offset and no part of the text
   */
  public static @Nullable Object parse(String text) throws MalformedJsonException {
    Json json = new Json(text);
    json.skipBlanks();
    Object value = json.value(0);
    json.skipBlanks();
    if (json.at != text.length()) {
      throw json.malformed("text after the value");
    }
    return value;
  }

  /** Returns the value as JSON on one line; collections of other types than above are a bug. */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(out, value, "", "");
    return out.toString();
  }

  /** Returns the value as JSON that people can read: two spaces a level, a final line end. */
  public static String writeIndented(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    JsonWriter.write(out, value, "\n", "  ");
    return out.append('\n').toString();
  }

  private @Nullable Object value(int depth) throws MalformedJsonException {
    if (depth > MAX_DEPTH) {
      throw malformed("nested too deeply");
    }
    char c = peek();
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws MalformedJsonException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    at++;
    skipBlanks();
    if (peek() == '}') {
      at++;
      return object;
    }
    while (true) {
      String key = string();
      skipBlanks();
      expect(':');
      skipBlanks();
      if (object.containsKey(key)) {
        throw malformed("duplicate key");
      }
      object.put(key, value(depth + 1));
      skipBlanks();
      if (peek() == '}') {
        at++;
        return object;
      }
      expect(',');
      skipBlanks();
    }
  }

  private List<@Nullable Object> array(int depth) throws MalformedJsonException {
    List<@Nullable Object> array = new ArrayList<>();
    at++;
    skipBlanks();
    if (peek() == ']') {
      at++;
      return array;
    }
    while (true) {
      array.add(value(depth + 1));
      skipBlanks();
      if (peek() == ']') {
        at++;
        return array;
      }
      expect(',');
      skipBlanks();
    }
  }

  private String string() throws MalformedJsonException {
    if (peek() != '"') {
      throw malformed("a string was expected");
    }
    at++;
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        return out.toString();
      }
      if (c < 0x20) {
        throw malformed("control character in a string");
      }
      out.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() throws MalformedJsonException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw malformed("unfinished escape");
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = Character.digit(text.charAt(at++), 16);
          if (digit < 0) {
            throw malformed("bad escape");
          }
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> throw malformed("bad escape");
    };
  }

  private BigDecimal number() throws MalformedJsonException {
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    int integer = at;
    digits();
    if (at - integer > 1 && text.charAt(integer) == '0') {
      throw malformed("leading zero");
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      digits();
    }
    try {
      return new BigDecimal(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw malformed("number out of range");
    }
  }

  private void digits() throws MalformedJsonException {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed("a value was expected");
    }
  }

  private @Nullable Boolean word(String word, @Nullable Boolean value)
      throws MalformedJsonException {
    if (!text.startsWith(word, at)) {
      throw malformed("a value was expected");
    }
    at += word.length();
    return value;
  }

  private void expect(char wanted) throws MalformedJsonException {
    if (peek() != wanted) {
      throw malformed("'" + wanted + "' was expected");
    }
    at++;
  }

  private char peek() throws MalformedJsonException {
    if (at >= text.length()) {
      throw malformed("the text ends early");
    }
    return text.charAt(at);
  }

  private void skipBlanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private MalformedJsonException malformed(String why) {
    return new MalformedJsonException(why + " at offset " + at);
  }
}
