package io.github.cofferjdbc.copy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The encodings that a COPY may name, by PostgreSQL's names: those in which every byte below 128 is
 * the ASCII character, so that a delimiter is one wherever it stands. Thread safe.
 */
public final class Charsets {

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("utf8", "UTF-8"),
          Map.entry("unicode", "UTF-8"),
          Map.entry("latin1", "ISO-8859-1"),
          Map.entry("iso88591", "ISO-8859-1"),
          Map.entry("latin2", "ISO-8859-2"),
          Map.entry("iso88592", "ISO-8859-2"),
          Map.entry("latin5", "ISO-8859-9"),
          Map.entry("iso88599", "ISO-8859-9"),
          Map.entry("latin9", "ISO-8859-15"),
          Map.entry("iso885915", "ISO-8859-15"),
          Map.entry("win1250", "windows-1250"),
          Map.entry("win1251", "windows-1251"),
          Map.entry("win1252", "windows-1252"),
          Map.entry("win1254", "windows-1254"),
          Map.entry("win1257", "windows-1257"),
          Map.entry("koi8r", "KOI8-R"),
          Map.entry("koi8u", "KOI8-U"));

  private Charsets() {}

  /** Returns the encoding with this name of PostgreSQL's, or empty if Coffer does not know it. */
  public static Optional<Charset> ofName(String name) {
    String known = NAMES.get(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""));
    return known == null || !Charset.isSupported(known)
        ? Optional.empty()
        : Optional.of(Charset.forName(known));
  }

  static byte[] decode(Charset charset, byte[] bytes, int start, int end) throws SQLException {
    try {
      CharBuffer text = charset.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
      return text.toString().getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw CopyErrors.encoding("invalid byte sequence for encoding " + charset.name());
    }
  }

  static byte[] encode(Charset charset, byte[] utf8) throws SQLException {
    try {
      ByteBuffer encoded =
          charset.newEncoder().encode(CharBuffer.wrap(new String(utf8, StandardCharsets.UTF_8)));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new SQLException(
          "a character has no equivalent in encoding " + charset.name(), "22P05");
    }
  }
}
