package io.github.cofferjdbc.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads and writes the attributes in a master key's name, {@code name=value;name=value}, with
 * percent-encoded values as in a PKCS#11 URI (RFC 7512). Strict: each name once. Thread safe.
 */
public final class Attributes {

  private static final String UNRESERVED = "._~-";

  private Attributes() {}

  /**
   * Returns the attributes by name; none for an empty text.
   *
   * @throws IllegalArgumentException if the text is malformed; the message says why and holds no
   *     value
   */
  public static Map<String, String> parse(String text, String separator) {
    Map<String, String> attributes = new TreeMap<>();
    if (text.isEmpty()) {
      return attributes;
    }
    for (String attribute : text.split(separator, -1)) {
      int equal = attribute.indexOf('=');
      if (equal <= 0) {
        throw new IllegalArgumentException("an attribute is written name=value");
      }
      String name = attribute.substring(0, equal);
      if (attributes.put(name, decode(attribute.substring(equal + 1))) != null) {
        throw new IllegalArgumentException(name + " stands there twice");
      }
    }
    return attributes;
  }

  private static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] != '%') {
        bytes.write(utf8[i]);
        continue;
      }
      int high = i + 2 < utf8.length ? Character.digit(utf8[i + 1], 16) : -1;
      int low = i + 2 < utf8.length ? Character.digit(utf8[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("% is followed by two hexadecimal digits");
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a value is not UTF-8", e);
    }
  }

  /** Returns the value with all but ASCII letters, digits and {@code - . _ ~} percent-encoded. */
  public static String encode(String value) {
    StringBuilder out = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", b & 0xFF));
    }
    return out.toString();
  }
}
