package io.github.cofferjdbc.sql.syntax;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What names and strings of each notation mean. */
final class Strings {
  /** PostgreSQL keeps so many bytes of a name (NAMEDATALEN - 1). */
  private static final int MAX_NAME_BYTES = 63;

  private Strings() {}

  /** How a string is written. */
  enum Style {
    PLAIN,
    ESCAPES,
    UNICODE,
    BITS,
    HEX
  }

  /** Returns the word with A to Z made small, and nothing else. */
  static String fold(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        StringBuilder folded = new StringBuilder(end - start).append(text, start, i);
        for (int j = i; j < end; j++) {
          char d = text.charAt(j);
          folded.append(d >= 'A' && d <= 'Z' ? (char) (d + 32) : d);
        }
        return folded.toString();
      }
    }
    return text.substring(start, end);
  }

  /** Returns the text with A to Z made small. */
  static String lower(String text) {
    return fold(text, 0, text.length());
  }

  /** Returns the name as PostgreSQL cuts it, at a whole character. */
  static String truncate(String name) {
    if (name.length() * 3 <= MAX_NAME_BYTES) {
      return name;
    }
    int bytes = 0;
    int end = 0;
    while (end < name.length()) {
      int codePoint = name.codePointAt(end);
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes > MAX_NAME_BYTES) {
        return name.substring(0, end);
      }
      end += Character.charCount(codePoint);
    }
    return name;
  }

  /**
   * Decodes the inside of {@code E'…'}. Bytes written as {@code \xC3\xA9} must be UTF-8 together:
   * that is what they mean in a database whose encoding is UTF8, the only one in which they can be
   * told.
   */
  static String escapes(CharSequence raw, int offset) throws SyntaxRefusal {
    String text = raw.toString();
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder decoded = new StringBuilder(text.length());
    byte[] bytes = new byte[8];
    int pending = 0;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int code = -1;
      int end = at + 1;
      if (c == '\\') {
        char kind = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
        end = at + 2;
        if (kind >= '0' && kind <= '7') {
          end = digitsEnd(text, at + 1, 3, 8);
          code = Integer.parseInt(text.substring(at + 1, end), 8) & 0xFF;
        } else if (kind == 'x' && digitsEnd(text, at + 2, 2, 16) > at + 2) {
          end = digitsEnd(text, at + 2, 2, 16);
          code = Integer.parseInt(text.substring(at + 2, end), 16);
        }
      }
      if (code >= 0) {
        if (pending == bytes.length) {
          bytes = Arrays.copyOf(bytes, pending * 2);
        }
        bytes[pending++] = (byte) code;
      } else {
        flush(decoded, bytes, pending, offset);
        pending = 0;
        if (c == '\\') {
          end = escape(text, at, decoded, offset);
        } else {
          decoded.append(c);
        }
      }
      at = end;
    }
    flush(decoded, bytes, pending, offset);
    return checked(decoded, offset);
  }

  private static int escape(String text, int at, StringBuilder decoded, int offset)
      throws SyntaxRefusal {
    char kind = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
    switch (kind) {
      case 'b' -> decoded.append('\b');
      case 'f' -> decoded.append('\f');
      case 'n' -> decoded.append('\n');
      case 'r' -> decoded.append('\r');
      case 't' -> decoded.append('\t');
      case 'v' -> throw new SyntaxRefusal(offset, "\\v in a string, which means two things");
      case 'u', 'U' -> {
        int length = kind == 'u' ? 4 : 8;
        if (digitsEnd(text, at + 2, length, 16) != at + 2 + length) {
          throw new SyntaxRefusal(offset, "a Unicode escape without its digits");
        }
        append(decoded, text.substring(at + 2, at + 2 + length), offset);
        return at + 2 + length;
      }
      default -> {
        decoded.appendCodePoint(text.codePointAt(at + 1));
        return at + 1 + Character.charCount(text.codePointAt(at + 1));
      }
    }
    return at + 2;
  }

  private static void flush(StringBuilder decoded, byte[] bytes, int length, int offset)
      throws SyntaxRefusal {
    if (length == 0) {
      return;
    }
    try {
      decoded.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)));
    } catch (CharacterCodingException notUtf8) {
      throw new SyntaxRefusal(offset, "bytes in a string that are not UTF-8");
    }
  }

  /** Decodes the inside of {@code U&'…'} or {@code U&"…"}. */
  static String unicode(CharSequence raw, char escape, int offset) throws SyntaxRefusal {
    String text = raw.toString();
    StringBuilder decoded = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != escape) {
        decoded.append(c);
        at++;
        continue;
      }
      char next = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
      if (next == escape) {
        decoded.append(escape);
        at += 2;
        continue;
      }
      int from = next == '+' ? at + 2 : at + 1;
      int length = next == '+' ? 6 : 4;
      if (digitsEnd(text, from, length, 16) != from + length) {
        throw new SyntaxRefusal(offset, "a Unicode escape without its digits");
      }
      append(decoded, text.substring(from, from + length), offset);
      at = from + length;
    }
    return checked(decoded, offset);
  }

  /** Whether UESCAPE allows the character. */
  static boolean mayEscape(char c) {
    return c < 0x80
        && Character.digit(c, 16) < 0
        && c > ' '
        && c != '+'
        && c != '\''
        && c != '"'
        && c != 0x7F;
  }

  private static void append(StringBuilder decoded, String hex, int offset) throws SyntaxRefusal {
    long codePoint = Long.parseLong(hex, 16);
    if (codePoint == 0 || codePoint > Character.MAX_CODE_POINT) {
      throw new SyntaxRefusal(offset, "a Unicode escape that is no character");
    }
    decoded.appendCodePoint((int) codePoint);
  }

  /** Refuses U+0000 and unpaired surrogates, which PostgreSQL has not. */
  private static String checked(StringBuilder decoded, int offset) throws SyntaxRefusal {
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      boolean paired =
          !Character.isSurrogate(c)
              || (Character.isHighSurrogate(c)
                  && i + 1 < decoded.length()
                  && Character.isLowSurrogate(decoded.charAt(i + 1)));
      if (c == 0 || !paired) {
        throw new SyntaxRefusal(offset, "an escape that is no character");
      }
      if (Character.isHighSurrogate(c)) {
        i++;
      }
    }
    return decoded.toString();
  }

  private static int digitsEnd(String text, int from, int most, int radix) {
    int end = from;
    while (end < text.length()
        && end < from + most
        && text.charAt(end) < 0x80
        && Character.digit(text.charAt(end), radix) >= 0) {
      end++;
    }
    return end;
  }
}
