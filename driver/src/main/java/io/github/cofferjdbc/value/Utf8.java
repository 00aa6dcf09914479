package io.github.cofferjdbc.value;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** Text as a server with encoding UTF8 stores it: no U+0000, no unpaired surrogate. */
final class Utf8 {

  private Utf8() {}

  /** Returns the UTF-8 bytes; refuses with 22021 what such a server cannot hold. */
  static byte[] encode(String text) throws SQLException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == text.length()) {
      // Each char gave one byte. That is all ASCII, or '?' for an unpaired surrogate.
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] <= 0 || (bytes[i] == '?' && text.charAt(i) != '?')) {
          throw notText();
        }
      }
      return bytes;
    }
    check(text);
    return bytes;
  }

  /** Refuses with 22021 a text that such a server cannot hold. */
  static void check(String text) throws SQLException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw notText();
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw notText();
        }
        i++;
      }
    }
  }

  /** Tells whether the bytes are well-formed UTF-8 without U+0000, as PostgreSQL checks it. */
  static boolean isValid(byte[] bytes) {
    int i = 0;
    while (i < bytes.length) {
      int lead = bytes[i];
      if (lead > 0) {
        i++;
        continue;
      }
      int length = sequence(bytes, i, lead & 0xFF);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  private static int sequence(byte[] bytes, int at, int lead) {
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > bytes.length) {
      return 0;
    }
    int second = bytes[at + 1] & 0xFF;
    int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  static SQLException notText() {
    return DataError.of(
        "22021", "invalid byte sequence for encoding \"UTF8\": U+0000 or an unpaired surrogate");
  }
}
